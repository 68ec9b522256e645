"""The live counters: what counts as waiting, at risk and breached at an instant."""

from dataclasses import replace
from datetime import datetime
from operator import attrgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.live import OpenCase, count, count_by
from tests.fakes.entries import at

QUIET = OpenCase(
    channel="x",
    queue="default",
    agent="amy",
    due=None,
    at_risk_from=None,
    waiting_since=None,
)
CASES = st.builds(
    OpenCase,
    channel=st.sampled_from(["x", "facebook"]),
    queue=st.sampled_from(["default", "vip"]),
    agent=st.none() | st.just("amy"),
    due=st.none() | st.integers(-60, 60).map(at),
    at_risk_from=st.none() | st.integers(-60, 60).map(at),
    waiting_since=st.none() | st.integers(-60, 0).map(at),
)


def waits(since: float, due: float, risk: float) -> OpenCase:
    return replace(
        QUIET, waiting_since=at(since), due=at(due), at_risk_from=at(risk), agent=None
    )


def test_a_desk_without_cases_has_nobody_waiting() -> None:
    found = count([], at(0))

    assert (found.open, found.waiting, found.longest_wait_s) == (0, 0, None)


@pytest.mark.parametrize(
    ("now", "at_risk", "breached"),
    [
        (at(12, milliseconds=-1), 0, 0),
        (at(12), 1, 0),
        (at(15, milliseconds=-1), 1, 0),
        (at(15), 0, 1),  # a case is in one of both
        (at(9999), 0, 1),
    ],
)
def test_a_case_is_at_risk_and_then_breached_from_the_very_instant(
    now: datetime, at_risk: int, breached: int
) -> None:
    found = count([waits(0, due=15, risk=12), QUIET], now)

    assert (found.open, found.at_risk, found.breached) == (2, at_risk, breached)


def test_the_longest_wait_is_that_of_the_oldest_unanswered_message() -> None:
    found = count([waits(0, 15, 12), waits(-5, 10, 7), QUIET], at(3))

    assert (found.waiting, found.longest_wait_s) == (2, 8 * 60)
    assert found.unassigned == 2


def test_a_message_of_a_clock_ahead_of_ours_has_waited_for_nothing() -> None:
    assert count([waits(1, 16, 13)], at(0)).longest_wait_s == 0


@given(st.lists(CASES, max_size=12), st.integers(-60, 60).map(at))
def test_the_parts_add_up_to_the_whole(cases: list[OpenCase], now: datetime) -> None:
    whole = count(cases, now)
    for name in ("channel", "queue"):
        parts = count_by(cases, attrgetter(name), now).values()
        for counted in ("open", "waiting", "at_risk", "breached", "unassigned"):
            assert getattr(whole, counted) == sum(getattr(p, counted) for p in parts)
        longest = [p.longest_wait_s for p in parts if p.longest_wait_s is not None]
        assert whole.longest_wait_s == max(longest, default=None)
