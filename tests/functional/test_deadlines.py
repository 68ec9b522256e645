"""What a case's workflow finds when it looks, and what wakes it in time."""

from collections.abc import Callable
from typing import Any

import pytest

from functions import case_workflow
from functions.sweep import sweep
from functions.waits import rearm
from shared.domain.calendars import Calendar
from shared.ports import Card
from tests.fakes.ann import (
    ANN,
    STATE,
    answers,
    case,
    come,
    entries,
    keep,
    looks,
    resolve,
    waits,
    writes,
)
from tests.fakes.entries import at
from tests.fakes.world import World


@pytest.fixture
def world() -> World:
    made = World(at=at(2))
    writes(made)
    return made


class TestRearm:
    """The first answer was given; the wait goes on until it would have been due."""

    @pytest.fixture
    def world(self) -> World:
        made = World(at=at(2))
        writes(made)
        answers(made)
        return made

    @pytest.mark.parametrize(("until", "rearmed"), [(52, 1), (51, 0), (None, 1)])
    def test_a_customer_who_writes_again_wakes_a_wait_that_is_too_long(
        self, world: World, until: float | None, rearmed: int
    ) -> None:
        keep(world, until)
        writes(world, id="m2", at=at(3))

        assert len(world.workflow.rearmed) == rearmed
        assert all(wait.until == at(51) for _, wait in world.workflow.rearmed)

    def test_a_repeated_delivery_does_what_the_first_one_did_not(
        self, world: World
    ) -> None:
        writes(world, id="m2", at=at(3))
        keep(world, 99)
        writes(world, id="m2", at=at(3))

        assert [token for token, _ in world.workflow.rearmed] == ["t1"]

    def test_an_unanswered_first_message_needs_none(self) -> None:
        world = World(at=at(2))
        writes(world)
        keep(world, 99)
        writes(world, id="m2", at=at(3))

        assert world.workflow.rearmed == []

    def test_the_sweep_tells_who_was_not_told(self, world: World) -> None:
        writes(world, id="m2", at=at(3))
        keep(world, 99)
        sweep(world)

        assert [wait.until for _, wait in world.workflow.rearmed] == [at(51)]

    def test_what_has_ended_is_told_nothing(self, world: World) -> None:
        keep(world, 99)
        resolve(world)
        rearm([world.log.cards([ANN])[ANN].person], world)

        assert world.workflow.rearmed == []

    def test_a_message_between_the_start_of_a_wait_and_its_look_is_seen(
        self, world: World
    ) -> None:
        writes(world, id="m2", at=at(3))
        waits(world, at(99))

        assert [wait.until for _, wait in world.workflow.rearmed] == [at(51)]


class TestShifts:
    def test_a_waiting_case_is_looked_at_when_a_shift_starts(
        self, world: World
    ) -> None:
        late = Calendar.parse(
            {"timezone": "UTC", "weekly": {"mon": [["10:05", "18:00"]]}}
        )
        come(world, "amy", shifts=late)
        until = looks(world)
        world.clock.at = at(5)
        looks(world)

        assert (until, case(world).episode.agent) == (at(5), "amy")


class TestFirstWait:
    def test_a_workflow_starts_with_the_wait_its_case_needs(self, world: World) -> None:
        (wait,) = world.workflow.waits.values()

        assert (wait.until, wait.seconds) == (at(12), 600)

    def test_one_that_starts_too_late_looks_at_once(self) -> None:
        world = World(at=at(200))
        writes(world)
        (wait,) = world.workflow.waits.values()

        assert (wait.until, wait.seconds) == (at(200), 1)


class TestLook:
    def test_a_breach_is_dated_at_its_due_instant_whenever_it_is_seen(
        self, world: World
    ) -> None:
        world.clock.advance(hours=9)
        for _ in range(2):
            wakes = looks(world)

        (breach,) = entries(world, "breached")
        assert breach.at == at(15)
        # What is left of the resolution's 16 business hours is at risk tomorrow.
        assert wakes == at((24 + 3) * 60 + 48)

    @pytest.mark.parametrize("look", [case_workflow.look, case_workflow.ask])
    def test_a_late_answer_before_anybody_looked_is_a_breach_all_the_same(
        self, world: World, look: Callable[[Any, World], Any]
    ) -> None:
        answers(world)
        writes(world, id="m2", at=at(3))
        echo = {"id": "a2", "direction": "outbound", "agent": "amy", "text": "Yes."}
        writes(world, at=at(63, milliseconds=1), **echo)
        writes(world, id="m3", at=at(65))
        world.clock.at = at(66)
        resolve(world)
        for _ in range(2):
            look(STATE, world)

        (breach,) = entries(world, "breached")
        assert (breach.clock, breach.at) == ("next_response", at(63))
        assert entries(world, "escalated") == []

    def test_an_early_wake_up_records_nothing(self, world: World) -> None:
        world.clock.advance(minutes=9, seconds=59)

        assert looks(world) == at(12)
        assert entries(world, "breached") + entries(world, "warned") == []

    def test_little_time_left_is_warned_of_once(self, world: World) -> None:
        world.clock.advance(minutes=10)
        for _ in range(2):
            wakes = looks(world)

        (warning,) = entries(world, "warned")
        assert (warning.clock, warning.due) == ("first_response", at(15))
        assert wakes == at(15)

    def test_an_answered_case_is_not_breached(self, world: World) -> None:
        answers(world)
        world.clock.advance(hours=1)
        looks(world)

        assert entries(world, "breached") == []

    def test_a_former_episode_is_left_alone(self, world: World) -> None:
        resolve(world)
        writes(world, id="m2", at=at(9))
        world.clock.advance(hours=1)
        case_workflow.look(STATE, world)

        assert entries(world, "breached") == []

    def test_a_second_breach_follows_although_a_look_was_missed(
        self, world: World
    ) -> None:
        world.clock.advance(days=5)
        looks(world)

        found = [(e.clock, e.at) for e in entries(world, "breached")]
        # 16 business hours from Monday 10:00 are over on Tuesday at 17:00.
        assert found == [
            ("first_response", at(15)),
            ("resolution", at((24 + 7) * 60)),
        ]


