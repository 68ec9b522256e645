"""The items that the log writes, each from what it stands for."""

from datetime import timedelta

from shared.adapters.items import (
    DueItem,
    HandleItem,
    IdentityItem,
    LogItem,
    PointerItem,
)
from shared.domain.decisions import Promise
from shared.domain.log import Entry, to_json
from shared.domain.shards import shard_of
from shared.domain.times import to_text
from shared.ports import Identity, Stray

DUE = "DUE#"
STRAYS_KEPT = timedelta(days=90)


def log_item(person: str, entry: Entry) -> LogItem:
    day = f"{to_text(entry.at)[:10]}#{shard_of(person)}"
    # What is understood again is of the instant of its message, which has the day.
    return LogItem(
        f"PERSON#{person}",
        entry.key,
        day=None if entry.kind == "understood" else day,
        body=to_json(entry),
    )


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
