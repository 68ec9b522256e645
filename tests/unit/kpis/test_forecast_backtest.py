"""The forecast on what really came: better than last week's same hour, day after day.

Two logs lie beside this repository: 15,000 follow-ups to one brand on Twitter, of
whose 61 days from October to December 2017 nobody planned one, and the synthetic
month of the yardstick. Forecasts are made of each day's past, as if on that day.
"""

import csv
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import fmean
from subprocess import CalledProcessError
from zoneinfo import ZoneInfo

import pytest

from bench.reference_log import GENERATOR, log
from shared.domain.settings import default_settings
from shared.kpis.forecast import forecast
from shared.kpis.forecast_volume import DayVolume, clock_hours

TWEETS = GENERATOR.parents[1] / "data" / "twcs" / "spotify_inbound_15210.csv.gz"
ZONE = ZoneInfo("America/New_York")
LEAST = 21  # days, of which the first forecast is made
AHEAD = 14
WRITTEN = "%a %b %d %H:%M:%S %z %Y"

Came = Mapping[date, Sequence[int]]


@dataclass(frozen=True)
class Tried:
    """Mean errors in messages an hour, and how many hours lay in their range."""

    error: float
    naive: float
    day_error: float  # of a day, by what came on it
    day_naive: float
    within: float


def by_hour(moments: Iterable[datetime], zone: ZoneInfo, days: Sequence[date]) -> Came:
    local = Counter(
        (it.date(), it.hour) for it in (m.astimezone(zone) for m in moments)
    )
    return {d: [local[d, hour] for hour in clock_hours(d, zone)] for d in days}


def tweets() -> Iterator[datetime]:
    with gzip.open(TWEETS, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if (row["created_at"] or "").count(" ") == WRITTEN.count(" "):
                yield datetime.strptime(row["created_at"], WRITTEN).astimezone(UTC)


def synthetic() -> Iterator[datetime]:
    with log(20_000).open(encoding="utf-8") as file:
        for event in map(json.loads, file):
            if event["kind"] == "inbound":
                yield datetime.fromtimestamp(event["created_at"] / 1_000, UTC)


def tried(came: Came, zone: ZoneInfo, step: int = 1) -> Tried:
    """Make a forecast after every ``step``-th day, and hold it to what came."""
    history = {day: DayVolume({"x": tuple(it)}) for day, it in came.items()}
    told: list[tuple[list[dict[str, float]], Sequence[int], Sequence[int]]] = []
    for until in sorted(came)[LEAST - 1 : -1 : step]:
        found = forecast(history, until, zone, default_settings(zone.key))
        for n in range(1, AHEAD + 1):
            day = until + timedelta(days=n)
            last = day - timedelta(days=7 if n <= 7 else 14)
            if day in came and len(came[day]) == len(came[last]):
                items = [it for it in found["items"] if it["date"] == str(day)]
                of_x = [it for it in items if it["channel"] == "x"]
                told.append((of_x, came[day], came[last]))
    pairs = [pair for day in told for pair in zip(*day, strict=True)]
    days = [
        (sum(it["expected"] for it in items), sum(real), sum(naive))
        for items, real, naive in told
    ]
    return Tried(
        error=fmean(abs(it["expected"] - real) for it, real, _ in pairs),
        naive=fmean(abs(naive - real) for _, real, naive in pairs),
        day_error=fmean(abs(expected - real) / real for expected, real, _ in days),
        day_naive=fmean(abs(naive - real) / real for _, real, naive in days),
        within=fmean(it["low"] <= real <= it["high"] for it, real, _ in pairs),
    )


@pytest.mark.skipif(not TWEETS.exists(), reason=f"{TWEETS} is not there")
def test_of_real_messages_it_is_a_fifth_nearer_than_last_week() -> None:
    days = [date(2017, 10, 4) + timedelta(days=n) for n in range(60)]
    found = tried(by_hour(tweets(), ZONE, days), ZONE, step=3)

    assert found.error < 0.82 * found.naive
    assert found.day_error < found.day_naive
    assert 0.75 < found.within < 0.85


@pytest.mark.skipif(not GENERATOR.exists(), reason="the yardstick is not there")
def test_of_messages_by_chance_alone_it_learns_no_more_than_there_is() -> None:
    days = [date(2024, 11, 2) + timedelta(days=n) for n in range(28)]
    try:
        came = by_hour(synthetic(), ZoneInfo("UTC"), days)
    except CalledProcessError as error:
        pytest.skip(f"numpy and pyarrow cannot be had here: {error.stderr!r:.300}")
    found = tried(came, ZoneInfo("UTC"))

    assert found.error < 0.82 * found.naive
    assert 0.75 < found.within < 0.88
