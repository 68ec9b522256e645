"""The usual volume of a channel: level, trend, weekday, hour, season of the year.

A day has level * weekday * season messages; an hour its share of the day.
The level is an exponentially weighted mean of the last eight weeks with a damped
trend (Gardner and McKenzie, "Forecasting Trends in Time Series", 1985), so that a
growth of some weeks is not drawn out for ever. Weekdays and hours of which little
is known lean on the week, and on the hours of all days.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean, median
from zoneinfo import ZoneInfo

from shared.kpis.forecast_season import Season
from shared.kpis.forecast_volume import clock_hours

WINDOW = 56  # days: eight of each weekday
Counts = Mapping[date, Sequence[int]]  # messages of one channel, by hour of the day

_LEVEL = 0.1  # what a day weighs in the level
_TREND = 0.005  # and in the trend
_DAMPED = 0.98  # what is left of the trend after a day
_OUTLYING = 3.0  # times the median of its weekday, or a part of it
_FEW = 4  # days of a weekday, from which on its median tells what is outlying
_OF_WEEK = 10.0  # messages that the mean of all weekdays weighs in that of one
_OF_DAYS = 100.0  # messages that the hours of all days weigh in those of a weekday
_SMALL = 1e-9


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is usual for a channel after ``until``, the last day it was learned of."""

    until: date
    timezone: ZoneInfo
    level: float  # messages a day, without season, on the day after ``until``
    trend: float  # more of them each day, as it is on that day
    weekdays: Sequence[float]  # around 1, from Monday on
    shares: Sequence[Sequence[float]]  # of a weekday's volume, by hour of the clock
    season: Season

    def hours(self, day: date) -> list[float]:
        """The messages usual in each hour of a local day after ``until``."""
        ahead = max((day - self.until).days - 1, 0)
        grown = self.trend * (1 - _DAMPED**ahead) / (1 - _DAMPED)
        # What fell does not fall below a fifth of where it was.
        level = max(self.level + grown, self.level / 5)
        weekday = day.weekday()
        volume = level * self.weekdays[weekday] * self.season.of(day)
        shares = self.shares[weekday]
        return [volume * shares[hour] for hour in clock_hours(day, self.timezone)]


def learn(
    counts: Counts,
    until: date,
    timezone: ZoneInfo,
    season: Season,
    unusual: Collection[date] = (),
) -> Baseline | None:
    """Learn what is usual from the last eight weeks; None without a day in them.

    ``unusual`` days, campaigns and holidays, teach nothing, unless there is no
    other. A day far from its weekday's median counts as that far and no further.
    """
    window = (until - timedelta(days=n) for n in range(WINDOW - 1, -1, -1))
    there = [day for day in window if day in counts]
    days = [day for day in there if day not in unusual] or there
    if not days:
        return None
    hours = {day: _by_clock(counts[day], day, timezone) for day in days}
    # Of 23 or 25 hours too, the volume of a day is that of the 24.
    totals = {day: sum(hours[day]) / season.of(day) for day in days}
    kept = _kept_in_bounds(totals)
    weekdays = _weekdays(kept)
    level, trend = _level(kept, weekdays, until)
    scale = {day: kept[day] / totals[day] if totals[day] else 1.0 for day in days}
    shares = _shares(hours, scale)
    return Baseline(until, timezone, level, trend, weekdays, shares, season)


def _by_clock(counts: Sequence[int], day: date, timezone: ZoneInfo) -> list[float]:
    """A day's messages by the 24 hours of the clock, one that comes twice averaged.

    One that a clock change skips is taken as what is between its neighbours.
    """
    found: list[list[int]] = [[] for _ in range(24)]
    for hour, count in zip(clock_hours(day, timezone), counts, strict=True):
        found[hour].append(count)
    known = [fmean(it) if it else None for it in found]
    return [
        _between(known, hour) if it is None else it for hour, it in enumerate(known)
    ]


def _between(known: Sequence[float | None], hour: int) -> float:
    beside = (known[n] for n in (hour - 1, (hour + 1) % 24))
    return fmean([it for it in beside if it is not None] or [0.0])


def _kept_in_bounds(totals: Mapping[date, float]) -> dict[date, float]:
    kept = {}
    for day, total in totals.items():
        same = [v for d, v in totals.items() if d.weekday() == day.weekday()]
        usual = median(same)
        within = max(min(total, usual * _OUTLYING), usual / _OUTLYING)
        kept[day] = within if usual and len(same) >= _FEW else total
    return kept


def _weekdays(totals: Mapping[date, float]) -> list[float]:
    of: list[list[float]] = [[] for _ in range(7)]
    for day, total in totals.items():
        of[day.weekday()].append(total)
    week = fmean(fmean(it) for it in of if it)
    if week < _SMALL:
        return [1.0] * 7
    # So many days of the mean's volume.
    lean = _OF_WEEK / week
    leaning = [(sum(it) + _OF_WEEK) / (len(it) + lean) / week for it in of]
    return [it / fmean(leaning) for it in leaning]


def _level(
    totals: Mapping[date, float], weekdays: Sequence[float], until: date
) -> tuple[float, float]:
    """Level and trend of the day after ``until``; days that are missing pass."""
    days = sorted(totals)
    plain = {day: totals[day] / weekdays[day.weekday()] for day in days}
    # Two weeks begin it, or what there is of them.
    level, trend = fmean(plain[day] for day in days[:14]), 0.0
    day = days[0]
    while day <= until:
        if day in plain:
            wrong = plain[day] - level
            level, trend = level + _LEVEL * wrong, trend + _TREND * wrong
        level, trend = max(level + trend, 0.0), trend * _DAMPED
        day += timedelta(days=1)
    return level, trend


def _shares(
    hours: Mapping[date, Sequence[float]], scale: Mapping[date, float]
) -> list[list[float]]:
    of = [[0.0] * 24 for _ in range(7)]
    for day, by_hour in hours.items():
        row = of[day.weekday()]
        for hour, count in enumerate(by_hour):
            row[hour] += count * scale[day]
    all_days = [sum(row[hour] for row in of) for hour in range(24)]
    everything = sum(all_days)
    usual = [it / everything if everything else 1 / 24 for it in all_days]
    return [
        [(it + _OF_DAYS * usual[h]) / (sum(row) + _OF_DAYS) for h, it in enumerate(row)]
        for row in of
    ]
