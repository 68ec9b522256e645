"""The items that the log writes, each from what it stands for."""

from datetime import timedelta

from shared.adapters.items import (
    DueItem,
    HandleItem,
    IdentityItem,
    LogItem,
    PointerItem,
)
from shared.domain.commands import ENDINGS
from shared.domain.decisions import Promise
from shared.domain.log import PREFIX, Entry, instant_of, to_json
from shared.domain.shards import shard_of
from shared.domain.times import to_text
from shared.ports import Identity, Stray

DUE = "DUE#"
STRAYS_KEPT = timedelta(days=90)
_DAY = slice(len(PREFIX), len(PREFIX) + len("2026-11-22"))  # of a key of the log


def log_item(person: str, entry: Entry, newest: str = "") -> LogItem:
    """``newest``: the key of the newest entry before, if that is known."""
    day = f"{to_text(entry.at)[:10]}#{shard_of(person)}"
    is_listed = _is_first_of_day(entry.key, newest) or is_ending(entry.key)
    # What is understood again is of the instant of its message, which has the day.
    return LogItem(
        f"PERSON#{person}",
        entry.key,
        day=day if is_listed and entry.kind != "understood" else None,
        body=to_json(entry),
    )


def _is_first_of_day(key: str, newest: str) -> bool:
    """Whether no entry is known that has its person in the ``day`` index by then."""
    return key <= newest or key[_DAY] != newest[_DAY]


def is_ending(key: str) -> bool:
    """Whether an entry resolves or flushes a case: they are asked for alone."""
    return key.removeprefix(instant_of(key) + "#").startswith(ENDINGS)


def due_item(person: str, promise: Promise) -> DueItem:
    due = to_text(promise.due)
    return DueItem(
        f"PERSON#{person}",
        f"{DUE}{due}#{promise.case}#{promise.episode}",
        day=f"{due[:10]}#{shard_of(person)}",
    )


def identity_item(key: str, known: Identity) -> IdentityItem:
    until = to_text(known.until) if known.until else None
    return IdentityItem(f"IDENTITY#{key}", "PERSON", person=known.person, until=until)


def handle_items(key: str, person: str) -> list[HandleItem]:
    """Who goes by a handle, and by which ones he has gone: there and back."""
    handle, whose = f"HANDLE#{key}", f"PERSON#{person}"
    return [HandleItem(handle, whose), HandleItem(whose, handle)]


def stray_item(stray: Stray) -> LogItem:
    # Without a day: no number may count it where it is.
    return LogItem(
        f"PERSON#{stray.log}",
        stray.entry.key,
        body=to_json(stray.entry),
        expires=_stray_until(stray),
    )


def waiting_pointer(stray: Stray) -> PointerItem:
    """Where the strays about something are, as long as the latest of them is."""
    return PointerItem(
        f"WAITING#{stray.answers}",
        "PERSON",
        person=stray.log,
        expires=_stray_until(stray),
    )


def _stray_until(stray: Stray) -> int:
    # Nobody's card leads to it, so that nothing else would ever find it again.
    received = stray.entry.received_at or stray.entry.at
    return int((received + STRAYS_KEPT).timestamp())


def pointer(key: str, person: str) -> PointerItem:
    return PointerItem(key, "PERSON", person=person)
