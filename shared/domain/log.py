"""The log: dated facts about one person, the truth everything else is folded from.

A person is one identity on one channel, ``channel:user``. The key of an entry
is its provider time and its content id, so a repeated delivery is the same
write. Entries are never changed; an edit or a deletion is an entry of its own.
Only erasure takes words out, and nothing else (erasure.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Literal, get_args

from shared.domain.times import from_text, to_text
from shared.text.opt_out import OptOut

EntryKind = Literal[
    "message_received",
    "message_sent",
    "message_edited",
    "message_deleted",
    "understood",
    "reaction_received",
    "status_received",
    "note_received",
    "unknown_received",
    "assigned",
    "unassigned",
    "routed",
    "noted",
    "escalated",
    "private_offered",
    "snoozed",
    "flushed",
    "unflushed",
    "resolved",
    "reopened",
    "reviewed",
    "worked",
    "warned",
    "breached",
    "send_failed",
    "send_queued",
    "send_unconfirmed",
    "survey_queued",
    "survey_sent",
    "survey_suppressed",
    "survey_answered",
    "survey_opted_out",
    "survey_delivered",  # shown only, never stored (survey_course.py)
    "survey_expired",
    "customer_event",
    "linked",
    "unlinked",
    "erased",
]
KINDS: frozenset[str] = frozenset(get_args(EntryKind))
PREFIX = "LOG#"
# What a customer said beside his score: on a survey's page, in the edit of an answer.
PAGE, ADDED = "page", "added"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One fact of a person's log.

    ``opens`` is the id of the case that this message opened when it was first
    stored: a case keeps the id it was first given, whatever arrives late.
    ``historic`` marks imported conversations: folded, never timed or answered.
    ``moods``, of a message that does not tell its language, are P(negative) and
    P(positive) by each other language that it may be in (``readings.py``).
    """

    at: datetime
    id: str
    kind: EntryKind
    received_at: datetime | None = None
    processed_at: datetime | None = None
    correlation_id: str | None = None  # of the webhook that brought it
    time_from_receipt: bool = False
    visibility: Literal["public", "private"] | None = None
    what: str | None = None
    account: str | None = None
    address: str | None = None  # the person's id now, if not that of his log
    text: str | None = None
    addressed: tuple[str, ...] = ()  # names before the text, without @
    attachments: tuple[Mapping[str, Any], ...] = ()
    conversation: str | None = None
    reply_to: str | None = None
    target: str | None = None
    payload: str | None = None
    send_key: str | None = None
    request: str | None = None  # who asked for an action, under which key
    part: int | None = None  # of an answer sent in several messages, from 1
    status: str | None = None
    followers: int | None = None
    social: bool = True
    duration_s: int | None = None
    automatic: bool = False
    historic: bool = False
    opens: str | None = None
    case: str | None = None
    episode: int | None = None
    agent: str | None = None
    sentiment: str | None = None
    sentiment_score: float | None = None
    sentiment_model: str | None = None
    p_negative: float | None = None  # of the sentiment, 0..1; None: not known
    p_neutral: float | None = None
    p_positive: float | None = None
    language: str | None = None
    moods: Mapping[str, Sequence[float]] | None = None  # in others it may be in
    moods_model: str | None = None
    topics: tuple[str, ...] = ()
    counts: bool = False  # of what was understood again: in the numbers too
    courtesy: bool = False  # thanks, a farewell: nothing to answer
    flush: str | None = None  # why it asks for nothing by itself
    unflushed: bool = False  # a supervisor said that it does ask for an answer
    urgency: int = 0  # 0 to 100, the sum of its reasons
    urgency_reasons: tuple[str, ...] = ()
    routing: Mapping[str, Any] | None = None  # what an opening message was given
    score: int | None = None
    nps: int | None = None  # the score it gives from 0 to 10
    says_more: bool = False  # than a score, or shows it: somebody must look
    opt_out: OptOut | None = None  # how it says that he wants no surveys
    survey: str | None = None
    expires_at: datetime | None = None  # of a survey; of a snooze
    due: datetime | None = None  # of the first response, as promised at opening
    clock: str | None = None  # of a warning or a breach
    reason: str | None = None
    erased: bool = False  # its words are gone, for good (erasure.py)
    raw: Mapping[str, Any] | None = None

    @property
    def key(self) -> str:
        """Sort key: time first, so that a person's log reads in order."""
        return f"{self.instant}#{self.id}"

    @property
    def place(self) -> str:
        """Where it stands in a log that is in order, as text that sorts the same."""
        return f"{self.instant}#{_RANKS.get(self.kind, _OTHERS)}#{self.id}"

    @property
    def off_channel(self) -> bool:
        """Whether it is no message on the channel: it opens no window there."""
        return self.what in (PAGE, ADDED)

    @property
    def message(self) -> str:
        """The content id to name it by: most edits have none of their own."""
        derived = self.target is not None and self.id.startswith(f"{self.target}:")
        return self.target or self.id if derived else self.id

    @property
    def instant(self) -> str:
        """The key without the id: all entries of one millisecond share it."""
        return f"{PREFIX}{to_text(self.at)}"


