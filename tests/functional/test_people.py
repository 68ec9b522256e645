"""People: who they are, what they serve; what they have goes back when they go."""

from datetime import timedelta
from typing import Any

import pytest

from functions import people
from shared.domain.agents import left
from shared.domain.log import Entry
from shared.errors import BadInput, Conflict, NotFound
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
from tests.fakes.entries import at
from tests.fakes.world import World


def put(world: World, name: str = "amy", **body: Any) -> dict[str, Any]:
    return people.put_agent(name, asks(body={"name": "Amy", **body}), world)


def goes(world: World, name: str = "amy") -> None:
    people.set_availability(name, asks(body={"available": False}), world)


def returns(world: World, mode: str) -> None:
    world.put_settings("escalation", {"return_cases": mode})


def given_back(world: World, person: str = "1") -> list[str | None]:
    """The reasons for which a customer's case went back."""
    log = world.log.read(f"x:{person}")
    return [e.reason for e in log if e.kind == "unassigned"]


@pytest.fixture
def world() -> World:
    """Amy has three cases, two on X and a call; nobody else is there."""
    made = World(at=at(2))
    comes(made, "amy")
    writes(made, "1")
    writes(made, "2", at=at(1))
    writes(made, "3", channel="phone", social=False)
    for person in ("x:1", "x:2", "phone:3"):
        assert assign(person, made)
    return made


class TestPut:
    def test_it_replaces_all_that_is_said_of_him_and_keeps_what_he_does(
        self, world: World
    ) -> None:
        put(world, capacity=5, channels=["x"], skills=["vip"], shifts=OFFICE)
        shown = put(world, languages=["de"], except_channels=["mail"])

        assert shown == {
            "id": "amy",
            "name": "Amy",
            "capacity": 10,
            "channels": None,
            "except_channels": ["mail"],
            "skills": [],
            "languages": ["de"],
            "shifts": None,
            "available": True,
            "open_cases": 3,
        }
        assert people.show_agent("amy", asks(), world) == shown

    def test_what_is_wrong_changes_nothing(self, world: World) -> None:
        before = world.agents.all()
        with pytest.raises(BadInput, match="shifts"):
            put(world, shifts={"timezone": "Rome"})

        assert world.agents.all() == before

    def test_a_new_skill_is_of_use_at_once(self, world: World) -> None:
        world.put_settings("routing", QUEUES)
        writes(world, "4", channel="phone", social=False, at=at(2))
        before = assign("phone:4", world)
        put(world, skills=["phone"])

        assert not before
        assert case_of(world, "4", "phone").episode.agent == "amy"

    def test_more_capacity_is_of_use_at_once(self, world: World) -> None:
        put(world, capacity=3)
        writes(world, "4")
        before = assign("x:4", world)
        put(world, capacity=4)

        assert (before, holders(world, "4")) == (False, ["amy"])

    def test_less_capacity_takes_nothing_away(self, world: World) -> None:
        put(world, capacity=1)

        assert (holders(world, "1", "2"), load_of(world, "amy")) == (["amy"] * 2, 3)


class TestLeave:
    def leave(self, world: World, channel: str = "x") -> dict[str, Any]:
        return people.leave_channel(channel, "amy", asks(), world)

    def test_the_cases_of_the_channel_go_back_at_once_if_that_is_set(
        self, world: World
    ) -> None:
        returns(world, "at_once")
        shown = self.leave(world)

        assert (shown["channels"], shown["except_channels"]) == (None, ["x"])
        assert (holders(world, "1", "2"), shown["open_cases"]) == ([None, None], 1)
        assert given_back(world) == ["agent_left_channel"]
        assert case_of(world, "3", "phone").episode.agent == "amy"

    @pytest.mark.parametrize("mode", ["shift_end", "never"])
    def test_or_he_keeps_them_for_now(self, world: World, mode: str) -> None:
        returns(world, mode)
        self.leave(world)

        assert (holders(world, "1", "2"), load_of(world, "amy")) == (["amy"] * 2, 3)

    def test_it_holds_for_the_next_assignment_in_any_case(self, world: World) -> None:
        returns(world, "never")
        self.leave(world)
        writes(world, "4")

        assert not assign("x:4", world)
        people.join_channel("x", "amy", asks(), world)
        assert holders(world, "4") == ["amy"]

    def test_others_are_given_what_goes_back(self, world: World) -> None:
        returns(world, "at_once")
        comes(world, "bob", capacity=1)
        self.leave(world)

        assert holders(world, "1", "2") == ["bob", None]
        assert (load_of(world, "amy"), load_of(world, "bob")) == (1, 1)

    def test_a_changed_list_of_channels_is_a_leave_too(self, world: World) -> None:
        returns(world, "at_once")
        put(world, channels=["phone"])

        assert holders(world, "1", "2") == [None, None]

    def test_an_attempt_that_broke_off_is_completed_by_the_next(
        self, world: World
    ) -> None:
        returns(world, "at_once")
        world.agents.change("amy", lambda agent: left(agent, "x"))
        self.leave(world)

        assert (holders(world, "1", "2"), load_of(world, "amy")) == ([None, None], 1)

    @pytest.mark.parametrize(
        "act", [people.join_channel, people.leave_channel], ids=["join", "leave"]
    )
    def test_strangers_and_odd_channels_are_refused(
        self, world: World, act: Any
    ) -> None:
        with pytest.raises(NotFound):
            act("x", "zoe", asks(), world)
        with pytest.raises(BadInput, match="channel"):
            act("A B", "amy", asks(), world)


