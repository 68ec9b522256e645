"""Answers on Instagram, WhatsApp and Telegram, as their sending APIs want them."""

from typing import Any

import pytest

from shared.channels import CHANNELS
from shared.domain.messages import Outbound, QuickReply, SendCall
from shared.errors import BadInput, SendRefused, SendUnconfirmed
from tests.unit.channels.samples import (
    CHAT,
    FOLLOWER,
    INSTAGRAM,
    NUMBER,
    PHONE,
    WHATSAPP_USER,
    event,
    instagram_direct,
    outbound,
    telegram,
    telegram_message,
    whatsapp_message,
)

SCORES = tuple(QuickReply(title=str(n), payload=f"survey:s1:{n}") for n in range(1, 6))
LONG = (QuickReply(title="Yes, it is solved", payload="yes"),)
USUAL: dict[str, dict[str, Any]] = {
    "instagram": {"account": INSTAGRAM, "person": FOLLOWER},
    "whatsapp": {"account": NUMBER, "person": PHONE},
    "telegram": {"account": "bot", "person": str(CHAT), "conversation": str(CHAT)},
}


def twice(**same: str) -> tuple[QuickReply, ...]:
    """Two choices that agree in this."""
    both = ({"title": f"{n}", "payload": f"p{n}"} for n in (1, 2))
    return tuple(QuickReply(**{**one, **same}) for one in both)


def out(channel: str, **fields: Any) -> Outbound:
    return outbound(channel=channel, **{**USUAL[channel], **fields})


def rendered(channel: str, **fields: Any) -> SendCall:
    return CHANNELS[channel].render(out(channel, **fields))


def test_a_direct_message_on_instagram() -> None:
    assert rendered("instagram", reply_to="i_1") == SendCall(
        service="meta",
        path=f"/{INSTAGRAM}/messages",
        json={"recipient": {"id": FOLLOWER}, "message": {"text": "We are on it."}},
        auth="query",
    )


def test_an_agents_late_answer_on_instagram_is_tagged() -> None:
    assert rendered("instagram", tag="HUMAN_AGENT").json == {
        "recipient": {"id": FOLLOWER},
        "messaging_type": "MESSAGE_TAG",
        "tag": "HUMAN_AGENT",
        "message": {"text": "We are on it."},
    }


def test_a_survey_on_instagram_has_a_button_for_each_score() -> None:
    call = rendered("instagram", quick_replies=SCORES)

    assert [it["payload"] for it in call.json["message"]["quick_replies"]] == [
        f"survey:s1:{n}" for n in range(1, 6)
    ]


def test_a_private_answer_to_a_comment_on_instagram_opens_the_talk() -> None:
    call = rendered("instagram", person="unnamed:comment:8", reply_to="comment:8")

    assert call.json["recipient"] == {"comment_id": "8"}


@pytest.mark.parametrize(
    ("target", "path", "about"),
    [
        ("comment:8", "/8/replies", {}),
        (
            "mention:5:6",
            f"/{INSTAGRAM}/mentions",
            {"media_id": "5", "comment_id": "6"},
        ),
        ("mention:5:-", f"/{INSTAGRAM}/mentions", {"media_id": "5"}),
    ],
)
def test_a_public_answer_on_instagram_goes_where_the_words_are(
    target: str, path: str, about: dict[str, str]
) -> None:
    call = rendered("instagram", visibility="public", reply_to=target)

    assert (call.path, call.json) == (path, {**about, "message": "We are on it."})


def test_a_comment_elsewhere_is_answered_as_a_mention() -> None:
    there = {"reply_to": "comment:6", "conversation": "@5"}
    call = rendered("instagram", visibility="public", **there)

    assert call.path == f"/{INSTAGRAM}/mentions"
    assert call.json == {"media_id": "5", "comment_id": "6", "message": "We are on it."}


def test_a_mention_cannot_be_answered_privately() -> None:
    with pytest.raises(SendRefused, match="publicly"):
        rendered("instagram", person="unnamed:mention:5:6", reply_to="mention:5:6")


