"""What must hold for the rows of any day."""

import re
from collections import Counter
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from shared.kpis.daily import compute
from shared.kpis.dimensions import ORDER
from shared.kpis.facts import Facts
from shared.kpis.rows import Row
from tests.unit.kpis.samples import LATER, ONE_DAY
from tests.unit.kpis.small_worlds import World, worlds

LONG_AFTER = LATER + 400 * ONE_DAY  # everything is known by then
PARTITIONS = ("channel", "queue", "language", "customer_type")
WITHOUT_PERSONS = "self_service_ratio"  # pages of help are read by nobody we know
# What does not add up: percentiles, the ends of intervals, the oldest, a flag.
OF_VALUES = re.compile(
    r"_p\d\d|(nps|\d\dd|recovery)_(low|high)$|_oldest(_business)?_s$|_low_n$"
)
# What is divided is no part of what it is divided by.
QUOTIENTS = ("close_rate", "self_service_ratio")


def rows_of(world: World, computed_at: datetime = LONG_AFTER) -> list[Row]:
    return compute(world.day, world.zone, world.facts, world.rules, computed_at)


def totals(rows: list[Row], dimension: str) -> Counter[str]:
    """Add up what adds up: a count's value, a rate's or mean's denominator."""
    found: Counter[str] = Counter()
    for row in rows:
        if row.dimension == dimension:
            count = row.value if row.denominator is None else row.denominator
            found[row.metric] += count or 0  # type: ignore[assignment] # or dollars
    return +found


@given(world=worlds())
def test_sums_over_a_dimension_that_partitions_the_base_equal_all(world: World) -> None:
    rows = [row for row in rows_of(world) if not OF_VALUES.search(row.metric)]
    rows = [row for row in rows if row.metric != WITHOUT_PERSONS]
    whole = totals(rows, "all")
    for dimension in PARTITIONS:
        assert totals(rows, dimension) == whole


@given(world=worlds())
def test_a_numerator_is_within_its_denominator_and_a_rate_of_nothing_is_none(
    world: World,
) -> None:
    for row in rows_of(world):
        if row.denominator is not None and row.unit == "ratio":
            numerator, denominator = row.numerator, row.denominator

            assert numerator is not None
            assert numerator >= 0
            assert numerator <= denominator or row.metric in QUOTIENTS
            assert (row.value is None) == (denominator == 0)


@given(world=worlds())
def test_what_may_still_change_is_empty_and_what_is_known_stays(world: World) -> None:
    final = rows_of(world)
    for row, known in zip(rows_of(world, world.computed_at), final, strict=True):
        if row.mature:
            assert row == replace(known, computed_at=world.computed_at)
        assert known.mature


@given(world=worlds())
def test_bounds_lie_around_what_they_bound(world: World) -> None:
    values = {(r.dimension, r.key, r.metric): r.value for r in rows_of(world)}
    for (dimension, key, metric), low in values.items():
        if metric.endswith("_low") and metric != "csat_low":
            value = values[dimension, key, metric.removesuffix("_low")]
            high = values[dimension, key, f"{metric.removesuffix('_low')}_high"]
            if low is None or value is None or high is None:
                assert low is value is high is None
            else:
                assert low - 1e-9 <= value <= high + 1e-9


@given(world=worlds())
def test_a_metric_has_one_row_a_slice_in_the_order_of_the_dimensions(
    world: World,
) -> None:
    rows = rows_of(world)
    names = [(row.dimension, row.key, row.metric) for row in rows]
    dimensions = [dimension for dimension, _ in groupby(row.dimension for row in rows)]

    assert len(set(names)) == len(names)
    assert dimensions == sorted(dimensions, key=ORDER.index)


@given(world=worlds(), turn=st.integers(0, 12))
def test_the_order_of_the_facts_changes_nothing(world: World, turn: int) -> None:
    facts = world.facts
    turned = Facts(
        messages=[*facts.messages[turn:], *facts.messages[:turn]],
        clocks=facts.clocks[::-1],
        episodes=facts.episodes[::-1],
        surveys=[*facts.surveys[turn:], *facts.surveys[:turn]],
        help_views=facts.help_views[::-1],
    )

    assert rows_of(world._replace(facts=turned)) == rows_of(world)
