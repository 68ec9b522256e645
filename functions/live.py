"""The live counters of the desk, cheap enough to be asked every few seconds."""

from dataclasses import asdict
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from functions.http import Request
from shared.domain.agents import Agent
from shared.domain.live import count, count_by
from shared.domain.times import to_text
from shared.ports import Ports

MAX_AGE = timedelta(seconds=5)


def show_live(request: Request, ports: Ports) -> dict[str, Any]:  # noqa: ARG001 - every handler takes the request
    """How the open cases stand: in all, by channel and by queue; who is there.

    At most five seconds old; ``as_of`` says when it was counted.
    """
    now = ports.clock.now()
    found: dict[str, Any] = ports.kept.get("live", now, MAX_AGE, lambda: _count(ports))
    return found


def _count(ports: Ports) -> dict[str, Any]:
    now = ports.clock.now()
    cases = ports.log.open_cases(ports.settings.queues)
    return {
        "as_of": to_text(now),
        "total": asdict(count(cases, now)),
        "channels": _parts(count_by(cases, attrgetter("channel"), now)),
        "queues": _parts(count_by(cases, attrgetter("queue"), now)),
        "agents": _agents(ports.agents.all(), now),
    }


def _parts(counts: dict[str, Any]) -> dict[str, Any]:
    return {name: asdict(found) for name, found in counts.items()}


def _agents(agents: list[Agent], now: datetime) -> dict[str, Any]:
    """Who is available and on shift, and how much of what they can take they have."""
    there = [agent for agent in agents if agent.available and agent.on_shift(now)]
    return {
        "available": len(there),
        "open_cases": sum(agent.load for agent in there),
        "capacity": sum(agent.capacity for agent in there),
        "items": [
            {
                "id": agent.id,
                "name": agent.name,
                "open_cases": agent.load,
                "capacity": agent.capacity,
            }
            for agent in there
        ],
    }
