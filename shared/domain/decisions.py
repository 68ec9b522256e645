"""Decide what incoming entries mean: what to write, which case it is, what to time.

Pure: the shell loads the card (and the log, where the order of arrival makes
that necessary), calls ``decide`` and performs the decision.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.cases import Step, beginning, replay
from shared.domain.clocks import ended, next_deadline
from shared.domain.copies import taken
from shared.domain.log import Entry, instant_of
from shared.domain.openers import marked_openers
from shared.domain.settings import Rules
from shared.domain.state import Case, Person
from shared.domain.survey_state import added_id, additions, refusals
from shared.domain.triage import ALONE, Surroundings


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
    """Something falls due: the numbers of that day must look at it."""

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
    rearm: bool = False  # whether its workflow may wake too late now


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
        or e.kind == "unflushed"
        or (e.kind == "message_received" and e.target is not None)
        for e in entries
    ):
        return ""
    return since


def decide(
    person: Person,
    incoming: Sequence[Entry],
    settings: Rules,
    stored: Sequence[Entry] | None = None,
    around: Surroundings = ALONE,
) -> Decision:
    """Decide what the incoming entries of one person change.

    Args:
        person: the fold so far, from the card.
        incoming: the new entries, in any order, repeated deliveries among them.
        settings: the rules in force, over time.
        stored: the log from ``log_from``, or None where the card is enough.
        around: what is known of the customer beyond this log, for routing.

    """
    start = person if stored is None else _before(person, incoming)
    log = {e.key: e for e in stored or ()}
    fresh = taken(log.values(), incoming)
    heard = _heard_now(incoming)
    arrived = {e.key for e in incoming} | {
        e.key for e in log.values() if e.kind == "message_received" and e.id in heard
    }
    steps = list(replay(start, (log | fresh).values(), settings))
    # What is not let in leaves the next message to open something instead.
    while derived := _derived(steps, arrived, log | fresh, settings, around):
        fresh |= derived
        arrived |= derived.keys()
        heard |= {e.id for e in derived.values()}
        steps = list(replay(start, (log | fresh).values(), settings))
    after = steps[-1].after if steps else start
    return Decision(
        entries=tuple(fresh.values()),
        posts=tuple(e.id for e in incoming if _is_public_post(e)),
        cases=tuple(
            s.entry.opens for s in steps if s.entry.opens and s.entry.key in arrived
        ),
        promises=(*_promises(steps, arrived), *overdue(steps)),
        person=replace(after, last=max(after.last, person.last)),
        timers=_timers(person.id, steps, {e.id for e in incoming} | heard),
        rearm=_is_nearer(person, after),
    )


def _before(person: Person, incoming: Iterable[Entry]) -> Person:
    """The state before what is read of the log."""
    whole = log_from(person, incoming) == ""
    return Person(id=person.id) if whole else beginning(person)


def _heard_now(incoming: Iterable[Entry]) -> set[str]:
    """What is unflushed, or added by an edit: it counts as if it came only now."""
    targets = [(e, e.target) for e in incoming if e.target is not None]
    unflushed = {target for e, target in targets if e.kind == "unflushed"}
    edits = [(e.id, target) for e, target in targets if e.kind == "message_received"]
    return unflushed | {added_id(name) for names in edits for name in names}


def overdue(steps: Sequence[Step]) -> tuple[Promise, ...]:
    """What fell due before the newest entry without the log having it.

    The timer records breaches when they fall due. Where it did not, the numbers
    of that day must find the person all the same.
    """
    newest = max((step.entry.at for step in steps), default=None)
    if newest is None:
        return ()
    return tuple(
        Promise(case=case.id, episode=found.clock.episode, due=found.clock.due_at)
        for found in ended(steps, newest)
        if found.clock.outcome == "breached"
        and not found.is_recorded
        and found.clock.due_at is not None
        and (case := found.person.case) is not None
    )


def _is_public_post(entry: Entry) -> bool:
    """Customers answer our posts as well, so both are pointed at the person."""
    is_message = entry.kind in {"message_received", "message_sent"}
    return is_message and entry.visibility == "public"


def _derived(
    steps: Sequence[Step],
    arrived: set[str],
    known: Collection[str],
    settings: Rules,
    around: Surroundings,
) -> dict[str, Entry]:
    """What the arrivals are found to mean and is not known yet.

    That they open something, what is added by an edit, and refusals.
    """
    marked = marked_openers(steps, arrived, settings, around)
    if marked:
        return marked
    every = [(s.before, s.entry) for s in steps]
    said = ((before, entry) for before, entry in every if entry.key in arrived)
    found = (*additions(every), *refusals(said))
    return {entry.key: entry for entry in found if entry.key not in known}


def _promises(steps: Sequence[Step], arrived: set[str]) -> tuple[Promise, ...]:
    """What falls due for imported conversations, which are in no work list.

    The numbers of a day find what fell due then among the open cases, and in
    the log, where timers record it; for these there is no timer.
    """
    return tuple(
        Promise(case=case.id, episode=case.episode.number, due=due)
        for step in steps
        if step.entry.key in arrived
        and step.entry.historic
        and (case := step.after.case) is not None
        and (due := next_deadline(case)) is not None
    )


def owed_still(case: Case, now: datetime) -> Promise | None:
    """The first response that may be owed although the case is being resolved.

    Nothing will look at the case again: neither a timer nor the work list. That
    an answer never arrived may be told later.
    """
    episode = case.episode
    if episode.due is None or (episode.responded_at and episode.due <= now):
        return None
    return Promise(case=case.id, episode=episode.number, due=episode.due)


def _is_nearer(before: Person, after: Person) -> bool:
    """Whether something may be due earlier than the workflow knows.

    A wait for a next response always may: of a repeated delivery nobody knows
    whether the first one got as far as telling the workflow.
    """
    former, case = before.case, after.case
    if former is None or case is None or case.episode.timed_from is None:
        return False
    due = next_deadline(case)
    if due is None or not former.is_present(case.id, case.episode.number):
        return False
    known = next_deadline(former)
    is_next = case.episode.next_due is not None
    return is_next or known is None or due < known


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
