"""What the functions need to know of agents, as a Protocol."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from shared.domain.agents import Agent


class Agents(Protocol):
    def all(self) -> list[Agent]:
        """Every agent."""

    def get(self, agent_id: str) -> Agent | None:
        """One agent."""

    def put(self, agent: Agent) -> Agent:
        """Create one or replace what he serves, keeping his load and availability."""

    def change(self, agent_id: str, change: Callable[[Agent], Agent]) -> Agent:
        """Change what an agent serves, as it is by then.

        Raises:
            NotFound: no such agent. Conflict: others were first every time.

        """

    def delete(self, agent_id: str) -> None:
        """Delete one; harmless if there is none."""

    def is_former(self, agent_id: str) -> bool:
        """Whether he was deleted, and not put again since."""

    def set_available(self, agent_id: str, available: bool) -> Agent:
        """Switch availability.

        Raises:
            NotFound: no such agent.

        """
