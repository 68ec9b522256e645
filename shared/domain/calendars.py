"""Business calendars: how much open time has passed, and when enough will have.

The open time is a set of half-open stretches on the UTC time line, made from
local hours by `shared.domain.hours.instant`, which says what a clock change
does to them. Hours belong to the day they open on: an overnight shift runs to
its end even into a holiday. Hours that overlap over midnight count once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from shared.domain.calendar_json import (
    WEEKDAYS,
    read_exceptions,
    read_fields,
    read_holidays,
    read_weekly,
    write_holidays,
    write_hours,
)
from shared.domain.hours import ALWAYS, Hours, instant
from shared.domain.public_holidays import NO_HOLIDAYS, Holidays
from shared.domain.zones import read_zone

ONE_DAY = timedelta(days=1)
DEFAULT_CALENDAR = "default"  # the calendar that is always there
HORIZON = timedelta(days=36_525)  # a century: no promise is longer
YEAR = timedelta(days=366)


class NeverOpens(ValueError):
    """The target is not reached within a century: closed for good, or too long."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """When the desk is open.

    ``weekly`` holds the hours of the seven days from Monday on. ``exceptions``
    replace the hours of single dates (none: closed); ``holidays`` close dates,
    and an exception on a holiday wins.
    """

    timezone: ZoneInfo
    weekly: tuple[tuple[Hours, ...], ...] = ALWAYS
    exceptions: Mapping[date, tuple[Hours, ...]] = field(
        default_factory=dict, hash=False
    )
    holidays: Holidays = NO_HOLIDAYS

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Read a calendar from JSON, as `to_json` writes it.

        ``{"timezone": "Europe/Rome", "weekly": {"mon": [["09:00", "18:00"]]},
        "exceptions": {"2026-12-24": [["09:00", "13:00"]]}, "holidays":
        {"country": "IT", "region": "BZ", "extra": ["2026-12-31"], "not":
        ["2026-06-02"]}}``. Days not named are closed; ``"weekly": "always"`` is
        24/7; ``holidays`` may be a mere list of dates; both it and
        ``exceptions`` may be left out.

        Raises:
            BadInput: names the field.

        """
        known = read_fields(
            value, "calendar", ("timezone", "weekly", "exceptions", "holidays")
        )
        return cls(
            timezone=read_zone(known.get("timezone")),
            weekly=read_weekly(known.get("weekly")),
            exceptions=read_exceptions(known.get("exceptions", {})),
            holidays=read_holidays(known.get("holidays", [])),
        )

    def to_json(self) -> dict[str, Any]:
        """Say the calendar in plain JSON values, days in order."""
        week = {
            name: write_hours(hours)
            for name, hours in zip(WEEKDAYS, self.weekly, strict=True)
        }
        return {
            "timezone": self.timezone.key,
            "weekly": "always" if self.weekly == ALWAYS else week,
            "exceptions": {
                day.isoformat(): write_hours(self.exceptions[day])
                for day in sorted(self.exceptions)
            },
            "holidays": write_holidays(self.holidays),
        }

    def hours_on(self, day: date) -> tuple[Hours, ...]:
        """Tell the hours that open on a local date, earliest first."""
        special = self.exceptions.get(day)
        if special is not None:
            return special
        return () if day in self.holidays else self.weekly[day.weekday()]

    @property
    def always_open(self) -> bool:
        return self.weekly == ALWAYS and not self.exceptions and not self.holidays


def elapsed(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """Count the open time from ``start`` to ``end``; negative if end is earlier.

    Both must be aware. ``elapsed(a, b) + elapsed(b, c) == elapsed(a, c)``.
    """
    start, end = _utc(start), _utc(end)
    if end < start:
        return -elapsed(calendar, end, start)
    if calendar.always_open:
        return end - start
    total = timedelta()
    # One day more: a clock change at midnight repeats the end of the day before.
    last = end.astimezone(calendar.timezone).date() + ONE_DAY
    for opens, closes in _spans(calendar, start, last):
        if opens >= end:
            break
        total += min(closes, end) - opens
    return total


def deadline(calendar: Calendar, start: datetime, target: timedelta) -> datetime:
    """Tell the first instant at which ``target`` of open time has passed, in UTC.

    The inverse of `elapsed`: ``elapsed(start, deadline(start, t)) == t``. A
    target used up at closing time is due then, not at the next opening.

    Raises:
        ValueError: the target is negative or the start is naive.
        NeverOpens: there is not enough open time in the century after start.

    """
    start = _utc(start)
    if target < timedelta():
        raise ValueError("A target cannot be negative.")
    if not target:
        return start
    if target <= HORIZON and calendar.always_open:
        return start + target
    left = target
    last = _last_day(calendar, start) if target <= HORIZON else date.min
    for opens, closes in _spans(calendar, start, last):
        if closes - opens >= left:
            return opens + left
        left -= closes - opens
    raise NeverOpens(f"The calendar has no {target} of open time after {start}.")


def next_opening(calendar: Calendar, at: datetime) -> datetime | None:
    """Tell the first open instant at or after ``at``, in UTC; None if there is none."""
    at = _utc(at)
    spans = _spans(calendar, at, _last_day(calendar, at))
    return next((opens for opens, _ in spans), None)


def next_closing(calendar: Calendar, at: datetime) -> datetime | None:
    """Tell when the open stretch of ``at``, or the next one, ends, in UTC.

    Hours that touch are one stretch. None if none ends within a year.
    """
    at = _utc(at)
    ends: datetime | None = None
    for opens, closes in _spans(calendar, at, _last_day(calendar, at)):
        if ends is not None and opens > ends:
            break
        if closes - at > YEAR:
            return None
        ends = closes
    return ends


def is_open(calendar: Calendar, at: datetime) -> bool:
    at = _utc(at)  # PEP 495: a repeated local time equals no time of another zone
    return next_opening(calendar, at) == at


def _spans(
    calendar: Calendar, start: datetime, last: date
) -> Iterator[tuple[datetime, datetime]]:
    """Yield the open stretches after ``start``, disjoint and in order, in UTC."""
    zone = calendar.timezone
    day = start.astimezone(zone).date() - ONE_DAY  # a shift may still be running
    while day <= last:
        for hours in calendar.hours_on(day):
            opens = max(instant(zone, day, hours.opens), start)
            closes = instant(zone, day, hours.closes)
            if closes > opens:
                yield opens, closes
                start = closes
        day += ONE_DAY


def _last_day(calendar: Calendar, start: datetime) -> date:
    """Tell the last date worth searching for open time."""
    if any(calendar.weekly):
        return start.astimezone(calendar.timezone).date() + HORIZON
    open_days = (day for day, hours in calendar.exceptions.items() if hours)
    return max(open_days, default=date.min)


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("A calendar needs aware times, with a zone.")
    return at.astimezone(UTC)
