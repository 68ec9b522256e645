"""Agents: who they are, what they serve, whether they are there."""

from typing import Any

from functions.assignment import drain
from functions.http import LEADS, Request
from functions.views import agent_view
from shared.domain.agents import Agent
from shared.errors import BadInput, Forbidden, NotFound
from shared.ports import Ports

MAX_CAPACITY = 1000


def list_agents(request: Request, ports: Ports) -> dict[str, Any]:  # noqa: ARG001 - every handler takes the request
    """Every agent; there are few enough for one page."""
    return {"items": [agent_view(a) for a in ports.agents.all()], "next": None}


def show_agent(agent: str, request: Request, ports: Ports) -> dict[str, Any]:  # noqa: ARG001 - every handler takes the request
    found = ports.agents.get(agent)
    if found is None:
        raise NotFound(f"There is no agent {agent!r}.")
    return agent_view(found)


def put_agent(agent: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Create or change an agent; availability and load stay as they are."""
    capacity = request.body.get("capacity", 10)
    if type(capacity) is not int or not 1 <= capacity <= MAX_CAPACITY:
        raise BadInput(f"Give 'capacity' as a number from 1 to {MAX_CAPACITY}.")
    channels = request.body.get("channels", [])
    if not isinstance(channels, list) or not all(isinstance(c, str) for c in channels):
        raise BadInput("Give 'channels' as a list of channel names.")
    wanted = Agent(
        id=agent,
        name=request.text("name"),
        capacity=capacity,
        channels=tuple(channels),
    )
    return agent_view(ports.agents.put(wanted))


def set_availability(agent: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Come or go; who comes is given the cases that wait.

    Agents switch themselves, supervisors anybody.
    """
    if request.caller != agent and not request.roles & set(LEADS):
        raise Forbidden("You can switch only your own availability.")
    available = request.body.get("available")
    if not isinstance(available, bool):
        raise BadInput("Give 'available' as true or false.")
    ports.agents.set_available(agent, available)
    if available:
        drain(ports)
    return show_agent(agent, request, ports)
