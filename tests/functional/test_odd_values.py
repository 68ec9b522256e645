"""Values of another type than the platform promises: no words are lost."""

import json
from typing import Any

import pytest

from shared.channels import CHANNELS
from tests.fakes.world import World
from tests.unit.channels.samples import (
    account_activity,
    comment,
    contact,
    instagram_comment,
    instagram_direct,
    messaging,
    post,
    telegram,
    whatsapp_message,
)


def kept(channel: str, body: Any) -> list[Any]:
    """What is in the log after a webhook, as entries."""
    world = World()
    for piece in CHANNELS[channel].split(body):
        head = {"channel": channel, "received_at": "2026-03-02T10:00:00.000Z"}
        world.queue.send([json.dumps({**head, "piece": piece})])
    world.drain()
    in_logs = [entry for log in world.log.entries for entry in world.log.read(log)]
    return [*in_logs, *world.log.kept()]


def bodies(text: Any) -> dict[str, tuple[str, Any]]:
    tapped = {"mid": "m", "title": text, "payload": 5}
    return {
        "Messenger": ("facebook", messaging(message={"mid": "m", "text": text})),
        "a tapped button": ("facebook", messaging(postback=tapped)),
        "a comment": ("facebook", comment(message=text)),
        "an edit": ("facebook", comment(verb="edited", message=text)),
        "Instagram": ("instagram", instagram_comment(text=text)),
        "Instagram direct": (
            "instagram",
            instagram_direct(message={"mid": "m", "text": text}),
        ),
        "WhatsApp": ("whatsapp", whatsapp_message("text", {"body": text})),
        "X": ("x", account_activity("tweet_create_events", post(text=text))),
        "Telegram": ("telegram", telegram(text=text)),
        "custom": ("custom", contact(text=text)),
    }


NUMBERS, OTHERS = bodies(4711), ("true", "a list", "an object")


@pytest.mark.parametrize(("channel", "body"), NUMBERS.values(), ids=NUMBERS)
def test_a_number_for_words_is_what_was_typed(channel: str, body: Any) -> None:
    (entry,) = kept(channel, body)

    assert (entry.text, entry.raw) == ("4711", None)


@pytest.mark.parametrize("value", [True, ["so", "sorry"], {"is": "it"}], ids=OTHERS)
@pytest.mark.parametrize("where", NUMBERS)
def test_what_is_no_words_is_kept_raw(where: str, value: Any) -> None:
    channel, body = bodies(value)[where]
    (entry,) = kept(channel, body)

    assert json.dumps(value) in json.dumps(entry.raw)
    assert entry.kind in {"message_received", "message_edited", "unknown_received"}


BESIDE: dict[str, tuple[str, Any]] = {
    "words beside a file": (
        "facebook",
        messaging(message={"mid": "m", "text": ["4711"], "attachments": [{}]}),
    ),
    "the payload of a quick reply": (
        "facebook",
        messaging(
            message={"mid": "m", "text": "a", "quick_reply": {"payload": ["4711"]}}
        ),
    ),
    "the payload of a button": (
        "facebook",
        messaging(postback={"mid": "m", "title": "a", "payload": {"a": 4711}}),
    ),
    "words beside a length": (
        "custom",
        contact(kind="call", text=[4711], duration_s=6),
    ),
    "a length in words": ("custom", contact(text="a", duration_s="about 4711")),
    "a caption": ("telegram", telegram(photo=[{}], caption=["4711"])),
    "a caption on WhatsApp": (
        "whatsapp",
        whatsapp_message("image", {"caption": [4711]}),
    ),
    "a file that is none": (
        "facebook",
        messaging(message={"mid": "m", "text": "a", "attachments": "4711"}),
    ),
}


@pytest.mark.parametrize(("channel", "body"), BESIDE.values(), ids=BESIDE)
def test_what_is_of_no_use_beside_other_things_is_kept_raw(
    channel: str, body: Any
) -> None:
    (entry,) = kept(channel, body)

    assert entry.kind == "message_received"
    assert "4711" in json.dumps(entry.raw)


def test_one_file_need_not_be_in_a_list() -> None:
    file = {"type": "image", "payload": {"url": "https://a.example/1"}}
    (entry,) = kept("facebook", messaging(message={"mid": "m", "attachments": file}))

    assert entry.attachments == ({"type": "image", "url": "https://a.example/1"},)


@pytest.mark.parametrize(("said", "seconds"), [(61.5, 62), ("61", 61), (0, 0)])
def test_the_length_of_a_call_is_in_whole_seconds(said: Any, seconds: int) -> None:
    (entry,) = kept("custom", contact(kind="call", duration_s=said))

    assert (entry.duration_s, entry.raw) == (seconds, None)


def test_a_message_with_all_its_words_is_not_kept_twice() -> None:
    (entry,) = kept("facebook", messaging(message={"mid": "m", "text": "Hello"}))

    assert entry.raw is None
