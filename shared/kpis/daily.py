"""The day's rows: every KPI of the registry over every slice of the day.

Price: a fact is looked at once per KPI of its kind, and its value counted once
per distinct cell (all dimensions together), so the fan-out into slices costs
the number of cells, not of facts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from shared.kpis.days import bounds
from shared.kpis.dimensions import ORDER, Cell, Slice, cell_of, slices
from shared.kpis.facts import Facts
from shared.kpis.registry import KPIS, Kpi
from shared.kpis.rows import Figure, Row
from shared.kpis.summaries import Values

Cells: TypeAlias = Counter[tuple[Cell, float]]


def compute(
    day: date, timezone: ZoneInfo, facts: Facts, computed_at: datetime
) -> list[Row]:
    """Return the rows of a local day, by dimension, key and KPI in this order.

    Facts of other days are ignored, so a caller may hand over whole UTC days.
    The slice ``all`` is always there, also on a day without facts; any other
    slice has a KPI's rows if the KPI's base has facts in it. The order of the
    facts does not matter.
    """
    of_day = facts.within(*bounds(day, timezone))
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
            mature=True,
            computed_at=computed_at,
        )
        for (dimension, key), figure in sorted(found, key=_by_slice)
    ]


def _by_slice(found: tuple[Slice, Figure]) -> tuple[int, str]:
    dimension, key = found[0]
    return ORDER.index(dimension), key


def _figures(kpi: Kpi, facts: Facts) -> Iterable[tuple[Slice, Figure]]:
    for at, values in spread(kpi, tally(kpi, facts)).items():
        for figure in kpi.summary(kpi.metric, values):
            yield at, figure


def tally(kpi: Kpi, facts: Facts) -> Cells:
    """Count what a KPI's base adds, per cell. Tallies of parts add up exactly."""
    cell, adds = cell_of(kpi.dimensions), kpi.adds
    return Counter(
        (cell(fact), value)
        for fact in kpi.facts(facts)
        if (value := adds(fact)) is not None
    )


def spread(kpi: Kpi, cells: Cells) -> dict[Slice, Values]:
    """Hand each cell's values to every slice it belongs to; ``all`` always is."""
    found: defaultdict[Slice, Values] = defaultdict(Counter)
    found["all", "all"] = Counter()
    for (cell, value), times in cells.items():
        for at in slices(kpi.dimensions, cell):
            found[at][value] += times
    return found
