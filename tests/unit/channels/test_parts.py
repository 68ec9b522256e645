"""Long texts in parts: nothing is lost, nothing is too long, in every channel."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.channels import CHANNELS, parts
from shared.channels.limits import X_POST, Limit, utf8_bytes
from shared.channels.parts import ROOMS, Room
from shared.domain.messages import Attachment, Outbound, QuickReply
from shared.errors import BadInput

SMALL = Room(Limit("A message", 40), 9)
NUMBER = re.compile(r" \((\d)/(\d)\)$")
WORDS = st.lists(st.text("abcdé🙂漢", min_size=1, max_size=60), max_size=20)


def out(channel: str, visibility: str, text: str, **more: Any) -> Outbound:
    values: dict[str, Any] = {
        "key": "k",
        "channel": channel,
        "account": "9",
        "person": "12",
        "visibility": visibility,
        "text": text,
        "conversation": "12",
        "reply_to": "post:7" if visibility == "public" else None,
    }
    return Outbound(**{**values, **more})


@given(WORDS, st.sampled_from([SMALL, Room(Limit("B", 40, utf8_bytes), 9)]))
def test_pieces_hold_every_sign_in_order_and_are_short_enough(
    words: list[str], room: Room
) -> None:
    text = " ".join(words)
    try:
        pieces = parts.cut(text, room)
    except BadInput:
        return

    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")
    assert all(room.limit.count(f"{p} (9/9)") <= room.limit.most for p in pieces)


def test_a_text_is_cut_between_words_where_it_can_be() -> None:
    text = "The parcel left our house today and is with you on Friday at the latest"

    assert parts.cut(text, SMALL) == [
        "The parcel left our house today",
        "and is with you on Friday at the",
        "latest",
    ]
    assert [len(p) for p in parts.cut("x" * 70, SMALL)] == [34, 34, 2]


def test_too_many_pieces_are_bad_input() -> None:
    with pytest.raises(BadInput, match="at most 9 parts"):
        parts.cut("word " * 80, SMALL)


@pytest.mark.parametrize(("channel", "visibility"), ROOMS)
def test_every_channel_takes_what_is_cut_for_it(channel: str, visibility: str) -> None:
    room = ROOMS[channel, visibility]
    text = "Grüße 🙂 " * (room.limit.most // 10)
    while room.limit.count(text) <= room.limit.most:
        text += "noch ein Wort "
    sent = parts.split(out(channel, visibility, text))

    assert len(sent) > 1
    assert [one.key for one in sent] == [
        "k",
        *(f"k:{n + 2}" for n in range(len(sent) - 1)),
    ]
    for number, one in enumerate(sent, 1):
        found = NUMBER.search(one.text)
        assert found is not None
        assert found.groups() == (str(number), str(len(sent)))
        CHANNELS[channel].render(one)


def test_a_link_is_never_cut() -> None:
    link = "https://example.com/" + "a" * 300
    sent = parts.split(out("x", "public", f"{'word ' * 54}{link}"))

    assert [link in one.text for one in sent] == [False, True]
    assert all(X_POST.count(one.text) <= X_POST.most for one in sent)


@pytest.mark.parametrize(
    "whole",
    [
        out("facebook", "private", "Hi"),
        out("facebook", "public", "a " * 9_000),
        out("facebook", "private", "a " * 2_000, reply_to="comment:1_2"),
        out(
            "x",
            "private",
            "a " * 9_000,
            quick_replies=(QuickReply(title="1", payload="1"),),
        ),
    ],
    ids=["short", "comment", "private reply", "survey"],
)
def test_some_messages_are_always_one(whole: Outbound) -> None:
    assert parts.split(whole) == [whole]


def test_files_follow_a_long_text_under_keys_of_their_own() -> None:
    file = Attachment(type="image", url="https://shop.example/a.jpg")
    whole = out("facebook", "private", "word " * 500, attachments=(file, file))

    found = parts.split(whole)
    assert [o.key for o in found] == ["k", "k:2", "k:3", "k:4"]
    assert [o.attachments for o in found] == [(), (), (file,), (file,)]
    assert [bool(o.text) for o in found] == [True, True, False, False]


def test_the_one_private_reply_to_a_comment_has_no_file() -> None:
    file = Attachment(type="image", url="https://shop.example/a.jpg")
    whole = out(
        "facebook", "private", "Hi", attachments=(file,), reply_to="comment:1_2"
    )

    with pytest.raises(BadInput, match="once the customer has answered"):
        parts.split(whole)
