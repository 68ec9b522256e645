"""The forecast: messages for each hour of the next two weeks, and who must be there.

Made every night of the days before it, in one file, and not again when somebody
looks. By channel the usual volume (``forecast_baseline.py``) times what marked
campaigns and public holidays bring (``forecast_past.py``); the range of each hour
by how wrong forecasts of the last weeks were (``forecast_errors.py``); people by
the work that is due (``forecast_staff.py``).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shared.domain.settings import Settings
from shared.kpis.days import hours
from shared.kpis.files import instant
from shared.kpis.forecast_errors import bounds_of, spread_of
from shared.kpis.forecast_past import (
    ALL,
    LEAST_DAYS,
    Past,
    Uplift,
    holiday_factor,
    uplifts,
)
from shared.kpis.forecast_staff import Handling, handling, staff
from shared.kpis.forecast_volume import History

NEWEST = "kpis/forecast/forecast.json"
DAYS = 15  # two weeks, and one more for who looks before the next is made
LEAST_FOR_RANGE = 21  # days of which a range can be told: two weeks and one to test
_ORIGINS = 8  # weeks back from which forecasts are tried
_TRIED = 14  # days that each of them looks ahead
Expected = Mapping[str, Mapping[date, Sequence[float]]]  # by channel, by hour


def path(made_at: date) -> str:
    """Where the forecast made on a local day is kept."""
    return f"kpis/forecast/date={made_at.isoformat()}/forecast.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One hour of a channel, or of all of them; None: not known yet."""

    date: date
    hour_start: datetime
    hour: str
    channel: str
    expected: float | None
    low: int | None
    high: int | None
    staff: int | None

    def to_json(self) -> dict[str, Any]:
        return {
            "date": self.date.isoformat(),
            "hour_start": instant(self.hour_start),
            "hour": self.hour,
            "channel": self.channel,
            "expected": self.expected,
            "low": self.low,
            "high": self.high,
            "staff": self.staff,
        }


def forecast(
    history: History, until: date, timezone: ZoneInfo, rules: Settings
) -> dict[str, Any]:
    """Return the document of the forecast that is made after a local day.

    Of fewer than seven days nothing is expected; of fewer than 21 no range is told.

    Args:
        history: what came, by day; what is after ``until`` is not looked at.
        until: the last of the days it is made of.
        timezone: the reporting zone, whose days and hours these are.
        rules: the rules in force: campaigns, staffing, promises, opening hours.

    """
    known = rules.forecast
    holidays = rules.calendar.holidays
    past = Past(history, until, timezone, known.campaigns, holidays)
    brought, holiday = uplifts(past), holiday_factor(past)
    ahead = [until + timedelta(days=n) for n in range(1, DAYS + 2)]
    expected = _expected(past, ahead, brought, holiday)
    took = handling(history, past.days, known.staffing)
    return {
        "made_at": ahead[0].isoformat(),
        "until": until.isoformat(),
        "timezone": timezone.key,
        "history_days": len(past.days),
        "model": _model(past, brought, holiday, took, rules),
        "items": [it.to_json() for it in _items(past, expected, took, rules)],
    }


def nothing_yet(timezone: ZoneInfo) -> dict[str, Any]:
    """The document before the first night."""
    return {
        "made_at": None,
        "until": None,
        "timezone": timezone.key,
        "history_days": 0,
        "model": None,
        "items": [],
    }


def _expected(
    past: Past, days: Sequence[date], brought: Sequence[Uplift], holiday: float
) -> Expected:
    found: dict[str, dict[date, list[float]]] = {}
    for channel in past.channels:
        usual = past.baseline(channel, past.until)
        if usual is None:
            continue
        found[channel] = {}
        for day in days:
            factor = holiday if day in past.holidays else 1.0
            for it in brought:
                factor *= it.factor if it.campaign.touches(day, channel) else 1.0
            found[channel][day] = [messages * factor for messages in usual.hours(day)]
    return found


def _items(
    past: Past, expected: Expected, took: Handling, rules: Settings
) -> Iterator[Item]:
    days = [past.until + timedelta(days=n) for n in range(1, DAYS + 1)]
    spreads = _spreads(past)
    needed = staff(past, expected, took, rules)
    for channel in (ALL, *expected):
        for day in days:
            for n, hour in enumerate(hours(day, past.timezone)):
                mean = _mean(expected, channel, day, n)
                spread = spreads.get(channel)
                low, high = _range(mean, spread)
                yield Item(
                    date=day,
                    hour_start=hour.start,
                    hour=hour.label,
                    channel=channel,
                    expected=None if mean is None else round(mean, 2),
                    low=low,
                    high=high,
                    staff=needed.get((channel, hour.start)),
                )


def _range(mean: float | None, spread: float | None) -> tuple[int | None, int | None]:
    if mean is None or spread is None:
        return None, None
    return bounds_of(mean, spread)


def _mean(expected: Expected, channel: str, day: date, hour: int) -> float | None:
    if not expected:
        return None
    of = expected.values() if channel == ALL else (expected[channel],)
    return sum(by_day[day][hour] for by_day in of)


def _spreads(past: Past) -> dict[str, float]:
    """By channel, how wrong the forecasts of the last weeks would have been."""
    if len(past.days) < LEAST_FOR_RANGE:
        return {}
    pairs: dict[str, list[tuple[float, float]]] = {ALL: []}
    for week in range(1, _ORIGINS + 1):
        origin = past.until - timedelta(days=7 * week)
        if (origin - past.days[0]).days + 1 < LEAST_FOR_RANGE - LEAST_DAYS:
            break
        for channel, tried in _tried(past, origin).items():
            pairs.setdefault(channel, []).extend(tried)
    return {channel: spread_of(found) for channel, found in pairs.items()}


def _tried(past: Past, origin: date) -> dict[str, list[tuple[float, float]]]:
    """What would have been expected after a day and what came, by channel and in all.

    Days of campaigns and holidays are left out: of them too few are known.
    """
    found: dict[str, list[tuple[float, float]]] = {}
    every: dict[tuple[date, int], tuple[float, float]] = {}
    for channel, counts in past.channels.items():
        usual = past.baseline(channel, origin)
        ahead = (origin + timedelta(days=n) for n in range(1, _TRIED + 1))
        for day in ahead:
            if usual is None or day not in counts or day in past.unusual[channel]:
                continue
            pairs = list(zip(usual.hours(day), counts[day], strict=True))
            found.setdefault(channel, []).extend(pairs)
            for n, (mean, came) in enumerate(pairs):
                known = every.get((day, n), (0.0, 0.0))
                every[day, n] = known[0] + mean, known[1] + came
    return {**found, ALL: list(every.values())}


def _model(
    past: Past,
    brought: Sequence[Uplift],
    holiday: float,
    took: Handling,
    rules: Settings,
) -> dict[str, Any]:
    """What was learned, for who wants to know why."""
    known = rules.forecast.staffing
    return {
        "yearly_season": bool(past.season.years),
        "holiday_factor": round(holiday, 3),
        "campaigns": [
            {
                "name": it.campaign.name,
                "from": it.campaign.first.isoformat(),
                "to": it.campaign.last.isoformat(),
                "factor": round(it.factor, 3),
                "how": it.how,
            }
            for it in brought
        ],
        "interval": 0.8,
        "handle_time_s": round(took.mean_s, 1),
        "handle_time_from": took.source,
        "occupancy": known.occupancy,
        "shrinkage": known.shrinkage,
        "service_level": known.service_level,
    }