class TestConsequences:
    def test_a_breach_raises_the_priority_and_calls_a_supervisor(
        self, world: World
    ) -> None:
        world.clock.advance(minutes=13)
        for _ in range(2):
            looks(world)

        episode = case(world).episode
        assert (episode.routing.priority, episode.escalated) == (
            "high",
            ("supervisor",),
        )
        assert episode.routing.reasons == ("breach first_response",)
        assert [e.reason for e in entries(world, "escalated")] == ["breach"]

    def test_a_warning_does_nothing_more_unless_told_to(self, world: World) -> None:
        world.clock.advance(minutes=10)
        looks(world)

        assert case(world).episode.routing.priority == "normal"
        assert case(world).episode.escalated == ()

    def test_a_warning_may_call_a_supervisor_too(self, world: World) -> None:
        world.put_settings("escalation", {"on_risk": {"supervisor": True}})
        world.clock.at = at(13)
        looks(world)
        world.clock.at = at(15)
        looks(world)

        assert [e.reason for e in entries(world, "escalated")] == ["at_risk"]

    def test_every_clock_raises_the_priority_by_a_step(self, world: World) -> None:
        world.clock.advance(days=5)
        looks(world)

        episode = case(world).episode
        assert (episode.routing.priority, episode.escalated) == (
            "urgent",
            ("supervisor",),
        )

    def test_a_case_is_taken_from_its_agent_and_given_to_another(
        self, world: World
    ) -> None:
        world.put_settings("escalation", {"on_breach": {"reassign": True}})
        come(world, "amy", load=1)
        looks(world)
        come(world, "bob")
        world.clock.at = at(15)
        looks(world)

        loads = {name: agent.load for name, agent in world.log.agents.items()}
        assert (case(world).episode.agent, loads) == ("bob", {"amy": 1, "bob": 1})
        assert len(entries(world, "unassigned")) == 1

    def test_a_case_at_risk_may_go_to_another_but_never_back_to_the_same(
        self, world: World
    ) -> None:
        world.put_settings("escalation", {"on_risk": {"reassign": True}})
        come(world, "amy")
        looks(world)
        world.clock.at = at(13)
        looks(world)
        alone = case(world).episode.agent
        come(world, "bob")
        looks(world)

        assert (alone, case(world).episode.agent) == (None, "bob")
        assert [e.reason for e in entries(world, "unassigned")] == ["at_risk"]

    def test_nothing_follows_for_what_was_resolved(self, world: World) -> None:
        resolve(world)
        world.clock.advance(minutes=60)
        case_workflow.look(STATE, world)

        assert len(entries(world, "breached")) == 1
        assert entries(world, "routed") + entries(world, "escalated") == []

    def test_the_rules_of_the_breach_hold_for_what_follows(self, world: World) -> None:
        world.clock.advance(minutes=20)
        world.put_settings("escalation", {"on_breach": {"supervisor": False}})
        looks(world)

        assert len(entries(world, "escalated")) == 1

    def test_a_crash_leaves_all_of_it_or_nothing(self, world: World) -> None:
        world.clock.advance(minutes=13)
        keep_out = world.log._check

        def fail(card: Card) -> None:
            raise ConnectionError(card.person.id)

        world.log._check = fail  # type: ignore[method-assign] # an outage
        with pytest.raises(ConnectionError):
            looks(world)
        world.log._check = keep_out  # type: ignore[method-assign] # it is over
        kinds = ("breached", "routed", "escalated")
        before = [len(entries(world, kind)) for kind in kinds]
        looks(world)

        assert (before, [len(entries(world, kind)) for kind in kinds]) == (
            [0, 0, 0],
            [1, 1, 1],
        )
