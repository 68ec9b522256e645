"""The schema of the ``routing`` settings."""

from typing import Any

from shared.domain.calendar_json import WEEKDAYS
from shared.domain.calendars import DEFAULT_CALENDAR
from shared.domain.conditions import CUSTOMER_TYPES
from shared.domain.fields import LINE
from shared.domain.routing import (
    DEFAULT_PRIORITY,
    DEFAULT_QUEUE,
    PRIORITIES,
    RAISE,
    Routing,
)
from shared.domain.routing_json import (
    MOST_RULES,
    OPENINGS,
    SENTIMENTS,
    VISIBILITIES,
    write_routing,
)
from shared.domain.schemas.pieces import (
    CLOSES,
    OPENS,
    Schema,
    by_name,
    choice,
    count,
    flag,
    line,
    name,
    number,
    record,
    several,
    whole,
)
from shared.text.judgements import FLUSHES, MOST_URGENT

BEYOND = (
    "No two rules have the same name.",
    "Policies are those of the sla settings, calendars those of the hours settings.",
    "`local_time` does not end when it begins.",
)
_DEFAULT = write_routing(Routing())


def build() -> Schema:
    return record(
        {
            "rules": several(
                *(_rule(), "The rules in order; the first whose conditions hold."),
                MOST_RULES,
                default=_DEFAULT["rules"],
            ),
            "otherwise": record(
                _given(skills=[], queue=DEFAULT_QUEUE, priority=DEFAULT_PRIORITY),
                "What a case gets where no rule says anything else. Without a policy "
                "the sla settings decide.",
                default={},
            ),
            "raise": _raise(),
            "flush": several(
                choice(FLUSHES, "The reason."),
                "For which reasons a message is passed over that by itself asks for "
                "nothing.",
                default=_DEFAULT["flush"],
            ),
        },
        "Which queue, priority, policy and skills a new case gets.",
        default=_DEFAULT,
        examples=[_EXAMPLE],
    )


def _rule() -> Schema:
    return record(
        {
            "name": line("What the rule is called, among others in the reasons."),
            "when": record(
                _conditions(),
                "All that is given must hold; nothing given takes every message.",
                default={},
            ),
            "then": record(
                {
                    **_given(),
                    "flush": line(
                        "Nobody is to answer, for this reason; stands alone."
                    ),
                },
                "What the case gets; what is left out is as `otherwise` says.",
                anyOf=[
                    {"maxProperties": 1},
                    {"not": {"required": ["flush"]}},
                ],
            ),
        },
        "One rule.",
        ["name", "then"],
    )


def _given(**defaults: Any) -> dict[str, Schema]:
    """What a case may get; with the defaults that there are."""
    usual: dict[str, dict[str, Any]] = {
        field: {"default": value} for field, value in defaults.items()
    }
    return {
        "queue": name("The queue.", **usual.get("queue", {})),
        "priority": choice(PRIORITIES, "The priority.", **usual.get("priority", {})),
        "policy": name("A policy of the sla settings."),
        "skills": several(
            *(line("A skill."), "What its agent must have, all of it."),
            **usual.get("skills", {}),
        ),
    }


def _conditions() -> dict[str, Schema]:
    return {
        "channel": _any_of(line("A channel."), "On one of these channels."),
        "visibility": choice(VISIBILITIES, "Written in public or in private."),
        "language": _any_of(line("An ISO 639 code."), "In one of these languages."),
        "topic": _any_of(line("A topic."), "About one of these topics."),
        "sentiment": _any_of(choice(SENTIMENTS, "A mood."), "In one of these moods."),
        "sentiment_below": number(-1, 1, "In a worse mood than this."),
        "urgency": whole(1, MOST_URGENT, "At least so urgent."),
        "reach": count("By somebody with at least so many followers."),
        "customer_type": choice(
            CUSTOMER_TYPES, "By a customer who is also met elsewhere, or is not."
        ),
        "earlier_messages": count("By who has written at least so often before."),
        "complaints": count("By who has complained at least so often."),
        "open_cases": count("By who has at least so many open cases."),
        "failed_elsewhere": flag("By who has asked on another channel in vain."),
        "attributes": by_name(
            *(LINE, _any_of(line("A value."), "One of these values.")),
            "By who has these attributes from your CRM.",
            examples=[{"tier": ["gold", "silver"]}],
        ),
        "hours": record(
            {
                "calendar": name("Its name.", default=DEFAULT_CALENDAR),
                "is": choice(OPENINGS, "Whether it is open or closed."),
            },
            "While a calendar of the hours settings is open, or closed.",
            ["is"],
        ),
        "local_time": _local_time(),
    }


def _any_of(values: Schema, says: str) -> Schema:
    return several(values, says, minItems=1)


def _local_time() -> Schema:
    days = _any_of(
        *(choice(WEEKDAYS, "A day."), "Days on which these hours begin."),
    )
    fields = {
        "days": {**days, "default": list(WEEKDAYS)},
        "from": {
            "type": "string",
            "description": "HH:MM.",
            "pattern": OPENS,
            "default": "00:00",
        },
        "to": {
            "type": "string",
            "description": "HH:MM; before `from` it is on the next day.",
            "pattern": CLOSES,
            "default": "24:00",
        },
    }
    return record(fields, "Between these times of the reporting zone.")


def _raise() -> Schema:
    fields = {
        "complaints": count("At least so many complaints of his."),
        "sentiment_below": number(-1, 1, "A worse mood than this."),
        "urgency": whole(1, MOST_URGENT, "At least so urgent."),
        "reach": count("At least so many followers."),
        "failed_elsewhere": flag(
            "He has asked on another channel in vain.", default=False
        ),
    }
    return record(
        fields,
        "What lifts a priority by a step, each reason once an episode. What is left "
        "out lifts nothing; without `raise` all is as in a new deployment.",
        default=_DEFAULT["raise"],
    )


_EXAMPLE = {
    "rules": [
        {
            "name": "adverts",
            "when": {"topic": ["advertising"]},
            "then": {"flush": "advertising"},
        },
        {
            "name": "vip at night",
            "when": {
                "channel": ["x", "instagram"],
                "visibility": "public",
                "language": ["de"],
                "sentiment": ["negative", "neutral"],
                "reach": RAISE.reach,
                "attributes": {"tier": ["gold", "silver"]},
                "hours": {"calendar": "default", "is": "closed"},
                "local_time": {"days": ["fri", "sat"], "from": "18:00", "to": "09:00"},
            },
            "then": {
                "queue": "vip",
                "priority": "high",
                "policy": "fast",
                "skills": ["de"],
            },
        },
    ],
    "otherwise": {"queue": "default", "priority": "normal"},
    "raise": {"complaints": 2, "sentiment_below": -0.9, "failed_elsewhere": True},
    "flush": ["spam", "advertising"],
}
