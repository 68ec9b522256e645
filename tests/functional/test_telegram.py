"""Telegram: a pressed button is told so once, an opened chat is no contact yet."""

import json
from typing import Any

import pytest

from functions import actions, case_workflow
from functions.http import Request
from functions.ingest import Record, ingest_batch
from functions.webhooks import receive_webhook
from shared.domain.log import Entry
from shared.errors import StoreUnavailable
from tests.fakes.world import LATE, MONDAY, World, envelope

JONAS = "telegram:5"
PRESS = ("telegram", "bot", "callback:770")
SECRET = "tg-secret"
AGENT = Request(caller="ann", roles=frozenset({"agent"}), query={}, body={})
CHAT = {"id": 5, "type": "private", "first_name": "Jonas"}


def said(text: str, number: int = 1) -> dict[str, Any]:
    at = int(MONDAY.timestamp())
    message = {"message_id": number, "from": CHAT, "chat": CHAT, "date": at}
    return {"update_id": number, "message": {**message, "text": text}}


def pressed(data: str = "later") -> dict[str, Any]:
    ours = {"message_id": 9, "chat": CHAT, "date": int(MONDAY.timestamp())}
    query = {"id": "770", "from": CHAT, "message": ours, "data": data}
    return {"update_id": 7, "callback_query": query}


def post(world: World, body: dict[str, Any]) -> dict[str, int]:
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    return receive_webhook("telegram", headers, json.dumps(body).encode(), world)


def take(world: World, *bodies: dict[str, Any], historic: bool = False) -> None:
    queued = [envelope(b, "telegram", historic=historic) for b in bodies]
    ingest_batch([Record(body=b, handle="") for b in queued], world)


def asked(world: World) -> str:
    """Have a customer write, be answered and be asked; returns the payload of a 4."""
    take(world, said("Is it on its way?"))
    case = world.log.cards([JONAS])[JONAS].person.case
    assert case is not None
    actions.resolve(case.id, AGENT, world)
    case_workflow.ask({"person": JONAS, "case": case.id, "episode": 1}, world)
    (payload,) = [
        choice.payload
        for choice in world.sender.sent[-1].quick_replies
        if choice.title == "4"
    ]
    return payload


def scores(world: World) -> list[int | None]:
    return [e.score for e in world.log.read(JONAS) if e.payload]


@pytest.fixture
def world() -> World:
    made = World(at=LATE)
    # No token to send with: receiving needs none.
    made.secrets.channels["telegram"] = {"secret_tokens": [SECRET]}
    return made


def test_a_pressed_score_is_counted_and_the_button_told_once(world: World) -> None:
    payload = asked(world)

    assert post(world, pressed(payload)) == {"received": 1}
    world.drain()
    assert scores(world) == [4]
    assert world.sender.acknowledged == []
    world.deliver()

    assert world.sender.acknowledged == [PRESS]
    assert world.outbox.errands == []


def test_a_press_that_comes_again_changes_nothing(world: World) -> None:
    payload = asked(world)
    take(world, pressed(payload))
    world.deliver()
    before = world.log.entries.copy()
    take(world, pressed(payload))
    world.deliver()

    assert world.log.entries == before
    assert world.sender.acknowledged == [PRESS]
    assert world.outbox.errands == []


def test_a_press_twice_in_a_batch_is_told_once(world: World) -> None:
    take(world, pressed(), pressed())

    assert len(world.outbox.errands) == 1


def test_nobody_waits_for_an_answer_to_a_press_of_the_past(world: World) -> None:
    take(world, pressed(), historic=True)

    assert len(world.log.read(JONAS)) == 1
    assert world.outbox.errands == []


def test_nothing_but_a_press_costs_an_errand(world: World) -> None:
    reaction = {**said("")["message"], "user": CHAT, "new_reaction": []}
    take(world, said("Hello"), said("/start", 2), {"message_reaction": reaction})

    assert len(world.log.read(JONAS)) == 3
    assert world.outbox.errands == []


@pytest.mark.parametrize("mode", ["refuse", "timeout", "broken"])
def test_an_acknowledgement_that_fails_is_dropped(world: World, mode: str) -> None:
    take(world, pressed())
    world.sender.mode = mode
    world.deliver()

    assert world.outbox.errands == []


def test_one_that_comes_too_fast_is_tried_once_more(world: World) -> None:
    take(world, pressed())
    world.sender.mode = "rate_limit"
    world.deliver()
    [(_, delay_s)] = world.outbox.errands
    world.sender.mode = "accept"
    world.deliver()

    assert delay_s == 60
    assert world.sender.acknowledged == [PRESS]


def test_one_that_comes_too_fast_twice_is_dropped(world: World) -> None:
    take(world, pressed())
    world.sender.mode = "rate_limit"
    world.deliver()
    world.deliver()

    assert world.outbox.errands == []


def test_a_press_that_could_not_be_queued_on_is_stored_and_comes_again(
    world: World,
) -> None:
    world.outbox.broken = True
    with pytest.raises(StoreUnavailable):
        take(world, pressed())
    assert len(world.log.read(JONAS)) == 1
    world.outbox.broken = False
    take(world, pressed())
    world.deliver()

    assert len(world.log.read(JONAS)) == 1
    assert world.sender.acknowledged == [PRESS]


def test_who_opens_the_chat_has_no_case_until_he_says_something(world: World) -> None:
    take(world, said("/start flyer-spring"))
    (start,) = world.log.read(JONAS)
    assert world.log.cards([JONAS])[JONAS].person.case is None
    take(world, said("Is it on its way?", 2))
    found = world.log.cards([JONAS])[JONAS]

    assert _origin(start) == ("note_received", "message.start", "flyer-spring")
    assert found.person.case is not None
    assert found.person.case.episode.messages == 1
    assert (found.name, list(world.workflow.started)) == (
        "Jonas",
        [f"{found.person.case.id}-1-0"],
    )


def _origin(entry: Entry) -> tuple[str, str | None, str | None]:
    return entry.kind, entry.what, entry.payload
