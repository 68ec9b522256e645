"""Channel health: red while nothing can be sent, well again with the next send."""

from typing import Any

import pytest
from chalice.app import Request

from functions.health import show_health
from shared.errors import ChannelBroken
from tests.fakes.world import World
from tests.functional.test_desk import customer_writes, kinds, reply


def health(world: World) -> dict[str, Any]:
    nothing: Any = None
    request: Request = nothing
    return show_health(request, world)


@pytest.fixture
def world() -> World:
    made = World()
    customer_writes(made, visibility="private")
    made.clock.advance(minutes=5)
    return made


def test_all_is_well_at_first(world: World) -> None:
    shown = health(world)

    assert shown["status"] == "ok"
    assert {c["status"] for c in shown["channels"].values()} == {"ok"}


def test_a_broken_channel_says_since_when_and_what_to_do(world: World) -> None:
    world.sender.mode = "broken"
    for _ in range(2):
        with pytest.raises(ChannelBroken):
            reply(world)
        world.clock.advance(minutes=1)
    shown = health(world)

    assert (shown["status"], shown["channels"]["facebook"]["status"]) == (
        "broken",
        "ok",
    )
    assert shown["channels"]["x"]["broken"] == {
        "9": {
            "since": "2026-03-02T10:05:00.000Z",
            "reason": "The token is invalid; put a new one in the secret.",
            "count": 2,
        }
    }


def test_receiving_goes_on_and_the_next_send_mends_it(world: World) -> None:
    world.sender.mode = "broken"
    with pytest.raises(ChannelBroken):
        reply(world)
    customer_writes(world, id="m2", visibility="private")
    assert kinds(world).count("message_received") == 2
    world.sender.mode = "accept"
    reply(world)

    assert health(world)["status"] == "ok"


def test_what_was_not_understood_is_counted_by_kind(world: World) -> None:
    world.health.count("facebook", "unknown feed.odd", world.clock.now())
    world.health.count("facebook", "rejected", world.clock.now())
    shown = health(world)["channels"]["facebook"]

    assert shown["unknown"]["feed.odd"]["total"] == 1
    assert shown["rejected"]["total"] == 1
