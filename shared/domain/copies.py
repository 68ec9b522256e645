"""Facts told more than once: what each telling adds, whatever their order.

A platform may deliver one post through two APIs or to two accounts of ours,
each time with other fields. Of an edited message we may get the versions in any
order, and the first ones never.
"""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from shared.domain.erasure import left_of
from shared.domain.log import Entry

_MESSAGES = {"message_received", "message_sent"}
_VERSIONS = {"message_received", "message_edited"}
# What is read from the words: goes with them, and only a message keeps it.
_READ = (
    "sentiment",
    "sentiment_score",
    "sentiment_model",
    "p_negative",
    "p_neutral",
    "p_positive",
    "language",
    "moods",
    "moods_model",
    "topics",
    "courtesy",
    "flush",
    "urgency",
    "urgency_reasons",
    "score",
    "nps",
    "says_more",
    "opt_out",
    "survey",
)
# An answer to a survey that is edited is another answer; what is added to a score
# is a message, for which all that was read in it is kept.
_ANSWERED = ("score", "nps")
_WORDS = ("text", "addressed", "attachments", "payload", *_READ, "raw")
_EARLIEST = ("received_at", "processed_at")
_WITH_RECEIPT = "correlation_id"  # says which delivery ``received_at`` is of
# What does not come from the platform, or is the same in every copy.
_OURS = {
    "at",
    "id",
    "kind",
    "opens",
    "case",
    "episode",
    "agent",
    "due",
    "historic",
    "routing",
    "unflushed",
    "counts",
}
_OTHERS = {
    f.name: f.default
    for f in fields(Entry)
    if f.name not in {*_WORDS, *_EARLIEST, _WITH_RECEIPT, *_OURS}
}
# What an entry keeps to itself only as long as it is a message.
_OPENER = ("unflushed", "opens", "due", "routing")
_NO_OPENER: dict[str, Any] = {
    f.name: f.default for f in fields(Entry) if f.name in _OPENER
}
_NO_MESSAGE: dict[str, Any] = _NO_OPENER | {
    f.name: f.default
    for f in fields(Entry)
    if f.name in _READ and f.name not in _ANSWERED
}


def taken(stored: Iterable[Entry], incoming: Iterable[Entry]) -> dict[str, Entry]:
    """What is to be written, by key: new entries, and old ones that change.

    Of an entry without a time of its own the first delivery counts, for another
    one has another time; the words are those of the first that has any.
    """
    known = {e.key: e for e in stored}
    gone = {name for e in known.values() if e.erased for name in (e.id, e.target)}
    written: dict[str, Entry] = {}
    for entry in sorted(incoming, key=lambda e: e.at):
        seen = known.get(entry.key)
        if seen is None and entry.time_from_receipt:
            seen = _by_id(entry, known.values())
        if seen is None and not gone.isdisjoint((entry.id, entry.target or entry.id)):
            entry = left_of(entry)  # noqa: PLW2901 - same entry
        joined = _joined(seen, entry) if seen else entry
        if joined != seen:
            known[joined.key] = written[joined.key] = joined
    return written | _settled(known.values())


def _by_id(entry: Entry, known: Iterable[Entry]) -> Entry | None:
    versions = _VERSIONS if entry.kind in _VERSIONS else {entry.kind}
    return next((e for e in known if e.id == entry.id and e.kind in versions), None)


def _joined(seen: Entry, told: Entry) -> Entry:
    """Two copies of a fact as one: the fuller words, and each field that is told.

    Where both say something else the longer is taken, of the same length the
    greater: any rule will do that does not ask which copy came first.
    """
    versions = {seen.kind, told.kind} <= _VERSIONS
    later = told.time_from_receipt and (_says(seen) or not _says(told))
    untold = seen.received_at is None or later or seen.erased
    if untold or not (versions or seen.kind == told.kind):
        return seen
    said = max(seen, told, key=_fullness)
    changes: dict[str, Any] = {name: getattr(said, name) for name in _WORDS}
    for name, default in _OTHERS.items():
        values = getattr(seen, name), getattr(told, name)
        changes[name] = max(values, key=lambda it: (it != default, _rank(it)))
    if not all(e.flush for e in (seen, told) if _says(e)):
        changes["flush"] = None  # whatever one of them asks is to be answered
    for name in _EARLIEST:
        times = [it for e in (seen, told) if (it := getattr(e, name)) is not None]
        changes[name] = min(times, default=None)
    changes[_WITH_RECEIPT] = min((seen, told), key=_receipt).correlation_id
    kind = min(seen.kind, told.kind)  # an edit, if one of them says so
    return replace(seen, kind=kind, **changes)


def _says(entry: Entry) -> bool:
    return bool(entry.text or entry.attachments or entry.payload)


def _fullness(entry: Entry) -> tuple[Any, ...]:
    said = (entry.text or "", str(entry.addressed), str(entry.attachments))
    lengths = (entry.payload is not None, len(entry.attachments), len(said[0]))
    return *lengths, entry.payload or "", *said, entry.raw is None


def _receipt(entry: Entry) -> tuple[Any, ...]:
    """What orders deliveries by the time of receipt; the named one is preferred."""
    by = entry.correlation_id
    return entry.received_at is None, entry.received_at, by is None, by


def _may_add(edit: Entry) -> bool:
    """Whether an edit may be another message, for which all that was read is kept.

    It says more than a score, or asks: the message may have asked for nothing.
    """
    asks = edit.flush is None and not edit.courtesy and _says(edit)
    return edit.says_more or asks


def _rank(value: Any) -> tuple[int, str]:
    return len(str(value)), str(value)


def _settled(known: Iterable[Entry]) -> dict[str, Entry]:
    """The versions that are no message of their own, since an earlier one is here.

    The first one that is known is the message. It takes over the case that a
    later one has opened meanwhile.
    """
    changed: dict[str, Entry] = {}
    versions = sorted(known, key=lambda e: (e.at, e.id))
    messages = {e.id: e for e in versions if e.target is None and e.kind in _MESSAGES}
    for entry in versions:
        if entry.target is None or entry.kind not in _VERSIONS or entry.off_channel:
            continue
        first = messages.setdefault(entry.target, entry)
        if first is entry or entry.kind == "message_edited":
            continue
        lost = _NO_OPENER if _may_add(entry) else _NO_MESSAGE
        changed[entry.key] = replace(entry, kind="message_edited", **lost)
        if entry.opens is not None and first.opens is None:
            first = replace(first, opens=entry.opens)
            messages[entry.target] = changed[first.key] = first
    return changed
