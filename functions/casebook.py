"""Read a person's log and write one more fact into it, safe against races."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.domain.actions import ACTIONS
from shared.domain.cases import Step, beginning, fold, replay, why_passed_over
from shared.domain.clocks import risk_from
from shared.domain.decisions import Promise, overdue
from shared.domain.log import Entry, instant_of
from shared.domain.replies import latest
from shared.domain.retention import month_of
from shared.domain.state import Case, Person
from shared.errors import Conflict, NotFound
from shared.ports import Card, Ports

_ATTEMPTS = 5
_TICK = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The card as stored, the log of the present case, and its fold: the truth."""

    card: Card
    entries: list[Entry]
    person: Person

    @property
    def case(self) -> Case | None:
        return self.person.case


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What to record at once: entries, and how they change agents' loads.

    ``by_hand``: who is given the case need not be available. ``renews``: the
    episode needs another workflow execution, since its first one may be over.
    """

    entry: Entry
    more: tuple[Entry, ...] = ()
    load: Mapping[str, int] | None = None
    by_hand: bool = False
    renews: bool = False


def load(person: str, ports: Ports) -> Loaded:
    """Read the card and the log since the present case opened, and fold."""
    card = ports.log.cards([person])[person]
    start = beginning(card.person) if card.person.since else Person(id=person)
    entries = ports.log.read(person, instant_of(card.person.since))
    return Loaded(
        card=card, entries=entries, person=fold(start, entries, ports.settings)
    )


def load_case(case_id: str, ports: Ports) -> Loaded:
    """Load the person whose present case this is.

    Raises:
        NotFound: no such case. Conflict: the customer has a newer case by now.

    """
    person = ports.log.person_of_case(case_id)
    if person is None:
        raise NotFound(f"There is no case {case_id!r}.")
    loaded = load(person, ports)
    meant(loaded, case_id)
    return loaded


def read_case(case_id: str, ports: Ports) -> Loaded:
    """Load a case to look at, also one that is over: as it was at its end.

    Raises:
        NotFound: no such case.

    """
    try:
        return load_case(case_id, ports)
    except Conflict:
        return _as_it_was(case_id, ports)


def record(
    person: str, decide: Callable[[Loaded], Fact | None], ports: Ports
) -> Loaded:
    """Decide on the present state and record the fact; on a lost race, again.

    Args:
        person: whose log.
        decide: the pure decision; None means there is nothing to record. It
            raises where the state forbids the action.
        ports: the adapters.

    Returns:
        The state after it.

    Raises:
        Conflict: the race was lost every time.

    """
    for attempt in range(_ATTEMPTS):
        loaded = load(person, ports)
        fact = decide(loaded)
        if fact is None:
            return loaded
        after, late = _with(loaded, fact, ports)
        if late:
            ports.log.append([], promises=[(person, promise) for promise in late])
        try:
            ports.log.record(
                fact.entry,
                after.card,
                more=fact.more,
                load=fact.load,
                by_hand=fact.by_hand,
                newest=loaded.card.person.last,
            )
        except Conflict:
            if attempt == _ATTEMPTS - 1:
                raise
        else:
            return after
    raise AssertionError


def reachable(loaded: Loaded, ports: Ports) -> Sequence[Entry]:
    """The entries by which the customer can be answered: mostly those of his case.

    What opened that may have been said on a survey's page, where nothing can be
    answered: then also what came before it.
    """
    if latest(loaded.entries, None) is not None or not loaded.person.since:
        return loaded.entries
    return ports.log.read(loaded.person.id)


def present(loaded: Loaded) -> Case:
    """The person's present case.

    Raises:
        Conflict: he has none.

    """
    if loaded.case is None:
        raise Conflict("The customer has no case.")
    return loaded.case


def meant(loaded: Loaded, case_id: str) -> Case:
    """The person's present case, if it is the one that is meant.

    Raises:
        Conflict: the customer has a newer one by now.

    """
    case = loaded.case
    if case is None or not case.answers_to(case_id):
        raise Conflict(
            f"Case {case_id} is closed; the customer has a newer one.", code="closed"
        )
    return case


def unless_known(entry: Entry) -> Callable[[Loaded], Fact | None]:
    """The decision to record an entry that a first attempt may have recorded.

    What an agent did is not known by an echo of the same millisecond, which
    does not say who it was: ours goes beside it.
    """

    def decide(found: Loaded) -> Fact | None:
        known, ours = {e.key: e for e in found.entries}, entry
        while (same := known.get(ours.key)) is not None:
            if entry.agent in (None, same.agent):
                return None
            ours = replace(ours, at=ours.at + timedelta(milliseconds=1))
        return Fact(entry=ours)

    return decide


def read_through(loaded: Loaded, ports: Ports) -> list[Step]:
    """The steps of a case's log, each message in the language of its talk."""
    return list(replay(beginning(loaded.person), loaded.entries, ports.settings))


def passed_over(steps: Iterable[Step], ports: Ports) -> Mapping[str, str]:
    """Which messages of a log were flushed and why, by key."""
    reasons = ((s.entry.key, why_passed_over(s, ports.settings)) for s in steps)
    return {key: reason for key, reason in reasons if reason is not None}


def moment(loaded: Loaded, ports: Ports) -> datetime:
    """The time of something we do now: not before what it is done about.

    Of two things done in one millisecond the second comes after the first.
    """
    done = (e.at + _TICK if e.kind in ACTIONS else e.at for e in loaded.entries)
    return max([ports.clock.now(), *done])


def _as_it_was(case_id: str, ports: Ports) -> Loaded:
    person = ports.log.person_of_case(case_id) or ""
    log = ports.log.read(person)
    steps = list(replay(Person(id=person), log, ports.settings))
    mine = [s for s in steps if s.after.case and s.after.case.answers_to(case_id)]
    if not mine:
        raise NotFound(f"There is no case {case_id!r}.")
    # A case may be named late, by an alias or by its stored opener.
    of_case = [s for s in steps if s.after.since == mine[-1].after.since]
    return Loaded(
        card=ports.log.cards([person])[person],
        entries=[s.entry for s in of_case],
        person=of_case[-1].after,
    )


def _with(
    loaded: Loaded, fact: Fact, ports: Ports
) -> tuple[Loaded, tuple[Promise, ...]]:
    """The state with a fact, and what that shows to have been overdue."""
    new = (fact.entry, *fact.more)
    card, known = loaded.card, loaded.entries
    start = beginning(card.person) if card.person.since else Person(id=card.person.id)
    if any(entry.instant < instant_of(card.person.since) for entry in new):
        # One belongs to an earlier case: only the whole log can say what it means.
        start, known = Person(id=card.person.id), ports.log.read(card.person.id)
    entries = [*known, *new]
    steps = list(replay(start, entries, ports.settings))
    person = steps[-1].after
    generation = card.generation + fact.renews
    card = replace(
        card,
        person=person,
        generation=generation,
        at_risk_from=risk_from(person, ports.settings),
        heard=month_of(ports.clock.now()),
    )
    return Loaded(card=card, entries=entries, person=person), overdue(steps)
