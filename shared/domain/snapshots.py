"""The fold as JSON and back, for the card that caches it; kept small on purpose."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from shared.domain.log import instant_of
from shared.domain.routing import Routed
from shared.domain.state import Case, Episode, Person, Survey, Tally

T = TypeVar("T", Person, Case, Episode, Survey, Tally)

_PARTS: dict[str, Any] = {
    "case": Case,
    "episode": Episode,
    "survey": Survey,
    "earlier": Survey,
    "tally": Tally,
    "before": Tally,
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LISTS = frozenset({"escalated", "recorded"})


def to_json(person: Person) -> dict[str, Any]:
    """Flatten the state, leaving out what is at its default.

    The message that opened the case is mostly what is timed: ids are long, so
    that is said in one word.
    """
    body = _flatten(person)
    episode = body.get("case", {}).get("episode", {})
    if person.since and episode.get("timed_from") == _opener(person.since):
        episode["timed_from"] = True
    return body


def from_json(body: Mapping[str, Any]) -> Person:
    """Rebuild the state; the inverse of ``to_json``."""
    case = body.get("case", {})
    episode = case.get("episode", {})
    if episode.get("timed_from") is True:
        episode = {**episode, "timed_from": _opener(body["since"])}
        body = {**body, "case": {**case, "episode": episode}}
    return _build(Person, body)


def _opener(since: str) -> str:
    """The id of the message that opened the present case, of its key."""
    return since[len(instant_of(since)) + 1 :]


def _flatten(record: Any) -> dict[str, Any]:
    body: dict[str, Any] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if field.default is not MISSING and value == field.default:
            continue
        if isinstance(value, datetime):
            value = _milliseconds(value)
        elif isinstance(value, Routed):
            value = value.to_json()
        elif isinstance(value, Person | Case | Episode | Survey | Tally):
            value = _flatten(value)
        body[field.name] = value
    return body


def _build(record: type[T], body: Mapping[str, Any]) -> T:
    values: dict[str, Any] = {}
    for field in fields(record):
        if field.name not in body:
            continue
        value = body[field.name]
        part = _PARTS.get(field.name)
        if part is not None:
            value = _build(part, value)
        elif field.name == "routing":
            value = Routed.from_json(value)
        elif field.name in _LISTS:
            value = tuple(value)
        elif _is_instant(field.name) and value is not None:
            value = _EPOCH + timedelta(milliseconds=int(value))
        elif field.name == "aliases":
            value = tuple((case, first) for case, first in value)
        values[field.name] = value
    return record(**values)


def _milliseconds(instant: datetime) -> int:
    """Say an instant in half the room of a text; the log keeps milliseconds too."""
    return round((instant - _EPOCH) / timedelta(milliseconds=1))


def _is_instant(name: str) -> bool:
    return name.endswith(("_at", "_due", "_since", "_until")) or name == "due"
