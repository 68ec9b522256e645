"""Rows: one number of one day for one slice of it, as BI tools read it."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number under its name, before it is known whose and when.

    Rates and means carry numerator and denominator, so that several days can
    be summed; ``value`` is None when the denominator is 0. Counts and
    percentiles have a value only.
    """

    metric: str
    value: float | None
    unit: str
    numerator: float | None = None
    denominator: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A figure of the slice ``dimension`` = ``key`` on the local day ``date``.

    ``mature`` is False while a metric that looks ahead is waiting for its
    window to pass. The order of the fields is the order of the columns.
    """

    date: date
    timezone: str
    dimension: str
    key: str
    metric: str
    numerator: float | None
    denominator: int | None
    value: float | None
    unit: str
    mature: bool
    computed_at: datetime
