"""The schema of the ``escalation`` settings."""

from typing import get_args

from shared.domain.escalation import BACK, Escalation, ReturnCases
from shared.domain.escalation_json import REACTION, WEEK, write_escalation
from shared.domain.fields import LINE
from shared.domain.schemas.pieces import (
    Schema,
    by_name,
    choice,
    count,
    flag,
    line,
    nullable,
    number,
    record,
    several,
    texts,
)

FITS = (
    "An automatic text fits into one message wherever a customer writes; a post on X "
    "has room for 256 characters of it, of which some count twice."
)
BEYOND = (FITS,)
_DEFAULT = write_escalation(Escalation())
_DOES = {
    "raise_priority": "The priority of the case rises by a step.",
    "supervisor": "A supervisor is called in.",
    "reassign": "Another agent gets the case.",
}


def build() -> Schema:
    return record(
        {
            "threshold": _threshold(),
            "on_breach": _reaction("on_breach", "What a breach does."),
            "on_risk": _reaction("on_risk", "What a warning before a breach does."),
            "invitation": texts(
                "How a talk in public is invited to go on in private.",
                default=_DEFAULT["invitation"],
            ),
            "out_of_hours": _out_of_hours(),
            "return_cases": choice(
                get_args(ReturnCases),
                "When the cases of an agent who has left go back to their queues.",
                default=_DEFAULT["return_cases"],
            ),
        },
        "What follows when a promise is in danger, a talk too long or the desk "
        "closed. What is left out is as in a new deployment.",
        default=_DEFAULT,
        examples=[_EXAMPLE],
    )


def _threshold() -> Schema:
    of = _DEFAULT["threshold"]
    messages = nullable(
        count("So many."),
        "After how many messages of both sides; null: never.",
        default=of["messages"],
    )
    channels = by_name(
        *(LINE, nullable(count("So many."), "The same on this channel; null: never.")),
        "Channels with a number of their own.",
        default=of["channels"],
    )
    return record(
        {"messages": messages, "channels": channels},
        "When a talk is too long: in public it is invited to go on in private, any "
        "other gets a call task.",
    )


def _reaction(part: str, says: str) -> Schema:
    flags = {it: flag(_DOES[it], default=_DEFAULT[part][it]) for it in REACTION}
    return record(flags, says)


def _out_of_hours() -> Schema:
    of = _DEFAULT["out_of_hours"]
    fields = {
        "send": flag("Whether he is told.", default=of["send"]),
        "quiet_hours": number(
            *(0, WEEK, "Not if an agent wrote to him within so many hours before."),
            default=of["quiet_hours"],
        ),
        "public": several(
            *(line("A channel."), "Where who writes in public is told in public."),
            default=of["public"],
        ),
        "texts": texts(
            f"What he is told; {BACK}: when the desk opens again.",
            BACK,
            default=of["texts"],
        ),
    }
    return record(fields, "What who writes while the desk is closed is told.")


_EXAMPLE = {
    "threshold": {"messages": 6, "channels": {"x": 4, "telegram": None}},
    "on_breach": {"raise_priority": True, "supervisor": True, "reassign": False},
    "on_risk": {"supervisor": True},
    "invitation": {"en": "Please send us a private message, so that we can help."},
    "out_of_hours": {
        "send": True,
        "quiet_hours": 4,
        "public": ["x"],
        "texts": {"en": "Thank you. We answer when we are back: {back}."},
    },
    "return_cases": "shift_end",
}
