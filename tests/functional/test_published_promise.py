"""What anybody may read of how soon we answer: one file, written every night."""

import json
from datetime import date
from typing import Any

import pytest

from functions.promise import publish, show_promise
from tests.fakes.world import World

NIGHT = date(2026, 3, 1)


@pytest.fixture
def asked() -> Any:
    """A request of nobody we know."""
    return object()


def shown(world: World, asked: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(show_promise(asked, world).body)
    return found


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
    publish({"x": [60.0] * 20}, {"x": (15, 20)}, NIGHT, world)
    found = shown(world, asked)

    assert (found["until"], found["channels"]["x"]["within_target"]) == (
        "2026-03-01",
        0.75,
    )


def test_how_many_it_takes_is_a_setting(asked: Any) -> None:
    world = World()
    world.put_settings("metrics", {"promise": {"days": 7, "least": 21}})
    publish({"x": [60.0] * 20}, {}, NIGHT, world)
    found = shown(world, asked)

    assert (found["days"], found["channels"]["x"]["first_response_p50_s"]) == (7, None)


def test_whoever_is_between_may_keep_it_and_any_page_may_ask(asked: Any) -> None:
    headers = show_promise(asked, World()).headers

    assert headers["Cache-Control"] == "public, max-age=300"
    assert headers["Access-Control-Allow-Origin"] == "*"


def test_the_file_is_read_once_a_minute(asked: Any) -> None:
    world = World()
    before = shown(world, asked)
    publish({"x": [60.0] * 20}, {}, NIGHT, world)
    world.clock.advance(seconds=59)
    same = shown(world, asked)
    world.clock.advance(seconds=1)

    assert same == before
    assert shown(world, asked)["until"] == "2026-03-01"
