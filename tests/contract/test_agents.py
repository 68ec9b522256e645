"""One contract for the agents' store and its fake."""

from dataclasses import replace

import pytest

from shared.adapters.agents import DynamoAgents
from shared.domain.agents import Agent, joined, left
from shared.domain.calendars import Calendar
from shared.errors import Conflict, NotFound
from shared.ports_agents import Agents
from tests.fakes.log import FakeAgents, FakeLog

AMY = Agent(id="amy", name="Amy", capacity=3, channels=("x", "facebook"))
SHIFTS = {
    "timezone": "Europe/Rome",
    "weekly": {"mon": [["22:00", "06:00"]]},
    "exceptions": {"2026-12-24": []},
    "holidays": {"country": "IT"},
}
BEN = Agent(
    id="ben",
    name="Ben",
    except_channels=("phone",),
    skills=("refunds", "Größe"),
    languages=("de", "pt-BR"),
    shifts=Calendar.parse(SHIFTS),
)
NOBODYS = Agent(id="cid", name="Cid", channels=())


class AgentsContract:
    def test_nobody_is_there_at_first(self, agents: Agents) -> None:
        assert (agents.all(), agents.get("amy")) == ([], None)

    @pytest.mark.parametrize("agent", [AMY, BEN, NOBODYS], ids=lambda a: a.id)
    def test_an_agent_reads_back_as_put(self, agents: Agents, agent: Agent) -> None:
        assert agents.put(agent) == agent
        assert agents.get(agent.id) == agent

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

    def test_what_an_agent_serves_is_changed_and_nothing_else(
        self, agents: Agents
    ) -> None:
        agents.put(AMY)
        agents.set_available("amy", True)
        changed = agents.change("amy", lambda agent: joined(agent, "phone"))

        assert changed.channels == ("x", "facebook", "phone")
        assert agents.get("amy") == changed
        assert (changed.available, changed.capacity) == (True, 3)

    def test_a_change_is_made_to_the_agent_as_he_is_by_then(
        self, agents: Agents
    ) -> None:
        agents.put(AMY)
        others = ["phone", "mail"]

        def leaves(agent: Agent) -> Agent:
            if others:
                channel = others.pop()
                agents.change("amy", lambda found: joined(found, channel))
            return left(agent, "x")

        assert agents.change("amy", leaves).channels == ("facebook", "mail", "phone")

    def test_a_change_that_others_are_always_before_is_given_up(
        self, agents: Agents
    ) -> None:
        agents.put(AMY)
        channels = iter(range(99))

        def leaves(agent: Agent) -> Agent:
            agents.change("amy", lambda found: joined(found, f"c{next(channels)}"))
            return left(agent, "x")

        with pytest.raises(Conflict):
            agents.change("amy", leaves)

    def test_an_unknown_agent_is_not_changed(self, agents: Agents) -> None:
        with pytest.raises(NotFound):
            agents.change("amy", lambda agent: agent)

        assert agents.all() == []

    def test_an_agent_is_deleted_however_often(self, agents: Agents) -> None:
        agents.put(AMY)
        for _ in range(2):
            agents.delete("amy")

        assert agents.all() == []

    def test_who_was_deleted_is_known_to_have_been_one(self, agents: Agents) -> None:
        agents.put(AMY)
        before = agents.is_former("amy")
        agents.delete("amy")

        assert (before, agents.is_former("amy")) == (False, True)
        assert not agents.is_former("ben")

    def test_who_comes_back_is_an_agent(self, agents: Agents) -> None:
        agents.delete("amy")
        agents.put(AMY)

        assert not agents.is_former("amy")


class TestFakeAgents(AgentsContract):
    @pytest.fixture
    def agents(self) -> Agents:
        return FakeAgents(FakeLog())


class TestDynamoAgents(AgentsContract):
    @pytest.fixture
    def agents(self, table: str) -> Agents:
        return DynamoAgents()
