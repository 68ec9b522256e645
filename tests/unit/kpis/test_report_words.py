"""Numbers in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kpis.report_charts import scale, steps
from shared.kpis.report_words import amount, difference, duration, share


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (None, "s", "\u2013"),
        (0, "s", "0 s"),
        (44.6, "s", "45 s"),
        (140, "s", "2 min 20 s"),
        (720, "s", "12 min"),
        (3599, "s", "1 h"),
        (7500, "s", "2 h 5 min"),
        (86399, "s", "1 d"),
        (536400, "s", "6 d 5 h"),
        (30 * 86400 + 5, "s", "30 d"),
        (0.94, "ratio", "94 %"),
        (1, "ratio", "100 %"),
        (0.9999, "ratio", "99.9 %"),
        (0.0001, "ratio", "0.1 %"),
        (1.04, "ratio", "104 %"),
        (1204, "messages", "1,204"),
        (1120.5, "messages", "1,120"),
        (4.5, "messages", "4.5"),
        (4.286, "score", "4.29"),
        (84.24, "score", "84.2"),
        (31.4, "points", "+31"),
        (-8, "points", "\u22128"),
        (0.2, "points", "0"),
        (3410, "USD", "USD 3,410"),
        (-5, "EUR", "EUR \u22125"),
    ],
)
def test_an_amount_is_said_as_people_would(
    value: float | None, unit: str, said: str
) -> None:
    assert amount(value, unit).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("value", "usual", "unit", "said"),
    [
        (0.9, 0.97, "ratio", (-1, "7 points")),
        (0.98, 0.974, "ratio", (1, "1 point")),
        (110, 95, "cases", (1, "16 %")),
        (5, 8, "cases", (-1, "3")),
        (1000.4, 1000, "messages", (0, "as usual")),
        (780, 960, "s", (-1, "3 min")),
        (24, 17.5, "cases", (1, "6")),  # usually 18
        (860, 808, "s", (1, "1 min")),  # 14 and 13 minutes
        (20, 32, "points", (-1, "12 points")),
        (4.29, 4.18, "score", (1, "0.11")),
    ],
)
def test_a_difference_is_said_in_what_it_is_of(
    value: float, usual: float, unit: str, said: tuple[int, str]
) -> None:
    direction, words = difference(value, usual, unit)

    assert (direction, words.replace("\u00a0", " ")) == said


@given(met=st.integers(0, 10**6), of=st.integers(1, 10**6))
def test_only_all_is_all_and_only_none_is_none(met: int, of: int) -> None:
    part = min(met, of) / of

    assert (share(part) == "100\u00a0%") == (part == 1)
    assert (share(part) == "0\u00a0%") == (part == 0)


@given(seconds=st.floats(0, 10**8))
def test_a_duration_has_two_parts_at_most(seconds: float) -> None:
    assert len(duration(seconds).split("\u00a0")) in (2, 4)


@given(most=st.integers(0, 10**7))
def test_the_marks_of_an_axis_are_few_whole_and_hold_all(most: int) -> None:
    marks = steps(most)

    assert 2 <= len(marks) <= 6
    assert marks[0] == 0
    assert marks[-1] >= most
    assert all(mark == round(mark) for mark in marks)


@given(seconds=st.lists(st.floats(0, 10**8), min_size=1))
def test_every_duration_lies_on_its_axis(seconds: list[float]) -> None:
    on = scale(seconds)

    assert len(on.marks) > 1
    assert all(0 <= on.at(s) <= 1 for s in seconds)
