"""The fold: what a person's log says about his case, a pure function of both.

``apply`` takes one entry further, ``replay`` shows every step, ``fold`` the end.
A case is a stretch of the log: opened by the first message of the customer,
closed by its resolution, reopened for its next episode by another message
within the reopen window. Snapshots are caches of this and nothing more.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Literal

from shared.domain.calendars import deadline
from shared.domain.log import Entry, in_order
from shared.domain.settings import DEFAULT_QUEUE, Settings

Status = Literal["open", "resolved"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A question on its way: answers count until ``expires_at``."""

    id: str
    case: str
    episode: int
    sent_at: datetime
    expires_at: datetime
    agent: str | None = None
    score: int | None = None

    def takes(self, at: datetime) -> bool:
        return self.sent_at <= at < self.expires_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One stretch from opened to resolved; clocks are counted per episode.

    ``due`` is when the first human response is promised. ``waiting_since`` is
    the customer's oldest unanswered message. ``timed_from`` is the id of the
    message that starts the live timer; imported stretches have none.
    """

    number: int
    opened_at: datetime
    due: datetime
    waiting_since: datetime | None
    timed_from: str | None
    agent: str | None = None
    assigned_at: datetime | None = None
    responded_at: datetime | None = None
    responder: str | None = None
    resolved_at: datetime | None = None
    messages: int = 0
    breach_recorded: bool = False
    asked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One customer's issue. ``aliases`` are ids it was given in a lost race."""

    id: str
    opened_at: datetime
    visibility: Literal["public", "private"]
    social: bool
    named: bool  # by a stored marker: the id can no longer change
    settings: int  # version of the settings it was opened under
    episode: Episode
    queue: str = DEFAULT_QUEUE
    aliases: tuple[str, ...] = ()

    @property
    def status(self) -> Status:
        return "open" if self.episode.resolved_at is None else "resolved"

    def answers_to(self, case_id: str) -> bool:
        return case_id == self.id or case_id in self.aliases


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """The fold of one person's log so far.

    ``last`` is the key of the newest entry in it. ``since`` is the key of the
    message that opened the present case and ``earlier`` the survey that was
    under way then: a fold may start there instead of at the beginning.
    """

    id: str
    last: str = ""
    since: str = ""
    earlier: Survey | None = None
    case: Case | None = None
    survey: Survey | None = None

    @property
    def channel(self) -> str:
        return self.id.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Step:
    """An entry with the state before and after it."""

    entry: Entry
    before: Person
    after: Person


def case_id(person: str, content_id: str) -> str:
    """Derive a case's id from the message that opens it: two workers agree."""
    return "c" + sha256(f"{person}|{content_id}".encode()).hexdigest()[:19]


def replay(
    start: Person, entries: Iterable[Entry], settings: Settings
) -> Iterator[Step]:
    """Apply the entries in order, one step at a time."""
    person = start
    for entry in in_order(entries):
        after = apply(person, entry, settings)
        yield Step(entry, person, after)
        person = after


def fold(start: Person, entries: Iterable[Entry], settings: Settings) -> Person:
    """Apply the entries in order and return the end."""
    person = start
    for step in replay(start, entries, settings):
        person = step.after
    return person


def beginning(person: Person) -> Person:
    """The state just before the present case, to fold again from ``since``."""
    return Person(id=person.id, earlier=person.earlier, survey=person.earlier)


def apply(person: Person, entry: Entry, settings: Settings) -> Person:
    """Take the fold one entry further."""
    change = _CHANGES.get(entry.kind)
    after = change(person, entry, settings) if change else person
    return replace(after, last=max(person.last, entry.key))


def answers_survey(person: Person, entry: Entry) -> bool:
    """Tell whether a message answers the survey under way.

    A pressed button names the survey and counts for that one only; a typed
    score counts for the survey that is open at the message's own time.
    """
    survey = person.survey
    if survey is None or entry.score is None or not survey.takes(entry.at):
        return False
    return entry.survey in (None, survey.id)


