"""What the hourly look around finds: silent channels, events that nobody is told."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from functions import actions
from functions.health import show_health
from functions.ingest import Record, ingest_batch
from functions.watch import hourly, watch_channels, watch_events
from shared.domain.cases import case_id
from shared.kpis.days import hours
from shared.kpis.exports import manifest_path
from shared.kpis.files import instant
from shared.kpis.forecast import NEWEST, path
from shared.ports_health import SILENT
from tests.fakes.ann import BOSS, writes
from tests.fakes.world import MONDAY, World, contact, envelope


def foresee(world: World, made_at: date, mean: float, channel: str = "x") -> None:
    """Expect so much of each hour of the day on which the forecast was made."""
    items = [
        {"channel": channel, "hour_start": instant(hour.start), "expected": mean}
        for hour in hours(made_at, world.timezone)
    ]
    body = json.dumps({"items": items}).encode()
    world.files.write(path(made_at), body)
    world.files.write(NEWEST, body)


def counted(world: World, channel: str = "x") -> int:
    counters: dict[str, Any] = world.health.read().get(channel, {})
    return int(counters.get(SILENT, {}).get("total", 0))


@pytest.fixture
def world() -> World:
    """Monday at 10:10, with four messages to expect each hour."""
    made = World(at=MONDAY + timedelta(minutes=10))
    foresee(made, MONDAY.date(), 4)
    return made


def test_a_channel_that_has_heard_nothing_is_counted_and_shown(world: World) -> None:
    nothing: Any = None

    assert watch_channels(world) == ["x"]
    shown = show_health(nothing, world)["channels"]["x"]
    assert shown[SILENT] == {"total": 1, "last_at": "2026-03-02T10:10:00.000Z"}


def test_one_message_is_enough(world: World) -> None:
    writes(world, at=MONDAY - timedelta(hours=2))

    assert watch_channels(world) == []


def test_a_message_of_before_is_not(world: World) -> None:
    writes(world, at=MONDAY - timedelta(hours=9))

    assert watch_channels(world) == ["x"]


def test_what_agents_do_does_not_hide_that_no_customer_is_heard(world: World) -> None:
    writes(world, at=MONDAY - timedelta(hours=9))
    body = {"text": "Still waiting."}
    actions.note(case_id("x:1", "m1"), replace(BOSS, body=body), world)

    assert watch_channels(world) == ["x"]


def test_what_another_channel_hears_does_not_either(world: World) -> None:
    writes(world, channel="email", at=MONDAY)

    assert watch_channels(world) == ["x"]


def test_an_import_of_old_talks_is_not_heard(world: World) -> None:
    piece = {**contact(), "channel": "x", "social": True}
    body = envelope(piece, historic=True)
    ingest_batch([Record(body=body, handle="")], world)

    assert watch_channels(world) == ["x"]


def test_it_rings_each_hour_while_it_lasts(world: World) -> None:
    for _ in range(3):
        watch_channels(world)
        world.clock.advance(hours=1)

    assert counted(world) == 3


def test_a_quiet_shop_never_rings(world: World) -> None:
    foresee(world, MONDAY.date(), 0.5)
    for _ in range(13):
        assert watch_channels(world) == []
        world.clock.advance(hours=1)


def test_before_the_first_forecast_nothing_is_expected() -> None:
    assert watch_channels(World()) == []


def test_hours_of_yesterday_are_those_of_yesterdays_forecast(world: World) -> None:
    world.clock.at = MONDAY.replace(hour=1, minute=10)
    foresee(world, MONDAY.date() - timedelta(days=1), 0)
    foresee(world, MONDAY.date(), 4)
    assert watch_channels(world) == []
    foresee(world, MONDAY.date() - timedelta(days=1), 4)
    foresee(world, MONDAY.date(), 4)

    assert watch_channels(world) == ["x"]


def test_a_night_that_failed_leaves_the_forecast_before(world: World) -> None:
    fortnight = [
        {"channel": "x", "hour_start": instant(hour.start), "expected": 4}
        for n in range(15)
        for hour in hours(MONDAY.date() - timedelta(days=5 - n), world.timezone)
    ]
    world.files.objects.clear()
    world.files.write(NEWEST, json.dumps({"items": fortnight}).encode())

    assert watch_channels(world) == ["x"]


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_on_days_on_which_the_clocks_change_it_listens_as_ever(day: date) -> None:
    noon = datetime(day.year, day.month, day.day, 10, 10, tzinfo=UTC)
    world = World("Europe/Rome", at=noon)
    foresee(world, day, 1)
    assert watch_channels(world) == ["x"]
    wrote_at = noon - timedelta(hours=9)
    piece = {**contact(at=wrote_at), "channel": "x", "social": True}
    body = envelope(piece, received_at=wrote_at)
    ingest_batch([Record(body=body, handle="")], world)

    assert watch_channels(world) == []


def test_events_that_lie_aside_are_counted_while_they_do(world: World) -> None:
    watch_events(world)
    assert world.subscribers.lost_at == []
    world.posts.set_aside("what nobody can do anything with")
    watch_events(world)

    assert world.subscribers.lost_at == [world.clock.now()]


def test_what_fails_here_does_not_hold_up_the_numbers(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.files.write(NEWEST, b"no JSON")
    hourly(world)
    failures = [r.message for r in caplog.records if r.levelname == "ERROR"]

    assert failures == ["The hourly look around failed."]
    assert manifest_path(MONDAY.date() - timedelta(days=1)) in world.files.objects
