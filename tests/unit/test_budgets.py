"""How often one caller may ask."""

from hypothesis import given
from hypothesis import strategies as st

from functions.budgets import BURST, RATE, Budgets

STEPS = st.lists(st.floats(0, 3), max_size=60)


def test_a_burst_is_granted_and_then_one_for_each_share_of_a_second() -> None:
    budgets = Budgets(rate=2, burst=3)
    found = [budgets.take("amy", 10.0) for _ in range(5)]
    later = [budgets.take("amy", at) for at in (10.4, 10.5, 10.6, 11.0)]

    assert [wait == 0 for wait in found] == [True] * 3 + [False] * 2
    assert [wait == 0 for wait in later] == [False, True, False, True]


def test_who_is_refused_is_told_whole_seconds_to_wait() -> None:
    budgets = Budgets(rate=0.25, burst=1)
    budgets.take("amy", 0.0)

    assert budgets.take("amy", 0.0) == 4
    assert budgets.take("amy", 3.5) == 1
    assert budgets.take("amy", 4.0) == 0


def test_every_caller_has_a_budget_of_his_own() -> None:
    budgets = Budgets(burst=1)
    budgets.take("amy", 0.0)

    assert budgets.take("amy", 0.0)
    assert not budgets.take("bob", 0.0)


def test_a_clock_that_goes_back_grants_nothing() -> None:
    budgets = Budgets(rate=1, burst=1)
    budgets.take("amy", 100.0)

    assert budgets.take("amy", 50.0) == 1


def test_who_asked_longest_ago_is_forgotten_first() -> None:
    budgets = Budgets(burst=1, most=2)
    for name in ("amy", "bob", "amy", "cleo"):
        budgets.take(name, 0.0)

    assert [budgets.take(name, 0.0) == 0 for name in ("amy", "bob")] == [False, True]


@given(STEPS)
def test_never_more_is_granted_than_the_burst_and_the_rate(steps: list[float]) -> None:
    budgets, now, granted = Budgets(), 0.0, 0
    for step in steps:
        now += step / RATE
        granted += budgets.take("amy", now) == 0

    assert granted <= BURST + now * RATE + 1e-6
