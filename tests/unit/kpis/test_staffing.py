"""How many people it takes: no target missed, nobody too busy, and not one too many."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.forecast import Staffing
from shared.kpis.staffing import QUARTER, Work, answered_within, people, workload

OPEN = float(QUARTER)
PLAIN = Staffing(occupancy=1.0, shrinkage=0.0, service_level=0.9)
SLOTS = st.lists(st.sampled_from([0.0, OPEN, OPEN, OPEN / 3]), min_size=1, max_size=12)


@st.composite
def days(draw: st.DrawFn) -> tuple[list[float], list[Work]]:
    """Draw when the desk is open, and what comes."""
    open_s = draw(SLOTS)
    work = st.builds(
        Work,
        slot=st.integers(0, len(open_s) - 1),
        seconds=st.floats(1, 5_000),
        target=st.none() | st.sampled_from([OPEN, 2 * OPEN, 4 * OPEN]),
    )
    return open_s, draw(st.lists(work, max_size=12))


def due(open_s: list[float], work: Work) -> int:
    """The slot, counted by hand, at whose end some work must be done."""
    left = [n for n in range(work.slot, len(open_s)) if open_s[n]]
    if work.target is None:
        return left[-1]
    ends = [sum(open_s[work.slot : n + 1]) for n in left]
    within = [n for n, end in zip(left, ends, strict=True) if end <= work.target]
    return within[-1] if within else left[0]


def can_be_done(open_s: list[float], works: list[Work]) -> list[Work]:
    return [work for work in works if any(open_s[work.slot :])]


class TestWork:
    def test_what_comes_at_night_is_done_within_the_target_of_the_opening(self) -> None:
        open_s = [0.0, 0.0, OPEN, OPEN, OPEN, OPEN]
        night = [Work(0, 1_800, 2 * OPEN), Work(1, 1_800, 2 * OPEN)]

        assert workload(open_s, night) == pytest.approx([0, 0, 2, 2, 0, 0])

    def test_nobody_is_needed_before_something_has_come(self) -> None:
        load = workload([OPEN] * 4, [Work(2, 900, OPEN)])

        assert load == pytest.approx([0, 0, 1, 0])

    def test_what_has_time_waits_for_what_has_not(self) -> None:
        works = [Work(0, 1_800, 4 * OPEN), Work(0, 900, OPEN)]

        assert workload([OPEN] * 4, works)[0] == pytest.approx(1)

    def test_what_is_left_at_closing_time_waits_for_the_next_day(self) -> None:
        open_s = [OPEN, 0.0, OPEN, OPEN]
        load = workload(open_s, [Work(0, 1_800, 2 * OPEN)])

        assert load == pytest.approx([1, 0, 1, 0])

    def test_a_desk_that_never_opens_takes_nobody(self) -> None:
        assert workload([0.0, 0.0], [Work(0, 900, OPEN)]) == [0, 0]

    @given(days())
    def test_all_is_done_and_not_before_it_has_come(
        self, drawn: tuple[list[float], list[Work]]
    ) -> None:
        open_s, works = drawn
        done = [p * s for p, s in zip(workload(open_s, works), open_s, strict=True)]
        possible = can_be_done(open_s, works)

        assert sum(done) == pytest.approx(sum(w.seconds for w in possible))
        for slot in range(len(open_s)):
            come = sum(w.seconds for w in possible if w.slot <= slot)
            assert sum(done[: slot + 1]) <= come + 1e-6

    @given(days())
    def test_nothing_is_late(self, drawn: tuple[list[float], list[Work]]) -> None:
        open_s, works = drawn
        done = [p * s for p, s in zip(workload(open_s, works), open_s, strict=True)]
        waiting = [[due(open_s, w), w.slot, w.seconds] for w in can_be_done(*drawn)]
        for slot, room in enumerate(done):
            left = room
            for one in sorted(w for w in waiting if w[1] <= slot):
                now = min(one[2], left)
                one[2] -= now
                left -= now
            assert [w for w in waiting if w[0] <= slot and w[2] > 1e-6] == []

    @given(days())
    def test_the_most_demanding_stretch_sets_the_most_people(
        self, drawn: tuple[list[float], list[Work]]
    ) -> None:
        """No fewer can do: that much must be done within that stretch."""
        open_s, works = drawn
        possible = can_be_done(open_s, works)
        needed = [
            sum(w.seconds for w in possible if w.slot >= a and due(open_s, w) < b)
            / sum(open_s[a:b])
            for a, b in combinations(range(len(open_s) + 1), 2)
            if sum(open_s[a:b])
        ]
        load = workload(open_s, works)

        assert max(load) == pytest.approx(max(needed, default=0), abs=1e-6)


class TestChance:
    @pytest.mark.parametrize(
        ("number", "load", "target", "within"),
        [(1, 0.5, 0, 0.5), (2, 1, 0, 2 / 3), (2, 1, 300, 1 - 0.367879441 / 3)],
    )
    def test_it_is_erlangs_formula(
        self, number: int, load: float, target: float, within: float
    ) -> None:
        """With one person the share that waits is the load; with two, load 1: 1/3."""
        assert answered_within(number, load, target, 300) == pytest.approx(within)

    def test_where_more_comes_than_can_be_done_nothing_is_in_time(self) -> None:
        assert answered_within(2, 2, 3_600, 300) == 0

    @given(st.floats(0.01, 60), st.sampled_from([0, 60, 900, 3_600]))
    def test_one_fewer_would_break_the_promise(self, load: float, target: int) -> None:
        number = people(load, target, 300, PLAIN)

        assert answered_within(number, load, target, 300) >= PLAIN.service_level
        assert (
            number <= load + 1
            or answered_within(number - 1, load, target, 300) < PLAIN.service_level
        )


class TestPeople:
    def test_without_work_nobody_is_needed(self) -> None:
        assert people(0, 900, 300, Staffing()) == 0

    def test_nobody_is_busier_than_the_occupancy(self) -> None:
        rules = replace(PLAIN, occupancy=0.5)

        assert people(4, None, 300, rules) == 8

    def test_who_is_away_is_made_up_for(self) -> None:
        rules = replace(PLAIN, shrinkage=0.3)

        assert people(7, None, 300, rules) == 10

    def test_a_shorter_target_takes_more_people(self) -> None:
        assert people(10, 20, 300, PLAIN) > people(10, 3_600, 300, PLAIN)
