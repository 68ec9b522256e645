"""Decide what an incoming event means: which entries to write, which case it is.

Pure: the shell loads the card (and the log, where the order of arrival makes
that necessary), calls ``decide`` and performs the decision.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from shared.domain.cases import Step, beginning, replay
from shared.domain.copies import taken
from shared.domain.log import Entry, EntryKind, instant_of
from shared.domain.messages import Event
from shared.domain.settings import Settings
from shared.domain.state import Person
from shared.domain.surveys import read_payload
from shared.text.answers import read_score
from shared.text.sentiment import understand

CSAT_SCALE = (1, 5)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)

_KINDS: dict[str, EntryKind] = {
    "edit": "message_edited",
    "deletion": "message_deleted",
    "reaction": "reaction_received",
    "status": "status_received",
    "note": "note_received",
    "unknown": "unknown_received",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """A case workflow that must exist: one execution an episode."""

    person: str
    case: str
    episode: int
    generation: int = 0

    @property
    def name(self) -> str:
        """Name of the execution: a second start of the same name is harmless."""
        return f"{self.case}-{self.episode}-{self.generation}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A first response that is due: the numbers of that day must look at it."""

    case: str
    episode: int
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to perform for one person, in this order; all of it repeatable."""

    entries: tuple[Entry, ...]  # to append
    posts: tuple[str, ...]  # public content ids to point at the person
    cases: tuple[str, ...]  # case ids to point at the person
    promises: tuple[Promise, ...]  # what falls due because of it
    person: Person  # the fold after it
    timers: tuple[Timer, ...]  # workflows to start


def to_entry(event: Event, processed_at: datetime, *, historic: bool = False) -> Entry:
    """Turn an event into the entry of the log it will be, understood.

    A time before there were such channels is none: systems write year 1 or
    1970 where they know no better.
    """
    timeless = event.occurred_at < EARLIEST
    entry = Entry(
        at=event.received_at if timeless else event.occurred_at,
        id=event.id,
        kind=_kind(event),
        received_at=event.received_at,
        processed_at=processed_at,
        time_from_receipt=event.time_from_receipt or timeless,
        visibility=event.visibility,
        what=event.what or None,
        account=event.account,
        text=event.text,
        addressed=event.addressed,
        attachments=tuple({"type": a.type, "url": a.url} for a in event.attachments),
        conversation=event.conversation,
        reply_to=event.reply_to,
        target=event.target,
        payload=event.payload,
        send_key=event.send_key,
        status=event.status,
        followers=event.followers,
        social=event.social,
        duration_s=event.duration_s,
        automatic=event.automatic or _is_ours_automatic(event),
        historic=historic,
        agent=event.agent if event.direction == "outbound" else None,
        raw=event.raw,
    )
    return _understood(entry) if entry.kind == "message_received" else entry


def needs_log(person: Person, entries: Iterable[Entry]) -> bool:
    """Tell whether the card alone is not enough.

    It is for messages newer than it, unless their time is only that of the
    receipt: then another delivery of the same message has another time.
    """
    return any(
        e.kind != "message_received"
        or e.target is not None
        or e.time_from_receipt
        or e.instant <= instant_of(person.last)
        for e in entries
    )


def log_from(person: Person, entries: Iterable[Entry]) -> str:
    """Where to read the log from: the present case, or all of it for older news."""
    since = instant_of(person.since)
    if any(
        e.time_from_receipt
        or e.instant < since
        or (e.kind == "message_received" and e.target is not None)
        for e in entries
    ):
        return ""
    return since


def decide(
    person: Person,
    incoming: Sequence[Entry],
    settings: Settings,
    stored: Sequence[Entry] | None = None,
) -> Decision:
    """Decide what the incoming entries of one person change.

    Args:
        person: the fold so far, from the card.
        incoming: the new entries, in any order, repeated deliveries among them.
        settings: the rules in force.
        stored: the log from ``log_from``, or None where the card is enough.

    """
    start = person
    if stored is not None:
        whole = log_from(person, incoming) == ""
        start = Person(id=person.id) if whole else beginning(person)
    log = {e.key: e for e in stored or ()}
    fresh = taken(log.values(), incoming)
    steps = list(replay(start, (log | fresh).values(), settings))
    fresh |= _marked_openers(steps, {e.key for e in incoming})
    steps = list(replay(start, (log | fresh).values(), settings))
    after = steps[-1].after if steps else start
    arrived = {e.key for e in incoming}
    return Decision(
        entries=tuple(fresh.values()),
        posts=tuple(e.id for e in incoming if _is_public_post(e)),
        cases=tuple(
            s.entry.opens for s in steps if s.entry.opens and s.entry.key in arrived
        ),
        promises=_promises(steps, arrived, settings.calendar.timezone),
        person=replace(after, last=max(after.last, person.last)),
        timers=_timers(person.id, steps, {e.id for e in incoming}),
    )


def _kind(event: Event) -> EntryKind:
    """What it is by itself: without an earlier version an edit is the message."""
    if event.direction == "inbound" and event.kind in ("message", "edit"):
        return "message_received"
    if event.kind == "message":
        return "message_sent"
    return _KINDS[event.kind]


def _is_ours_automatic(event: Event) -> bool:
    """An echo of what the system sent carries our key, which says so."""
    return (event.send_key or "").startswith("auto:")


def _understood(entry: Entry) -> Entry:
    mood = understand(entry.text)
    if mood is not None:
        entry = replace(
            entry,
            sentiment=mood.label,
            sentiment_score=mood.score,
            sentiment_model=mood.model,
        )
    pressed = read_payload(entry.payload)
    if pressed is not None:
        return replace(entry, survey=pressed[0], score=pressed[1])
    return replace(entry, score=read_score(entry.text or "", CSAT_SCALE))


def _is_public_post(entry: Entry) -> bool:
    """Customers answer our posts as well, so both are pointed at the person."""
    is_message = entry.kind in {"message_received", "message_sent"}
    return is_message and entry.visibility == "public"


def _marked_openers(steps: Sequence[Step], arrived: set[str]) -> dict[str, Entry]:
    """The arrivals that open something, with what they open stored with them.

    The message that opens a case carries its id, unless a message of the case
    has one already; the one that opens an episode carries what was promised
    then, which later settings do not change. One that was stored unmarked, as
    part of a case that it did not open after all, is marked now.
    """
    final = {s.after.since: s.after.case for s in steps if s.after.case is not None}
    marked: dict[str, Entry] = {}
    for step in steps:
        entry, case = step.entry, final.get(step.entry.key)
        if entry.key not in arrived or not _opens_episode(step):
            continue
        if case is not None and not case.named:
            entry = replace(entry, opens=case.id)
        if entry.due is None and step.after.case is not None:
            entry = replace(entry, due=step.after.case.episode.due)
        if entry != step.entry:
            marked[entry.key] = entry
    return marked


def _opens_episode(step: Step) -> bool:
    before, after = step.before.case, step.after.case
    if after is None or step.entry.kind != "message_received":
        return False
    if before is None or step.before.since != step.after.since:
        return True
    return before.episode.number != after.episode.number


def _promises(
    steps: Sequence[Step], arrived: set[str], zone: ZoneInfo
) -> tuple[Promise, ...]:
    """The promises of the episodes that these arrivals opened.

    One that falls due on the day it was made needs none: that day's numbers
    look at the person anyway, because of the message.
    """
    return tuple(
        Promise(case=case.id, episode=case.episode.number, due=case.episode.due)
        for step in steps
        if step.entry.key in arrived
        and _opens_episode(step)
        and (case := step.after.case) is not None
        and _day(case.episode.due, zone) != _day(step.entry.at, zone)
    )


def _day(instant: datetime, zone: ZoneInfo) -> date:
    return instant.astimezone(zone).date()


def _timers(person: str, steps: Sequence[Step], arrived: set[str]) -> tuple[Timer, ...]:
    # The last step of an episode knows its case's final id.
    ends = {
        (step.after.since, case.episode.number): case
        for step in steps
        if (case := step.after.case) is not None
    }
    return tuple(
        Timer(person=person, case=case.id, episode=case.episode.number)
        for case in ends.values()
        if case.episode.timed_from in arrived
    )
