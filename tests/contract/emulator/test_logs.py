"""CloudWatch Logs: a pattern of terms finds the lines that it finds at AWS."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.contract.emulator.conftest import Playground

ERROR = '{"level":"ERROR","id":"7"}'
FATAL = '{"level":"CRITICAL"}'
LATE = "7 Task timed out after 3.00 seconds"
FINE = '{"level":"INFO","message":"Task done, timed: out of it"}'
EVERYTHING = [ERROR, FATAL, LATE, FINE]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("", EVERYTHING),
        ("ERROR", [ERROR]),
        ("error", []),
        ('"7"', [ERROR, LATE]),
        ('ERROR "7"', [ERROR]),
        ("ERROR CRITICAL", []),
        ("?ERROR ?CRITICAL", [ERROR, FATAL]),
        ('"Task timed out"', [LATE]),
        ('?ERROR ?CRITICAL ?"Task timed out"', [ERROR, FATAL, LATE]),
        ("-ERROR", [FATAL, LATE, FINE]),
    ],
)
def test_a_pattern_finds(
    pattern: str,
    found: list[str],
    playground: "Playground",
    unique: Callable[[str], str],
) -> None:
    logs, group = playground.client("logs"), unique("group")
    logs.create_log_group(logGroupName=group)
    logs.create_log_stream(logGroupName=group, logStreamName="s")
    now = int(time.time() * 1000)
    said = [{"timestamp": now + n, "message": m} for n, m in enumerate(EVERYTHING)]
    logs.put_log_events(logGroupName=group, logStreamName="s", logEvents=said)

    events = logs.filter_log_events(logGroupName=group, filterPattern=pattern)["events"]
    assert [event["message"] for event in events] == found