_INSTANTS = ("received_at", "processed_at", "expires_at", "due")
_TUPLES = {"addressed", "attachments", "topics", "urgency_reasons"}
_DEFAULTS = {
    f.name: f.default for f in fields(Entry) if f.name not in {"at", "id", "kind"}
}


def to_json(entry: Entry) -> dict[str, Any]:
    """Flatten an entry, leaving out what is at its default: small is cheap."""
    body: dict[str, Any] = {"kind": entry.kind}
    for name, default in _DEFAULTS.items():
        value = getattr(entry, name)
        if value != default:
            body[name] = to_text(value) if name in _INSTANTS else value
    return body


def from_json(key: str, body: Mapping[str, Any]) -> Entry:
    """Read an entry back from its sort key and its body."""
    at, _, entry_id = key.removeprefix(PREFIX).partition("#")
    known: dict[str, Any] = {
        name: from_text(value) if name in _INSTANTS else value
        for name, value in body.items()
        if name in _DEFAULTS
    }
    for name in _TUPLES & known.keys():
        known[name] = tuple(known[name])
    return Entry(at=from_text(at), id=entry_id, kind=body["kind"], **known)


# What happened first where two things carry the same instant: sources that give
# whole minutes, and actions of ours on a message that has just come in.
_RANKS = {
    "message_received": 0,
    "message_sent": 1,
    "assigned": 2,
    "survey_queued": 2,  # and sent, or not
    "flushed": 4,
    "resolved": 4,
    "reopened": 5,
}
_OTHERS = 3


UNDELIVERED = "failed"
_ARRIVED = frozenset({"delivered", "read", "played"})


def instant_of(key: str) -> str:
    """The part of a sort key that tells the time."""
    return key[: len(PREFIX) + 24]


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Sort by provider time and keep one entry per fact.

    What we send is stored by us and again by the platform's echo, under the
    same content id but times that differ by moments: the platform's counts, but
    our own record knows who wrote it, if anybody. The echo of a survey is automatic,
    also where the platform does not hand our key back. What the platform failed
    to deliver after all says so: the customer never saw it. What a supervisor
    unflushed later asks for an answer since it was written.
    """
    facts: dict[tuple[str, str], Entry] = {}
    known = list(entries)
    asked = {e.target for e in known if e.kind == "survey_sent"}
    undelivered = _undelivered(known)
    unflushed = {e.target for e in known if e.kind == "unflushed"}
    for entry in sorted(known, key=_precedence):
        if entry.kind == "message_sent" and entry.id in asked:
            entry = replace(entry, automatic=True)  # noqa: PLW2901 - same entry
        if entry.kind == "message_sent" and entry.id in undelivered:
            entry = replace(entry, status=UNDELIVERED)  # noqa: PLW2901 - same entry
        if entry.kind == "message_received" and entry.id in unflushed:
            entry = replace(entry, unflushed=True)  # noqa: PLW2901 - same entry
        seen = facts.get((entry.kind, entry.id))
        if seen is None:
            facts[entry.kind, entry.id] = entry
        elif (entry.agent or entry.automatic) and entry.received_at is None:
            facts[entry.kind, entry.id] = replace(entry, at=seen.at)
    return sorted(facts.values(), key=_order)


def _undelivered(entries: Iterable[Entry]) -> set[str | None]:
    """The messages that failed, and of which nothing says that they arrived."""
    said = [e for e in entries if e.kind == "status_received"]
    failed = {e.target for e in said if e.status == UNDELIVERED}
    return failed - {e.target for e in said if e.status in _ARRIVED}


def _precedence(entry: Entry) -> tuple[bool, datetime]:
    """Of several copies the platform's first one tells the time."""
    return entry.received_at is None, entry.at


def _order(entry: Entry) -> tuple[datetime, int, str]:
    return entry.at, _RANKS.get(entry.kind, _OTHERS), entry.id
