"""Summaries: from the values facts add to a slice to its figures.

A summary gives the same figures for the values in any order, to the last bit,
so a day may be counted in parts, and takes numerator and denominator from the
same values, so that one cannot leave the other.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from math import fsum
from typing import TypeAlias

from shared.kpis.percentiles import percentile
from shared.kpis.rows import Figure

Values: TypeAlias = Sequence[float]
Summary: TypeAlias = Callable[[str, Values], Iterator[Figure]]

SATISFIED = 4  # the lowest score of a satisfied customer
LOW = 3  # the highest score that asks for a follow-up


def count(unit: str) -> Summary:
    """Count the facts that add 1; those that add 0 only make the slice known."""

    def figures(metric: str, values: Values) -> Iterator[Figure]:
        yield Figure(metric=metric, value=sum(values), unit=unit)

    return figures


def share(metric: str, values: Values) -> Iterator[Figure]:
    """Share of the facts that add 1 among those that add 1 or 0."""
    yield _ratio(metric, sum(values), len(values), "ratio")


def durations(suffix: str) -> Summary:
    """Mean, median and 90th percentile of seconds, e.g. ``…_p50_business_s``."""

    def figures(metric: str, values: Values) -> Iterator[Figure]:
        ordered = sorted(values)
        # fsum is exact: the mean does not depend on the order of the facts
        total = fsum(ordered)
        yield _ratio(f"{metric}_mean_{suffix}", total, len(ordered), "s")
        for name, part in (("p50", 0.5), ("p90", 0.9)):
            value = percentile(ordered, part)
            yield Figure(metric=f"{metric}_{name}_{suffix}", value=value, unit="s")

    return figures


def scores(metric: str, values: Values) -> Iterator[Figure]:
    """Mean, share of 4 and 5, count of 3 or less and of each score 1..5."""
    times, answers = Counter(values), len(values)
    satisfied = sum(times[score] for score in times if score >= SATISFIED)
    low = sum(times[score] for score in times if score <= LOW)
    yield _ratio(f"{metric}_mean", sum(values), answers, "score")
    yield _ratio(f"{metric}_share_4_5", satisfied, answers, "ratio")
    yield Figure(metric=f"{metric}_answers", value=answers, unit="answers")
    yield Figure(metric=f"{metric}_low", value=low, unit="answers")
    for score in range(1, 6):
        name = f"{metric}_count_{score}"
        yield Figure(metric=name, value=times[score], unit="answers")


def _ratio(metric: str, numerator: float, denominator: int, unit: str) -> Figure:
    return Figure(
        metric=metric,
        numerator=numerator,
        denominator=denominator,
        value=numerator / denominator if denominator else None,
        unit=unit,
    )
