"""Hours of a day in local time, and the instants they stand for."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = 24 * 60  # minutes


class Hours(NamedTuple):
    """A half-open stretch ``[opens, closes)`` in minutes of local time.

    Counted from the midnight its day begins with: ``opens`` is below 1,440,
    ``closes`` above ``opens`` and beyond 1,440 where it ends on the next day.
    """

    opens: int
    closes: int


ALWAYS = ((Hours(0, DAY),),) * 7  # from Monday on


@lru_cache(maxsize=8192)
def instant(zone: ZoneInfo, day: date, minutes: int) -> datetime:
    """Tell the UTC instant at which local clocks show a time of a day.

    A time that exists twice means the first time; one that a clock change
    jumps over means the instant of the jump. So the result never decreases
    with the local time: hours that touch still touch, and whole days leave no
    hole, on every day of every zone.
    """
    local = datetime.combine(day, time()) + timedelta(minutes=minutes)
    utc = local.replace(tzinfo=zone).astimezone(UTC)
    if utc.astimezone(zone).replace(tzinfo=None) == local:
        return utc
    return _jump(zone, local.replace(tzinfo=zone, fold=1).astimezone(UTC), utc)


def _jump(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """Find the clock change in ``(before, after]`` to the second.

    PEP 495: of a skipped local time, fold=1 gives an instant before the change
    and fold=0 one after it.
    """
    offset = before.astimezone(zone).utcoffset()
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        moment = before + timedelta(seconds=middle)
        if moment.astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return before + timedelta(seconds=high)
