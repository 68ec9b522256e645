"""Answers to what customers have deleted: to what still stands, or a 409 saying so."""

from typing import Any

import pytest

from functions import replying
from functions.http import Request
from functions.ingest import Record, ingest_batch
from shared.channels import CHANNELS
from shared.errors import Conflict
from tests.fakes.world import World, envelope
from tests.unit.channels.samples import (
    AT_S,
    PERSON,
    RECEIVED,
    comment,
    messaging,
    telegram,
    whatsapp_message,
)

ANN = f"facebook:{PERSON}"
FIRST, SECOND = "comment:55_66", "comment:55_99"


@pytest.fixture
def world() -> World:
    return World()


def take(world: World, body: Any, channel: str = "facebook") -> None:
    pieces = CHANNELS[channel].split(body)
    bodies = [envelope(p, channel, received_at=RECEIVED) for p in pieces]
    ingest_batch([Record(body=b, handle="") for b in bodies], world)


def writes(world: World, number: str, seconds: int = 0) -> None:
    take(world, comment(comment_id=f"55_{number}", created_time=AT_S + seconds))


def deletes(world: World, number: str) -> None:
    gone = {"verb": "remove", "message": None, "created_time": None}
    take(world, comment(comment_id=f"55_{number}", **gone))


def answered(world: World, person: str = ANN, **body: Any) -> str | None:
    """What an answer named, as it was sent."""
    case = world.log.cards([person])[person].person.case
    assert case is not None
    request = Request(
        caller="amy",
        roles=frozenset({"agent"}),
        query={},
        body={"text": "Sorry!", **body},
    )
    replying.reply(case.id, request, world)
    return world.sender.sent[-1].reply_to


@pytest.mark.parametrize("visibility", ["public", "private"])
def test_the_latest_that_still_stands_is_answered(
    world: World, visibility: str
) -> None:
    writes(world, "66")
    writes(world, "99", 5)
    deletes(world, "99")

    assert answered(world, visibility=visibility) == FIRST


@pytest.mark.parametrize("visibility", ["public", "private", None])
def test_where_nothing_stands_any_more_the_agent_is_told(
    world: World, visibility: str | None
) -> None:
    writes(world, "66")
    deletes(world, "66")
    said = {"visibility": visibility} if visibility else {}
    with pytest.raises(Conflict, match="deleted") as told:
        answered(world, **said)

    assert (told.value.code, world.sender.sent) == ("message_deleted", [])


def test_a_private_talk_goes_on_without_what_was_taken_back(world: World) -> None:
    take(world, messaging(message={"mid": "m1", "text": "Hello"}))
    take(world, messaging(message={"mid": "m1", "is_deleted": True}))

    assert answered(world) is None


def test_nothing_that_was_taken_back_is_quoted(world: World) -> None:
    take(world, whatsapp_message("text", {"body": "Hello"}), "whatsapp")
    revoke = {"original_message_id": "wamid.1"}
    take(world, whatsapp_message("revoke", revoke, id="wamid.2"), "whatsapp")
    (person,) = [p for p in world.log.entries if p.startswith("whatsapp:")]

    assert answered(world, person) is None


def test_who_has_deleted_nothing_is_not_said_to(world: World) -> None:
    group = {"id": -5, "type": "group", "title": "Parcels"}
    take(world, telegram(text="Hello", chat=group), "telegram")
    (person,) = [p for p in world.log.entries if p.startswith("telegram:")]
    with pytest.raises(Conflict, match="no private message"):
        answered(world, person, visibility="private")


def test_who_deletes_his_comment_and_writes_privately_is_answered_there(
    world: World,
) -> None:
    writes(world, "66")
    deletes(world, "66")
    take(world, messaging(message={"mid": "m1", "text": "Hello"}))

    assert answered(world) == "m1"
    with pytest.raises(Conflict, match="deleted"):
        answered(world, visibility="public")
