"""Agents: who they are, what they serve, whether they are there."""

from typing import Any

from functions import assignment
from functions.http import Request
from functions.paging import page_of
from functions.roles import LEADS
from functions.views import agent_view
from shared.domain.agents import joined, left
from shared.domain.agents_json import read_agent
from shared.domain.fields import read_name
from shared.errors import Forbidden, NotFound
from shared.ports import Ports


def list_agents(request: Request, ports: Ports) -> dict[str, Any]:
    """Every agent, by his id."""
    known = sorted(ports.agents.all(), key=lambda agent: agent.id)
    return page_of([agent_view(a) for a in known], request, "id")


def show_agent(agent: str, request: Request, ports: Ports) -> dict[str, Any]:  # noqa: ARG001 - every handler takes the request
    found = ports.agents.get(agent)
    if found is None:
        raise NotFound(f"There is no agent {agent!r}.")
    return agent_view(found)


def put_agent(agent: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Create an agent or replace all that is said of him.

    Availability and load stay as they are. It takes effect at once, on whom
    the next case goes to and on what he has.
    """
    ports.agents.put(read_agent(agent, request.body))
    assignment.hand_back(agent, ports)
    assignment.expect(agent, ports)
    return show_agent(agent, request, ports)


def delete_agent(agent: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Remove an agent; his open cases go back to their queues at once."""
    # First nobody gives him any more; repeated, it goes on where it broke off.
    ports.agents.set_available(agent, False)
    shown = show_agent(agent, request, ports)
    returned = assignment.release(agent, ports)
    ports.agents.delete(agent)
    assignment.drain(ports, returned)
    return {**shown, "open_cases": 0, "returned": len(returned)}


def join_channel(
    channel: str, agent: str, request: Request, ports: Ports
) -> dict[str, Any]:
    """Make an agent a member of a channel: he is given what waits there."""
    name = read_name(channel, "channel")
    ports.agents.change(agent, lambda found: joined(found, name))
    assignment.drain(ports)
    assignment.expect(agent, ports)
    return show_agent(agent, request, ports)


def leave_channel(
    channel: str, agent: str, request: Request, ports: Ports
) -> dict[str, Any]:
    """Take an agent off a channel; his cases there go back as it is set."""
    name = read_name(channel, "channel")
    ports.agents.change(agent, lambda found: left(found, name))
    assignment.hand_back(agent, ports)
    return show_agent(agent, request, ports)


def set_availability(agent: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Come or go; who comes is given the cases that wait.

    Agents switch themselves, supervisors anybody.
    """
    if request.caller != agent and not request.roles & set(LEADS):
        raise Forbidden("You can switch only your own availability.")
    available = request.body["available"]
    ports.agents.set_available(agent, available)
    if available:
        assignment.drain(ports)
    else:
        assignment.hand_back(agent, ports)
    return show_agent(agent, request, ports)
