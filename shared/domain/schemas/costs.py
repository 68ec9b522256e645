"""The schema of the ``costs`` settings."""

from shared.domain.costs import Costs
from shared.domain.costs_json import MOST, write_costs
from shared.domain.schemas.pieces import Schema, number, record

BEYOND: tuple[str, ...] = ()
_DEFAULT = Costs()


def build() -> Schema:
    return record(
        {
            "currency": {
                "type": "string",
                "description": "The currency of both, by its letters in ISO 4217.",
                "pattern": "^[A-Z]{3}$",
                "default": _DEFAULT.currency,
                "examples": ["EUR"],
            },
            "cost_per_call": number(
                *(0, MOST, "What a telephone call costs the desk."),
                default=_DEFAULT.cost_per_call,
            ),
            "cost_per_social_contact": number(
                *(0, MOST, "What a contact on a social channel costs the desk."),
                default=_DEFAULT.cost_per_social_contact,
            ),
        },
        "What a contact costs the desk, for the savings by calls that nobody made. "
        "What is left out is as in a new deployment.",
        default=write_costs(_DEFAULT),
        examples=[
            {"currency": "EUR", "cost_per_call": 9.5, "cost_per_social_contact": 1.2}
        ],
    )
