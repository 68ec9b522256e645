"""Whole services fail for a while, clocks differ, queues hand out as they like."""

from collections.abc import Callable, Mapping
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.faults.all_journeys import JOURNEYS
from tests.faults.calls import HOST, Call, Mode
from tests.faults.cloud import FED, Choose, Cloud, Start
from tests.faults.journeys import Journey, breached, large, public_to_private
from tests.faults.night_journeys import counted
from tests.faults.outside_journeys import told
from tests.faults.settled import Settled, differences, is_left_open, settled

RATE = 0.02  # of all calls go wrong, several in a journey
# A night reads hundreds of keys: at such a rate each of its three attempts would fail.
BY_DAY = sorted({*JOURNEYS} - {"counted", "let_go", "mended"})


def end(cloud: Cloud, journey: Journey) -> Settled:
    journey(cloud)
    return settled(cloud)


def failing(times: int, is_meant: Callable[[Call], bool]) -> Choose:
    """The first so many calls that are meant fail."""
    left = [times]

    def choose(_number: int, call: Call) -> Mode | None:
        if not left[0] or not is_meant(call):
            return None
        left[0] -= 1
        return "fail"

    return choose


OUTAGES: Mapping[str, tuple[Journey, int, Callable[[Call], bool]]] = {
    "no bucket": (large, 3, lambda call: call.service == "s3"),
    "no bucket at night": (counted, 2, lambda call: call.service == "s3"),
    "no secrets": (
        public_to_private,
        4,
        lambda call: call.service == "secretsmanager",
    ),
    "no subscriber": (told, 3, lambda call: call.service == HOST),
    "no table": (breached, 4, lambda call: call.service == "dynamodb"),
    "no queue": (public_to_private, 3, lambda call: call.service == "sqs"),
    "no start of workflows": (
        public_to_private,
        3,
        lambda call: call.operation == "StartExecution",
    ),
    "no answer to workflows": (
        breached,
        3,
        lambda call: call.operation.startswith("SendTask"),
    ),
    "no card is saved": (
        public_to_private,
        3,
        lambda call: (call.function, call.operation) == ("ingest_events", "PutItem"),
    ),
}


@pytest.mark.parametrize("name", OUTAGES)
def test_what_a_service_did_not_do_for_a_while_is_done_then(
    start: Start, name: str
) -> None:
    journey, times, is_meant = OUTAGES[name]
    usual = end(start(), journey)
    choose = failing(times, is_meant)

    assert differences(usual, end(start(choose=choose), journey)) == []


@pytest.mark.parametrize("seconds", [-2.0, 2.0])
@pytest.mark.parametrize("function", ["ingest_events", "api_handler", "await_deadline"])
def test_the_clock_of_one_machine_may_differ(
    start: Start, function: str, seconds: float
) -> None:
    usual = end(start(), public_to_private)
    skewed = end(start(skew_s={function: seconds}), public_to_private)

    assert differences(usual, skewed) == []


def randomly(seed: int) -> Choose:
    chance = Random(seed)  # noqa: S311 - no secret

    def choose(_number: int, call: Call) -> Mode | None:
        return chance.choice(call.modes()) if chance.random() < RATE else None

    return choose


@settings(
    max_examples=12,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],  # a journey is no simpler for a smaller seed
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(name=st.sampled_from(BY_DAY), seed=st.integers(0, 2**32))
def test_several_faults_and_messages_in_any_order_and_number(
    start: Start, name: str, seed: int
) -> None:
    usual = end(start(), JOURNEYS[name])
    cloud = start(choose=randomly(seed))
    for queue in FED:
        cloud.queue(queue).shuffle = Random(seed)  # noqa: S311 - no secret
    other = end(cloud, JOURNEYS[name])

    assert is_left_open(other) or differences(usual, other) == []
