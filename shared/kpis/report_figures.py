"""Figures: the rows of a day and of those before it, as the report asks for them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any, TypeAlias

from shared.kpis.dimensions import NONE

BEFORE = 28  # days that a day is compared with: four of each weekday

RowDict: TypeAlias = Mapping[str, Any]


class Figures:
    """A day's rows by slice and metric, and those over everything of earlier days.

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
        self._rows = {
            (row["dimension"], row["key"], row["metric"]): row
            for row in rows_by_day.get(day, ())
        }
        self._overall = {
            of: {
                row["metric"]: row
                for row in rows_by_day.get(of, ())
                if row["dimension"] == "all"
            }
            for of in self.days
        }

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

    def history(self, metric: str) -> list[float | None]:
        """The metric's values over everything of the days before and of this one."""
        rows = (self._overall[of].get(metric) for of in self.days)
        return [row["value"] if row else None for row in rows]

    def usual(self, metric: str) -> float | None:
        """The median of the days before that have a value."""
        values = [value for value in self.history(metric)[:-1] if value is not None]
        return median(values) if values else None

    def latest(self, metric: str) -> tuple[date, RowDict] | None:
        """The last day before this one whose value is final, and its row."""
        for of in reversed(self.days[:-1]):
            row = self._overall[of].get(metric)
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
        for metric in self._overall[self.day]:
            if day := self.known_on(metric):
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
