"""On which day a number that looks ahead is known, for who reads a page before it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from shared.domain.settings import Settings
from shared.kpis.days import bounds, local_day
from shared.kpis.registry import KPIS


def known_days(day: date, timezone: ZoneInfo, rules: Settings) -> dict[str, date]:
    """Return by KPI the local day in whose first hour its window has passed.

    KPIs that do not look ahead have none. ``rules`` are those of the day's end.
    """
    end = bounds(day, timezone)[1]
    return {
        kpi.metric: _night(end + kpi.known_after(rules), timezone)
        for kpi in KPIS
        if kpi.known_after
    }


def _night(instant: datetime, timezone: ZoneInfo) -> date:
    """The first local day that begins at an instant or later."""
    return local_day(instant - timedelta.resolution, timezone) + timedelta(days=1)
