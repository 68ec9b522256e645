"""Assignment over queues, skills, languages and shifts, also when two do it at once."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from functions import assignment, handovers, people, queues
from functions.assignment import drain, tend, wake_at
from functions.casebook import Fact, load, record
from shared.domain import commands
from shared.domain.commands import Act
from shared.domain.log import Entry
from shared.domain.worklist import Waiting
from shared.errors import Conflict
from shared.ports import Card
from shared.ports_workflow import Token
from tests.fakes.desk import (
    OFFICE,
    QUEUES,
    SHIFTS,
    asks,
    assign,
    case_of,
    comes,
    holders,
    load_of,
    writes,
)
from tests.fakes.entries import at, sent
from tests.fakes.log import FakeAgents, FakeLog
from tests.fakes.world import World

FIVE = at(hours=7)
NINE = at(days=1, hours=-1)


@pytest.fixture
def world() -> World:
    """Rules that know three queues; nobody is there yet."""
    made = World(at=at(0))
    made.put_settings("routing", QUEUES)
    return made


def calls(world: World, person: str, **changes: Any) -> None:
    writes(world, person, channel="phone", social=False, **changes)


class TestWhom:
    def test_a_case_goes_to_who_has_its_skills(self, world: World) -> None:
        calls(world, "1")
        comes(world, "amy")
        comes(world, "bob", skills=("phone",), load=5)
        assign("phone:1", world)

        assert case_of(world, "1", "phone").episode.agent == "bob"

    def test_and_speaks_its_language(self, world: World) -> None:
        writes(world, "1")
        # Until languages are determined the opening message has none.
        opener = replace(world.log.read("x:1")[0], language="pt-BR")
        world.log.entries.clear()
        world.log.append([("x:1", opener)])
        comes(world, "amy", languages=("de",))
        comes(world, "bob", languages=("pt",), load=5)
        assign("x:1", world)

        assert holders(world, "1") == ["bob"]

    def test_nobody_is_given_a_case_off_shift(self, world: World) -> None:
        writes(world, "1")
        comes(world, "amy", shifts=SHIFTS)
        world.clock.at = FIVE

        assert not assign("x:1", world)
        world.clock.at = NINE
        assert assign("x:1", world)


class TestDrain:
    def test_it_takes_the_most_urgent_of_all_queues_first(self, world: World) -> None:
        writes(world, "1", at=at(3))
        writes(world, "2", at=at(1))
        writes(world, "3", at=at(2), followers=5000)
        world.clock.at = at(4)
        comes(world, "amy", capacity=2)
        drain(world)

        assert case_of(world, "3").queue == "vip"
        assert holders(world, "2", "3", "1") == ["amy", "amy", None]

    def test_what_nobody_can_take_holds_nothing_of_its_channel_back(
        self, world: World
    ) -> None:
        calls(world, "1")
        world.put_settings("routing", {"rules": []})
        calls(world, "2", at=at(1))
        comes(world, "amy")
        world.clock.at = at(2)
        drain(world)

        assert case_of(world, "1", "phone").episode.agent is None
        assert case_of(world, "2", "phone").episode.agent == "amy"

    def test_nothing_is_read_when_nobody_can_take_a_case(self, world: World) -> None:
        writes(world, "1")
        comes(world, "amy", capacity=1, load=1)
        comes(world, "bob", shifts=SHIFTS)
        world.clock.at = FIVE
        world.log = Lagging(world.log, None)
        drain(world)

        assert holders(world, "1") == [None]

    def test_what_went_back_just_now_is_known_though_the_list_lags(
        self, world: World
    ) -> None:
        writes(world, "1")
        comes(world, "amy")
        assign("x:1", world)
        comes(world, "bob")
        world.log = Lagging(world.log, [])
        people.set_availability("amy", asks(body={"available": False}), world)

        assert holders(world, "1") == ["bob"]


class Lagging(FakeLog):
    """A log whose work list shows who waited a while ago; None: it is not read."""

    def __init__(self, log: FakeLog, shown: list[Waiting] | None) -> None:
        self.__dict__.update(log.__dict__)
        self.shown = shown

    def unassigned(self, queues: Iterable[str]) -> list[Waiting]:
        assert self.shown is not None, queues
        return self.shown


class Racing(FakeLog):
    """A log in which somebody else acts just before the first writes."""

    def __init__(self, first: FakeLog, times: int = 1) -> None:
        self.__dict__.update(first.__dict__)
        self.times = times
        self.meanwhile: Callable[[], None] = lambda: None

    def record(self, entry: Entry, card: Card, **more: Any) -> None:
        if self.times:
            self.times -= 1
            self.meanwhile()
        super().record(entry, card, **more)


class TestRaces:
    def racing(self, world: World, times: int = 1) -> Racing:
        log = Racing(world.log, times)
        world.log, world.agents = log, FakeAgents(log)
        return log

    def test_two_drains_at_once_give_every_case_once(self, world: World) -> None:
        for n in range(6):
            writes(world, str(n), at=at(n / 10))
        comes(world, "amy", capacity=2)
        comes(world, "bob", capacity=3)
        world.clock.at = at(1)
        log = self.racing(world)
        log.meanwhile = lambda: drain(world)
        drain(world)
        given = [e.kind for n in range(6) for e in log.read(f"x:{n}")]

        assert holders(world, "5") == [None]
        assert (load_of(world, "amy"), load_of(world, "bob")) == (2, 3)
        assert given.count("assigned") == 5

    def test_who_goes_while_a_case_is_given_to_him_does_not_get_it(
        self, world: World
    ) -> None:
        writes(world, "1")
        comes(world, "amy")
        comes(world, "bob", load=1)
        log = self.racing(world)
        log.meanwhile = lambda: world.agents.delete("amy")
        assign("x:1", world)

        assert (holders(world, "1"), load_of(world, "bob")) == (["bob"], 2)

    def test_a_case_others_keep_changing_holds_no_other_back(
        self, world: World
    ) -> None:
        writes(world, "1")
        writes(world, "2", at=at(0.1))
        comes(world, "amy")
        log = self.racing(world, times=5)

        def lose() -> None:
            raise Conflict("Somebody else was first.")

        log.meanwhile = lose
        world.clock.at = at(1)
        drain(world)

        assert holders(world, "1", "2") == [None, "amy"]


class TestWaits:
    """The workflow of a case wakes for shifts, whoever changed what it waits for."""

    NIGHT = at(hours=9)

    @pytest.fixture
    def world(self) -> World:
        """A case without an agent; it is the customer's turn, so nothing is due."""
        made = World(at=at(2))
        writes(made, "1")
        record("x:1", lambda _found: Fact(entry=sent(1)), made)
        case = case_of(made, "1")
        token = Token(token="t1", until=at(days=30))
        made.log.keep_token(case.id, 1, token)
        return made

    def wakes(self, world: World) -> list[datetime | None]:
        return [wait.until for _, wait in world.workflow.rearmed]

    def test_who_is_given_a_case_has_it_to_the_end_of_his_shift(
        self, world: World
    ) -> None:
        comes(world, "amy", shifts=SHIFTS)
        drain(world)

        assert (holders(world, "1"), self.wakes(world)) == (["amy"], [FIVE])

    def test_so_has_who_takes_one(self, world: World) -> None:
        comes(world, "amy", shifts=SHIFTS)
        queues.take_next("default", asks("amy", "agent"), world)

        assert (holders(world, "1"), self.wakes(world)) == (["amy"], [FIVE])

    def test_so_has_who_is_given_one_by_hand(self, world: World) -> None:
        comes(world, "amy", shifts=SHIFTS)
        request = asks(body={"agent": "amy"})
        handovers.assign(case_of(world, "1").id, request, world)

        assert (holders(world, "1"), self.wakes(world)) == (["amy"], [FIVE])

    def test_what_went_back_waits_for_the_next_shift(self, world: World) -> None:
        comes(world, "amy")
        comes(world, "bob", shifts=SHIFTS)
        world.clock.at = self.NIGHT
        drain(world)
        people.set_availability("amy", asks(body={"available": False}), world)

        assert (holders(world, "1"), self.wakes(world)) == ([None], [NINE])

    @pytest.mark.parametrize("skills", [[], ["vip"]], ids=["able", "skilled"])
    def test_so_does_what_waited_when_the_shift_was_put(
        self, world: World, skills: list[str]
    ) -> None:
        world.clock.at = self.NIGHT
        body = {"name": "Amy", "shifts": OFFICE, "skills": skills}
        people.put_agent("amy", asks(body=body), world)

        assert self.wakes(world) == [NINE]

    def test_or_when_somebody_joined_the_channel_off_shift(self, world: World) -> None:
        comes(world, "amy", shifts=SHIFTS, channels=())
        world.clock.at = self.NIGHT
        people.join_channel("phone", "amy", asks(), world)
        before = self.wakes(world)
        people.join_channel("x", "amy", asks(), world)

        assert (before, self.wakes(world)) == ([], [NINE])

    def test_without_shifts_nothing_is_armed(self, world: World) -> None:
        comes(world, "amy")
        drain(world)
        people.put_agent("bob", asks(body={"name": "Bob"}), world)

        assert (holders(world, "1"), self.wakes(world)) == (["amy"], [])


