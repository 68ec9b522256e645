"""What the system does in a talk by itself, and when: an invitation, a call, a note.

Pure: what the fold and the rules say. A talk that has grown too long is offered
to go on privately, or by phone; who writes while the desk is closed is told once
when it is back. Both are errands of the outbound queue, decided again when they
are run: the case may be resolved by then, or an agent have written.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from shared.domain.calendars import Calendar, is_open, next_opening
from shared.domain.cases import OUT_OF_HOURS
from shared.domain.log import Entry, in_order
from shared.domain.messages import Visibility
from shared.domain.promises import calendar_of, policy_of
from shared.domain.replies import INVITATION, latest
from shared.domain.settings import Rules
from shared.domain.state import Case, Person
from shared.text.dates import in_words

Task = Literal["offer_way_out", "tell_closed"]
TASKS: tuple[Task, ...] = ("offer_way_out", "tell_closed")
CAUSE = "message_count"  # of an offer that the length of a talk has brought about
# Where a public talk can be asked to become a private one.
INVITABLE = ("facebook", "instagram", "x")
# What was written longer ago is a backlog; the note would come out of nowhere.
FRESH = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervention:
    """An errand: something that may be due in an episode; ids only.

    ``attempt`` counts how often the platform would not take it yet.
    """

    task: Task
    person: str
    case: str
    episode: int
    attempt: int = 0

    def again(self) -> "Intervention":
        return replace(self, attempt=self.attempt + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a customer is told out of hours, and whether in public."""

    text: str
    visibility: Visibility
    quiet: timedelta  # nothing is said if an agent wrote within it


def to_body(owed: Intervention) -> str:
    return json.dumps(asdict(owed))


def from_body(body: str) -> Intervention | None:
    """Read a body of the outbound queue; None if it is another errand."""
    values = json.loads(body)
    return Intervention(**values) if values.get("task") in TASKS else None


def owed(task: Task, person: Person) -> Intervention:
    """The errand for a person's present episode."""
    case = person.case
    assert case is not None  # noqa: S101 - something is due in it
    number = case.episode.number
    return Intervention(task=task, person=person.id, case=case.id, episode=number)


def closed_key(about: Intervention) -> str:
    """The send key of an episode's out-of-hours note: there is one."""
    return f"{OUT_OF_HOURS}{about.case}:{about.episode}"


def way_out(person: Person, rules: Rules) -> Literal["private", "call"] | None:
    """How a talk that is too long is to go on; None: it is not, or was offered.

    The threshold is that of the rules in force when the episode was opened.
    """
    case = _live(person)
    if case is None:
        return None
    episode = case.episode
    most = rules.at(episode.opened_at).escalation.threshold(person.channel)
    if most is None or episode.messages < most:
        return None
    was_offered = episode.offered_at is not None
    if was_offered or not {"private", "call"}.isdisjoint(episode.escalated):
        return None
    is_public = episode.talk == "public" and person.channel in INVITABLE
    return "private" if is_public else "call"


def was_invited(person: Person, entries: Iterable[Entry]) -> bool:
    """Tell whether an answer of ours had the link to a private talk in it."""
    case = _live(person)
    return case is not None and any(
        e.kind == "message_sent"
        and INVITATION in (e.text or "")
        and case.is_present(e.case or "", e.episode or 0)
        for e in entries
    )


def has_thanked(entries: Iterable[Entry]) -> bool:
    """Tell whether the customer's last word was a courtesy."""
    last = latest(entries, None)
    return last is not None and last.courtesy


def lengthens(entry: Entry) -> bool:
    """Tell whether a message may be the one with which a talk becomes too long."""
    if entry.historic:
        return False
    if entry.kind == "message_received":
        return not entry.courtesy
    return entry.kind == "message_sent" and not entry.automatic


def closed_note(
    person: Person, entries: Iterable[Entry], now: datetime, rules: Rules
) -> Note | None:
    """What to tell a customer who waits and wrote while the desk was closed.

    Args:
        person: the fold.
        entries: the customer's messages of the episode, or the newest of them.
        now: the desk must be closed still, and the message be fresh.
        rules: the hours are those of the case's policy, then and now.

    """
    case = _live(person)
    message = _unanswered(case, entries) if case is not None else None
    if case is None or message is None or case.episode.told_closed or not case.social:
        return None
    present = rules.at(now).escalation
    visibility = message.visibility or "private"
    is_shown = visibility == "private" or person.channel in present.tells_publicly
    if not present.tells_closed or not is_shown or now - message.at > FRESH:
        return None
    if is_open(_hours(person, case, message.at, rules), message.at):
        return None
    calendar = _hours(person, case, now, rules)
    opening = next_opening(calendar, now)
    if opening is None or opening <= now:
        return None
    told = person.tally.language
    spoken = told or message.language or case.episode.language
    language = present.out_of_hours.language_for(spoken)
    back = in_words(opening.astimezone(calendar.timezone), now, language)
    text = present.closed_text(language, back)
    return Note(text=text, visibility=visibility, quiet=present.quiet)


def has_written(entries: Iterable[Entry], since: datetime) -> bool:
    """Tell whether a person of ours has written to the customer since an instant."""
    return any(
        e.kind == "message_sent" and not e.automatic and e.at >= since
        for e in in_order(entries)
    )


def was_tried(key: str, entries: Iterable[Entry]) -> bool:
    """Tell whether a message under this key has left, may have, or was refused."""
    return any(e.send_key == key for e in entries)


def was_refused(key: str, entries: Iterable[Entry]) -> bool:
    return any(e.send_key == key and e.kind == "send_failed" for e in entries)


def _live(person: Person) -> Case | None:
    """The open case, if it is not only imported."""
    case = person.case
    if case is None or case.status != "open" or case.episode.timed_from is None:
        return None
    return case


def _unanswered(case: Case, entries: Iterable[Entry]) -> Entry | None:
    """The newest message on which the customer waits for an answer."""
    since = case.episode.waiting_since
    if since is None:
        return None
    waits = (
        e
        for e in entries
        if e.kind == "message_received"
        and not e.courtesy
        and not e.historic
        and e.at >= since
    )
    return max(waits, key=lambda e: e.key, default=None)


def _hours(person: Person, case: Case, at: datetime, rules: Rules) -> Calendar:
    policy = policy_of(case.episode, person.channel, rules)
    return calendar_of(policy, rules.at(at))
