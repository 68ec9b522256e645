"""A clock ends once: met in time, or breached at its due instant."""

import pytest

from shared.domain.cases import case_id, fold
from shared.domain.clocks import business_time, clocks, next_due
from shared.domain.log import Entry
from shared.domain.settings import default_settings
from shared.domain.state import Case, Person
from tests.fakes.entries import action, at, received, sent

SETTINGS = default_settings("UTC")
CASE = case_id("x:1", "m1")
SECOND = 1 / 60


def case(*entries: Entry) -> Case:
    found = fold(Person(id="x:1"), [received(), *entries], SETTINGS).case
    assert found is not None
    return found


@pytest.mark.parametrize("now", [15, 16, 99_999])
@pytest.mark.parametrize(
    ("answered", "outcome", "ended"),
    [
        (14, "met", 14),
        (15, "met", 15),
        (15 + SECOND, "breached", 15),
        (None, "breached", 15),
    ],
)
def test_whoever_looks_later_sees_the_same(
    now: float, answered: float | None, outcome: str, ended: float
) -> None:
    answers = [] if answered is None else [sent(answered)]
    (clock,) = clocks(case(*answers), at(now))

    assert (clock.outcome, clock.ended_at, clock.due_at) == (outcome, at(ended), at(15))


def test_before_it_is_due_a_clock_runs() -> None:
    (clock,) = clocks(case(), at(15 - SECOND))

    assert (clock.outcome, clock.ended_at) == (None, None)


@pytest.mark.parametrize(
    ("entries", "now", "due"),
    [
        ([], 1, 15),
        ([], 99, 15),
        ([sent(3)], 99, None),
        ([sent(99)], 100, 15),
        ([action("breached", 15, CASE)], 99, None),
    ],
    ids=["runs", "overdue", "met", "late, unknown to the log", "breach recorded"],
)
def test_what_falls_due_next(
    entries: list[Entry], now: float, due: float | None
) -> None:
    assert next_due(case(*entries), at(now)) == (None if due is None else at(due))


@pytest.mark.parametrize(("now", "minutes"), [(-5, 0), (0, 0), (7, 7), (99, 15)])
def test_business_time_runs_to_the_end_or_to_now(now: float, minutes: float) -> None:
    found = case()
    (clock,) = clocks(found, at(now))

    assert business_time(clock, at(now), SETTINGS) == at(minutes) - at(0)
