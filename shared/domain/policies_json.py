"""The JSON of the ``sla`` settings: read with errors that name the field, written."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from shared.domain.calendar_json import read_fields
from shared.domain.calendars import DEFAULT_CALENDAR
from shared.domain.fields import (
    read_choice,
    read_flag,
    read_list,
    read_name,
    read_number,
    read_text,
)
from shared.domain.policies import Assignment, Policy, Sla
from shared.domain.routing import PRIORITIES
from shared.errors import BadInput

SLA = ("policies", "assign", "otherwise", "reopen_within")
TARGETS = ("first_response", "next_response", "resolution")
MOST_POLICIES = 50
LONGEST_TARGET = timedelta(days=365)
DURATION = re.compile(r"(?:([0-9]{1,3})d)?(?:([0-9]{1,4})h)?(?:([0-9]{1,5})m)?")
TIMES = ("business", "elapsed")
ASSIGNED_BY: Mapping[str, Callable[[Any, str], str]] = {
    "channel": read_text,
    "queue": read_name,
    "priority": partial(read_choice, choices=PRIORITIES),
}


def read_sla(value: Any) -> Sla:
    """Read the policies and which case gets which.

    ``{"policies": {"standard": {"first_response": "1h", "next_response": "1h",
    "resolution": "16h", "time": "business", "pause_while_customer_answers":
    true, "at_risk": 0.2, "calendar": "default"}}, "assign": [{"channel": "x",
    "queue": "vip", "priority": "urgent", "policy": "standard"}], "otherwise":
    "standard", "reopen_within": "7d"}``. A target left out, or null, promises
    nothing; what else is left out is as above. A day is 24 hours of the policy's
    time.

    Raises:
        BadInput: names the field.

    """
    known = read_fields(value, "sla", SLA)
    named = read_fields(known.get("policies"), "policies")
    if len(named) > MOST_POLICIES:
        raise BadInput(f"policies has more than {MOST_POLICIES} policies.")
    sla = Sla(
        policies={name: _read_policy(name, json) for name, json in named.items()},
        assign=read_list(known.get("assign", []), "assign", _read_assignment),
        otherwise=read_name(known.get("otherwise"), "otherwise"),
        reopen_within=_read_window(known.get("reopen_within", "7d")),
    )
    for place, assignment in enumerate(sla.assign):
        _check_policy(assignment.policy, f"assign[{place}].policy", sla.policies)
    _check_policy(sla.otherwise, "otherwise", sla.policies)
    return sla


def check_calendars(sla: Sla, calendars: Collection[str]) -> None:
    """Refuse a policy whose calendar is none of these.

    Raises:
        BadInput: names the policy.

    """
    for name, policy in sla.policies.items():
        if policy.calendar not in calendars:
            raise BadInput(
                f"policies.{name}.calendar: there is no calendar {policy.calendar!r}."
            )


def write_sla(sla: Sla) -> dict[str, Any]:
    """Say policies and assignments the way `read_sla` reads them."""
    return {
        "policies": {n: _write_policy(policy) for n, policy in sla.policies.items()},
        "assign": [_write_assignment(assignment) for assignment in sla.assign],
        "otherwise": sla.otherwise,
        "reopen_within": write_duration(sla.reopen_within),
    }


def read_duration(value: Any, field: str) -> timedelta | None:
    """Read ``"15m"``, ``"2h30m"``, ``"3d"``; None of null."""
    if value is None:
        return None
    found = DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise BadInput(f'{field} must be a duration such as "15m", "2h30m", "3d".')
    days, hours, minutes = (int(number or 0) for number in found.groups())
    duration = timedelta(days=days, hours=hours, minutes=minutes)
    if not timedelta() < duration <= LONGEST_TARGET:
        raise BadInput(f"{field} must be more than 0 and at most 365d.")
    return duration


def write_duration(duration: timedelta | None) -> str | None:
    """Say a duration of whole minutes, None as null."""
    if duration is None:
        return None
    hours, minutes = divmod(duration // timedelta(minutes=1), 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "d"), (hours, "h"), (minutes, "m"))
    return "".join(f"{number}{unit}" for number, unit in parts if number)


def _read_window(value: Any) -> timedelta:
    window = read_duration(value, "reopen_within")
    if window is None:
        raise BadInput('reopen_within must be a duration such as "7d".')
    return window


def _read_policy(name: Any, value: Any) -> Policy:
    path = f"policies.{read_name(name, 'policies: a name')}"
    others = ("time", "pause_while_customer_answers", "at_risk", "calendar")
    known = read_fields(value, path, (*TARGETS, *others))
    time = read_choice(known.get("time", "business"), f"{path}.time", TIMES)
    waits = known.get("pause_while_customer_answers", True)
    return Policy(
        name=name,
        **{t: read_duration(known.get(t), f"{path}.{t}") for t in TARGETS},
        business=time == "business",
        pauses=read_flag(waits, f"{path}.pause_while_customer_answers"),
        at_risk=_read_share(known.get("at_risk", 0.2), f"{path}.at_risk"),
        calendar=read_name(known.get("calendar", DEFAULT_CALENDAR), f"{path}.calendar"),
    )


def _read_share(value: Any, path: str) -> float:
    share = read_number(value, path, 0, 1)
    if share == 1:
        raise BadInput(f"{path} must be less than 1: no clock begins at risk.")
    return share


def _read_assignment(value: Any, path: str) -> Assignment:
    known = read_fields(value, path, (*ASSIGNED_BY, "policy"))
    if not known.keys() & ASSIGNED_BY.keys():
        raise BadInput(f"{path} must name a channel, a queue or a priority.")
    return Assignment(
        policy=read_name(known.get("policy"), f"{path}.policy"),
        **{
            name: read(known[name], f"{path}.{name}")
            for name, read in ASSIGNED_BY.items()
            if name in known
        },
    )


def _write_policy(policy: Policy) -> dict[str, Any]:
    targets = {name: write_duration(getattr(policy, name)) for name in TARGETS}
    return targets | {
        "time": "business" if policy.business else "elapsed",
        "pause_while_customer_answers": policy.pauses,
        "at_risk": policy.at_risk,
        "calendar": policy.calendar,
    }


def _write_assignment(assignment: Assignment) -> dict[str, str]:
    said = {name: getattr(assignment, name) for name in (*ASSIGNED_BY, "policy")}
    return {name: value for name, value in said.items() if value is not None}


def _check_policy(name: str, field: str, policies: Mapping[str, Policy]) -> None:
    if name not in policies:
        raise BadInput(f"{field}: there is no policy {name!r}.")
