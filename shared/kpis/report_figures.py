"""Figures: the rows of a day and of those before it, as the report asks for them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any, TypeAlias

from shared.kpis.dimensions import NONE
from shared.kpis.percentiles import percentile

BEFORE = 28  # days that a day is compared with: four of each weekday
WEEK = 7
ENOUGH = WEEK  # with fewer days before, nothing is known to be out of the ordinary
FEWEST, MOST = 0.1, 0.9  # between these shares of the days before lies the ordinary

RowDict: TypeAlias = Mapping[str, Any]


class Figures:
    """A day's rows by slice and metric, and what is kept of those of earlier days.

    ``known`` says for a KPI that looks ahead on which day it will be known.
    Days that were not computed are missing in ``rows_by_day``; what has no row
    is no figure, what has a row without a value was nothing to measure.
    """

    def __init__(
        self,
        day: date,
        rows_by_day: Mapping[date, Sequence[RowDict]],
        known: Mapping[str, date],
    ) -> None:
        self.day = day
        self.days = [day - timedelta(days=n) for n in range(BEFORE, -1, -1)]
        self._known = known
        self._rows_of = {
            of: {
                (row["dimension"], row["key"], row["metric"]): row
                for row in rows_by_day.get(of, ())
            }
            for of in self.days
        }
        self._rows = self._rows_of[day]

    def row(
        self, metric: str, dimension: str = "all", key: str = "all"
    ) -> RowDict | None:
        """The row of a slice, None if there is none."""
        return self._rows.get((dimension, key, metric))

    def value(
        self, metric: str, dimension: str = "all", key: str = "all"
    ) -> float | None:
        row = self.row(metric, dimension, key)
        return row["value"] if row else None

    def count(self, metric: str, dimension: str = "all", key: str = "all") -> float:
        """The value of a count: what has no row did not happen."""
        return self.value(metric, dimension, key) or 0

    def keys(self, dimension: str, metric: str) -> list[str]:
        """The keys of a dimension, those with most of a metric first."""
        found = {key for of, key, _ in self._rows if of == dimension}
        return sorted(found, key=lambda k: (-self.count(metric, dimension, k), k))

    def history(
        self, metric: str, dimension: str = "all", key: str = "all"
    ) -> list[float | None]:
        """The metric's values of the days before and of this one, in order.

        None also where it was in another currency than on this one.
        """
        of = dimension, key, metric
        unit = self._rows[of]["unit"] if of in self._rows else None
        rows = (self._rows_of[day].get(of) for day in self.days)
        return [
            row["value"] if row and unit in (None, row["unit"]) else None
            for row in rows
        ]

    def before(
        self, metric: str, dimension: str = "all", key: str = "all"
    ) -> list[float]:
        """The values that the days before have, in order."""
        values = self.history(metric, dimension, key)[:-1]
        return [value for value in values if value is not None]

    def counts_before(self, metric: str, dimension: str, key: str) -> list[float]:
        """A slice's counts of the days before that were computed, 0 where it has none.

        Nothing of days that kept no such slices.
        """
        known = (
            rows
            for of, rows in self._rows_of.items()
            if of != self.day and any(at != "all" for at, _, _ in rows)
        )
        found = (rows.get((dimension, key, metric)) for rows in known)
        return [row["value"] if row else 0 for row in found]

    def keys_before(self, dimension: str) -> set[str]:
        """The keys that a dimension had on the days before."""
        earlier = (rows for of, rows in self._rows_of.items() if of != self.day)
        return {key for rows in earlier for at, key, _ in rows if at == dimension}

    def usual(self, metric: str) -> float | None:
        """The median of the days before that have a value."""
        values = self.before(metric)
        return median(values) if values else None

    def usual_on_weekday(self, metric: str) -> float | None:
        """The median of the days before that are the same day of the week."""
        values = [v for v in self.history(metric)[:-1][::WEEK] if v is not None]
        return median(values) if len(values) > 1 else None

    def out_of_the_ordinary(self, metric: str) -> int:
        """1 if the day has more than nine in ten of those before, -1 if less, or 0."""
        value, values = self.value(metric), sorted(self.before(metric))
        if value is None or len(values) < ENOUGH or not self.over:
            return 0
        least, most = percentile(values, FEWEST), percentile(values, MOST)
        return (value > (most or 0)) - (value < (least or 0))

    def latest(self, metric: str) -> tuple[date, RowDict] | None:
        """The last day before this one whose value is final, and its row."""
        for of in reversed(self.days[:-1]):
            row = self._rows_of[of].get(("all", "all", metric))
            if row and row["mature"] and row["value"] is not None:
                return of, row
        return None

    def known_on(self, metric: str) -> date | None:
        """On which day a figure that is still to come is known; None of others."""
        row = self.row(metric)
        if row is None or row["mature"] or row["value"] is not None:
            return None
        of = (kpi for kpi in self._known if f"{metric}_".startswith(f"{kpi}_"))
        return next((self._known[kpi] for kpi in of), None)

    def waiting(self) -> dict[date, list[str]]:
        """The figures over everything that are still to come, by the day they are."""
        found: dict[date, list[str]] = {}
        for dimension, _, metric in self._rows:
            if dimension == "all" and (day := self.known_on(metric)):
                found.setdefault(day, []).append(metric)
        return found

    @property
    def over(self) -> bool:
        """Whether the day had ended when it was computed."""
        row = self.row("inbound_messages")
        return row is None or bool(row["mature"])

    @property
    def computed_at(self) -> datetime | None:
        """When the rows were computed; None of a day that was not."""
        times = [row["computed_at"] for row in self._rows.values()]
        return datetime.fromisoformat(max(times)) if times else None


def name_of(key: str, nothing: str) -> str:
    """A key for people; ``nothing`` is said where there is none."""
    return nothing if key == NONE else key
