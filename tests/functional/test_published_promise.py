"""What anybody may read of how soon we answer: one file, written every night."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from functions.daily import compute_days
from functions.ingest import Record, ingest_batch
from functions.kept_days import KeptDays
from functions.promise import publish, show_promise
from shared.kpis.exports import export
from shared.kpis.facts import Facts
from shared.kpis.promise import PATH
from tests.fakes.world import World, contact, envelope
from tests.unit.kpis.samples import clock, response

NIGHT = date(2026, 3, 1)


@pytest.fixture
def asked() -> Any:
    """A request of nobody we know."""
    return object()


def shown(world: World, asked: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(show_promise(asked, world).body)
    return found


def answered(world: World, times: int, day: date, met: int = 0) -> None:
    """Export a day on which so many were answered on X, after a minute each."""
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    facts = Facts(
        messages=[
            response(60, id=f"m-{n}", at=at, channel="x", topics=(f"t{n}",))
            for n in range(times)
        ],
        clocks=[
            clock(
                id=f"k-{n}",
                at=at,
                channel="x",
                outcome="met" if n < met else "breached",
            )
            for n in range(times)
        ],
    )
    for path, body in export(
        day, world.timezone, facts, world.settings, world.clock.now()
    ).items():
        world.files.write(path, body)


def test_before_the_first_night_all_is_null_but_the_hours(asked: Any) -> None:
    found = shown(World(), asked)

    assert (found["days"], found["until"]) == (28, None)
    assert list(found["channels"]) == [
        "facebook",
        "instagram",
        "telegram",
        "whatsapp",
        "x",
    ]
    assert found["channels"]["x"]["first_response_p50_s"] is None
    assert found["channels"]["x"]["hours"]["weekly"]["mon"] == [["09:00", "18:00"]]


def test_what_was_published_is_shown(asked: Any) -> None:
    world = World()
    answered(world, 20, NIGHT, met=15)
    publish(NIGHT, KeptDays(world.files), world)
    found = shown(world, asked)

    assert (found["until"], found["channels"]["x"]["within_target"]) == (
        "2026-03-01",
        0.75,
    )


def test_it_is_of_the_last_28_days_and_no_other(asked: Any) -> None:
    world = World()
    for ago in (0, 27, 28):
        answered(world, 10, NIGHT - timedelta(days=ago), met=10 if ago == 28 else 0)
    publish(NIGHT, KeptDays(world.files), world)
    x = shown(world, asked)["channels"]["x"]

    assert (x["first_response_p50_s"], x["within_target"]) == (60, 0)


def test_a_day_computed_again_is_published_again(asked: Any) -> None:
    """Conversations imported at noon of days that the promise is of."""
    world = World(at=datetime(2026, 3, 2, 0, 10, tzinfo=UTC))
    compute_days([NIGHT], world)
    before = shown(world, asked)
    for n in range(20):
        for minutes, changes in ((0, {}), (2, {"direction": "outbound"})):
            piece = contact(
                channel="x",
                id=f"{n}-{minutes}",
                at=datetime(2026, 2, 20, 10, minutes, tzinfo=UTC),
                customer={"id": f"u{n}"},
                author={"id": "amy" if changes else f"u{n}"},
                **changes,
            )
            ingest_batch([Record(body=envelope(piece), handle="")], world)
    world.clock.advance(hours=12)
    compute_days([date(2026, 2, 20)], world)
    after = shown(world, asked)

    assert before["channels"]["x"]["first_response_p50_s"] is None
    assert after["channels"]["x"]["first_response_p50_s"] == 120
    assert after["until"] == before["until"] == "2026-03-01"


def test_the_first_day_computed_is_published_whichever_it_is(asked: Any) -> None:
    world = World(at=datetime(2026, 3, 2, 0, 10, tzinfo=UTC))
    compute_days([NIGHT - timedelta(days=2)], world)

    assert shown(world, asked)["until"] == "2026-03-01"


def test_a_day_too_long_ago_computed_again_is_not(asked: Any) -> None:
    world = World(at=datetime(2026, 3, 2, 0, 10, tzinfo=UTC))
    compute_days([NIGHT - timedelta(days=28)], world)

    assert PATH not in world.files.objects


def test_how_many_it_takes_is_a_setting(asked: Any) -> None:
    world = World()
    world.put_settings("metrics", {"promise": {"days": 7, "least": 21}})
    answered(world, 20, NIGHT)
    publish(NIGHT, KeptDays(world.files), world)
    found = shown(world, asked)

    assert (found["days"], found["channels"]["x"]["first_response_p50_s"]) == (7, None)


def test_whoever_is_between_may_keep_it(asked: Any) -> None:
    headers = show_promise(asked, World()).headers

    assert headers["Cache-Control"] == "public, max-age=300"


def test_the_file_is_read_once_a_minute(asked: Any) -> None:
    world = World()
    before = shown(world, asked)
    answered(world, 20, NIGHT)
    publish(NIGHT, KeptDays(world.files), world)
    world.clock.advance(seconds=59)
    same = shown(world, asked)
    world.clock.advance(seconds=1)

    assert same == before
    assert shown(world, asked)["until"] == "2026-03-01"
