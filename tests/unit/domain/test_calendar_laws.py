"""Business time, by laws over random calendars around real clock changes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from shared.domain.calendars import (
    Calendar,
    deadline,
    elapsed,
    is_open,
    next_opening,
)
from shared.domain.hours import DAY, Hours
from shared.domain.public_holidays import Holidays

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
Scene = tuple[Calendar, list[datetime]]
# The machine may be busy with other tests: time is no part of these laws.
LAW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
CLOCK_CHANGES = {
    "Europe/Rome": (date(2026, 3, 29), date(2026, 10, 25)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "America/St_Johns": (date(2010, 3, 14), date(2010, 11, 7)),  # at 00:01
    "America/Sao_Paulo": (date(2018, 11, 4), date(2018, 2, 18)),  # at midnight
    "Africa/Cairo": (date(2024, 4, 26), date(2024, 11, 1)),  # at midnight
    "Asia/Kathmandu": (date(1986, 1, 1), date(2026, 3, 10)),  # a quarter, once
    "Australia/Lord_Howe": (date(2026, 10, 4), date(2026, 4, 5)),
    "Pacific/Apia": (date(2011, 12, 30), date(2011, 12, 31)),  # a day skipped
    "UTC": (date(2024, 2, 29),),
}


@st.composite
def day_hours(draw: st.DrawFn) -> tuple[Hours, ...]:
    """Draw a day's hours: some, disjoint, the last perhaps over midnight."""
    marks = sorted(draw(st.sets(st.integers(0, DAY), max_size=6)))
    pairs = zip(marks[::2], marks[1::2], strict=False)
    hours = [Hours(opens, closes) for opens, closes in pairs]
    if hours and hours[-1].opens > 1 and draw(st.booleans()):
        opens, _ = hours.pop()
        hours.append(Hours(opens, DAY + draw(st.integers(1, opens - 1))))
    return tuple(hours)


@st.composite
def changing_days(draw: st.DrawFn, *, open_week: bool = False) -> Scene:
    """Draw a calendar and instants within days of a clock change of its zone."""
    zone = draw(st.sampled_from(sorted(CLOCK_CHANGES)))
    change = draw(st.sampled_from(CLOCK_CHANGES[zone]))
    near = st.integers(-3, 3).map(lambda days: change + timedelta(days=days))
    week = draw(st.tuples(*[day_hours()] * 7))
    assume(any(week) or not open_week)
    desk = Calendar(
        ZoneInfo(zone),
        week,
        exceptions=draw(st.dictionaries(near, day_hours(), max_size=2)),
        holidays=Holidays(extra=frozenset(draw(st.lists(near, max_size=2)))),
    )
    midnight = datetime(change.year, change.month, change.day, tzinfo=UTC)
    offsets = st.integers(-3 * DAY * 60, 3 * DAY * 60)
    seconds = draw(st.lists(offsets, min_size=3, max_size=3))
    return desk, [midnight + timedelta(seconds=s) for s in seconds]


@LAW
@given(changing_days(open_week=True), st.floats(0, 3))
def test_deadline_is_the_first_instant_with_the_target_elapsed(
    scene: Scene, weeks: float
) -> None:
    desk, (start, *_) = scene
    target = weeks * open_week(desk)

    due = deadline(desk, start, target)

    assert elapsed(desk, start, due) == target
    if target:
        assert elapsed(desk, start, due - timedelta(microseconds=1)) < target


@LAW
@given(changing_days(open_week=True))
def test_deadline_of_what_elapsed_is_the_last_open_instant_before(scene: Scene) -> None:
    desk, instants = scene
    start, end, *_ = sorted(instants)

    due = deadline(desk, start, elapsed(desk, start, end))

    assert due <= end
    assert elapsed(desk, due, end) == timedelta()


@LAW
@given(changing_days())
def test_elapsed_adds_up_in_any_order_of_instants(scene: Scene) -> None:
    desk, (a, b, c) = scene

    assert elapsed(desk, a, b) + elapsed(desk, b, c) == elapsed(desk, a, c)


@LAW
@given(changing_days())
def test_elapsed_is_never_negative_nor_more_than_plain_time(scene: Scene) -> None:
    desk, instants = scene
    start, end, *_ = sorted(instants)

    assert timedelta() <= elapsed(desk, start, end) <= end - start


@LAW
@given(changing_days(open_week=True), st.sets(st.floats(0, 3), max_size=5))
def test_a_longer_target_is_due_later(scene: Scene, weeks: set[float]) -> None:
    desk, (start, *_) = scene
    targets = {many * open_week(desk) for many in weeks}
    dues = [deadline(desk, start, target) for target in sorted(targets)]

    assert dues == sorted(set(dues))


@LAW
@given(changing_days())
def test_business_time_passes_exactly_while_open(scene: Scene) -> None:
    desk, (at, *_) = scene
    opening = next_opening(desk, at)
    moment = timedelta(microseconds=1)

    assert elapsed(desk, at, at + moment) == (moment if is_open(desk, at) else 0 * HOUR)
    if opening is not None:
        assert is_open(desk, opening)
        assert elapsed(desk, at, opening) == timedelta()


@LAW
@given(changing_days(), st.integers(1, 2 * DAY))
def test_elapsed_equals_counting_open_minutes(scene: Scene, minutes: int) -> None:
    desk, (at, *_) = scene
    start = at.replace(second=0)

    assert (
        elapsed(desk, start, start + minutes * MINUTE)
        == open_minutes(desk, start, minutes) * MINUTE
    )


@LAW
@given(changing_days())
def test_a_calendar_survives_its_json(scene: Scene) -> None:
    desk, _ = scene

    assert Calendar.parse(desk.to_json()) == desk


@LAW
@given(st.sampled_from(sorted(CLOCK_CHANGES)), st.integers(0, 6 * DAY))
def test_whole_days_leave_no_hole(zone: str, minutes: int) -> None:
    """Whole days by the general way: an exception keeps the short cut away."""
    change = CLOCK_CHANGES[zone][0]
    desk = Calendar(ZoneInfo(zone), exceptions={date(1999, 1, 1): ()})
    start = datetime(change.year, change.month, change.day, tzinfo=UTC) - 48 * HOUR

    assert elapsed(desk, start, start + minutes * MINUTE) == minutes * MINUTE


def open_week(desk: Calendar) -> timedelta:
    """Tell the open time of a plain week, so that no target takes centuries."""
    return sum(closes - opens for day in desk.weekly for opens, closes in day) * MINUTE


def open_minutes(desk: Calendar, start: datetime, minutes: int) -> int:
    """Count minute by minute, by a clock on the wall that never runs backwards.

    When clocks go back it stands still until time has caught up: another way
    to say that a repeated time means the first one.
    """
    wall, count = datetime(1, 1, 1), 0  # noqa: DTZ001 - a wall clock has no zone
    for minute in range(-DAY, minutes):
        at = start + minute * MINUTE
        wall = max(wall, at.astimezone(desk.timezone).replace(tzinfo=None))
        count += minute >= 0 and open_on_the_wall(desk, wall)
    return count


def open_on_the_wall(desk: Calendar, wall: datetime) -> bool:
    minute = wall.hour * 60 + wall.minute
    today = any(
        opens <= minute < closes for opens, closes in desk.hours_on(wall.date())
    )
    yesterday = desk.hours_on(wall.date() - timedelta(days=1))
    return today or any(minute + DAY < closes for _, closes in yesterday)
