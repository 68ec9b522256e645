"""The file of years: a line a day, put in any order, each message once."""

import gzip
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kpis.cells import cells_of
from shared.kpis.facts import Facts
from shared.kpis.forecast_volume import (
    MOST_DAYS,
    DayVolume,
    clock_hours,
    read_history,
    volume_of,
    with_day,
)
from shared.kpis.hourly import counted
from shared.kpis.parts import Part
from tests.unit.kpis.samples import DAY, NOON, ROME, episode, message
from tests.unit.kpis.volumes import RULES, heard

AUTUMN = date(2026, 10, 25)


def filled(days: list[date]) -> bytes | None:
    content = None
    for day in days:
        volume = DayVolume({"x": heard(day, day.day)}, {"x": 1}, {"x": (1, 60.5)})
        content = with_day(content, day, ROME, volume)
    return content


def test_what_is_put_reads_back() -> None:
    volume = DayVolume({"x": (1, 0) * 12}, {"x": 3}, {"x": (2, 61.25)})

    assert read_history(with_day(None, DAY, ROME, volume), ROME) == {DAY: volume}


@given(st.permutations([DAY + timedelta(days=n) for n in range(5)]))
def test_the_order_in_which_days_are_put_makes_no_difference(days: list[date]) -> None:
    assert filled(days) == filled(sorted(days))


def test_a_day_put_again_stands_in_place_of_its_line() -> None:
    first = with_day(filled([DAY]), DAY, ROME, DayVolume({"x": (9,) * 24}))

    assert read_history(first, ROME) == {DAY: DayVolume({"x": (9,) * 24})}


def test_the_oldest_lines_go() -> None:
    days = [DAY + timedelta(days=n) for n in range(MOST_DAYS)]
    lines = ",".join(
        f'"{day}":{{"inbound":{{}},"opened":{{}},"handled":{{}}}}' for day in days
    )
    full = gzip.compress(f'{{"timezone":"{ROME.key}","days":{{{lines}}}}}'.encode())
    later = with_day(full, days[-1] + timedelta(days=1), ROME, DayVolume({}))
    earlier = with_day(full, DAY - timedelta(days=1), ROME, DayVolume({}))

    assert min(read_history(later, ROME)) == days[1]
    assert read_history(earlier, ROME) == read_history(full, ROME)


def test_hours_of_another_zone_are_not_taken_for_ours() -> None:
    assert read_history(filled([DAY]), ZoneInfo("Asia/Tokyo")) == {}


@pytest.mark.parametrize("day", [DAY, date(2026, 3, 29), AUTUMN])
def test_every_hour_of_a_day_shows_on_the_clock(day: date) -> None:
    shown = clock_hours(day, ROME)

    assert sorted(shown) == list(shown)
    assert len(shown) == {AUTUMN: 25, date(2026, 3, 29): 23}.get(day, 24)


def test_a_line_has_messages_once_and_episodes_with_what_they_took() -> None:
    facts = Facts(
        messages=[
            message(topics=("a", "b")),
            message(id="m-2", channel="x", topics=()),
            message(id="m-3", direction="outbound"),
        ],
        episodes=[
            episode(event="opened"),
            episode(id="e-2", event="reopened"),
            episode(id="e-3", event="resolved", handle_s=90.0),
        ],
    )
    part = Part(cells_of(facts, RULES), counted(DAY, ROME, facts), {})
    found = volume_of(DAY, ROME, part)
    hour = NOON.astimezone(ROME).hour

    assert {c: sum(it) for c, it in found.inbound.items()} == {"facebook": 1, "x": 1}
    assert found.inbound["x"][hour] == 1
    assert found.opened == {"facebook": 2}
    assert found.handled == {"facebook": (1, 90.0)}
