"""Answers are written as each platform's sending API wants them."""

from typing import Any

import pytest

from shared.channels import CHANNELS
from shared.domain.messages import Attachment, QuickReply, SendCall
from shared.errors import BadInput, SendRefused, SendUnconfirmed
from tests.unit.channels.samples import PAGE, PERSON, USER, event, messaging, outbound

SCORES = tuple(QuickReply(title=str(n), payload=f"survey:s1:{n}") for n in range(1, 6))


def x_out(**fields: Any) -> Any:
    return outbound(channel="x", account="2000000001", person=USER, **fields)


def test_a_private_answer_on_facebook_carries_our_key() -> None:
    call = CHANNELS["facebook"].render(outbound())

    assert call == SendCall(
        service="meta",
        path=f"/{PAGE}/messages",
        json={
            "recipient": {"id": PERSON},
            "messaging_type": "RESPONSE",
            "message": {"text": "We are on it.", "metadata": "k-1"},
        },
        auth="query",
    )


def test_an_agents_late_answer_on_facebook_is_tagged() -> None:
    call = CHANNELS["facebook"].render(outbound(tag="HUMAN_AGENT"))

    assert call.json == {
        "recipient": {"id": PERSON},
        "messaging_type": "MESSAGE_TAG",
        "tag": "HUMAN_AGENT",
        "message": {"text": "We are on it.", "metadata": "k-1"},
    }


def test_a_visitor_known_by_reference_is_addressed_by_it() -> None:
    call = CHANNELS["facebook"].render(outbound(person="user_ref:r-1"))

    assert call.json["recipient"] == {"user_ref": "r-1"}


def test_a_hidden_author_cannot_be_addressed() -> None:
    with pytest.raises(SendRefused, match="publicly"):
        CHANNELS["facebook"].render(outbound(person="unnamed:comment:55_66"))


def test_a_survey_on_messenger_has_a_button_for_each_score() -> None:
    call = CHANNELS["facebook"].render(outbound(quick_replies=SCORES))

    assert call.json["message"]["quick_replies"][3] == {
        "content_type": "text",
        "title": "4",
        "payload": "survey:s1:4",
    }


@pytest.mark.parametrize("target", ["comment:55_66", "post:55_66", "rating:55_66"])
def test_a_public_answer_on_facebook_goes_under_what_it_answers(target: str) -> None:
    call = CHANNELS["facebook"].render(outbound(visibility="public", reply_to=target))

    assert (call.path, call.json) == ("/55_66/comments", {"message": "We are on it."})


@pytest.mark.parametrize(
    ("target", "recipient"),
    [
        ("comment:55_66", {"comment_id": "55_66"}),
        ("post:9_1", {"post_id": "9_1"}),
        ("m_1", {"id": PERSON}),
    ],
)
def test_a_private_answer_to_something_public_goes_to_its_author(
    target: str, recipient: dict[str, str]
) -> None:
    call = CHANNELS["facebook"].render(outbound(reply_to=target))

    assert (call.path, call.json["recipient"]) == (f"/{PAGE}/messages", recipient)


def test_even_a_hidden_author_gets_a_private_answer_to_his_comment() -> None:
    out = outbound(person="unnamed:comment:55_66", reply_to="comment:55_66")

    assert CHANNELS["facebook"].render(out).json["recipient"] == {"comment_id": "55_66"}


def test_a_public_answer_on_x_is_a_reply() -> None:
    call = CHANNELS["x"].render(x_out(visibility="public", reply_to="post:77"))

    assert (call.service, call.path, call.auth) == ("x", "/2/tweets", "bearer")
    assert call.json == {
        "text": "We are on it.",
        "reply": {"in_reply_to_tweet_id": "77"},
    }


def test_a_survey_on_x_spells_the_scores_out() -> None:
    call = CHANNELS["x"].render(x_out(text="How was it?", quick_replies=SCORES))

    assert call.path == f"/2/dm_conversations/with/{USER}/messages"
    assert call.json == {"text": "How was it?\n1 / 2 / 3 / 4 / 5"}


def test_ids_cannot_lead_the_call_elsewhere() -> None:
    call = CHANNELS["x"].render(outbound(channel="x", person="../tweets?a=b"))

    assert call.path == "/2/dm_conversations/with/..%2Ftweets%3Fa%3Db/messages"


