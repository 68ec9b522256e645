"""What a contact costs the desk: by this a call that was not made is money saved."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Costs of one contact, in ``currency`` (ISO 4217)."""

    currency: str = "USD"
    cost_per_call: float = 12.0
    cost_per_social_contact: float = 1.0
