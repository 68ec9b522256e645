"""A sample day, played through the deployed URL: the last weekday before today.

The stack's clock is set back to that morning and led through the day, so that
deadlines fall due when they are due; at the end it shows the real time again.
Everything in it is repeatable: played on a stack that knows the day, nothing
changes. What has been played is remembered in the bucket, beside the data.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from time import time as real_time
from typing import Any
from zoneinfo import ZoneInfo

from botocore.exceptions import BotoCoreError, ClientError

from infra.local.api import Api
from infra.local.report import Outcome, curl_lines, read_outcome
from infra.local.sample_steps import STEPS, Day
from infra.local.stack import Stack

REMEMBERED = "local/sample_day.json"
Say = Callable[[str], None]

EXPECTED = {
    "inbound_messages": 10,
    "cases_opened": 8,
    "episodes_resolved": 5,
    "first_response_met": 5,
    "first_response_breached": 2,
    "csat_answers": 3,
    "csat_mean": 3.667,
}


_FAULTS = (OSError, ValueError, LookupError, RuntimeError, BotoCoreError, ClientError)


class SampleDayFailed(Exception):
    """The day could not be completed; one sentence for people."""


def play(stack: Stack, say_it: Say) -> Outcome:
    """Play the day if this stack has not seen it, and show its numbers.

    A day that was cut off is played again from its beginning, on the clock where
    it was: what is known already changes nothing.

    Raises:
        SampleDayFailed: the stack did not do as it should.

    """
    try:
        day = _played(stack, say_it)
        say_it("Computing and exporting the numbers of the day")
        outcome = read_outcome(day.api, day.date, EXPECTED)
    except _FAULTS as error:
        why = f"{error}".rstrip(".") or type(error).__name__
        raise SampleDayFailed(
            f"The sample day could not be completed: {why}; `make reset` starts afresh."
        ) from error
    say_it(outcome.table())
    for name, (expected, found) in outcome.wrong.items():
        say_it(f"  {name}: expected {expected}, found {found}")
    if outcome.ok:
        say_it("Every number came out as expected")
    return outcome


def _played(stack: Stack, say_it: Say) -> Day:
    remembered = _remembered(stack)
    day = Day(Api(stack), _date(stack, remembered), ZoneInfo(stack.timezone))
    if remembered.get("done"):
        return day
    if remembered:
        say_it(f"Going on with the sample day, {day.date:%A %Y-%m-%d}")
    else:
        say_it(f"Playing a sample day, {day.date:%A %Y-%m-%d}")
        stack.set_clock(day.at("08:30").timestamp())
        _remember(day, done=False)
    for step in STEPS:
        say_it(f"  {step.__doc__}")
        step(day)
    stack.set_clock(real_time())
    _remember(day, done=True)
    return day


def to_try(stack: Stack, outcome: Outcome, folder: Path) -> str:
    """Lines to paste into another terminal while the stack of the folder is up."""
    return curl_lines(stack, outcome.date, folder)


def _date(stack: Stack, remembered: Mapping[str, Any]) -> date:
    """The day played, or the last weekday: a day of opening hours."""
    if remembered:
        return date.fromisoformat(remembered["date"])
    day = datetime.now(ZoneInfo(stack.timezone)).date() - timedelta(days=1)
    while day.weekday() > 4:  # noqa: PLR2004 - Saturday and Sunday
        day -= timedelta(days=1)
    return day


def _remember(day: Day, *, done: bool) -> None:
    stack = day.api.stack
    body = json.dumps({"date": day.date.isoformat(), "done": done}).encode()
    stack.client("s3").put_object(Bucket=stack.bucket, Key=REMEMBERED, Body=body)


def _remembered(stack: Stack) -> dict[str, Any]:
    s3 = stack.client("s3")
    try:
        found = s3.get_object(Bucket=stack.bucket, Key=REMEMBERED)
    except s3.exceptions.NoSuchKey:
        return {}
    return dict(json.loads(found["Body"].read()))
