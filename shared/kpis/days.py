"""Local days and local hours as stretches of UTC.

A day belongs to the deployment's one reporting zone and may have 23 or 25
hours. All stretches are half-open, ``[start, end)``: an instant belongs to
exactly one day and one hour. Zones whose clocks step back over midnight would
break that; in the tz database none has done so since Newfoundland moved its
change from 00:01 to 02:00 in 2011.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

# Every offset in use today is a multiple of this.
_QUARTER = timedelta(minutes=15)
_ONE_DAY = timedelta(days=1)
STRETCH = 10  # days computed at once, of which compressed lines are in memory


def local_day(instant: datetime, timezone: ZoneInfo) -> date:
    """Return the local day an aware ``instant`` belongs to."""
    return instant.astimezone(timezone).date()


def bounds(day: date, timezone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return start and end of a local day in UTC, the end being outside.

    Where the clocks skip midnight the day starts at the change; a day that a
    zone skipped altogether (Apia, 2011-12-30) is empty: start equals end.
    """
    return _midnight(day, timezone), _midnight(day + timedelta(days=1), timezone)


def stretches(days: Sequence[date]) -> Iterator[list[date]]:
    """Cut days, given in order, into stretches that can be computed at once."""
    stretch: list[date] = []
    for day in days:
        if stretch and (len(stretch) == STRETCH or day - stretch[-1] != _ONE_DAY):
            yield stretch
            stretch = []
        stretch.append(day)
    if stretch:
        yield stretch


def _midnight(day: date, timezone: ZoneInfo) -> datetime:
    # fold=0: the first of two midnights, and of a skipped one the change itself
    return datetime(day.year, day.month, day.day, tzinfo=timezone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Hour:
    """A local hour: where it starts in UTC and how it reads on the wall.

    The label carries the offset, ``02:00+02:00``, because an autumn night has
    two hours of the same name.
    """

    start: datetime
    label: str


def hours(day: date, timezone: ZoneInfo) -> list[Hour]:
    """Return the hours of a local day in order; the first starts with the day.

    Where clocks change by half an hour (Lord Howe) an hour may be half as long.
    """
    start, end = bounds(day, timezone)
    quarters = range((end - start) // _QUARTER)
    local = ((start + i * _QUARTER).astimezone(timezone) for i in quarters)
    firsts = (next(same) for _, same in groupby(local, _hour_and_offset))
    return [Hour(first.astimezone(UTC), _label(first)) for first in firsts]


def _label(local: datetime) -> str:
    return local.isoformat(timespec="minutes").partition("T")[2]


def _hour_and_offset(local: datetime) -> tuple[int, timedelta | None]:
    return local.hour, local.utcoffset()


def hour_of(instant: datetime, of_day: Sequence[Hour]) -> Hour:
    """Return the hour of a day's ``hours`` in which an instant of it lies."""
    return of_day[bisect_right(of_day, instant, key=lambda hour: hour.start) - 1]
