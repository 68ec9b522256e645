"""The schema of the ``retention`` settings."""

from shared.domain.retention import Retention
from shared.domain.retention_json import write_retention
from shared.domain.schemas.pieces import Schema, nullable, record

BEYOND: tuple[str, ...] = ()
# 90 to 36500, as retention_json.py has it.
PERIOD = (
    "^(?:9[0-9]|[1-9][0-9]{2,3}|[12][0-9]{4}|3[0-5][0-9]{3}|36[0-4][0-9]{2}|36500)d$"
)
_DEFAULT = write_retention(Retention())
_SAYS = {
    "words": "After how long a message loses its words, as by erasure.",
    "customers": "After how long without a word of him a customer is forgotten.",
    "audit": "How long it is known who looked at personal data.",
}


def build() -> Schema:
    days = {"type": "string", "description": "Days.", "pattern": PERIOD}
    return record(
        {
            name: nullable(
                days, f"{says} Null: never.", default=_DEFAULT[name], examples=["730d"]
            )
            for name, says in _SAYS.items()
        },
        "How long is kept what is held of people, in days from 90 on. No period moves "
        "a number. What is left out is as in a new deployment.",
        default=_DEFAULT,
        examples=[{"words": "365d", "customers": "730d", "audit": None}],
    )
