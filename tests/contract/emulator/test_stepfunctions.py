"""Step Functions: timeouts by path, failing callbacks, and the clock."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.contract.emulator.conftest import Playground

Unique = Callable[[str], str]

SLOW = "import time\ndef handler(event, context):\n    time.sleep(0.5)\n"
ECHO = "def handler(event, context):\n    return event\n"
WAITER = "def handler(event, context):\n    pass\n"
FAILING = (
    "class Unfit(Exception): pass\ndef handler(event, context):\n    raise Unfit\n"
)
HOUR = 3600


def test_a_callback_times_out_after_the_seconds_in_its_input(
    playground: "Playground", unique: Unique
) -> None:
    execution = playground.execution(
        unique("m"),
        {"seconds": HOUR},
        **_callback(playground.function(unique("f"), WAITER)),
        TimeoutSecondsPath="$.seconds",
    )

    clock(playground, f"?advance={HOUR - 60}")
    assert _status(playground, execution) == "RUNNING"
    clock(playground, "?advance=61")
    assert playground.ended(execution)["error"] == "States.Timeout"


def test_a_callback_times_out_after_the_seconds_of_an_expression(
    playground: "Playground", unique: Unique
) -> None:
    execution = playground.execution(
        unique("m"),
        {"seconds": HOUR},
        QueryLanguage="JSONata",
        Type="Task",
        Resource="arn:aws:states:::lambda:invoke.waitForTaskToken",
        Arguments={"FunctionName": playground.function(unique("f"), WAITER)},
        TimeoutSeconds="{% $states.input.seconds %}",
    )

    clock(playground, f"?advance={HOUR + 1}")

    assert playground.ended(execution)["error"] == "States.Timeout"


def test_a_payload_says_when_its_state_was_entered(
    playground: "Playground", unique: Unique
) -> None:
    entered = "{% $states.context.State.EnteredTime %}"
    echo = playground.function(unique("f"), ECHO)
    execution = playground.execution(
        unique("m"),
        QueryLanguage="JSONata",
        Type="Task",
        Resource="arn:aws:states:::lambda:invoke",
        Arguments={"FunctionName": echo, "Payload": {"entered": entered}},
        Output="{% $states.result.Payload %}",
    )
    said = json.loads(playground.ended(execution)["output"])

    assert datetime.fromisoformat(said["entered"]).tzinfo == UTC


def test_a_callback_whose_function_raises_fails_with_the_exceptions_class(
    playground: "Playground", unique: Unique
) -> None:
    execution = playground.execution(
        unique("m"), **_callback(playground.function(unique("f"), FAILING))
    )

    assert playground.ended(execution)["error"] == "Unfit"


def test_a_wait_of_ten_days_ends_when_the_clock_is_advanced(
    playground: "Playground", unique: Unique
) -> None:
    execution = playground.execution(unique("m"), Type="Wait", Seconds=864000)

    clock(playground, "?advance=864001")

    assert playground.ended(execution, patience=2)["status"] == "SUCCEEDED"


def test_a_wait_until_a_time_follows_the_clock(
    playground: "Playground", unique: Unique
) -> None:
    until = clock(playground)["now"] + 2 * HOUR
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(until))
    execution = playground.execution(unique("m"), Type="Wait", Timestamp=at)

    clock(playground, f"?advance={2 * HOUR + 1}")

    assert playground.ended(execution, patience=2)["status"] == "SUCCEEDED"


def test_time_moves_only_when_all_that_was_begun_is_done(
    playground: "Playground", unique: Unique
) -> None:
    slow = playground.function(unique("f"), SLOW)
    moved = clock(playground)["offset"]
    execution = playground.execution(
        unique("m"), **{**_callback(slow), "TimeoutSeconds": HOUR}
    )

    clock(playground, f"?advance={HOUR}")  # the hour begins before, not after this

    assert playground.ended(execution, patience=2)["error"] == "States.Timeout"
    assert clock(playground)["offset"] == moved + HOUR


def test_an_execution_starts_without_a_pause(
    playground: "Playground", unique: Unique
) -> None:
    took = []
    for number in range(5):
        began = time.monotonic()
        playground.ended(playground.execution(unique(f"m{number}"), Type="Pass"))
        took.append(time.monotonic() - began)

    assert min(took) < 0.15


@pytest.mark.parametrize("query", ["?advance=-1", "?advance=x", "?set=0"])
def test_the_clock_refuses_what_is_no_time(
    playground: "Playground", query: str
) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        clock(playground, query)
    refused.value.close()

    assert refused.value.code == 400


def test_the_clock_can_be_set_and_is_kept(fresh: "Playground") -> None:
    clock(fresh, "?set=1000000000")

    fresh.emulator.kill()
    fresh.emulator.start()

    assert 1_000_000_000 <= clock(fresh)["now"] < 1_000_000_060
    offset = float((fresh.emulator.folder / "clock").read_text())
    assert time.time() + offset == pytest.approx(clock(fresh)["now"], abs=5)


def clock(playground: "Playground", query: str = "") -> dict[str, float]:
    url = f"{playground.emulator.url}/_local/clock{query}"
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - our own
        found: dict[str, float] = json.load(answer)
        return found


def _callback(function: str) -> dict[str, Any]:
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
        "Parameters": {
            "FunctionName": function,
            "Payload": {"token.$": "$$.Task.Token"},
        },
    }


def _status(playground: "Playground", execution: str) -> str:
    states = playground.client("stepfunctions")
    status: str = states.describe_execution(executionArn=execution)["status"]
    return status
