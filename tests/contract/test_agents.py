"""One contract for the agents' store and its fake."""

from dataclasses import replace

import pytest

from shared.adapters.agents import DynamoAgents
from shared.domain.agents import Agent
from shared.errors import NotFound
from shared.ports import Agents
from tests.fakes.log import FakeAgents, FakeLog

AMY = Agent(id="amy", name="Amy", capacity=3, channels=("x", "facebook"))


class AgentsContract:
    def test_nobody_is_there_at_first(self, agents: Agents) -> None:
        assert (agents.all(), agents.get("amy")) == ([], None)

    def test_an_agent_reads_back_as_put(self, agents: Agents) -> None:
        assert agents.put(AMY) == AMY
        assert agents.get("amy") == AMY

    def test_all_come_in_order_of_their_ids(self, agents: Agents) -> None:
        for name in ("cid", "amy", "bob"):
            agents.put(Agent(id=name, name=name))

        assert [a.id for a in agents.all()] == ["amy", "bob", "cid"]

    def test_a_first_put_may_bring_availability(self, agents: Agents) -> None:
        assert agents.put(replace(AMY, available=True)).available

    def test_a_change_keeps_availability_and_load(self, agents: Agents) -> None:
        agents.put(AMY)
        agents.set_available("amy", True)
        changed = replace(AMY, name="Amelia", capacity=9, channels=(), load=5)

        assert agents.put(changed) == replace(changed, available=True, load=0)

    def test_availability_is_switched(self, agents: Agents) -> None:
        agents.put(AMY)

        assert agents.set_available("amy", True) == replace(AMY, available=True)
        assert agents.set_available("amy", False) == AMY

    def test_an_unknown_agent_is_not_found_and_not_made(self, agents: Agents) -> None:
        with pytest.raises(NotFound):
            agents.set_available("amy", True)

        assert agents.all() == []


class TestFakeAgents(AgentsContract):
    @pytest.fixture
    def agents(self) -> Agents:
        return FakeAgents(FakeLog())


class TestDynamoAgents(AgentsContract):
    @pytest.fixture
    def agents(self, table: str) -> Agents:
        return DynamoAgents()
