"""The schema of the ``sla`` settings."""

from shared.domain.calendars import DEFAULT_CALENDAR
from shared.domain.fields import MANY
from shared.domain.policies import Policy, Sla
from shared.domain.policies_json import (
    LONGEST_TARGET,
    MOST_POLICIES,
    TIMES,
    write_duration,
    write_sla,
)
from shared.domain.routing import PRIORITIES
from shared.domain.schemas.pieces import (
    NAMED,
    Schema,
    by_name,
    choice,
    duration,
    flag,
    line,
    name,
    nullable,
    record,
    several,
)

LASTS = "A duration is at most {} in all."
BEYOND = (
    LASTS.format("365 days"),
    "`otherwise` and each `assign[].policy` is one of `policies`.",
    "The policies that the routing settings name are there.",
    "Every `policies.*.calendar` is one of the hours settings.",
)
_DEFAULT = Sla()


def build() -> Schema:
    return record(
        {
            "policies": by_name(
                *(NAMED, _policy(), "What may be promised, by a name of your choice."),
                minProperties=1,
                maxProperties=MOST_POLICIES,
            ),
            "assign": several(
                *(_assignment(), "Which cases get which policy; the first that fits."),
                MANY,
                default=[],
            ),
            "otherwise": name("The policy of all other cases."),
            "reopen_within": duration(
                LONGEST_TARGET,
                "How long after its end a case takes a new message as its next "
                "episode, in elapsed time.",
                default=write_duration(_DEFAULT.reopen_within),
            ),
        },
        "What is promised, and to whom.",
        ["policies", "otherwise"],
        default=write_sla(_DEFAULT),
        examples=[_EXAMPLE],
    )


def _policy() -> Schema:
    usual = Policy(name="")
    return record(
        {
            "first_response": _target("From a case's first message to an answer."),
            "next_response": _target("From a later message to an answer."),
            "resolution": _target("From a case's first message to its end."),
            "time": choice(
                *(TIMES, "Whether targets are of open hours or of all time."),
                default="business",
            ),
            "pause_while_customer_answers": flag(
                "Whether next response and resolution stand still while the "
                "customer is the one to answer.",
                default=usual.pauses,
            ),
            "at_risk": {
                "type": "number",
                "description": "The share of a target from which on, when no more "
                "of it is left, the clock is at risk. 0: it never is.",
                "minimum": 0,
                "exclusiveMaximum": 1,
                "default": usual.at_risk,
            },
            "calendar": name(
                "The calendar of the hours settings by which it is open.",
                default=DEFAULT_CALENDAR,
            ),
        },
        "The targets that hang together.",
    )


def _target(says: str) -> Schema:
    text = duration(LONGEST_TARGET, says, examples=["15m", "2h30m", "3d"])
    return nullable(text, f"{says} Null: nothing is promised.", default=None)


def _assignment() -> Schema:
    some = [{"required": [field]} for field in ("channel", "queue", "priority")]
    return record(
        {
            "channel": line("The channel of the case."),
            "queue": name("Its queue."),
            "priority": choice(PRIORITIES, "Its priority."),
            "policy": name("The policy it gets."),
        },
        "A case fits if all that is given is so.",
        ["policy"],
        anyOf=some,
    )


_EXAMPLE = {
    "policies": {
        "standard": {
            "first_response": "1h",
            "next_response": "2h30m",
            "resolution": "3d",
        },
        "fast": {
            "first_response": "15m",
            "time": "elapsed",
            "pause_while_customer_answers": False,
            "at_risk": 0.3,
            "calendar": "default",
        },
    },
    "assign": [
        {"channel": "x", "policy": "fast"},
        {"queue": "vip", "priority": "urgent", "policy": "fast"},
    ],
    "otherwise": "standard",
    "reopen_within": "7d",
}
