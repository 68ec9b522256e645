"""A workflow whose token is lost hears of nothing, and is mended all the same.

So is one that is lost itself.
"""

import json

from tests.faults.calls import Call, Mode
from tests.faults.cloud import Cloud, Start
from tests.faults.journeys import (
    CASE,
    PERSON,
    PRIVATE,
    act,
    breached,
    comments,
    staffed,
    writes,
)
from tests.faults.matrix import outcomes
from tests.faults.night_journeys import mended
from tests.faults.settled import settled

DAY = 24 * 60  # minutes


def resolved_unheard(start: Start, resolved_at: float) -> Cloud:
    """A case resolved so many minutes after its beginning, and nobody has its token."""
    cloud = start()
    staffed(cloud)
    comments(cloud)
    cloud.run(10)
    act(cloud, "reply", CASE, text="What is its number?", visibility="private")
    cloud.run(20)
    writes(cloud, PRIVATE, 1, "It is 4711.")
    cloud.run(30)
    act(cloud, "reply", CASE, text="On its way.", visibility="private")
    cloud.run(resolved_at)
    cloud.lose_tokens()
    act(cloud, "resolve", CASE)
    return cloud


def said_of_surveys(cloud: Cloud) -> list[tuple[str, str]]:
    """What the log says of surveys, and when."""
    said = ((key, json.loads(body)["kind"]) for key, body in settled(cloud).log[PERSON])
    return [(key[15:20], kind) for key, kind in said if kind.startswith("survey")]


def test_it_is_asked_when_its_wait_ends_if_that_is_soon(start: Start) -> None:
    cloud = resolved_unheard(start, 35)
    cloud.run(120)

    assert ("10:48", "survey_sent") in said_of_surveys(cloud)


def test_or_else_by_the_sweep_of_the_night_and_once(start: Start) -> None:
    cloud = resolved_unheard(start, 1_000)
    cloud.run(1_200)
    assert said_of_surveys(cloud) == []

    for _ in range(2):
        cloud.scheduled("sweep_cases")
        cloud.run(1_260)
    sent = said_of_surveys(cloud)
    cloud.run(40 * DAY)  # the wait that nobody could end ends by itself

    assert [kind for _, kind in sent] == ["survey_sent", "survey_queued"]
    assert said_of_surveys(cloud) == sent
    assert settled(cloud).alive == []


def test_one_that_is_about_to_ask_is_left_alone(start: Start) -> None:
    cloud = resolved_unheard(start, 47)
    cloud.run(50)  # its wait has ended, and it waits until it may ask
    cloud.scheduled("sweep_cases")
    cloud.run(120)

    assert len(cloud.machines.executions) == 1


def keeping(_number: int, call: Call) -> list[Mode]:
    """An invocation is repeated before it keeps its token, and ends the wait."""
    is_it = (call.function, call.operation) == ("await_deadline", "PutItem")
    return ["double"] if is_it else []


def test_an_earlier_wait_takes_the_place_of_no_later_one(start: Start) -> None:
    found = outcomes(start, breached, keeping)

    assert len(found) > 5
    assert [it for it in found if it.how == "different"] == []


def starting(_number: int, call: Call) -> list[Mode]:
    """Another sweep comes in just before this one starts a workflow."""
    is_start = (call.function, call.operation) == ("sweep_cases", "StartExecution")
    return ["double"] if is_start else []


def test_two_who_sweep_at_once_start_a_workflow_once(start: Start) -> None:
    found = outcomes(start, mended, starting)

    assert len(found) == 2
    assert [it for it in found if it.how == "different"] == []
