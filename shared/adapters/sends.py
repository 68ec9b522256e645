"""Reserved sends in the table: each key is one attempt's until it is settled or freed.

botocore asks again by itself where an answer was lost, and is told then that the key
is taken: an attempt knows its own reservation by an id that nobody else has.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from pynamodb.exceptions import PutError, PynamoDBException

from shared.adapters.conditions import is_unmet
from shared.adapters.items import SendItem
from shared.domain.times import to_text
from shared.errors import Conflict

_KEPT = timedelta(days=30)
_ATTEMPT = "attempt"


def claim(
    person: str, key: str, now: datetime, note: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    """Reserve a key; see ``shared.ports.Log.claim``."""
    outcome = {**note, "claimed_at": to_text(now), _ATTEMPT: uuid4().hex}
    item = _item(person, key)
    item.outcome = outcome
    item.expires = int((now + _KEPT).timestamp())
    try:
        item.save(SendItem.pk.does_not_exist())
    except PutError as error:
        if not is_unmet(error):
            _free(item)
            raise
        stored = _read(person, key)
        if stored is None:
            raise Conflict("The send was given up just now; try again.") from error
        if stored.get(_ATTEMPT) != outcome[_ATTEMPT]:
            return _told(stored)
    return None


def claimed(person: str, key: str) -> Mapping[str, Any] | None:
    """What is stored under a key; None: it is free."""
    stored = _read(person, key)
    return None if stored is None else _told(stored)


def settle(person: str, key: str, outcome: Mapping[str, Any] | None) -> None:
    """Store what became of a send, or free its key."""
    item = _item(person, key)
    if outcome is None:
        item.delete()
    else:
        item.update([SendItem.outcome.set(dict(outcome))])


def _free(item: SendItem) -> None:
    """Free a key that may be reserved although we had no answer: nothing was sent.

    Where that fails as well it stays open whether something was.
    """
    with suppress(PynamoDBException):
        item.delete(SendItem.outcome == item.outcome)


def _item(person: str, key: str) -> SendItem:
    return SendItem(f"PERSON#{person}", f"SEND#{key}")


def _read(person: str, key: str) -> Mapping[str, Any] | None:
    try:
        item = SendItem.get(f"PERSON#{person}", f"SEND#{key}", consistent_read=True)
    except SendItem.DoesNotExist:
        return None
    return item.outcome or {}


def _told(stored: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in stored.items() if name != _ATTEMPT}
