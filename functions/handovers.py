"""Who works on a case, in which queue: assign, unassign, reroute."""

from typing import Any

from functions import assignment
from functions.assignment import drain
from functions.casebook import Fact, Loaded
from functions.desk import shown
from functions.http import Request
from functions.performing import perform
from functions.roles import LEADS
from functions.waits import rearm
from shared.domain import commands
from shared.domain.commands import Act
from shared.domain.routing import PRIORITIES, Routed
from shared.domain.state import Case
from shared.errors import BadInput, Conflict, Forbidden
from shared.ports import Ports

ROUTING = ("queue", "priority", "policy")


def assign(case_id: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Give a case to an agent, oneself unless said; or move it to another queue.

    Agents take what nobody has; supervisors give a case to anybody, with
    ``from`` in place of who has it, and change its queue, priority or policy.
    """
    if set(ROUTING) & set(request.body):
        return _reroute(case_id, request, ports)
    agent = request.body.get("agent") or request.caller
    former = request.body.get("from")
    leads = _leads(request)
    if not leads and (agent != request.caller or former is not None):
        raise Forbidden("Only a supervisor gives a case to somebody else.")

    def command(loaded: Loaded, case: Case, act: Act) -> Fact:
        entry = commands.assign(case, act, agent, {agent: "by hand"}, former)
        _must_be_able(agent, loaded, ports, by_hand=leads)
        load = {**(freed(case, ports) or {}), agent: 1}
        return Fact(entry=entry, load=load, by_hand=leads)

    after = perform(case_id, request, ports, command, "assigned")
    assignment.watch(after, ports)
    drain(ports)
    return shown(after, ports)


def unassign(case_id: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Put one's own case back into its queue; supervisors anybody's.

    It does not come back to who had it before somebody else has had it.
    """
    text = request.body.get("reason")

    def command(_loaded: Loaded, case: Case, act: Act) -> Fact:
        agent = case.episode.agent
        own = agent == request.caller
        if agent is not None and not own and not _leads(request):
            raise Forbidden(f"Only {agent} or a supervisor gives this case back.")
        reason = "returned_by_agent" if own else "returned_by_supervisor"
        entry = commands.unassign(case, act, reason, text)
        return Fact(entry=entry, load=freed(case, ports))

    after = perform(case_id, request, ports, command, "unassigned")
    drain(ports, [after.person])
    return shown(after, ports)


def freed(case: Case, ports: Ports) -> dict[str, int] | None:
    """The load that is taken off who has a case, if anybody does."""
    agent = case.episode.agent
    return assignment.freed(ports.agents.get(agent)) if agent is not None else None


def _reroute(case_id: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Change queue, priority or policy; what is not given stays."""
    if not _leads(request):
        raise Forbidden("Only a supervisor changes queue, priority or policy.")
    rules = ports.settings.newest
    known = {
        "queue": sorted(rules.routing.queues),
        "priority": list(PRIORITIES),
        "policy": sorted(rules.sla.policies),
    }
    wanted = {n: request.body[n] for n in ROUTING if n in request.body}
    for name, value in wanted.items():
        if value not in known[name]:
            raise BadInput(f"Give {name!r} as one of {', '.join(known[name])}.")

    def command(_loaded: Loaded, case: Case, act: Act) -> Fact:
        routing = Routed.from_json({**case.episode.routing.to_json(), **wanted})
        return Fact(entry=commands.reroute(case, act, routing))

    after = perform(case_id, request, ports, command, "routed")
    rearm([after.person], ports)
    drain(ports, [after.person])
    return shown(after, ports)


def _must_be_able(
    agent_id: str, loaded: Loaded, ports: Ports, *, by_hand: bool
) -> None:
    """Check that an agent serves the channel and has room, and is there if he takes.

    Skills and languages are for those who choose by hand to judge.
    """
    agent = ports.agents.get(agent_id)
    if agent is None:
        raise Conflict(f"There is no agent {agent_id!r}.", code="no_agent")
    why_not = agent.why_not_now(ports.clock.now())
    if by_hand:
        why_not = "at_capacity" if agent.load >= agent.capacity else None
    if not agent.serves(loaded.person.channel):
        why_not = "not_on_channel"
    if why_not is not None:
        raise Conflict(f"{agent_id} cannot take it: {why_not}.", code=why_not)


def _leads(request: Request) -> bool:
    return bool(request.roles & set(LEADS))
