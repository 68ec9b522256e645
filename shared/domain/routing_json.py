"""The JSON of the ``routing`` settings: read with errors that name rule and field."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

from shared.domain.calendar_json import WEEKDAYS, read_fields, read_pair, write_hours
from shared.domain.calendars import DEFAULT_CALENDAR
from shared.domain.conditions import CUSTOMER_TYPES, LocalTime, Opening, When
from shared.domain.fields import (
    read_choice,
    read_count,
    read_flag,
    read_list,
    read_name,
    read_number,
    read_text,
)
from shared.domain.routing import (
    PRIORITIES,
    RAISE,
    Otherwise,
    Raise,
    Routing,
    Rule,
    Then,
)
from shared.errors import BadInput
from shared.text.judgements import FLUSHES, MOST_URGENT

MOST_RULES = 200
SENTIMENTS = ("negative", "neutral", "positive")
VISIBILITIES = ("public", "private")
OPENINGS = ("open", "closed")
Read = Callable[[Any, str], Any]


def read_routing(value: Any) -> Routing:
    """Read the rules, in order.

    ``{"rules": [{"name": "vip", "when": {"channel": ["x"], "reach": 10000},
    "then": {"queue": "vip", "priority": "high", "policy": "gold", "skills":
    ["de"]}}], "otherwise": {"queue": "default", "priority": "normal"}, "raise":
    {"complaints": 2, "sentiment_below": -0.9, "urgency": 50, "reach": 10000,
    "failed_elsewhere": true}, "flush": ["spam", "praise"]}``. Conditions are the
    fields of `When`. Without ``when`` a rule takes everything; what ``raise``
    leaves out raises nothing, but without ``raise`` it is as above. ``flush``
    names for which reasons a message is flushed that by itself asks for nothing;
    without it for all.

    Raises:
        BadInput: names the rule by place and name, and the field.

    """
    known = read_fields(value, "routing", ("rules", "otherwise", "raise", "flush"))
    rules = read_list(known.get("rules", []), "rules", _read_rule, MOST_RULES)
    seen: dict[str, int] = {}
    for place, rule in enumerate(rules):
        first = seen.setdefault(rule.name, place)
        if first != place:
            raise BadInput(f"{_path(place, rule)} has the name of rules[{first}].")
    otherwise = _read_known(known.get("otherwise", {}), "otherwise", OTHERWISE)
    raises = RAISE
    if "raise" in known:
        raises = Raise(**_read_known(known["raise"], "raise", RAISES))
    flushes = read_list(known.get("flush", FLUSHES), "flush", _read_reason)
    return Routing(
        rules=rules, otherwise=Otherwise(**otherwise), raises=raises, flushes=flushes
    )


def check_names(
    routing: Routing, *, calendars: Collection[str], policies: Collection[str]
) -> None:
    """Refuse rules that name a calendar or a policy that is none of these.

    Raises:
        BadInput: names the rule and the field.

    """
    for place, rule in enumerate(routing.rules):
        path, hours, policy = _path(place, rule), rule.when.hours, rule.then.policy
        if hours is not None and hours.calendar not in calendars:
            raise BadInput(
                f"{path}: when.hours.calendar: there is no calendar {hours.calendar!r}."
            )
        _check_policy(policy, f"{path}: then.policy", policies)
    _check_policy(routing.otherwise.policy, "otherwise.policy", policies)


def write_routing(routing: Routing) -> dict[str, Any]:
    """Say the rules the way `read_routing` reads them."""
    return {
        "rules": [
            {
                "name": rule.name,
                "when": _write_known(rule.when, CONDITIONS),
                "then": _write_known(rule.then, OUTCOME),
            }
            for rule in routing.rules
        ],
        "otherwise": _write_known(routing.otherwise, OTHERWISE),
        "raise": _write_known(routing.raises, RAISES),
        "flush": list(routing.flushes),
    }


def _path(place: int, rule: Rule) -> str:
    return f"rules[{place}] {rule.name!r}"


def _check_policy(name: str | None, path: str, policies: Collection[str]) -> None:
    if name is not None and name not in policies:
        raise BadInput(f"{path}: there is no policy {name!r}.")


def _read_rule(value: Any, path: str) -> Rule:
    known = read_fields(value, path)
    name = read_text(known.get("name"), f"{path}.name")
    path = f"{path} {name!r}"
    read_fields(known, path, ("name", "when", "then"))
    when = _read_known(known.get("when", {}), f"{path}: when", CONDITIONS)
    then = _read_known(known.get("then"), f"{path}: then", OUTCOME)
    if "flush" in then and len(then) > 1:
        raise BadInput(f"{path}: then.flush stands alone.")
    return Rule(name=name, when=When(**when), then=Then(**then))


def _read_known(value: Any, path: str, readers: Mapping[str, Read]) -> dict[str, Any]:
    """Read the fields that are there, each with its reader."""
    known = read_fields(value, path, tuple(readers))
    return {name: readers[name](known[name], f"{path}.{name}") for name in known}


def _write_known(record: Any, readers: Mapping[str, Read]) -> dict[str, Any]:
    """Say the fields that are there; a record's field is named as that in JSON."""
    said = {name: getattr(record, name) for name in readers}
    return {name: _plain(value) for name, value in said.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, Opening):
        return {"calendar": value.calendar, "is": OPENINGS[not value.open]}
    if isinstance(value, LocalTime):
        [[begins, ends]] = write_hours((value.hours,))
        return {"days": list(value.days), "from": begins, "to": ends}
    if isinstance(value, Mapping):
        return {name: list(values) for name, values in value.items()}
    return list(value) if isinstance(value, tuple) else value