def test_a_text_on_whatsapp_carries_our_key_and_quotes_what_it_answers() -> None:
    assert rendered("whatsapp", reply_to="wamid.1") == SendCall(
        service="meta",
        path=f"/{NUMBER}/messages",
        json={
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": PHONE,
            "type": "text",
            "text": {"body": "We are on it."},
            "context": {"message_id": "wamid.1"},
            "biz_opaque_callback_data": "k-1",
        },
    )


def test_who_shows_no_phone_is_addressed_by_user_id() -> None:
    call = rendered("whatsapp", person=WHATSAPP_USER)

    assert (call.json["recipient"], "to" in call.json) == (WHATSAPP_USER, False)


@pytest.mark.parametrize(
    ("choices", "kind", "to"), [((), "group", "g-1"), (SCORES, "individual", PHONE)]
)
def test_a_group_is_answered_as_one_but_asked_one_by_one(
    choices: Any, kind: str, to: str
) -> None:
    talk = f"{NUMBER}:{PHONE}:g-1"
    call = rendered("whatsapp", conversation=talk, quick_replies=choices)

    assert (call.json["recipient_type"], call.json["to"]) == (kind, to)


def test_five_scores_on_whatsapp_are_a_list() -> None:
    said = rendered("whatsapp", text="How was it?", quick_replies=SCORES).json

    assert (said["type"], said["interactive"]["type"]) == ("interactive", "list")
    assert said["interactive"]["body"] == {"text": "How was it?"}
    (section,) = said["interactive"]["action"]["sections"]
    assert section["rows"][3] == {"id": "survey:s1:4", "title": "4"}


def test_up_to_three_choices_on_whatsapp_are_buttons() -> None:
    said = rendered("whatsapp", quick_replies=LONG).json["interactive"]

    assert (said["type"], said["action"]["buttons"]) == (
        "button",
        [{"type": "reply", "reply": {"id": "yes", "title": "Yes, it is solved"}}],
    )


def test_a_text_on_telegram_quotes_what_it_answers() -> None:
    assert rendered("telegram", reply_to=f"{CHAT}:12") == SendCall(
        service="telegram",
        path="/sendMessage",
        json={
            "chat_id": CHAT,
            "text": "We are on it.",
            "reply_parameters": {
                "message_id": 12,
                "allow_sending_without_reply": True,
            },
        },
        auth="path",
    )


@pytest.mark.parametrize("target", ["callback:7", "-1005:12", None])
def test_what_is_no_message_of_the_chat_is_not_quoted(target: str | None) -> None:
    assert "reply_parameters" not in rendered("telegram", reply_to=target).json


def test_a_group_is_answered_in_its_topic() -> None:
    talk = {"conversation": "-1005:4", "reply_to": "-1005:12"}
    said = rendered("telegram", visibility="public", **talk).json

    assert (said["chat_id"], said["message_thread_id"]) == (-1005, 4)
    assert said["reply_parameters"]["message_id"] == 12


def test_a_business_chat_is_answered_through_its_connection() -> None:
    talk = {"conversation": f"business:c-1:{CHAT}", "reply_to": f"business:{CHAT}:12"}
    said = rendered("telegram", **talk).json

    assert (said["chat_id"], said["business_connection_id"]) == (CHAT, "c-1")
    assert said["reply_parameters"]["message_id"] == 12


ELEVEN = tuple(QuickReply(title=str(n), payload=f"survey:nps-1:{n}") for n in range(11))


@pytest.mark.parametrize(("choices", "rows"), [(SCORES, 1), (ELEVEN, 2), (LONG * 2, 2)])
def test_short_choices_on_telegram_stand_beside_each_other(
    choices: Any, rows: int
) -> None:
    said = rendered("telegram", quick_replies=choices).json
    keyboard = said["reply_markup"]["inline_keyboard"]

    assert len(keyboard) == rows
    assert keyboard[0][0] == {
        "text": choices[0].title,
        "callback_data": choices[0].payload,
    }


