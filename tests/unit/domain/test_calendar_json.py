"""What a calendar in JSON must say, and what is said of one that does not."""

from typing import Any

import pytest

from shared.domain.calendars import Calendar
from shared.domain.public_holidays import NO_HOLIDAYS
from shared.errors import BadInput


def settings(**changes: Any) -> dict[str, Any]:
    """Build the JSON of a small calendar, changed."""
    return {
        "timezone": "Europe/Rome",
        "weekly": {"mon": [["09:00", "13:00"], ["22:00", "06:00"]], "tue": []},
        "exceptions": {"2026-12-24": [["18:00", "24:00"]], "2026-12-31": []},
        "holidays": ["2026-12-25"],
    } | changes


def test_a_calendar_says_all_its_days_again() -> None:
    said = Calendar.parse(settings()).to_json()

    rest: dict[str, Any] = {day: [] for day in ("wed", "thu", "fri", "sat", "sun")}
    assert said == settings(weekly=settings()["weekly"] | rest)


def test_round_the_clock_is_said_in_one_word() -> None:
    json = {"timezone": "UTC", "weekly": "always", "exceptions": {}, "holidays": []}

    assert Calendar.parse(json).to_json() == json


@pytest.mark.parametrize(
    "said",
    [
        {"country": "IT", "region": "BZ", "extra": ["2026-12-31"], "not": []},
        {"country": "GB", "extra": [], "not": ["2026-12-28"]},
    ],
)
def test_public_holidays_are_said_by_their_country(said: dict[str, Any]) -> None:
    assert Calendar.parse(settings(holidays=said)).to_json()["holidays"] == said


def test_exceptions_and_holidays_may_be_left_out() -> None:
    desk = Calendar.parse({"timezone": "UTC", "weekly": {}})

    assert (desk.exceptions, desk.holidays) == ({}, NO_HOLIDAYS)


def test_hours_are_put_in_order() -> None:
    week = {"mon": [["14:00", "18:00"], ["09:00", "13:00"]]}

    said = Calendar.parse(settings(weekly=week)).to_json()

    assert said["weekly"]["mon"] == [["09:00", "13:00"], ["14:00", "18:00"]]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"timezone": None}, "timezone must be an IANA name"),
        ({"timezone": ""}, "timezone must be an IANA name"),
        ({"timezone": "Europe/Atlantis"}, "not 'Europe/Atlantis'"),
        ({"timezone": "Europe"}, "not 'Europe'"),
        ({"timezone": "../Rome"}, "not '../Rome'"),
        ({"timezone": "posix/Europe/Rome"}, "not 'posix/Europe/Rome'"),
        ({"weekly": None}, "weekly must be an object"),
        ({"weekly": {"monday": []}}, "weekly has no field 'monday'"),
        ({"weekly": {"mon": "09:00-18:00"}}, r"weekly.mon must be a list"),
        ({"weekly": {"mon": [["09:00"]]}}, r"weekly.mon\[0\] must be a pair"),
        ({"weekly": {"mon": [["9:00", "18:00"]]}}, r"weekly.mon\[0\] must be times"),
        ({"weekly": {"mon": [["09:00", "24:01"]]}}, r"weekly.mon\[0\] must be times"),
        ({"weekly": {"mon": [[9, 18]]}}, r"weekly.mon\[0\] must be times"),
        ({"weekly": {"mon": [["24:00", "06:00"]]}}, r"weekly.mon\[0\] cannot open"),
        ({"weekly": {"mon": [["09:00", "09:00"]]}}, r"weekly.mon\[0\] opens when"),
        (
            {"weekly": {"mon": [["09:00", "13:00"], ["12:59", "18:00"]]}},
            "weekly.mon has hours that overlap",
        ),
        ({"exceptions": []}, "exceptions must be an object"),
        ({"exceptions": {"20261224": []}}, "exceptions needs dates YYYY-MM-DD"),
        ({"exceptions": {"2026-02-30": []}}, "no such date: 2026-02-30"),
        ({"exceptions": {"2026-12-24": [[]]}}, r"exceptions.2026-12-24\[0\] must be"),
        ({"holidays": "2026-12-25"}, "holidays must be a list"),
        ({"holidays": [20261225]}, "holidays needs dates YYYY-MM-DD, not 20261225"),
        ({"holidays": {}}, "holidays.country must be a code as IT, not None"),
        ({"holidays": {"country": "ZZ"}}, "holidays.country must be .* not 'ZZ'"),
        ({"holidays": {"country": "Italy"}}, "holidays.country must be"),
        ({"holidays": {"country": ["IT"]}}, "holidays.country must be"),
        ({"holidays": {"country": "HolidayBase"}}, "holidays.country must be"),
        ({"holidays": {"country": "UK"}}, "holidays.country must be"),
        (
            {"holidays": {"country": "LI", "region": "BZ"}},
            "holidays.region must be one of LI, not 'BZ': none",
        ),
        (
            {"holidays": {"country": "DE", "region": ["BY"]}},
            r"holidays.region must be one of DE, not \['BY'\]: BB, BE",
        ),
        ({"holidays": {"country": "IT", "extra": "2026-12-31"}}, "holidays.extra must"),
        ({"holidays": {"country": "IT", "not": ["soon"]}}, "holidays.not needs dates"),
        ({"holidays": {"country": "IT", "years": 1}}, "holidays has no field 'years'"),
        ({"closed": True}, "calendar has no field 'closed'"),
    ],
)
def test_an_error_names_the_field(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        Calendar.parse(settings(**changes))


@pytest.mark.parametrize("value", [None, [], "always", 7])
def test_a_calendar_is_an_object(value: Any) -> None:
    with pytest.raises(BadInput, match="calendar must be an object"):
        Calendar.parse(value)
