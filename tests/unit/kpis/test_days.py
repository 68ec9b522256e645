"""Local days and hours, where clocks change and where they do not."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kpis.days import Hour, bounds, hour_of, hours, local_day
from tests.unit.kpis.samples import LOCAL_DAYS, ROME

AUTUMN = date(2026, 10, 25)
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
ZONES = sorted({name for name, _ in LOCAL_DAYS} | {"Australia/Lord_Howe"})
instants = st.integers(0, 25 * 365 * 24 * 3600).map(
    lambda seconds: datetime(2012, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@pytest.mark.parametrize(
    ("zone", "day", "length"),
    [
        ("Europe/Rome", date(2026, 5, 12), 24),
        ("Europe/Rome", date(2026, 3, 29), 23),
        ("Europe/Rome", date(2026, 10, 25), 25),
        ("America/Sao_Paulo", date(2018, 11, 4), 23),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Pacific/Apia", date(2011, 12, 30), 0),
    ],
)
def test_a_day_is_as_long_as_its_clocks_say(
    zone: str, day: date, length: float
) -> None:
    start, end = bounds(day, ZoneInfo(zone))

    assert end - start == timedelta(hours=length)


def test_bounds_are_in_utc() -> None:
    start = datetime(2026, 10, 24, 22, tzinfo=UTC)
    end = datetime(2026, 10, 25, 23, tzinfo=UTC)

    assert bounds(AUTUMN, ROME) == (start, end)


@given(instant=instants, zone=st.sampled_from(ZONES).map(ZoneInfo))
def test_an_instant_lies_within_the_bounds_of_its_local_day_and_in_one_hour(
    instant: datetime, zone: ZoneInfo
) -> None:
    day = local_day(instant, zone)
    start, end = bounds(day, zone)
    hour = hour_of(instant, hours(day, zone))
    local = instant.astimezone(zone)

    assert start <= instant < end
    assert hour.start <= instant < hour.start + timedelta(hours=1)
    assert hour.label[:2] == f"{local:%H}"
    assert hour.label[5:] == local.isoformat()[-6:]


def test_the_two_two_o_clocks_of_an_autumn_night_are_two_hours() -> None:
    night = hours(AUTUMN, ROME)[2:4]

    assert night == [
        Hour(datetime(2026, 10, 25, 0, tzinfo=UTC), "02:00+02:00"),
        Hour(datetime(2026, 10, 25, 1, tzinfo=UTC), "02:00+01:00"),
    ]


@pytest.mark.parametrize(
    ("day", "number"),
    [(date(2026, 5, 12), 24), (date(2026, 3, 29), 23), (AUTUMN, 25)],
)
def test_a_day_has_as_many_hours_as_its_clocks_say(day: date, number: int) -> None:
    found = hours(day, ROME)

    assert len(found) == number
    assert len({hour.label for hour in found}) == number
    assert found[0].start == bounds(day, ROME)[0]


def test_hours_start_on_the_wall_s_hour_in_a_zone_of_odd_offset() -> None:
    first = hours(date(2026, 1, 1), ZoneInfo("Asia/Kathmandu"))[0]

    assert first == Hour(datetime(2025, 12, 31, 18, 15, tzinfo=UTC), "00:00+05:45")


def test_half_an_hour_repeated_is_an_hour_of_its_own() -> None:
    labels = [hour.label for hour in hours(date(2026, 4, 5), LORD_HOWE)]

    assert labels[1:4] == ["01:00+11:00", "01:30+10:30", "02:00+10:30"]


def test_a_day_that_was_skipped_has_no_hours() -> None:
    skipped, apia = date(2011, 12, 30), ZoneInfo("Pacific/Apia")

    assert hours(skipped, apia) == []
