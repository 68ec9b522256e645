"""Queues: an agent takes the most urgent case that he may."""

from typing import Any

from functions.assignment import waiting, watch
from functions.casebook import Fact, Loaded, moment, record
from functions.desk import shown
from functions.http import Request
from shared.domain import commands
from shared.domain.agents import Agent
from shared.domain.assignments import need_of
from shared.domain.commands import Act
from shared.domain.state import Person
from shared.domain.worklist import is_snoozed, is_waiting
from shared.errors import Conflict, NotFound
from shared.ports import Ports

_WHY_NOT = {
    "not_available": "You are not available; switch that first.",
    "off_shift": "Your shift has not started, or is over.",
    "at_capacity": "You have as many cases as you can; resolve one first.",
}


def take_next(queue: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Give the caller the most urgent case of a queue that he may take.

    ``case`` is null when there is none. Of two who ask at once each gets another.

    Raises:
        NotFound: no such queue. Conflict: he cannot take any case now.

    """
    if queue not in ports.settings.queues:
        raise NotFound(f"There is no queue {queue!r}.")
    agent = _able(request.caller, ports)
    for card in waiting([queue], ports):
        person = card.person
        if not _may_take(agent, person, ports):
            continue
        try:
            loaded = record(person.id, _taken_by(agent, queue, ports), ports)
        except Conflict:
            agent = _able(request.caller, ports)
            continue
        if loaded.case is not None and loaded.case.episode.agent == agent.id:
            watch(loaded, ports)
            return {"case": shown(loaded, ports)}
    return {"case": None}


def _able(agent_id: str, ports: Ports) -> Agent:
    agent = ports.agents.get(agent_id)
    if agent is None:
        raise Conflict(
            f"You are no agent yet; PUT /agents/{agent_id} first.", code="no_agent"
        )
    why_not = agent.why_not_now(ports.clock.now())
    if why_not is not None:
        raise Conflict(_WHY_NOT[why_not], code=why_not)
    return agent


def _may_take(agent: Agent, person: Person, ports: Ports) -> bool:
    case = person.case
    if case is None or not is_waiting(person):
        return False
    if is_snoozed(case, ports.clock.now()):
        return False
    return agent.why_never(need_of(person, case)) is None


def _taken_by(agent: Agent, queue: str, ports: Ports) -> Any:
    """The decision to give the case to him, if it is still to be had in this queue."""

    def decide(loaded: Loaded) -> Fact | None:
        case = loaded.case
        if case is None or case.queue != queue:
            return None
        if not _may_take(agent, loaded.person, ports):
            return None
        act = Act(at=moment(loaded, ports), agent=agent.id)
        reasons = {agent.id: f"took the next of {queue}"}
        entry = commands.assign(case, act, agent.id, reasons)
        return Fact(entry=entry, load={agent.id: 1})

    return decide
