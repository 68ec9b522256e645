"""The fold: what a person's log says about his case, a pure function of both.

``apply`` takes one entry further, ``replay`` shows every step, ``fold`` the end.
A case is a stretch of the log: opened by the first message of the customer,
closed by its resolution, reopened for its next episode by another message
within the reopen window. Snapshots are caches of this and nothing more.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from shared.domain import survey_state
from shared.domain.actions import ACTIONS
from shared.domain.episodes import continued, named, new_episode, timed_from
from shared.domain.joined import joined
from shared.domain.log import UNDELIVERED, Entry, in_order
from shared.domain.promises import answered, policy_of, waits
from shared.domain.readings import (
    in_force,
    in_its_talk,
    language_told,
    understood_again,
)
from shared.domain.settings import Rules, Settings
from shared.domain.state import Case, Episode, Person, Tally
from shared.domain.survey_state import answers_survey, edits_answer, is_contact
from shared.domain.triage import is_over, pressed, why_flushed

# The send key of the message that says when the desk is back begins with it.
OUT_OF_HOURS = "auto:closed:"


@dataclass(frozen=True, slots=True)
class Step:
    """An entry with the state before and after it.

    ``heard`` is the entry in the language of its talk; ``again`` what was
    understood of it after it came in, the latest last.
    """

    entry: Entry
    before: Person
    after: Person
    heard: Entry
    again: Sequence[Entry] = ()

    @property
    def read(self) -> Entry:
        """The entry as it is read now, by timeline and numbers."""
        return in_force(self.heard, self.again)


def case_id(person: str, content_id: str) -> str:
    """Derive a case's id from the message that opens it: two workers agree."""
    return "c" + sha256(joined(person, content_id).encode()).hexdigest()[:19]


def replay(start: Person, entries: Iterable[Entry], settings: Rules) -> Iterator[Step]:
    """Apply the entries in order, one step at a time."""
    person = start
    ordered = in_order(entries)
    later = understood_again(ordered)
    for entry in ordered:
        if entry.kind == "understood":
            continue  # of the message that it is about
        after, language = apply(person, entry, settings), person.tally.language
        heard = in_its_talk(entry, language)
        again = [in_its_talk(it, language) for it in later.get(entry.id, ())]
        yield Step(entry, person, after, heard, again)
        person = after


def fold(start: Person, entries: Iterable[Entry], settings: Rules) -> Person:
    """Apply the entries in order and return the end."""
    person = start
    for step in replay(start, entries, settings):
        person = step.after
    return person


def beginning(person: Person) -> Person:
    """The state just before the present case, to fold again from ``since``."""
    return Person(
        id=person.id,
        earlier=person.earlier,
        before=person.before,
        survey=person.earlier,
        tally=person.before,
    )


def apply(person: Person, entry: Entry, settings: Rules) -> Person:
    """Take the fold one entry further."""
    after = person
    if entry.kind in _CHANGES:
        after = _CHANGES[entry.kind](person, entry, settings)
    elif entry.kind in ACTIONS:
        episode = _episode_of(person, entry)
        if episode is not None:
            after = _with(person, ACTIONS[entry.kind](episode, entry, settings, person))
    return replace(after, last=max(person.last, entry.key))


def why_passed_over(step: Step, settings: Rules) -> str | None:
    """Why a received message was flushed; None: it was heard, or is no contact."""
    entry = step.entry
    if entry.kind != "message_received" or not is_contact(step.before, entry):
        return None
    return why_flushed(step.before, entry, settings.at(entry.at))


def _received(person: Person, entry: Entry, settings: Rules) -> Person:
    contact = is_contact(person, entry)
    if survey_state.opts_out(person, entry):
        person = survey_state.opted_out(person, entry)
    if answers_survey(person, entry):
        person = survey_state.answered(person, entry)
    if not contact:
        return person
    rules = settings.at(entry.at)
    if why_flushed(person, entry, rules) is not None:
        return _passed_over(person, entry)
    after = _contacted(person, entry, settings)
    heard = in_its_talk(entry, person.tally.language)
    return replace(after, tally=_counted(person.tally, heard))


