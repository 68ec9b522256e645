"""The JSON of the ``costs`` settings: read with errors that name the field."""

import re
from dataclasses import asdict, fields
from typing import Any

from shared.domain.calendar_json import read_fields
from shared.domain.costs import Costs
from shared.domain.fields import read_number
from shared.errors import BadInput

MOST = 1_000_000  # of a contact: there are currencies of large numbers
CURRENCY = re.compile(r"[A-Z]{3}")
_AMOUNTS = ("cost_per_call", "cost_per_social_contact")


def read_costs(value: Any) -> Costs:
    """Read the costs; what is left out is as in a new deployment.

    ``{"currency": "USD", "cost_per_call": 12, "cost_per_social_contact": 1}``.

    Raises:
        BadInput: names the field.

    """
    known = read_fields(value, "costs", tuple(f.name for f in fields(Costs)))
    said = {**asdict(Costs()), **known}
    currency = said["currency"]
    if not isinstance(currency, str) or not CURRENCY.fullmatch(currency):
        raise BadInput("currency must be the three letters of ISO 4217, as in USD.")
    amounts = {name: read_number(said[name], name, 0, MOST) for name in _AMOUNTS}
    return Costs(currency=currency, **amounts)


def write_costs(costs: Costs) -> dict[str, Any]:
    """Say the costs in full, the way `read_costs` reads them."""
    return asdict(costs)
