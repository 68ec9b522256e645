"""Agents in DynamoDB: one partition, since routing reads all of them at once."""

from pynamodb.exceptions import UpdateError

from shared.adapters.items import AgentItem
from shared.domain.agents import Agent
from shared.errors import NotFound

_PARTITION = "AGENTS"


class DynamoAgents:
    """``shared.ports.Agents`` on the one table."""

    def all(self) -> list[Agent]:
        return [_agent(i) for i in AgentItem.query(_PARTITION, consistent_read=True)]

    def get(self, agent_id: str) -> Agent | None:
        try:
            item = AgentItem.get(_PARTITION, _key(agent_id), consistent_read=True)
        except AgentItem.DoesNotExist:
            return None
        return _agent(item)

    def put(self, agent: Agent) -> Agent:
        """Create or change one; load and availability stay as they are."""
        item = AgentItem(_PARTITION, _key(agent.id))
        item.update(
            [
                AgentItem.kind.set(AgentItem),
                AgentItem.name.set(agent.name),
                AgentItem.capacity.set(agent.capacity),
                AgentItem.channels.set(list(agent.channels)),
                AgentItem.available.set(AgentItem.available | agent.available),
                AgentItem.open_cases.set(AgentItem.open_cases | 0),
            ]
        )
        return _agent(item)

    def set_available(self, agent_id: str, available: bool) -> Agent:
        item = AgentItem(_PARTITION, _key(agent_id))
        try:
            item.update(
                [AgentItem.available.set(available)], condition=AgentItem.pk.exists()
            )
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            raise NotFound(
                f"There is no agent {agent_id!r}; PUT /agents/{agent_id} first."
            ) from error
        return _agent(item)


def _key(agent_id: str) -> str:
    return f"AGENT#{agent_id}"


def _agent(item: AgentItem) -> Agent:
    return Agent(
        id=item.sk.removeprefix("AGENT#"),
        name=item.name,
        capacity=int(item.capacity),
        channels=tuple(item.channels),
        available=bool(item.available),
        load=int(item.open_cases),
    )
