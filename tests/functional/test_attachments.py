"""Answers with files: after the text, each a message, none twice, none lost."""

import json
from typing import Any

import pytest
from chalice.app import Response

from functions import desk, replying
from shared.domain.cases import case_id
from shared.errors import BadInput, Conflict, SendRefused
from tests.fakes.world import World
from tests.functional.test_desk import asks, customer_writes
from tests.functional.test_long_answers import tire

FORM = {"type": "file", "url": "https://shop.example/form.pdf"}
PHOTO = {"type": "image", "url": "https://shop.example/a.jpg"}
TEXT = "Here is how."


def asked(channel: str = "facebook", **more: Any) -> World:
    """A customer who has written on a channel, five minutes ago."""
    made = World()
    customer_writes(made, **{"visibility": "private", "channel": channel, **more})
    made.clock.advance(minutes=5)
    return made


def reply(
    world: World, *files: dict[str, str], channel: str = "facebook", **body: Any
) -> tuple[int, Any]:
    given = {"text": TEXT, "attachments": list(files), **body}
    case = case_id(f"{channel}:1", "m1")
    answer = replying.reply(case, asks(body=given, idempotency_key="k"), world)
    if isinstance(answer, Response):
        return answer.status_code, json.loads(answer.body)
    return 200, answer


def sent(world: World) -> list[str | None]:
    """What left, in order: a text as it is, a file by its address."""
    return [o.text or o.attachments[0].url for o in world.sender.sent]


def test_files_follow_the_text_and_are_one_answer_with_it() -> None:
    world = asked()

    _, answer = reply(world, FORM, PHOTO)
    _, again = reply(world, FORM, PHOTO)

    assert sent(world) == [TEXT, FORM["url"], PHOTO["url"]]
    assert [(p["text"], p["attachments"], p["part"]) for p in answer["parts"]] == [
        (TEXT, [], 1),
        (None, [FORM], 2),
        (None, [PHOTO], 3),
    ]
    assert answer["case"]["messages"] == 2
    assert again["parts"] == answer["parts"]


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
def test_what_may_not_follow_at_once_follows_in_time(channel: str) -> None:
    world = asked(channel)

    status, _ = reply(world, FORM, PHOTO, channel=channel)
    while world.outbox.errands:
        world.deliver()

    assert status == 202
    assert sent(world) == [TEXT, FORM["url"], PHOTO["url"]]


def test_a_key_stands_for_the_files_as_well() -> None:
    world = asked()
    reply(world, FORM)

    with pytest.raises(Conflict, match="another answer"):
        reply(world, PHOTO)
    assert sent(world) == [TEXT, FORM["url"]]


def test_what_the_platform_does_not_take_now_is_sent_later_with_its_files() -> None:
    world = asked()
    world.sender.mode = "rate_limit"
    status, answer = reply(world, FORM)
    world.sender.mode = "accept"
    while world.outbox.errands:
        world.deliver()

    assert (status, answer["message"]["attachments"]) == (202, [FORM])
    assert sent(world) == [TEXT, FORM["url"]]


def test_a_repeat_sends_only_the_file_that_has_not_left() -> None:
    world = asked()
    tire(world)
    with pytest.raises(SendRefused):
        reply(world, FORM)
    world.sender.mode = "accept"
    reply(world, FORM)

    assert sent(world) == [TEXT, FORM["url"]]


@pytest.mark.parametrize(
    ("channel", "visibility", "file"),
    [
        ("x", "private", PHOTO),
        ("instagram", "private", FORM),
        ("facebook", "public", PHOTO),
    ],
)
def test_what_a_channel_cannot_send_is_told_before_anything_is_sent(
    channel: str, visibility: str, file: dict[str, str]
) -> None:
    world = asked(channel, visibility=visibility)

    with pytest.raises(BadInput, match="give its address in the text"):
        reply(world, file, channel=channel, visibility=visibility)
    assert world.sender.sent == []


def test_the_timeline_shows_what_was_sent() -> None:
    world = asked()
    reply(world, FORM)
    case = case_id("facebook:1", "m1")

    items = desk.show_timeline(case, asks(), world)["items"]
    assert [i["attachments"] for i in items if i["kind"] == "message_sent"] == [
        [],
        [FORM],
    ]