@pytest.mark.parametrize(
    ("channel", "fields", "limit"),
    [
        ("instagram", {"text": "é" * 501}, "1000 bytes, not 1002"),
        ("instagram", {"quick_replies": SCORES * 3}, "13 quick replies, not 15"),
        ("instagram", {"visibility": "public", "reply_to": "post:1"}, "reply_to"),
        (
            "instagram",
            {"visibility": "public", "reply_to": "comment:1", "text": "a" * 2201},
            "2200 characters, not 2201",
        ),
        (
            "instagram",
            {
                "visibility": "public",
                "reply_to": "comment:1",
                "quick_replies": SCORES,
            },
            "privately",
        ),
        ("whatsapp", {"text": "a" * 4097}, "4096 characters, not 4097"),
        ("whatsapp", {"visibility": "public"}, "nothing public"),
        (
            "whatsapp",
            {"text": "a" * 1025, "quick_replies": SCORES},
            "1024 characters, not 1025",
        ),
        ("whatsapp", {"quick_replies": SCORES * 3}, "10 quick replies, not 15"),
        (
            "whatsapp",
            {"quick_replies": (QuickReply(title="a" * 21, payload="p"),)},
            "20 characters, not 21",
        ),
        (
            "whatsapp",
            {"quick_replies": (QuickReply(title="a", payload="p" * 257),)},
            "256 characters, not 257",
        ),
        ("whatsapp", {"quick_replies": twice(title="Yes")}, "titles that differ"),
        ("whatsapp", {"quick_replies": twice(payload="p")}, "payloads that differ"),
        (
            "whatsapp",
            {"quick_replies": (*twice(payload="p"), *SCORES[:2])},
            "payloads that differ",
        ),
        (
            "instagram",
            {"quick_replies": (QuickReply(title="a", payload="p" * 1001),)},
            "1000 characters, not 1001",
        ),
        ("telegram", {"text": "🙂" * 2049}, "4096 characters, not 4098"),
        (
            "telegram",
            {"quick_replies": (QuickReply(title="a", payload="é" * 33),)},
            "64 bytes, not 66",
        ),
        ("telegram", {"visibility": "public", "conversation": None}, "conversation"),
    ],
)
def test_what_is_over_a_limit_is_refused_with_both_numbers(
    channel: str, fields: dict[str, Any], limit: str
) -> None:
    with pytest.raises(BadInput, match=limit):
        rendered(channel, **fields)


def test_the_receipt_is_the_id_of_the_echo_or_status() -> None:
    echo = instagram_direct(message={"mid": "i_9", "is_echo": True, "text": "a"})
    status = whatsapp_message("text", {"body": "a"}, id="wamid.9")
    later = telegram(text="a", message_id=9)
    answers: dict[str, tuple[Any, Any]] = {
        "instagram": (echo, {"recipient_id": FOLLOWER, "message_id": "i_9"}),
        "whatsapp": (status, {"messages": [{"id": "wamid.9"}]}),
        "telegram": (later, {"ok": True, "result": telegram_message(message_id=9)}),
    }

    for channel, (body, response) in answers.items():
        assert CHANNELS[channel].receipt(response) == event(channel, body).id


@pytest.mark.parametrize(
    ("channel", "response", "person"),
    [
        ("facebook", {"recipient_id": 5, "message_id": "m"}, "5"),
        ("instagram", {"recipient_id": "5", "message_id": "m"}, "5"),
        ("whatsapp", {"contacts": [{"wa_id": PHONE}]}, PHONE),
        ("whatsapp", {"contacts": [{"wa_id": PHONE, "user_id": "A.1"}]}, "A.1"),
        ("telegram", {"ok": True}, None),
        ("x", {"data": {}}, None),
        ("custom", {}, None),
    ],
)
def test_whom_it_reached_is_known_where_the_platform_says_so(
    channel: str, response: dict[str, Any], person: str | None
) -> None:
    assert CHANNELS[channel].reached(response) == person


@pytest.mark.parametrize("channel", sorted(USUAL))
@pytest.mark.parametrize("response", [{}, {"messages": [{}], "result": {"chat": 1}}])
def test_an_answer_without_an_id_confirms_nothing(channel: str, response: Any) -> None:
    with pytest.raises(SendUnconfirmed):
        CHANNELS[channel].receipt(response)
