"""Years of volume by rule, for the tests of the forecast."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shared.domain.forecast import Campaign, Forecasting
from shared.domain.settings import Settings, default_settings
from shared.kpis.forecast import forecast
from shared.kpis.forecast_volume import DayVolume, clock_hours

ROME = ZoneInfo("Europe/Rome")
UNTIL = date(2026, 3, 1)  # a Sunday
RULES = default_settings(ROME.key)
# Messages by weekday, and what each hour has of them.
WEEK = (400, 300, 300, 300, 300, 120, 80)
CURVE = [0] * 8 + [1, 2, 3, 3, 2, 2, 2, 2, 1, 1, 1] + [0] * 5


def usual(day: date) -> float:
    return WEEK[day.weekday()]


def heard(day: date, volume: float, curve: Iterable[float] = CURVE) -> tuple[int, ...]:
    """A day's messages by hour, of 23 or 25 hours where the clocks change."""
    parts = list(curve)
    whole = sum(parts)
    return tuple(round(volume * parts[h] / whole) for h in clock_hours(day, ROME))


def years(
    days: int,
    volume: Callable[[date], float] = usual,
    channel: str = "x",
    until: date = UNTIL,
) -> dict[date, DayVolume]:
    """So many days of one channel, until a day; every third message opens a case."""
    span = (until - timedelta(days=n) for n in range(days))
    by_hour = {day: heard(day, volume(day)) for day in span}
    return {
        day: DayVolume({channel: it}, {channel: sum(it) // 3})
        for day, it in by_hour.items()
    }


def marked(*campaigns: Campaign) -> Settings:
    return Settings(
        calendars=RULES.calendars, forecast=Forecasting(campaigns=campaigns)
    )


def foreseen(
    history: dict[date, DayVolume], rules: Settings = RULES, until: date = UNTIL
) -> dict[str, Any]:
    return forecast(history, until, ROME, rules)


def by_day(document: dict[str, Any], channel: str = "all") -> dict[date, float]:
    """What is expected of each day."""
    found: dict[date, float] = {}
    for it in document["items"]:
        if it["channel"] == channel:
            day = date.fromisoformat(it["date"])
            found[day] = found.get(day, 0.0) + it["expected"]
    return found