def _contacted(person: Person, entry: Entry, settings: Rules) -> Person:
    """An actionable message opens a case, reopens it, or goes on with it."""
    case, rules = person.case, settings.at(entry.at)
    if case is None or is_over(person, entry, rules):
        return _opened(person, entry, rules)
    if case.episode.resolved_at is not None:
        episode = new_episode(person, entry, rules, case.episode)
        return replace(person, case=named(replace(case, episode=episode), entry))
    policy = policy_of(case.episode, person.channel, settings)
    episode = waits(case.episode, policy, settings, entry.at)
    heard = in_its_talk(entry, person.tally.language)
    episode = replace(
        continued(episode, entry),
        routing=pressed(person, heard, rules),
        timed_from=episode.timed_from or timed_from(entry),
        snoozed_until=None,
    )
    return replace(person, case=named(replace(case, episode=episode), entry))


def _passed_over(person: Person, entry: Entry) -> Person:
    """A message that asks for nothing: said in a talk, or outside of any."""
    case = person.case
    if case is None or case.status != "open":
        return person
    return _with(person, continued(case.episode, entry))


def _counted(tally: Tally, entry: Entry) -> Tally:
    return replace(
        tally,
        messages=tally.messages + 1,
        complaints=tally.complaints + (entry.sentiment == "negative"),
        called_at=tally.called_at if entry.social else entry.at,
        language=language_told(entry) or tally.language,
    )


def _opened(person: Person, entry: Entry, rules: Settings) -> Person:
    case = Case(
        id=entry.opens or case_id(person.id, entry.id),
        named=entry.opens is not None,
        opened_at=entry.at,
        visibility=entry.visibility or "private",
        social=entry.social,
        episode=new_episode(person, entry, rules),
    )
    return replace(
        person,
        case=case,
        since=entry.key,
        earlier=person.survey,
        before=person.tally,
    )


def _sent(person: Person, entry: Entry, settings: Rules) -> Person:
    case = person.case
    if case is None or (entry.part or 1) > 1 or entry.status == UNDELIVERED:
        # The further parts of an answer are the same answer.
        return person
    if entry.automatic:
        if not (entry.send_key or "").startswith(OUT_OF_HOURS):
            return person
        return _with(person, replace(case.episode, told_closed=True))
    episode = case.episode
    if episode.resolved_at is None:
        policy = policy_of(episode, person.channel, settings)
        episode = replace(
            answered(episode, policy, settings, entry.at),
            messages=episode.messages + 1,
            last_at=entry.at,
        )
    if episode.responded_at is None:
        episode = replace(episode, responded_at=entry.at, responder=entry.agent)
    return _with(person, episode)


def _answered(person: Person, entry: Entry, _settings: Rules) -> Person:
    """An answer on the survey's page; what is said beside it is a message."""
    if not answers_survey(person, entry):
        return person
    return survey_state.answered(person, entry)


def _edited(person: Person, entry: Entry, _settings: Rules) -> Person:
    if not edits_answer(person, entry):
        return person
    return survey_state.answered(person, entry)


def _queued(person: Person, entry: Entry, _settings: Rules) -> Person:
    return survey_state.queued(person, entry)


def _asked(person: Person, entry: Entry, _settings: Rules) -> Person:
    episode = _episode_of(person, entry)
    if episode is not None:
        person = _with(person, replace(episode, asked=True))
    if entry.kind == "survey_suppressed":
        return survey_state.withdrawn(person, entry)
    return survey_state.sent(person, entry)


def _opted_out(person: Person, entry: Entry, _settings: Rules) -> Person:
    return survey_state.opted_out(person, entry)


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
    "message_edited": _edited,
    "survey_queued": _queued,
    "survey_sent": _asked,
    "survey_suppressed": _asked,
    "survey_answered": _answered,
    "survey_opted_out": _opted_out,
}
