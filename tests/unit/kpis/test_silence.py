"""How long a channel may be silent: never where little is expected."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import exp
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.calendars import Calendar
from shared.kpis.days import hours
from shared.kpis.silence import CHANCE, LEAST, LONGEST, expected, silent_since
from tests.unit.kpis.volumes import ROME, RULES, foreseen, years

NOON = datetime(2026, 3, 2, 12, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


def by_hour(*means: float, until: datetime = NOON) -> dict[datetime, float]:
    """What was expected: the latest hour last, and much in the present one."""
    present = until.replace(minute=0)
    first = present - len(means) * HOUR
    return {first + n * HOUR: mean for n, mean in enumerate((*means, 1_000.0))}


def document(day: date, mean: float, channel: str = "x") -> dict[str, Any]:
    items = [
        {"channel": channel, "hour_start": hour.start.isoformat(), "expected": mean}
        for hour in hours(day, ROME)
    ]
    return {"items": items}


class TestSilentSince:
    def test_a_busy_hour_is_enough(self) -> None:
        assert silent_since(by_hour(50, 50), NOON) == NOON.replace(hour=11, minute=0)

    def test_as_many_hours_as_it_takes_are_looked_at(self) -> None:
        since = NOON.replace(hour=8, minute=0)

        assert silent_since(by_hour(*[2.5] * 9), NOON) == since

    def test_the_present_hour_is_not_over_and_says_nothing(self) -> None:
        assert silent_since(by_hour(1, 1), NOON) is None

    def test_a_quiet_shop_never_rings(self) -> None:
        assert silent_since(by_hour(*[0.7] * 100), NOON) is None

    def test_a_busy_day_says_nothing_of_the_night_after_it(self) -> None:
        night = NOON + 12 * HOUR
        means = [30.0] * 12 + [0.0] * 12

        assert silent_since(by_hour(*means, until=night), night) is None

    def test_of_hours_without_a_forecast_nothing_is_known(self) -> None:
        known = by_hour(5, 5, 5)
        del known[NOON.replace(hour=10, minute=0)]

        assert silent_since(known, NOON) is None
        assert silent_since(known, NOON + 9 * HOUR) is None
        assert silent_since({}, NOON) is None

    @given(st.lists(st.floats(0, 20), max_size=30))
    def test_silence_is_by_chance_once_in_ten_thousand(
        self, means: list[float]
    ) -> None:
        found = by_hour(*means)
        since = silent_since(found, NOON)
        known = [m for at, m in found.items() if at < NOON.replace(minute=0)]
        if since is None:
            short = means[-int(LONGEST / HOUR) + 1 :]
            assert sum(short) < LEAST
        else:
            mean = sum(m for at, m in found.items() if since <= at < NOON - HOUR / 6)
            assert exp(-mean) <= CHANCE * (1 + 1e-9)
            assert sum(known) >= LEAST


@pytest.mark.parametrize(
    ("day", "length"),
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 3, 2), 24)],
)
def test_no_hour_is_lacking_or_double_where_the_clocks_change(
    day: date, length: int
) -> None:
    found = expected([document(day, 1.0)])["x"]
    last = max(found) + timedelta(minutes=10)

    assert len(found) == length
    assert silent_since(found, last) == max(found) - 10 * HOUR


def test_the_later_forecast_counts_where_both_tell_of_an_hour() -> None:
    day = date(2026, 3, 2)
    found = expected([document(day, 9.0), document(day, 1.0)])["x"]

    assert set(found.values()) == {1.0}


def test_channels_together_are_no_channel_and_what_is_not_known_is_nothing() -> None:
    documents = [document(date(2026, 3, 2), 9.0, "all")]
    unknown: Any = None

    assert expected(documents) == {}
    assert expected([document(date(2026, 3, 2), unknown)]) == {}


def test_a_holiday_on_which_little_is_expected_does_not_ring() -> None:
    document = {"timezone": "Europe/Rome", "weekly": {"mon": [["09:00", "18:00"]]}}
    closed = Calendar.parse({**document, "holidays": {"country": "IT"}})
    rules = replace(RULES, calendars={"default": closed})
    until = date(2026, 4, 5)  # Easter
    shop = lambda day: 0 if day in closed.holidays else 40  # noqa: E731
    found = expected([foreseen(years(200, shop, until=until), rules, until)])["x"]
    by_day = {
        day: any(silent_since(found, day + h * HOUR) for h in range(24))
        for day in (datetime(2026, 4, 6, tzinfo=UTC), datetime(2026, 4, 7, tzinfo=UTC))
    }

    assert list(by_day.values()) == [False, True]


def test_a_real_forecast_rings_by_day_and_not_by_night() -> None:
    found = expected([foreseen(years(70))])["x"]
    monday = datetime(2026, 3, 2, tzinfo=UTC)
    rings = [h for h in range(24) if silent_since(found, monday + h * HOUR)]

    assert rings == list(range(8, 24))