class TestGo:
    def test_without_shifts_going_is_the_end_of_the_shift(self, world: World) -> None:
        goes(world)

        assert (holders(world, "1", "2"), load_of(world, "amy")) == ([None, None], 0)
        assert given_back(world) == ["agent_absent"]

    def test_with_shifts_a_break_is_none(self, world: World) -> None:
        put(world, shifts=OFFICE)
        goes(world)

        assert (holders(world, "1", "2"), load_of(world, "amy")) == (["amy"] * 2, 3)

    def test_with_shifts_that_are_over_going_is(self, world: World) -> None:
        put(world, shifts=OFFICE)
        world.clock.at = at(hours=7, minutes=1)
        goes(world)

        assert (holders(world, "1"), given_back(world)) == ([None], ["shift_over"])

    @pytest.mark.parametrize(
        ("mode", "kept"), [("at_once", [None]), ("never", ["amy"])]
    )
    def test_it_is_as_it_is_set(
        self, world: World, mode: str, kept: list[str | None]
    ) -> None:
        returns(world, mode)
        put(world, shifts=OFFICE)
        goes(world)

        assert holders(world, "1") == kept

    def test_who_comes_back_is_given_his_own_first(self, world: World) -> None:
        comes(world, "bob", capacity=1)
        goes(world)
        world.clock.advance(minutes=1)
        people.set_availability("amy", asks(body={"available": True}), world)

        assert holders(world, "1", "2") == ["bob", "amy"]
        (reasons,) = [
            e.raw["reasons"]
            for e in world.log.read("x:2")
            if e.kind == "assigned" and e.raw and e.at > at(2)
        ]
        assert reasons == {
            "amy": "had it before, load 0 of 10",
            "bob": "at_capacity",
        }

    def test_what_is_over_stays_his(self, world: World) -> None:
        case = case_of(world)
        done = Entry(at=at(2), id="r", kind="resolved", case=case.id, episode=1)
        world.log.append([("x:1", done)])
        goes(world)

        assert given_back(world) == []


class TestDelete:
    def remove(self, world: World, name: str = "amy") -> dict[str, Any]:
        return people.delete_agent(name, asks(), world)

    @pytest.mark.parametrize("mode", ["shift_end", "never", "at_once"])
    def test_all_his_cases_go_back_at_once(self, world: World, mode: str) -> None:
        returns(world, mode)
        comes(world, "bob", capacity=1)
        shown = self.remove(world)

        assert (shown["returned"], shown["available"]) == (3, False)
        assert holders(world, "1", "2") == ["bob", None]
        assert given_back(world) == ["agent_removed"]
        assert [a.id for a in world.agents.all()] == ["bob"]

    def test_who_is_gone_is_not_found(self, world: World) -> None:
        self.remove(world)
        for act in (self.remove, lambda w: people.show_agent("amy", asks(), w)):
            with pytest.raises(NotFound):
                act(world)

    def test_who_comes_anew_has_nothing(self, world: World) -> None:
        self.remove(world)
        comes(world, "amy", channels=())

        assert load_of(world, "amy") == 0

    def test_a_removal_that_broke_off_goes_on(self, world: World) -> None:
        def fail(agent_id: str) -> None:
            raise Conflict(f"{agent_id} is busy.")

        delete, world.agents.delete = world.agents.delete, fail  # type: ignore[method-assign] # a fault
        with pytest.raises(Conflict):
            self.remove(world)
        world.agents.delete = delete  # type: ignore[method-assign] # it is over
        self.remove(world)

        assert (world.agents.all(), holders(world, "1", "2")) == ([], [None, None])


def test_a_shift_that_was_put_ends_as_put(world: World) -> None:
    put(world, shifts=OFFICE)
    amy = world.agents.get("amy")

    assert amy is not None
    assert amy.shifts == SHIFTS
    assert not amy.on_shift(at(0) + timedelta(hours=7))
