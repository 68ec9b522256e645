"""The schema of the ``forecast`` settings."""

from shared.domain.fields import MANY
from shared.domain.forecast import Forecasting, Staffing
from shared.domain.forecast_json import (
    LONGEST_CAMPAIGN,
    LONGEST_S,
    MOST_FACTOR,
    SHARES,
    write_forecast,
)
from shared.domain.schemas.pieces import (
    Schema,
    date,
    line,
    name,
    nullable,
    number,
    record,
    several,
    whole,
)

BEYOND = (
    f"A campaign ends on the day it begins or up to {LONGEST_CAMPAIGN} days later.",
)
_DEFAULT = Staffing()


def build() -> Schema:
    return record(
        {
            "campaigns": several(
                _campaign(),
                "Days on which more or less is written than usual. Past ones are "
                "learned from, so leave them in.",
                MANY,
                default=[],
            ),
            "staffing": _staffing(),
        },
        "What the forecast is told. What is left out is as in a new deployment.",
        default=write_forecast(Forecasting()),
        examples=[
            {
                "campaigns": [
                    {"name": "sale", "from": "2025-11-28", "to": "2025-12-01"},
                    {
                        "name": "sale",
                        "from": "2026-11-27",
                        "to": "2026-11-30",
                        "channels": ["x", "instagram"],
                        "factor": 1.8,
                    },
                ],
                "staffing": {"occupancy": 0.8, "shrinkage": 0.35},
            }
        ],
    )


def _campaign() -> Schema:
    return record(
        {
            "name": line(
                "What it is called; those of one name are taken for each other.",
                examples=["sale"],
            ),
            "from": date("Its first local day."),
            "to": date("Its last local day."),
            "channels": nullable(
                several(name("A channel."), "Some channels."),
                "On which channels; null: on all.",
                default=None,
            ),
            "factor": nullable(
                number(0, MOST_FACTOR, "1: as usual.", examples=[1.8]),
                "How many times the usual volume to expect; null: as much as the "
                "marked campaigns of the past brought.",
                default=None,
            ),
        },
        "One campaign.",
        ["name", "from", "to"],
    )


def _staffing() -> Schema:
    says = {
        "occupancy": "The largest share of the time at work that somebody is busy.",
        "shrinkage": "The share of paid time that people are not at work.",
        "service_level": "The share of messages to be answered within the target.",
    }
    shares = {
        name: number(*SHARES[name], meaning, default=getattr(_DEFAULT, name))
        for name, meaning in says.items()
    }
    took = whole(
        *(1, LONGEST_S),
        "The seconds that an episode takes, where the numbers do not tell yet.",
        default=_DEFAULT.handle_time_s,
    )
    return record({**shares, "handle_time_s": took}, "How many people a volume takes.")
