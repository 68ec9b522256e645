"""The nightly sweep finds surveys that an outage has left half done."""

from datetime import timedelta
from typing import Any

import pytest

from functions import case_workflow
from functions.sweep import sweep
from shared.domain.survey_occasions import Candidate
from shared.errors import SendDelayed
from tests.fakes.entries import at
from tests.fakes.world import World
from tests.functional.test_asking import ends, hears, told


@pytest.fixture
def world() -> World:
    return World(at=at(2))


def begins(world: World, person: str) -> None:
    """The survey of a purchase is begun, and its execution ends in an error."""
    candidate = Candidate(person=person, survey="nps-1", ask_at=at(10), sampled=True)
    world.workflow.start_survey(candidate)
    world.workflow.failed["nps-1"] = at(20)
    world.clock.at = at(60)


def asks(world: World, name: str) -> None:
    """The execution of that name asks."""
    begun = world.workflow.surveys[name]
    state = {"person": begun.person, "survey": begun.survey, "sampled": begun.sampled}
    case_workflow.ask(state, world)


def test_a_survey_whose_workflow_was_lost_is_begun_again_at_once(world: World) -> None:
    person = hears(world, "x", "1")
    ends(world, person)
    begins(world, person)

    assert [sweep(world)["surveys"] for _ in range(2)] == [1, 0]
    again = world.workflow.surveys["nps-1-1"]
    assert (again.person, again.sampled, again.ask_at) == (person, True, at(60))
    asks(world, "nps-1-1")
    assert len(world.sender.sent) == 1


def test_what_was_asked_before_it_was_lost_is_not_asked_again(world: World) -> None:
    person = hears(world, "x", "1")
    ends(world, person)
    begins(world, person)
    asks(world, "nps-1")
    sweep(world)
    asks(world, "nps-1-1")

    assert len(world.sender.sent) == len(told(world, person, "survey_sent")) == 1


def test_why_it_was_not_asked_stays_as_it_was_told(world: World) -> None:
    person = hears(world, "x", "1")
    begins(world, person)
    asks(world, "nps-1")  # his case is open
    ends(world, person)
    sweep(world)
    asks(world, "nps-1-1")

    assert world.sender.sent == []
    assert [e.reason for e in told(world, person, "survey_suppressed")] == ["case_open"]


def test_nor_is_it_told_again_once_he_has_a_newer_case(world: World) -> None:
    person = hears(world, "x", "1")
    case_workflow.ask(ends(world, person), world)
    begins(world, person)
    world.clock.at = week = at(2) + timedelta(days=7)
    asks(world, "nps-1")  # he was asked a week ago
    world.workflow.failed["nps-1"] = week
    hears(world, "x", "1", id="m2", text="Where is it?", at=week + timedelta(hours=1))
    world.clock.at = week + timedelta(hours=2)
    sweep(world)
    asks(world, "nps-1-1")

    (told_once,) = told(world, person, "survey_suppressed")
    assert told_once.reason == "quiet_period"
    assert world.log.cards([person])[person].person.since.endswith("m2")


def test_what_was_lost_too_long_ago_is_past(world: World) -> None:
    person = hears(world, "x", "1")
    ends(world, person)
    begins(world, person)
    world.clock.at = at(20) + timedelta(days=3, seconds=1)

    assert sweep(world)["surveys"] == 0


def queues(world: World, channel: str = "x") -> dict[str, Any]:
    """A question about a case waits to be sent, and its workflow ends in an error."""
    state = ends(world, hears(world, channel, "1"))
    world.sender.mode = "rate_limit"
    with pytest.raises(SendDelayed):
        case_workflow.ask(state, world)
    world.sender.mode = "accept"
    world.workflow.running.clear()
    return state


def test_a_question_that_nobody_sent_before_he_wrote_again_is_given_up(
    world: World,
) -> None:
    queues(world)
    hears(world, "x", "1", id="m2", text="Where is it?", at=at(5))
    world.clock.at = at(120)

    assert [sweep(world)["surveys"] for _ in range(2)] == [1, 0]
    reasons = [e.reason for e in told(world, "x:1", "survey_suppressed")]
    assert reasons == ["case_open"]


def test_a_question_that_may_still_leave_is_left_alone(world: World) -> None:
    queues(world)
    hears(world, "x", "1", id="m2", text="Where is it?", at=at(5))
    world.clock.at = at(30)

    assert sweep(world)["surveys"] == 0


def test_a_question_that_nobody_sent_is_sent_by_the_case_s_next_workflow(
    world: World,
) -> None:
    state = queues(world)
    world.clock.at = at(120)

    mended = {n: c for n, c in sweep(world).items() if c}
    assert mended == {"checked": 1, "started": 1}
    case_workflow.ask(state, world)
    assert len(told(world, "x:1", "survey_sent")) == 1
