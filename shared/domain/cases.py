"""The fold: what a person's log says about his case, a pure function of both.

``apply`` takes one entry further, ``replay`` shows every step, ``fold`` the end.
A case is a stretch of the log: opened by the first message of the customer,
closed by its resolution, reopened for its next episode by another message
within the reopen window. Snapshots are caches of this and nothing more.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from shared.domain.calendars import deadline
from shared.domain.log import Entry, in_order
from shared.domain.settings import Settings
from shared.domain.state import Case, Episode, Person, Survey


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

    A pressed button names the survey and counts for that one only. A typed
    score counts for the survey that is open at the message's own time, if it
    was written privately and no talk is going on in which it might be meant.
    """
    survey = person.survey
    if survey is None or entry.score is None or not survey.takes(entry.at):
        return False
    if entry.survey is not None:
        return entry.survey == survey.id
    talking = person.case is not None and person.case.status == "open"
    return entry.visibility == "private" and not talking


def is_contact(person: Person, entry: Entry) -> bool:
    """Tell whether a received message is a contact, and not about a survey.

    A button of an old survey is neither an answer any more nor a new issue.
    """
    return entry.survey is None and not answers_survey(person, entry)


def _received(person: Person, entry: Entry, settings: Settings) -> Person:
    if answers_survey(person, entry):
        assert person.survey is not None  # noqa: S101 - told to mypy
        return replace(person, survey=replace(person.survey, score=entry.score))
    if not is_contact(person, entry):
        return person
    case = person.case
    if case is None or _is_over(case, entry, settings):
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


def _is_over(case: Case, entry: Entry, settings: Settings) -> bool:
    """Whether a message begins a new case instead of going on with this one."""
    resolved_at = case.episode.resolved_at
    if resolved_at is not None:
        return entry.at >= resolved_at + settings.reopen_within
    # Nobody resolves imported conversations; what comes in live is new.
    return case.episode.timed_from is None and not entry.historic


def _opened(person: Person, entry: Entry, settings: Settings) -> Person:
    case = Case(
        id=entry.opens or case_id(person.id, entry.id),
        named=entry.opens is not None,
        opened_at=entry.at,
        visibility=entry.visibility or "private",
        social=entry.social,
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
        due=entry.due or deadline(settings.calendar, entry.at, target),
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
    number = case.episode.number
    alias = (entry.opens, number)
    if case.named:
        return replace(case, aliases=(*case.aliases, alias))
    own = () if number == 1 else (alias,)
    return replace(case, id=entry.opens, named=True, aliases=own)


def _sent(person: Person, entry: Entry, _settings: Settings) -> Person:
    case = person.case
    if case is None or entry.automatic or (entry.part or 1) > 1:
        return person  # the further parts of an answer are the same answer
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
    if case is None or entry.case is None or entry.episode is None:
        return None
    return case.episode if case.is_present(entry.case, entry.episode) else None


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
