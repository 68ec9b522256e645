"""The season of the year: how the same weeks of earlier years stood to their year."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

YEAR = 364  # days: whole weeks, so that weekdays stay together
ENOUGH = 396  # days, thirteen months: a year, and where the present one stands in it
_AROUND = 10  # days before and after: three whole weeks
_KNOWN = 0.95  # of the days of a year
_LEAST, _MOST = 0.2, 5.0


@dataclass(frozen=True, slots=True)
class Season:
    """A factor for each day; 1 where there are not thirteen months to learn from."""

    relative: Mapping[date, float]  # a usual day's volume by that of its weekday
    years: tuple[tuple[int, float], ...]  # how many ago, and the mean of that year

    def of(self, day: date) -> float:
        found = [self._in(day, ago, mean) for ago, mean in self.years]
        known = [factor for factor in found if factor is not None]
        return min(max(fmean(known), _LEAST), _MOST) if known else 1.0

    def _in(self, day: date, ago: int, mean: float) -> float | None:
        earliest = min(self.relative) + timedelta(days=_AROUND)
        middle = max(day - timedelta(days=YEAR * ago), earliest)
        days = (middle + timedelta(days=n) for n in range(-_AROUND, _AROUND + 1))
        weeks = [self.relative[d] for d in days if d in self.relative]
        return fmean(weeks) / mean if weeks and mean else None


NO_SEASON = Season({}, ())


def season(
    totals: Mapping[date, int], until: date, unusual: Collection[date]
) -> Season:
    """Learn the season from the volume of all channels, by day, until a day.

    All channels together, since a season is the customers'; of each alone there
    would be more noise than season. ``unusual`` days, campaigns and holidays, are
    left out.
    """
    years = _years(totals, until)
    if not years:
        return NO_SEASON
    days = [day for day in totals if day <= until]
    usual = {day: totals[day] for day in days if day not in unusual}
    weekdays: defaultdict[int, list[int]] = defaultdict(list)
    for day, total in usual.items():
        weekdays[day.weekday()].append(total)
    means = {weekday: fmean(of) for weekday, of in weekdays.items()}
    relative = {
        day: total / means[day.weekday()]
        for day, total in usual.items()
        if means[day.weekday()]
    }
    return Season(relative, tuple((n, _mean(relative, until, n)) for n in years))


def _years(totals: Mapping[date, int], until: date) -> list[int]:
    """How many years ago there was one, each with the month before it, to learn from.

    Of one of which days are missing, as after an import, too little is known.
    """
    found = []
    for ago in range(1, (until - min(totals, default=until)).days // YEAR + 1):
        first = until - timedelta(days=YEAR * (ago - 1) + ENOUGH - 1)
        days = (first + timedelta(days=n) for n in range(ENOUGH))
        if sum(day in totals for day in days) >= ENOUGH * _KNOWN:
            found.append(ago)
    return found


def _mean(relative: Mapping[date, float], until: date, ago: int) -> float:
    last = until - timedelta(days=YEAR * (ago - 1))
    first = last - timedelta(days=YEAR)
    found = [it for day, it in relative.items() if first < day <= last]
    return fmean(found) if found else 0.0
