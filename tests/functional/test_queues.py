"""The next case of a queue: the most urgent that who asks may take, for him alone."""

from typing import Any

import pytest

from functions import people
from functions.casebook import Fact, record
from functions.queues import take_next
from shared.domain import commands
from shared.domain.commands import Act
from shared.domain.log import Entry
from shared.errors import Conflict, NotFound
from shared.ports import Card
from tests.fakes.desk import (
    QUEUES,
    SHIFTS,
    asks,
    case_of,
    comes,
    holders,
    load_of,
    writes,
)
from tests.fakes.entries import at
from tests.fakes.log import FakeAgents, FakeLog
from tests.fakes.world import World


def take(world: World, agent: str = "amy", queue: str = "default") -> str | None:
    """The customer whose case an agent was given."""
    case = take_next(queue, asks(agent, "agent"), world)["case"]
    return None if case is None else str(case["customer"]["id"])


@pytest.fixture
def world() -> World:
    """Amy is there; three customers wait in one queue and one in another."""
    made = World(at=at(-9))
    made.put_settings("routing", QUEUES)
    comes(made, "amy")
    writes(made, "1", at=at(3))
    writes(made, "2", at=at(1))
    writes(made, "3", at=at(2))
    writes(made, "4", at=at(0), followers=5000)
    made.clock.at = at(5)
    return made


def test_the_most_urgent_comes_first_until_there_is_none(world: World) -> None:
    assert [take(world) for _ in range(4)] == ["x:2", "x:3", "x:1", None]
    assert (take(world, queue="vip"), load_of(world, "amy")) == ("x:4", 4)


def test_the_case_is_shown_and_says_who_took_it(world: World) -> None:
    shown = take_next("default", asks("amy", "agent"), world)["case"]
    (routing,) = shown["routing"]

    assert (shown["agent"], shown["status"]) == ("amy", "open")
    assert (routing["by"], routing["reasons"]) == (
        "amy",
        {"amy": "took the next of default"},
    )


def test_two_who_ask_at_once_get_different_cases(world: World) -> None:
    class Racing(FakeLog):
        """Bob is a moment before Amy."""

        taken: str | None = None

        def record(self, entry: Entry, card: Card, **more: Any) -> None:
            if self.taken is None:
                self.taken = ""
                self.taken = take(world, "bob")
            super().record(entry, card, **more)

    comes(world, "bob")
    log = Racing()
    log.__dict__.update(world.log.__dict__)
    world.log, world.agents = log, FakeAgents(log)

    assert (take(world, "amy"), log.taken) == ("x:3", "x:2")
    assert holders(world, "2", "3") == ["bob", "amy"]


def test_what_he_may_not_take_is_passed_over(world: World) -> None:
    writes(world, "5", channel="phone", social=False, at=at(4))
    people.leave_channel("x", "amy", asks(), world)

    assert (take(world), take(world, queue="calls")) == (None, None)
    people.put_agent("amy", asks(body={"name": "Amy", "channels": []}), world)
    assert take(world) is None
    assert case_of(world, "5", "phone").episode.agent is None


def test_what_is_snoozed_comes_when_that_is_over(world: World) -> None:
    case = case_of(world, "2")
    entry = commands.snooze(case, Act(at=at(4)), at(10))
    record("x:2", lambda _found: Fact(entry=entry), world)
    found = take(world)
    world.clock.at = at(10)

    assert (found, take(world)) == ("x:3", "x:2")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"capacity": 1, "load": 1}, "at_capacity"),
        ({"shifts": SHIFTS}, "off_shift"),
        ({"available": False}, "not_available"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_who_can_take_none_is_told_why(
    world: World, changes: dict[str, Any], code: str
) -> None:
    here = changes.pop("available", True)
    comes(world, "bob", **changes)
    world.agents.set_available("bob", here)
    world.clock.at = at(hours=7)
    with pytest.raises(Conflict) as refused:
        take(world, "bob")

    assert refused.value.code == code


def test_the_last_capacity_is_used_once(world: World) -> None:
    comes(world, "bob", capacity=1)

    assert take(world, "bob") == "x:2"
    with pytest.raises(Conflict, match="as many cases"):
        take(world, "bob")


def test_a_stranger_and_a_queue_that_does_not_exist_are_told(world: World) -> None:
    with pytest.raises(Conflict) as refused:
        take(world, "zoe")
    with pytest.raises(NotFound, match="queue"):
        take(world, queue="lost")

    assert refused.value.code == "no_agent"
