"""Give cases to agents and take them back, each in one atomic step.

It runs whenever something frees or needs an agent: a case is opened or over, an
agent comes, goes, changes what he serves, or his shift starts or ends.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from functions.casebook import Fact, Loaded, load, moment, record
from functions.surroundings import related_agents
from functions.waits import rearm
from shared.domain import commands
from shared.domain.agents import Agent, choose, shift_start
from shared.domain.assignments import (
    Given,
    back_at,
    given,
    need_of,
    next_start,
    why_back,
)
from shared.domain.commands import Act
from shared.domain.state import Person
from shared.domain.worklist import Waiting, is_waiting, place
from shared.errors import Conflict
from shared.observability import logger
from shared.ports import Card, Ports

CHUNK = 100  # cards of waiting cases read at once
# A case that has waited for longer may have others before it in the queue.
FRESH = timedelta(minutes=1)

Why = Callable[[Loaded, Agent | None], str | None]


def assign(person: str, ports: Ports) -> Loaded:
    """Assign a person's open case to the agent who fits best, if anybody can take it.

    Returns:
        The state after it: the case has an agent, or still waits for one.

    Raises:
        Conflict: others were first every time.

    """

    def decide(loaded: Loaded) -> Fact | None:
        case = loaded.case
        if case is None or not is_waiting(loaded.person):
            return None
        related = tuple(related_agents(loaded.card, ports))
        need = replace(need_of(loaded.person, case), related=related)
        choice = choose(ports.agents.all(), need, ports.clock.now())
        if choice.agent is None:
            return None
        act = Act(at=moment(loaded, ports))
        entry = commands.assign(case, act, choice.agent.id, choice.reasons)
        return Fact(entry=entry, load={choice.agent.id: 1})

    return record(person, decide, ports)


def drain(ports: Ports, returned: Iterable[Person] = ()) -> None:
    """Assign waiting cases, the most urgent first, as far as agents can take them.

    Args:
        ports: the adapters.
        returned: whose cases went back to their queues just now: the work list
            may not know of them yet.

    """
    back = list(returned)
    given = _drained(ports, back)
    for person in back:
        if person.id not in given and person.case is not None:
            need = need_of(person, person.case)
            start = next_start(ports.agents.all(), need, ports.clock.now())
            if start is not None:
                rearm([person], ports, start)


def _drained(ports: Ports, back: Sequence[Person]) -> set[str]:
    """Who was given somebody."""
    given: set[str] = set()
    now, agents = ports.clock.now(), ports.agents.all()
    if not _anybody(agents, now):
        return given
    for card in waiting(ports.settings.queues, ports, back):
        if not _suits(agents, card.person, now):
            continue
        try:
            loaded = assign(card.person.id, ports)
        except Conflict:
            # Whoever was first is draining as well, and this case is in his way.
            logger.info("Others were assigning a case that waits.")
        else:
            if not is_waiting(loaded.person):
                given.add(card.person.id)
                watch(loaded, ports)
        agents = ports.agents.all()
        if not _anybody(agents, now):
            break
    return given


def waiting(
    queues: Iterable[str], ports: Ports, returned: Iterable[Person] = ()
) -> Iterator[Card]:
    """The cards of those who wait for an agent, the most urgent first."""
    listed = {found.person: found for found in ports.log.unassigned(queues)}
    for person in returned:
        if person.case is not None:
            listed[person.id] = Waiting(place(person, person.case), person.id)
    persons = [found.person for found in sorted(listed.values())]
    for start in range(0, len(persons), CHUNK):
        chunk = persons[start : start + CHUNK]
        cards = ports.log.cards(chunk)
        yield from (cards[p] for p in chunk if is_waiting(cards[p].person))


def tend(loaded: Loaded, ports: Ports) -> Loaded:
    """See to it that somebody who is there works on a case; the workflow's look at it.

    Returns:
        The state after it.

    """
    person, case = loaded.person.id, loaded.case
    if case is None or case.status != "open":
        return loaded
    holder, why = case.episode.agent, _why_absent(ports)
    if holder is not None and why(loaded, ports.agents.get(holder)) is not None:
        loaded = _give_back(person, holder, why, ports)
    if not is_waiting(loaded.person):
        return loaded
    now = ports.clock.now()
    if now < case.episode.opened_at + FRESH:
        return assign(person, ports)
    if not _suits(ports.agents.all(), loaded.person, now):
        return loaded
    drain(ports, [loaded.person])
    return load(person, ports)


def wake_at(loaded: Loaded, ports: Ports) -> datetime | None:
    """When shifts are a reason to tend to a case again; None: they are not."""
    case = loaded.case
    if case is None or case.status != "open" or case.episode.timed_from is None:
        return None
    now, holder = ports.clock.now(), case.episode.agent
    if holder is None:
        return next_start(ports.agents.all(), need_of(loaded.person, case), now)
    mode = ports.settings.newest.escalation.return_cases
    known = given(case, loaded.entries)
    return back_at(ports.agents.get(holder), known, now, mode)


def watch(loaded: Loaded, ports: Ports) -> None:
    """Have the workflow of a case that has changed hands wake for shifts in time."""
    at = wake_at(loaded, ports)
    if at is not None:
        rearm([loaded.person], ports, at)


def expect(agent: str, ports: Ports) -> None:
    """Have cases that wait looked at when the next shift of an agent starts.

    The first of them to wake drains the queues; a page of them is enough.
    """
    found = ports.agents.get(agent)
    start = shift_start(found, ports.clock.now()) if found is not None else None
    if found is None or start is None:
        return
    persons = (card.person for card in waiting(ports.settings.queues, ports))
    able = (
        p for p in persons if p.case and found.why_never(need_of(p, p.case)) is None
    )
    rearm(islice(able, CHUNK), ports, start)


def hand_back(agent: str, ports: Ports) -> int:
    """Put back what an agent who left or was changed no longer works on.

    It goes to others, and what he can take now to him.

    Returns:
        How many of his cases went back.

    """
    mode = ports.settings.newest.escalation.return_cases

    def why(loaded: Loaded, found: Agent | None) -> str | None:
        has_left = found is not None and not found.serves(loaded.person.channel)
        if mode == "at_once" and has_left:
            return "agent_left_channel"
        # Also what he was given by hand, be it while he was away.
        since = Given(_given(loaded).at)
        return why_back(found, since, ports.clock.now(), mode)

    returned = _returned(agent, why, ports)
    drain(ports, returned)
    return len(returned)


def release(agent: str, ports: Ports) -> list[Person]:
    """Put back all cases of an agent who is to be removed, whatever is set.

    Returns:
        Whose cases they are; nobody has been given one.

    """
    return _returned(agent, lambda _loaded, _agent: "agent_removed", ports)


def freed(agent: Agent | None) -> dict[str, int] | None:
    """The load that is taken off an agent, if he is one still and has any."""
    return {agent.id: -1} if agent is not None and agent.load > 0 else None


def _returned(agent: str, why: Why, ports: Ports) -> list[Person]:
    held = ports.log.held(agent, ports.settings.queues)
    after = [_give_back(person, agent, why, ports) for person in held]
    return [loaded.person for loaded in after if is_waiting(loaded.person)]


def _give_back(person: str, holder: str, why: Why, ports: Ports) -> Loaded:
    """Put a case back into its queue if there is a reason to, and he has it still."""

    def decide(loaded: Loaded) -> Fact | None:
        case = loaded.case
        if case is None or case.status != "open" or case.episode.agent != holder:
            return None
        agent = ports.agents.get(holder)
        reason = why(loaded, agent)
        if reason is None:
            return None
        entry = commands.unassign(case, Act(at=moment(loaded, ports)), reason)
        return Fact(entry=entry, load=freed(agent))

    return record(person, decide, ports)


def _why_absent(ports: Ports) -> Why:
    mode = ports.settings.newest.escalation.return_cases
    return lambda loaded, agent: why_back(
        agent, _given(loaded), ports.clock.now(), mode
    )


def _given(loaded: Loaded) -> Given:
    assert loaded.case is not None  # noqa: S101 - somebody has it
    return given(loaded.case, loaded.entries)


def _suits(agents: Sequence[Agent], person: Person, now: datetime) -> bool:
    """Whether any of these can take a person's case."""
    case = person.case
    if case is None:
        return False
    return choose(agents, need_of(person, case), now).agent is not None


def _anybody(agents: Sequence[Agent], now: datetime) -> bool:
    return any(agent.why_not_now(now) is None for agent in agents)
