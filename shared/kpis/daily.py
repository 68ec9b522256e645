"""The day's rows: every KPI of the registry over every slice of the day.

Price: each KPI looks at a fact of its kind once and files its value under one
cell (all dimensions together); the fan-out into slices then moves whole cells.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from shared.kpis.days import bounds
from shared.kpis.dimensions import ORDER, Cell, Slice, cell_of, slices
from shared.kpis.facts import Facts
from shared.kpis.registry import KPIS, Kpi
from shared.kpis.rows import Figure, Row
from shared.kpis.summaries import Values


def compute(
    day: date, timezone: ZoneInfo, facts: Facts, computed_at: datetime
) -> list[Row]:
    """Return the rows of a local day, by dimension, key and KPI in this order.

    Facts of other days are ignored, so a caller may hand over whole UTC days.
    The slice ``all`` is always there, also on a day without facts; any other
    slice has a KPI's rows if the KPI's base has facts in it. The order of the
    facts does not matter. Rows of a day that has not ended are not mature.
    """
    start, end = bounds(day, timezone)
    of_day = facts.within(start, end)
    found = ((at, figure) for kpi in KPIS for at, figure in _figures(kpi, of_day))
    return [
        Row(
            date=day,
            timezone=timezone.key,
            dimension=dimension,
            key=key,
            metric=figure.metric,
            numerator=figure.numerator,
            denominator=figure.denominator,
            value=figure.value,
            unit=figure.unit,
            mature=computed_at >= end,
            computed_at=computed_at,
        )
        for (dimension, key), figure in sorted(found, key=_by_slice)
    ]


def _by_slice(found: tuple[Slice, Figure]) -> tuple[int, str]:
    dimension, key = found[0]
    return ORDER.index(dimension), key


def _figures(kpi: Kpi, facts: Facts) -> Iterator[tuple[Slice, Figure]]:
    for at, values in _spread(kpi, _cells(kpi, facts)).items():
        for figure in kpi.summary(kpi.metric, values):
            yield at, figure


def _cells(kpi: Kpi, facts: Facts) -> Mapping[Cell, Values]:
    cell, adds = cell_of(kpi.dimensions), kpi.adds
    found: defaultdict[Cell, list[float]] = defaultdict(list)
    for fact in kpi.facts(facts):
        value = adds(fact)
        if value is not None:
            found[cell(fact)].append(value)
    return found


def _spread(kpi: Kpi, cells: Mapping[Cell, Values]) -> Mapping[Slice, Values]:
    """Hand each cell's values to every slice it belongs to; ``all`` always is."""
    found: defaultdict[Slice, list[float]] = defaultdict(list)
    found["all", "all"] = []
    for cell, values in cells.items():
        for at in slices(kpi.dimensions, cell):
            found[at].extend(values)
    return found
