"""Business time, by examples worked out by hand."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from shared.domain.calendars import (
    Calendar,
    NeverOpens,
    deadline,
    elapsed,
    is_open,
    next_closing,
    next_opening,
)

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
OFFICE = [["09:00", "13:00"], ["14:00", "18:00"]]


def calendar(zone: str = "Europe/Rome", every_day: object = OFFICE) -> Calendar:
    """Build a calendar with the same hours on all seven days."""
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return Calendar.parse(
        {"timezone": zone, "weekly": dict.fromkeys(days, every_day)},
    )


def local(text: str, zone: str = "Europe/Rome", fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


# Examples


def test_a_target_skips_the_lunch_break_and_the_night() -> None:
    due = deadline(calendar(), local("2026-03-10T12:30"), timedelta(hours=5))

    assert due == local("2026-03-11T09:30")


def test_a_target_used_up_at_closing_time_is_due_at_closing_time() -> None:
    due = deadline(calendar(), local("2026-03-10T17:00"), HOUR)

    assert due == local("2026-03-10T18:00")


def test_no_target_is_due_at_once_even_out_of_hours() -> None:
    start = local("2026-03-10T03:00")

    assert deadline(calendar(), start, timedelta()) == start


@pytest.mark.parametrize(
    ("at", "closes"),
    [
        ("2026-03-10T09:00", "2026-03-10T13:00"),
        ("2026-03-10T13:00", "2026-03-10T18:00"),
        ("2026-03-10T20:00", "2026-03-11T13:00"),
    ],
)
def test_the_stretch_that_is_open_or_opens_next_closes(at: str, closes: str) -> None:
    assert next_closing(calendar(), local(at)) == local(closes)


def test_hours_that_touch_over_midnight_close_once() -> None:
    nights = calendar(every_day=[["00:00", "02:00"], ["20:00", "24:00"]])

    assert next_closing(nights, local("2026-03-10T21:00")) == local("2026-03-11T02:00")


def test_what_never_closes_or_opens_has_no_closing_time() -> None:
    start = local("2026-03-10T21:00")
    whole_days = calendar(every_day=[["00:00", "24:00"]])

    assert next_closing(whole_days, start) is None
    assert next_closing(calendar(every_day=[]), start) is None


def test_opening_time_is_open_and_closing_time_is_closed() -> None:
    times = ("09:00", "12:59:59.999999", "13:00", "14:00", "18:00")

    assert [is_open(calendar(), local(f"2026-03-10T{t}")) for t in times] == [
        True,
        True,
        False,
        True,
        False,
    ]


def test_next_opening_is_now_when_open_and_tomorrow_after_closing() -> None:
    noon, evening = local("2026-03-10T12:00"), local("2026-03-10T19:00")

    assert next_opening(calendar(), noon) == noon
    assert next_opening(calendar(), evening) == local("2026-03-11T09:00")


def test_answers_are_in_utc() -> None:
    due = deadline(calendar(), local("2026-03-10T10:00"), HOUR)

    assert due.tzinfo is UTC


def test_exceptions_replace_the_week_and_win_over_holidays() -> None:
    desk = Calendar.parse(
        {
            "timezone": "Europe/Rome",
            "weekly": {"thu": OFFICE, "fri": OFFICE, "sat": OFFICE},
            "exceptions": {"2026-12-24": [["09:00", "13:00"]], "2026-12-26": OFFICE},
            "holidays": ["2026-12-25", "2026-12-26"],
        }
    )

    due = deadline(desk, local("2026-12-24T12:00"), timedelta(hours=2))

    assert due == local("2026-12-26T10:00")


def test_an_overnight_shift_runs_to_its_end_into_a_holiday() -> None:
    desk = Calendar.parse(
        {
            "timezone": "Europe/Rome",
            "weekly": {"thu": [["22:00", "06:00"]], "fri": [["22:00", "06:00"]]},
            "holidays": ["2026-12-25"],
        }
    )

    span = elapsed(desk, local("2026-12-24T12:00"), local("2026-12-27T00:00"))

    assert span == 8 * HOUR


def test_a_shift_that_overlaps_the_next_day_counts_once() -> None:
    desk = calendar(every_day=[["05:00", "08:00"], ["22:00", "06:00"]])

    span = elapsed(desk, local("2026-03-10T22:00"), local("2026-03-11T22:00"))

    assert span == 10 * HOUR


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-03-28T23:00", "2026-03-29T05:00"),
        ("2026-10-24T23:00", "2026-10-25T03:00"),
    ],
    ids=["spring", "autumn"],
)
def test_a_night_shift_is_as_long_as_the_night_really_is(start: str, due: str) -> None:
    desk = calendar(every_day=[["22:00", "06:00"]])

    assert deadline(desk, local(start), 5 * HOUR) == local(due)


def test_a_skipped_local_time_means_the_instant_of_the_jump() -> None:
    desk = calendar(every_day=[["02:30", "04:00"]])

    opening = next_opening(desk, local("2026-03-29T01:00"))

    assert opening == local("2026-03-29T03:00")
    assert elapsed(desk, local("2026-03-29T00:00"), local("2026-03-30T00:00")) == HOUR


def test_a_repeated_local_time_means_the_first_one() -> None:
    desk = calendar(every_day=[["01:00", "02:30"]])
    first, second = (local("2026-10-25T02:15", fold=fold) for fold in (0, 1))

    assert is_open(desk, first)
    assert not is_open(desk, second)


def test_lord_howe_moves_its_clocks_by_half_an_hour() -> None:
    zone = "Australia/Lord_Howe"
    desk = calendar(zone, [["00:00", "06:00"]])
    days = ("2026-10-04T00:00", "2026-04-05T00:00")
    spans = [elapsed(desk, local(d, zone), local(d, zone) + 12 * HOUR) for d in days]

    assert spans == [5.5 * HOUR, 6.5 * HOUR]


def test_kathmandu_opens_at_a_quarter_past_in_utc() -> None:
    desk = calendar("Asia/Kathmandu")

    opening = next_opening(desk, datetime(2026, 3, 10, tzinfo=UTC))

    assert opening == datetime(2026, 3, 10, 3, 15, tzinfo=UTC)


def test_a_date_that_samoa_skipped_has_no_business_time() -> None:
    desk = calendar("Pacific/Apia")
    start, end = (local(day, "Pacific/Apia") for day in ("2011-12-29", "2012-01-01"))

    assert elapsed(desk, start, end) == 16 * HOUR


@pytest.mark.parametrize("start", ["2026-03-28T12:00", "2026-10-24T12:00"])
def test_round_the_clock_is_plain_time(start: str) -> None:
    desk = Calendar(ZoneInfo("Europe/Rome"))

    assert desk.always_open
    assert deadline(desk, local(start), 48 * HOUR) == local(start).astimezone(
        UTC
    ) + timedelta(hours=48)


def test_time_backwards_is_negative() -> None:
    start, end = local("2026-10-25T00:00"), local("2026-10-25T12:00")
    always = Calendar(ZoneInfo("Europe/Rome"))

    assert elapsed(always, end, start) == -13 * HOUR
    assert elapsed(calendar(), end, start) == -3 * HOUR


# What never ends, and what is not a time


def test_a_calendar_that_never_opens_has_no_deadline() -> None:
    desk = calendar(every_day=[])

    with pytest.raises(NeverOpens, match="1:00:00 of open time after 2026-03-10"):
        deadline(desk, local("2026-03-10T12:00"), HOUR)
    assert next_opening(desk, local("2026-03-10T12:00")) is None
    assert not is_open(desk, local("2026-03-10T12:00"))


def test_a_calendar_open_on_one_past_date_never_opens_again() -> None:
    desk = Calendar.parse(
        {
            "timezone": "Europe/Rome",
            "weekly": {},
            "exceptions": {"2026-03-09": OFFICE},
        }
    )

    assert elapsed(desk, local("2026-03-01"), local("2026-04-01")) == 8 * HOUR
    with pytest.raises(NeverOpens):
        deadline(desk, local("2026-03-10T12:00"), HOUR)


def test_a_target_of_centuries_is_refused() -> None:
    with pytest.raises(NeverOpens):
        deadline(
            Calendar(ZoneInfo("UTC")), local("2026-03-10"), timedelta(days=400_000)
        )


def test_naive_times_and_negative_targets_are_refused() -> None:
    naive = local("2026-03-10").replace(tzinfo=None)

    with pytest.raises(ValueError, match="aware"):
        is_open(calendar(), naive)
    with pytest.raises(ValueError, match="negative"):
        deadline(calendar(), local("2026-03-10"), -MINUTE)


def test_a_decade_counts_every_day_of_it() -> None:
    desk = calendar()
    years = elapsed(desk, local("2016-01-01"), local("2026-01-01"))

    assert years == 8 * HOUR * 3653
