"""Whom a case goes to: the least loaded of those who can take it, with reasons."""

import pytest

from shared.domain.agents import Agent, choose


def agent(name: str, **changes: object) -> Agent:
    values = {"name": name, "available": True, "capacity": 3, **changes}
    return Agent(id=name, **values)  # type: ignore[arg-type] # any field


@pytest.mark.parametrize(
    ("able", "reason"),
    [
        (agent("amy", available=False), "not_available"),
        (agent("amy", channels=("facebook",)), "not_on_channel"),
        (agent("amy", load=3), "at_capacity"),
        (agent("amy", load=2, channels=("x", "facebook")), None),
        (agent("amy"), None),
    ],
    ids=["away", "elsewhere", "full", "member", "everywhere"],
)
def test_why_an_agent_cannot_take_it(able: Agent, reason: str | None) -> None:
    assert able.why_not("x") == reason


def test_the_least_loaded_is_chosen_and_ties_go_by_id() -> None:
    agents = [agent("dan", load=1), agent("cid", load=1), agent("bob", load=2)]
    choice = choose([*agents, agent("amy", available=False)], "x")

    assert choice.agent == agents[1]
    assert choice.reasons == {
        "dan": "load 1 of 3",
        "cid": "load 1 of 3",
        "bob": "load 2 of 3",
        "amy": "not_available",
    }


def test_nobody_may_be_able() -> None:
    assert choose([], "x").agent is None
    assert choose([agent("amy", load=3)], "x").agent is None
