"""Public holidays close the desk, in any year, where the country says so."""

from datetime import date, datetime, timedelta

import pytest

from shared.domain.calendars import Calendar, deadline
from shared.domain.public_holidays import Holidays, public_holidays

OFFICE = {day: [["09:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


@pytest.mark.parametrize(
    ("day", "country", "region", "closed"),
    [
        ("2026-12-25", "IT", None, True),
        ("2026-12-28", "IT", None, False),
        ("2026-05-25", "IT", None, False),
        ("2026-05-25", "IT", "BZ", True),  # Whit Monday
        ("2012-05-28", "IT", "BZ", True),
        ("2049-06-07", "IT", "BZ", True),
        ("2026-12-28", "GB", None, True),  # for Boxing Day, a Saturday
        ("2026-11-30", "GB", "SCT", True),
        ("2026-11-30", "GB", "ENG", False),
        ("2026-07-03", "US", None, True),  # for 4 July, a Saturday
    ],
)
def test_a_day_is_a_holiday_where_it_is_one(
    day: str, country: str, region: str | None, closed: bool
) -> None:
    assert (date.fromisoformat(day) in Holidays(country, region)) is closed


def test_single_dates_are_added_and_taken_out() -> None:
    eve, christmas = date(2026, 12, 24), date(2026, 12, 25)
    days = Holidays("IT", None, frozenset({eve}), frozenset({christmas}))

    assert (eve in days, christmas in days, date(2026, 12, 26) in days) == (
        True,
        False,
        True,
    )


def test_a_date_that_is_added_and_taken_out_is_one() -> None:
    both = frozenset({date(2026, 12, 25)})

    assert date(2026, 12, 25) in Holidays("IT", None, both, both)


def test_a_calendar_without_weekends_but_with_holidays_is_not_always_open() -> None:
    json = {"timezone": "UTC", "weekly": "always", "holidays": {"country": "IT"}}

    assert not Calendar.parse(json).always_open


def test_a_promise_steps_over_the_holidays_of_its_country() -> None:
    desk = Calendar.parse(
        {"timezone": "Europe/Rome", "weekly": OFFICE, "holidays": {"country": "IT"}}
    )
    closing = datetime(2026, 12, 24, 17, 30, tzinfo=desk.timezone)

    due = deadline(desk, closing, timedelta(hours=1))

    assert due == datetime(2026, 12, 28, 9, 30, tzinfo=desk.timezone)


@pytest.mark.parametrize("country", ["CN", "IL", "IN", "JP", "MY", "SA", "US"])
def test_years_that_are_not_known_yet_have_what_is_known_of_them(country: str) -> None:
    counts = [len(public_holidays(country, None, year)) for year in (2026, 2099)]

    assert min(counts) > 0


def test_years_of_which_nothing_is_known_have_none() -> None:
    assert public_holidays("IN", None, 1900) == frozenset()
