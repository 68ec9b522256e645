"""Percentiles interpolate between order statistics, as SQL's quantile_cont."""

from contextlib import closing

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.kpis.percentiles import percentile

seconds = st.integers(0, 10**8).map(lambda ms: ms / 1000)


@pytest.mark.parametrize(
    ("ordered", "share", "expected"),
    [
        ([], 0.5, None),
        ([7], 0.9, 7),
        ([1, 2], 0.5, 1.5),
        ([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100], 0.9, 90),
        ([10, 20, 30, 40], 0.25, 17.5),
    ],
)
def test_a_percentile_lies_between_its_neighbours(
    ordered: list[float], share: float, expected: float | None
) -> None:
    assert percentile(ordered, share) == expected


@settings(max_examples=50, deadline=None)
@given(values=st.lists(seconds, min_size=1), share=st.sampled_from([0.5, 0.9, 0.99]))
def test_a_percentile_is_quantile_cont(values: list[float], share: float) -> None:
    query = "select quantile_cont(s, ?) from unnest(?::double[]) as t(s)"
    with closing(duckdb.connect(config={"threads": 1})) as database:
        (expected,) = database.execute(query, [share, values]).fetchone() or (None,)

    assert percentile(sorted(values), share) == pytest.approx(expected, rel=1e-12)