@pytest.mark.parametrize(
    ("channel", "fields", "limit"),
    [
        ("facebook", {"text": "a" * 2000}, "1999 characters, not 2000"),
        ("facebook", {"text": " "}, "empty"),
        ("facebook", {"quick_replies": SCORES * 3}, "13 quick replies, not 15"),
        (
            "facebook",
            {"quick_replies": (QuickReply(title="a", payload="p" * 1001),)},
            "1000 characters, not 1001",
        ),
        ("facebook", {"visibility": "public"}, "reply_to"),
        (
            "facebook",
            {"visibility": "public", "reply_to": "post:1", "text": "a" * 8001},
            "8000 characters, not 8001",
        ),
        (
            "facebook",
            {"visibility": "public", "reply_to": "post:1", "quick_replies": SCORES},
            "privately",
        ),
        ("x", {"text": "a" * 10_001}, "10000 characters, not 10001"),
        ("x", {"visibility": "public", "reply_to": "dm:1"}, "reply_to"),
        (
            "x",
            {"visibility": "public", "reply_to": "post:1", "quick_replies": SCORES},
            "privately",
        ),
        (
            "x",
            {"visibility": "public", "reply_to": "post:1", "text": "語" * 141},
            "280 characters, not 282",
        ),
    ],
)
def test_what_is_over_a_limit_is_refused_with_both_numbers(
    channel: str, fields: dict[str, Any], limit: str
) -> None:
    with pytest.raises(BadInput, match=limit):
        CHANNELS[channel].render(outbound(channel=channel, **fields))


def test_a_link_counts_23_on_x_however_long_it_is() -> None:
    text = "a" * 256 + " https://example.com/" + "b" * 100
    out = x_out(visibility="public", reply_to="post:1", text=text)

    assert CHANNELS["x"].render(out).json["text"] == text


def test_the_custom_channel_sends_nothing() -> None:
    with pytest.raises(SendRefused):
        CHANNELS["custom"].render(outbound(channel="custom"))
    with pytest.raises(SendUnconfirmed):
        CHANNELS["custom"].receipt({})


@pytest.mark.parametrize(
    ("channel", "response", "content_id"),
    [
        ("facebook", {"recipient_id": PERSON, "message_id": "m_9"}, "m_9"),
        ("facebook", {"id": "55_99"}, "comment:55_99"),
        ("x", {"data": {"id": "99", "text": "a"}}, "post:99"),
        ("x", {"data": {"dm_conversation_id": "1-2", "dm_event_id": "9"}}, "dm:9"),
    ],
)
def test_the_receipt_is_the_id_of_the_echo(
    channel: str, response: dict[str, Any], content_id: str
) -> None:
    assert CHANNELS[channel].receipt(response) == content_id


@pytest.mark.parametrize("channel", ["facebook", "x"])
def test_an_answer_without_an_id_confirms_nothing(channel: str) -> None:
    with pytest.raises(SendUnconfirmed):
        CHANNELS[channel].receipt({"data": {}})


def test_an_echo_has_the_id_its_receipt_gave() -> None:
    echo = {"mid": "m_9", "text": "Hi", "is_echo": True}

    assert event("facebook", messaging(message=echo)).id == CHANNELS[
        "facebook"
    ].receipt({"message_id": "m_9"})


FILE = Attachment(type="file", url="https://shop.example/form.pdf")
PHOTO = Attachment(type="image", url="https://shop.example/a.jpg")


@pytest.mark.parametrize(
    ("channel", "file", "said"),
    [
        (
            "facebook",
            FILE,
            {
                "message": {
                    "attachment": {"type": "file", "payload": {"url": FILE.url}},
                    "metadata": "k-1",
                }
            },
        ),
        (
            "instagram",
            PHOTO,
            {
                "message": {
                    "attachment": {"type": "image", "payload": {"url": PHOTO.url}}
                }
            },
        ),
        ("whatsapp", PHOTO, {"type": "image", "image": {"link": PHOTO.url}}),
        ("whatsapp", FILE, {"type": "document", "document": {"link": FILE.url}}),
        ("telegram", PHOTO, {"chat_id": 12, "photo": PHOTO.url}),
        ("telegram", FILE, {"chat_id": 12, "document": FILE.url}),
    ],
)
def test_a_file_goes_by_its_address(
    channel: str, file: Attachment, said: dict[str, Any]
) -> None:
    out = outbound(channel=channel, person="12", text="", attachments=(file,))

    call = CHANNELS[channel].render(out)
    assert {name: call.json[name] for name in said} == said
    assert "text" not in call.json


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("image", "/sendPhoto"),
        ("video", "/sendVideo"),
        ("audio", "/sendAudio"),
        ("file", "/sendDocument"),
    ],
)
def test_telegram_has_a_method_for_each_kind_of_file(kind: str, path: str) -> None:
    file = Attachment(type=kind, url=PHOTO.url)
    out = outbound(channel="telegram", person="12", text="", attachments=(file,))

    assert CHANNELS["telegram"].render(out).path == path