def _some(read: Read) -> Read:
    """Read a list of one value or more: of none, no value could be any."""

    def read_some(value: Any, path: str) -> Any:
        values = read_list(value, path, read)
        if not values:
            raise BadInput(f"{path} must have at least one value.")
        return values

    return read_some


def _read_attributes(value: Any, path: str) -> dict[str, tuple[str, ...]]:
    read = _some(read_text)
    return {
        read_text(name, f"{path}: a name"): read(values, f"{path}.{name}")
        for name, values in read_fields(value, path).items()
    }


def _read_opening(value: Any, path: str) -> Opening:
    known = read_fields(value, path, ("calendar", "is"))
    return Opening(
        calendar=read_name(known.get("calendar", DEFAULT_CALENDAR), f"{path}.calendar"),
        open=read_choice(known.get("is"), f"{path}.is", OPENINGS) == "open",
    )


def _read_local_time(value: Any, path: str) -> LocalTime:
    known = read_fields(value, path, ("days", "from", "to"))
    days = _some(_read_day)(known.get("days", WEEKDAYS), f"{path}.days")
    pair = [known.get("from", "00:00"), known.get("to", "24:00")]
    return LocalTime(days, read_pair(pair, path))


_read_day = partial(read_choice, choices=WEEKDAYS)
_read_priority = partial(read_choice, choices=PRIORITIES)
_read_sentiment = partial(read_number, least=-1, most=1)
_read_reason = partial(read_choice, choices=FLUSHES)


def _read_urgency(value: Any, path: str) -> int:
    if read_count(value, path) > MOST_URGENT:
        raise BadInput(f"{path} must be at most {MOST_URGENT}.")
    return int(value)


CONDITIONS: Mapping[str, Read] = {
    "channel": _some(read_text),
    "visibility": partial(read_choice, choices=VISIBILITIES),
    "language": _some(read_text),
    "topic": _some(read_text),
    "sentiment": _some(partial(read_choice, choices=SENTIMENTS)),
    "sentiment_below": _read_sentiment,
    "urgency": _read_urgency,
    "reach": read_count,
    "customer_type": partial(read_choice, choices=CUSTOMER_TYPES),
    "earlier_messages": read_count,
    "complaints": read_count,
    "open_cases": read_count,
    "failed_elsewhere": read_flag,
    "attributes": _read_attributes,
    "hours": _read_opening,
    "local_time": _read_local_time,
}
OTHERWISE: Mapping[str, Read] = {
    "queue": read_name,
    "priority": _read_priority,
    "policy": read_name,
    "skills": partial(read_list, read=read_text),
}
OUTCOME: Mapping[str, Read] = {**OTHERWISE, "flush": read_text}
RAISES: Mapping[str, Read] = {
    "complaints": read_count,
    "sentiment_below": _read_sentiment,
    "urgency": _read_urgency,
    "reach": read_count,
    "failed_elsewhere": read_flag,
}
