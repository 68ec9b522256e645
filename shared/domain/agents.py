"""Agents, and whom a case goes to: pure, with the reasons."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A person who answers. Without channels listed he serves all of them.

    ``load`` counts the open cases assigned to him; it is kept in the same
    transaction as the assignment.
    """

    id: str
    name: str
    capacity: int = 10
    channels: tuple[str, ...] = ()
    available: bool = False
    load: int = 0

    def why_not(self, channel: str) -> str | None:
        """Why he cannot take a case of this channel now; None: he can."""
        if not self.available:
            return "not_available"
        if self.channels and channel not in self.channels:
            return "not_on_channel"
        if self.load >= self.capacity:
            return "at_capacity"
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The agent chosen, or None, and what spoke for or against everyone."""

    agent: Agent | None
    reasons: dict[str, str]


def choose(agents: Iterable[Agent], channel: str) -> Choice:
    """Choose the least-loaded agent who can take a case; ties go by id."""
    reasons: dict[str, str] = {}
    able: list[Agent] = []
    for agent in agents:
        against = agent.why_not(channel)
        reasons[agent.id] = against or f"load {agent.load} of {agent.capacity}"
        if against is None:
            able.append(agent)
    if not able:
        return Choice(agent=None, reasons=reasons)
    best = min(able, key=lambda a: (a.load, a.id))
    return Choice(agent=best, reasons=reasons)
