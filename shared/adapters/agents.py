"""Agents in DynamoDB: one partition, since routing reads all of them at once."""

from collections.abc import Callable
from typing import Any

from pynamodb.exceptions import UpdateError

from shared.adapters.conditions import is_unmet
from shared.adapters.items import AgentItem, FormerAgentItem
from shared.domain.agents import Agent
from shared.domain.agents_json import read_profile, write_profile
from shared.errors import Conflict, NotFound

_PARTITION, _FORMER = "AGENTS", "FORMER"
_ATTEMPTS = 5


class DynamoAgents:
    """``shared.ports_agents.Agents`` on the one table."""

    def all(self) -> list[Agent]:
        return [_agent(i) for i in AgentItem.query(_PARTITION, consistent_read=True)]

    def get(self, agent_id: str) -> Agent | None:
        item = _item(agent_id)
        return None if item is None else _agent(item)

    def put(self, agent: Agent) -> Agent:
        """Create or change one; load and availability stay as they are."""
        item = AgentItem(_PARTITION, _key(agent.id))
        item.update(
            [
                AgentItem.kind.set(AgentItem),
                AgentItem.name.set(agent.name),
                AgentItem.capacity.set(agent.capacity),
                AgentItem.profile.set(write_profile(agent)),
                AgentItem.available.set(AgentItem.available | agent.available),
                AgentItem.open_cases.set(AgentItem.open_cases | 0),
            ]
        )
        FormerAgentItem(_FORMER, _key(agent.id)).delete()
        return _agent(item)

    def change(self, agent_id: str, change: Callable[[Agent], Agent]) -> Agent:
        for _ in range(_ATTEMPTS):
            item = _item(agent_id)
            if item is None:
                raise _unknown(agent_id)
            profile = AgentItem.profile.set(write_profile(change(_agent(item))))
            if _updated(item, profile, _unchanged(item)):
                return _agent(item)
        raise Conflict("Others are changing this agent; try again.")

    def delete(self, agent_id: str) -> None:
        # First: between the two he must not be taken for somebody who never was one.
        FormerAgentItem(_FORMER, _key(agent_id)).save()
        AgentItem(_PARTITION, _key(agent_id)).delete()

    def is_former(self, agent_id: str) -> bool:
        try:
            FormerAgentItem.get(_FORMER, _key(agent_id), consistent_read=True)
        except FormerAgentItem.DoesNotExist:
            return False
        return True

    def set_available(self, agent_id: str, available: bool) -> Agent:
        item = AgentItem(_PARTITION, _key(agent_id))
        switched = AgentItem.available.set(available)
        if not _updated(item, switched, AgentItem.pk.exists()):
            raise _unknown(agent_id)
        return _agent(item)


def _item(agent_id: str) -> AgentItem | None:
    try:
        return AgentItem.get(_PARTITION, _key(agent_id), consistent_read=True)
    except AgentItem.DoesNotExist:
        return None


def _updated(item: AgentItem, action: Any, condition: Any) -> bool:
    """Whether the condition held; the item is then as it is stored."""
    try:
        item.update([action], condition=condition)
    except UpdateError as error:
        if not is_unmet(error):
            raise
        return False
    return True


def _unchanged(item: AgentItem) -> Any:
    """What he serves is as it was read, and he was not deleted."""
    if item.profile is None:
        return AgentItem.pk.exists() & AgentItem.profile.does_not_exist()
    return AgentItem.profile == item.profile


def _unknown(agent_id: str) -> NotFound:
    return NotFound(f"There is no agent {agent_id!r}; PUT /agents/{agent_id} first.")


def _key(agent_id: str) -> str:
    return f"AGENT#{agent_id}"


def _agent(item: AgentItem) -> Agent:
    return Agent(
        id=item.sk.removeprefix("AGENT#"),
        name=item.name,
        capacity=int(item.capacity),
        available=bool(item.available),
        load=int(item.open_cases),
        **read_profile(item.profile or {}),
    )
