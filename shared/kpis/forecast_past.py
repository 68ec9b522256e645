"""The past that a forecast learns from, and what was unusual in it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

from shared.domain.forecast import Campaign
from shared.domain.public_holidays import Holidays
from shared.kpis.forecast_baseline import Baseline, Counts, learn
from shared.kpis.forecast_season import Season, season
from shared.kpis.forecast_volume import History, clock_hours

ALL = "all"  # the channels together
_GAP = timedelta(days=28)  # in which no day was computed
LEAST_DAYS = 7  # of which something is expected: each weekday once


@dataclass(frozen=True)
class Past:
    """The days of a deployment, until one, from the first on which somebody wrote."""

    history: History
    until: date
    timezone: ZoneInfo
    campaigns: Sequence[Campaign]
    holidays: Holidays

    @cached_property
    def days(self) -> list[date]:
        """What was long ago, with a gap after it, was imported and is left out."""
        known = [day for day in sorted(self.history) if day <= self.until]
        after = [n for n, (a, b) in enumerate(pairwise(known), 1) if b - a > _GAP]
        known = known[after[-1] :] if after else known
        wrote = (n for n, day in enumerate(known) if self.total(day))
        return known[next(wrote, len(known)) :]

    def total(self, day: date) -> int:
        return sum(map(sum, self.history[day].inbound.values()))

    @cached_property
    def channels(self) -> Mapping[str, Counts]:
        """Of each channel the days from its own first message on."""
        names = {name for day in self.days for name in self.history[day].inbound}
        return {name: self._counts(name) for name in sorted(names)}

    def _counts(self, channel: str) -> Counts:
        heard = {
            day: self.history[day].inbound.get(channel)
            or (0,) * len(clock_hours(day, self.timezone))
            for day in self.days
        }
        first = min(day for day, by_hour in heard.items() if any(by_hour))
        return {day: by_hour for day, by_hour in heard.items() if day >= first}

    @cached_property
    def holiday_dates(self) -> frozenset[date]:
        return frozenset(day for day in self.days if day in self.holidays)

    def marked(self, day: date, channel: str) -> list[Campaign]:
        return [it for it in self.campaigns if it.touches(day, channel)]

    @cached_property
    def unusual(self) -> Mapping[str, frozenset[date]]:
        """By channel, the days of campaigns and holidays."""
        return {
            channel: self.holiday_dates | {d for d in counts if self.marked(d, channel)}
            for channel, counts in self.channels.items()
        }

    @cached_property
    def season(self) -> Season:
        unusual = frozenset[date]().union(*self.unusual.values())
        totals = {day: self.total(day) for day in self.days}
        return season(totals, self.until, unusual)

    def baseline(self, channel: str, until: date) -> Baseline | None:
        """What was usual as it could be told on a day; None before a week is known."""
        counts = {d: it for d, it in self.channels[channel].items() if d <= until}
        if sum(day <= until for day in self.days) < LEAST_DAYS:
            return None
        unusual = self.unusual[channel]
        return learn(counts, until, self.timezone, self.season, unusual)


@dataclass(frozen=True, slots=True)
class Uplift:
    """By how much a campaign multiplies what is usual, and how that is known."""

    campaign: Campaign
    factor: float
    how: str  # given, learned, or unknown: 1


def uplifts(past: Past) -> list[Uplift]:
    """What each campaign brings: as given, else as marked ones brought before.

    Of campaigns of the same name, else of all of them: what came on their days by
    what was usual before each began. Days with two campaigns tell of neither.
    """
    sums: dict[str, tuple[float, float]] = {}
    for campaign in past.campaigns:
        came, usual = _brought(campaign, past)
        known = sums.get(campaign.name, (0.0, 0.0))
        sums[campaign.name] = known[0] + came, known[1] + usual
    every = tuple(map(sum, zip(*sums.values(), strict=True))) or (0.0, 0.0)
    return [_uplift(it, sums[it.name], every) for it in past.campaigns]


def _uplift(
    campaign: Campaign, named: Sequence[float], every: Sequence[float]
) -> Uplift:
    if campaign.factor is not None:
        return Uplift(campaign, campaign.factor, "given")
    for came, usual in (named, every):
        if usual > 0:
            return Uplift(campaign, came / usual, "learned")
    return Uplift(campaign, 1.0, "unknown")


def _brought(campaign: Campaign, past: Past) -> tuple[float, float]:
    days = _between(past.days, campaign.first, campaign.last)
    return _sums(past, [day for day in days if day not in past.holiday_dates], campaign)


def _sums(
    past: Past, days: Sequence[date], campaign: Campaign | None
) -> tuple[float, float]:
    """What came on days with this campaign alone (None: without any), and the usual."""
    came = usual = 0.0
    if not days:
        return came, usual
    alone = [campaign] if campaign else []
    for channel, counts in past.channels.items():
        baseline = past.baseline(channel, days[0] - timedelta(days=1))
        for day in days:
            if baseline and day in counts and past.marked(day, channel) == alone:
                came += sum(counts[day])
                usual += sum(baseline.hours(day))
    return came, usual


def _between(days: Iterable[date], first: date, last: date) -> Iterator[date]:
    return (day for day in days if first <= day <= last)


def holiday_factor(past: Past) -> float:
    """What comes on a public holiday by what is usual; 1 where none was seen.

    One more day is taken as usual, so that a single holiday does not say it all.
    """
    seen = [_sums(past, [day], None) for day in sorted(past.holiday_dates)]
    known = [(came, usual) for came, usual in seen if usual]
    if not known:
        return 1.0
    came = sum(came for came, _ in known)
    usual = sum(usual for _, usual in known)
    one = usual / len(known)
    return (came + one) / (usual + one)
