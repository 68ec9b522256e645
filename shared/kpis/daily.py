"""The day's rows: every KPI of the registry over every slice of the day."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from shared.domain.settings import Rules, Settings
from shared.kpis.cells import Cells, cells_of, join, spread
from shared.kpis.days import bounds
from shared.kpis.dimensions import ORDER
from shared.kpis.facts import Facts
from shared.kpis.registry import KPIS, ROLLING, Kpi, Rolling, Window
from shared.kpis.rows import Figure, Row

Found = tuple[str, str, Figure, Window | None]  # dimension, key


def compute(
    day: date,
    timezone: ZoneInfo,
    facts: Facts,
    rules: Rules,
    computed_at: datetime,
) -> list[Row]:
    """Return the rows of a local day from its facts; those of other days count not.

    What rolls over several days has this one alone.
    """
    start, end = bounds(day, timezone)
    at_end = rules_of(day, timezone, rules)
    cells = cells_of(facts.within(start, end), at_end)
    return rows(day, timezone, cells, at_end, computed_at)


def rules_of(day: date, timezone: ZoneInfo, rules: Rules) -> Settings:
    """The rules that a day's numbers count by: those in force when it ended."""
    return rules.at(bounds(day, timezone)[1] - timedelta(milliseconds=1))


def rows(
    day: date,
    timezone: ZoneInfo,
    cells: Cells,
    rules: Settings,
    computed_at: datetime,
    earlier: Mapping[date, Cells] | None = None,
) -> list[Row]:
    """Return the rows of a local day, by dimension, key and KPI in this order.

    The slice ``all`` is always there, also on a day without facts; any other
    slice has a KPI's rows if the KPI's base has facts in it. ``earlier`` are the
    cells of the days before, as far as a KPI rolls over them. Rows of a day that
    has not ended are not mature, nor are those whose window has not passed: these
    are empty.
    """
    end = bounds(day, timezone)[1]
    before = earlier or {}
    found = [
        *(found for kpi in KPIS for found in _figures(kpi, cells, rules)),
        *(
            found
            for rolling in ROLLING
            for found in _rolled(rolling, _stretch(day, rolling, cells, before), rules)
        ),
    ]

    def row(dimension: str, key: str, figure: Figure, window: Window | None) -> Row:
        mature = computed_at >= end + (window(rules) if window else timedelta())
        known = mature or window is None
        return Row(
            date=day,
            timezone=timezone.key,
            dimension=dimension,
            key=key,
            metric=figure.metric,
            numerator=figure.numerator if known else None,
            denominator=figure.denominator if known else None,
            value=figure.value if known else None,
            unit=figure.unit,
            mature=mature,
            computed_at=computed_at,
        )

    return [row(*one) for one in sorted(found, key=_by_slice)]


def _by_slice(found: Found) -> tuple[int, str]:
    return ORDER.index(found[0]), found[1]


def _figures(kpi: Kpi, cells: Cells, rules: Settings) -> Iterator[Found]:
    for dimension, key, values in spread(kpi, cells.get(kpi.metric, {})):
        for figure in kpi.summary.figures(kpi.metric, values, rules):
            yield dimension, key, figure, kpi.known_after


def _stretch(
    day: date, rolling: Rolling, cells: Cells, earlier: Mapping[date, Cells]
) -> Cells:
    first = day - timedelta(days=rolling.days - 1)
    parts = [some for at, some in earlier.items() if first <= at < day]
    of = rolling.of
    return join({of: part[of]} for part in (*parts, cells) if of in part)


_OF: Mapping[str, Kpi] = {kpi.metric: kpi for kpi in KPIS}


def _rolled(rolling: Rolling, cells: Cells, rules: Settings) -> Iterator[Found]:
    for dimension, key, values in spread(_OF[rolling.of], cells.get(rolling.of, {})):
        for figure in rolling.summary.figures(rolling.metric, values, rules):
            yield dimension, key, figure, None