def _received(person: Person, entry: Entry, settings: Settings) -> Person:
    if answers_survey(person, entry):
        assert person.survey is not None  # noqa: S101 - told to mypy
        return replace(person, survey=replace(person.survey, score=entry.score))
    case = person.case
    if case is None or _is_over(case, entry.at, settings):
        return _opened(person, entry, settings)
    if case.status == "resolved":
        episode = _new_episode(person, entry, settings, case.episode.number + 1)
        return replace(person, case=_named(replace(case, episode=episode), entry))
    episode = replace(
        case.episode,
        waiting_since=case.episode.waiting_since or entry.at,
        messages=case.episode.messages + 1,
        timed_from=case.episode.timed_from or _timed_from(entry),
    )
    return replace(person, case=_named(replace(case, episode=episode), entry))


def _is_over(case: Case, at: datetime, settings: Settings) -> bool:
    resolved_at = case.episode.resolved_at
    return resolved_at is not None and at >= resolved_at + settings.reopen_within


def _opened(person: Person, entry: Entry, settings: Settings) -> Person:
    case = Case(
        id=entry.opens or case_id(person.id, entry.id),
        named=entry.opens is not None,
        opened_at=entry.at,
        visibility=entry.visibility or "private",
        social=entry.social,
        settings=settings.version,
        episode=_new_episode(person, entry, settings, 1),
    )
    return replace(person, case=case, since=entry.key, earlier=person.survey)


def _new_episode(
    person: Person, entry: Entry, settings: Settings, number: int
) -> Episode:
    target = settings.first_response_target(person.channel)
    return Episode(
        number=number,
        opened_at=entry.at,
        due=deadline(settings.calendar, entry.at, target),
        waiting_since=entry.at,
        timed_from=_timed_from(entry),
        messages=1,
    )


def _timed_from(entry: Entry) -> str | None:
    return None if entry.historic else entry.id


def _named(case: Case, entry: Entry) -> Case:
    """Give the case the id stored with a message of it, the first one for good."""
    if entry.opens is None or case.answers_to(entry.opens):
        return case
    if not case.named:
        return replace(case, id=entry.opens, named=True)
    return replace(case, aliases=(*case.aliases, entry.opens))


def _sent(person: Person, entry: Entry, _settings: Settings) -> Person:
    case = person.case
    if case is None or entry.automatic:
        return person
    episode = case.episode
    if episode.resolved_at is None:
        episode = replace(episode, waiting_since=None, messages=episode.messages + 1)
    if episode.responded_at is None:
        episode = replace(episode, responded_at=entry.at, responder=entry.agent)
    return replace(person, case=replace(case, episode=episode))


def _assigned(person: Person, entry: Entry, _settings: Settings) -> Person:
    episode = _episode_of(person, entry)
    if episode is None:
        return person
    assigned_at = episode.assigned_at or entry.at
    return _with(person, replace(episode, agent=entry.agent, assigned_at=assigned_at))


def _breached(person: Person, entry: Entry, _settings: Settings) -> Person:
    episode = _episode_of(person, entry)
    return _with(person, replace(episode, breach_recorded=True)) if episode else person


def _resolved(person: Person, entry: Entry, _settings: Settings) -> Person:
    episode = _episode_of(person, entry)
    if episode is None or episode.resolved_at is not None:
        return person
    return _with(person, replace(episode, resolved_at=entry.at, waiting_since=None))


def _asked(person: Person, entry: Entry, _settings: Settings) -> Person:
    episode = _episode_of(person, entry)
    if episode is not None:
        person = _with(person, replace(episode, asked=True))
    if entry.kind == "survey_suppressed" or entry.expires_at is None:
        return person
    survey = Survey(
        id=entry.id,
        case=entry.case or "",
        episode=entry.episode or 1,
        sent_at=entry.at,
        expires_at=entry.expires_at,
        agent=entry.agent,
    )
    return replace(person, survey=survey)


def _episode_of(person: Person, entry: Entry) -> Episode | None:
    """The episode an action was meant for, if it is still the present one."""
    case = person.case
    if case is None or entry.case is None or not case.answers_to(entry.case):
        return None
    return case.episode if case.episode.number == entry.episode else None


def _with(person: Person, episode: Episode) -> Person:
    assert person.case is not None  # noqa: S101 - told to mypy
    return replace(person, case=replace(person.case, episode=episode))


_CHANGES = {
    "message_received": _received,
    "message_sent": _sent,
    "assigned": _assigned,
    "breached": _breached,
    "resolved": _resolved,
    "survey_sent": _asked,
    "survey_suppressed": _asked,
}
