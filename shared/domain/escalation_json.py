"""The JSON of the ``escalation`` settings: read with errors that name the field."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast, get_args

from shared.domain.calendar_json import read_fields
from shared.domain.escalation import (
    BACK,
    Escalation,
    Reaction,
    ReturnCases,
)
from shared.domain.fields import (
    read_choice,
    read_count,
    read_flag,
    read_list,
    read_number,
    read_text,
)
from shared.domain.texts_json import read_texts

REACTION = ("raise_priority", "supervisor", "reassign")
WEEK = 7 * 24  # hours
PARTS = (
    *("threshold", "on_breach", "on_risk", "invitation", "out_of_hours"),
    "return_cases",
)
_DEFAULT = Escalation()


def read_escalation(value: Any) -> Escalation:
    """Read the rules; what is left out is as in a new deployment.

    ``{"threshold": {"messages": 6, "channels": {"x": 4}}, "on_breach":
    {"raise_priority": true, "supervisor": true, "reassign": false}, "on_risk":
    {"raise_priority": false, "supervisor": false, "reassign": false}, "invitation":
    {"en": "…"}, "out_of_hours": {"send": true, "quiet_hours": 4, "public":
    ["x"], "texts": {"en": "… {back}"}}, "return_cases": "shift_end"}``. A
    threshold that is null is never reached.

    Raises:
        BadInput: names the field.

    """
    known = read_fields(value, "escalation", PARTS)
    threshold = _part(known, "threshold", ("messages", "channels"))
    closed = _part(known, "out_of_hours", ("send", "quiet_hours", "public", "texts"))
    when = known.get("return_cases", _DEFAULT.return_cases)
    return Escalation(
        messages=_messages(threshold.get("messages", _DEFAULT.messages), "messages"),
        messages_on=_read_messages_on(threshold.get("channels", {})),
        on_breach=_read_reaction(known, "on_breach", _DEFAULT.on_breach),
        on_risk=_read_reaction(known, "on_risk", _DEFAULT.on_risk),
        invitation=read_texts(known, "invitation", "invitation", _DEFAULT.invitation),
        tells_closed=read_flag(
            closed.get("send", _DEFAULT.tells_closed), "out_of_hours.send"
        ),
        quiet=_read_quiet(closed),
        tells_publicly=read_list(
            closed.get("public", _DEFAULT.tells_publicly),
            "out_of_hours.public",
            read_text,
        ),
        out_of_hours=read_texts(
            closed, "texts", "out_of_hours.texts", _DEFAULT.out_of_hours, BACK
        ),
        return_cases=cast(
            ReturnCases, read_choice(when, "return_cases", get_args(ReturnCases))
        ),
    )


def write_escalation(rules: Escalation) -> dict[str, Any]:
    """Say the rules in full, the way `read_escalation` reads them."""
    return {
        "threshold": {
            "messages": rules.messages,
            "channels": dict(rules.messages_on),
        },
        "on_breach": _write_reaction(rules.on_breach),
        "on_risk": _write_reaction(rules.on_risk),
        "invitation": dict(rules.invitation.by_language),
        "out_of_hours": {
            "send": rules.tells_closed,
            "quiet_hours": rules.quiet / timedelta(hours=1),
            "public": list(rules.tells_publicly),
            "texts": dict(rules.out_of_hours.by_language),
        },
        "return_cases": rules.return_cases,
    }


def _part(
    known: Mapping[str, Any], name: str, allowed: tuple[str, ...]
) -> Mapping[str, Any]:
    return read_fields(known.get(name, {}), name, allowed)


def _messages(value: Any, field: str) -> int | None:
    return None if value is None else read_count(value, f"threshold.{field}")


def _read_messages_on(value: Any) -> dict[str, int | None]:
    path = "threshold.channels"
    return {
        read_text(channel, f"{path}: a name"): _messages(count, f"channels.{channel}")
        for channel, count in read_fields(value, path).items()
    }


def _read_quiet(closed: Mapping[str, Any]) -> timedelta:
    hours = closed.get("quiet_hours", _DEFAULT.quiet / timedelta(hours=1))
    return timedelta(hours=read_number(hours, "out_of_hours.quiet_hours", 0, WEEK))


def _read_reaction(
    known: Mapping[str, Any], name: str, otherwise: Reaction
) -> Reaction:
    given = _part(known, name, REACTION)
    flags = {
        flag: read_flag(given.get(flag, getattr(otherwise, flag)), f"{name}.{flag}")
        for flag in REACTION
    }
    return Reaction(**flags)


def _write_reaction(reaction: Reaction) -> dict[str, bool]:
    return {flag: getattr(reaction, flag) for flag in REACTION}