class TestTend:
    @pytest.fixture
    def world(self) -> World:
        """Amy has a case to the end of her shift at five."""
        made = World(at=at(0))
        comes(made, "amy", shifts=SHIFTS)
        writes(made, "1")
        assign("x:1", made)
        return made

    def wakes(self, world: World, person: str = "x:1") -> datetime | None:
        return wake_at(load(person, world), world)

    def test_at_the_end_of_the_shift_the_case_goes_to_who_is_there(
        self, world: World
    ) -> None:
        comes(world, "bob")
        assert self.wakes(world) == FIVE
        world.clock.at = FIVE
        after = tend(load("x:1", world), world)

        assert after.case is not None
        assert after.case.episode.agent == "bob"
        assert (load_of(world, "amy"), self.wakes(world)) == (0, None)

    def test_or_waits_for_the_next_shift_and_goes_to_who_had_it(
        self, world: World
    ) -> None:
        comes(world, "zoe", shifts=SHIFTS)
        world.clock.at = FIVE
        tend(load("x:1", world), world)
        found = (holders(world, "1"), self.wakes(world))
        world.clock.at = NINE
        tend(load("x:1", world), world)

        assert found == ([None], NINE)
        assert holders(world, "1") == ["amy"]

    def test_a_shift_that_starts_takes_the_most_urgent_first(
        self, world: World
    ) -> None:
        writes(world, "2", at=at(-30))
        world.clock.at = FIVE
        tend(load("x:1", world), world)
        people.put_agent(
            "amy", asks(body={"name": "Amy", "capacity": 1, "shifts": OFFICE}), world
        )
        world.clock.at = NINE
        tend(load("x:1", world), world)

        assert holders(world, "1", "2") == [None, "amy"]

    def test_before_it_is_over_nothing_happens(self, world: World) -> None:
        world.clock.at = FIVE.replace(hour=16)
        before = world.log.read("x:1")
        tend(load("x:1", world), world)

        assert world.log.read("x:1") == before

    def test_what_is_set_to_stay_stays(self, world: World) -> None:
        world.put_settings("escalation", {"return_cases": "never"})
        world.clock.at = FIVE
        tend(load("x:1", world), world)

        assert (holders(world, "1"), self.wakes(world)) == (["amy"], None)

    def test_what_somebody_has_who_is_no_more_goes_back(self, world: World) -> None:
        world.agents.delete("amy")
        world.clock.at = at(5)

        assert self.wakes(world) == at(5)
        tend(load("x:1", world), world)
        assert holders(world, "1") == [None]

    def test_a_case_that_is_over_is_left_alone(self, world: World) -> None:
        loaded = load("x:1", world)
        assert loaded.case is not None
        world.log.append([("x:1", commands.resolve(loaded.case, Act(at=at(1))))])
        world.clock.at = FIVE
        tend(load("x:1", world), world)

        assert [e.kind for e in world.log.read("x:1")].count("unassigned") == 0
        assert self.wakes(world) is None
        assert tend(load("x:nobody", world), world).case is None

    def test_who_has_no_load_is_not_in_the_way(self, world: World) -> None:
        """A removed agent who came anew has cases that the list had not shown."""
        world.agents.delete("amy")
        comes(world, "amy", shifts=SHIFTS)
        world.clock.at = FIVE
        tend(load("x:1", world), world)

        assert (holders(world, "1"), load_of(world, "amy")) == ([None], 0)

    def test_freeing_an_agent_asks_for_what_he_has(self, world: World) -> None:
        amy = world.agents.get("amy")
        assert amy is not None

        assert assignment.freed(amy) == {"amy": -1}
        assert assignment.freed(replace(amy, load=0)) is None
        assert assignment.freed(None) is None
