"""Instagram: comments in all their shapes, mentions, direct messages."""

from typing import Any

import pytest

from shared.domain.messages import Attachment
from tests.unit.channels.samples import (
    AT,
    FOLLOWER,
    INSTAGRAM,
    brief,
    event,
    instagram,
    instagram_comment,
    instagram_direct,
)


def test_a_comment_is_a_public_message_of_its_author() -> None:
    it = event("instagram", instagram_comment())

    assert tuple(brief(it)) == ("message", "inbound", FOLLOWER, "Is it back soon?")
    assert (it.id, it.visibility, it.handle) == ("comment:881", "public", "tilda.k")
    assert (it.conversation, it.reply_to) == ("991:881", "post:991")
    assert (it.account, it.what) == (INSTAGRAM, "comments")


def test_a_comment_has_no_time_but_that_of_its_sending() -> None:
    it = event("instagram", instagram_comment())

    assert (it.occurred_at, it.time_from_receipt) == (AT, True)


@pytest.mark.parametrize("name", ["id", "comment_id"])
@pytest.mark.parametrize("field", ["comments", "live_comments"])
def test_all_shapes_of_a_comment_are_the_same_comment(name: str, field: str) -> None:
    value = {name: "881", "text": "Hi", "from": {"id": FOLLOWER}}
    nested = event("instagram", instagram(changes=[{"field": field, "value": value}]))
    flat = event("instagram", instagram(field=field, value=value))

    assert nested == flat
    assert tuple(brief(flat)) == ("message", "inbound", FOLLOWER, "Hi")


def test_the_least_comment_is_of_an_unnamed_person() -> None:
    it = event("instagram", instagram(field="comments", value={"id": 7, "text": "a"}))

    assert (it.id, it.person) == ("comment:7", "unnamed:comment:7")


def test_an_answer_stays_in_the_thread_of_its_comment() -> None:
    it = event("instagram", instagram_comment(id="882", parent_id="881"))

    assert (it.conversation, it.reply_to) == ("991:881", "comment:881")


@pytest.mark.parametrize(
    "author", [{"id": INSTAGRAM}, {"id": "77", "self_ig_scoped_id": "78"}]
)
def test_our_own_comment_names_the_comment_and_no_person(author: Any) -> None:
    ours = instagram_comment(id="882", parent_id="881", **{"from": author})
    it = event("instagram", ours)

    assert (it.direction, it.person, it.reply_to) == ("outbound", None, "comment:881")


def test_a_mention_is_a_message_whose_words_are_not_said() -> None:
    said = {"media_id": "55", "comment_id": "66"}
    it = event("instagram", instagram(changes=[{"field": "mentions", "value": said}]))

    assert tuple(brief(it)) == ("message", "inbound", "unnamed:comment:66", None)
    assert it.visibility == "public"


def test_a_direct_message_is_private_and_under_its_own_id() -> None:
    it = event("instagram", instagram_direct(message={"mid": "i_1", "text": "Hello"}))

    assert tuple(brief(it)) == ("message", "inbound", FOLLOWER, "Hello")
    assert (it.id, it.conversation) == ("i_1", f"{INSTAGRAM}:{FOLLOWER}")
    assert (it.visibility, it.occurred_at) == ("private", AT)


def test_a_direct_message_may_come_as_a_change() -> None:
    value = {"sender": {"id": FOLLOWER}, "message": {"mid": "i_1", "text": "Hello"}}
    it = event("instagram", instagram(changes=[{"field": "messages", "value": value}]))

    assert tuple(brief(it)) == ("message", "inbound", FOLLOWER, "Hello")


def test_an_echo_among_the_messages_is_ours() -> None:
    echo = instagram_direct(
        sender={"id": INSTAGRAM},
        recipient={"id": FOLLOWER},
        message={"mid": "i_2", "text": "Hi!", "is_echo": True},
    )

    assert tuple(brief(event("instagram", echo))) == (
        "message",
        "outbound",
        FOLLOWER,
        "Hi!",
    )


def test_an_answer_to_a_story_names_and_shows_it() -> None:
    story = {"story": {"id": "9", "url": "https://s.example/9"}}
    message = {"mid": "i_1", "text": "Nice!", "reply_to": story}
    it = event("instagram", instagram_direct(message=message))

    assert (it.reply_to, it.attachments) == (
        "story:9",
        (Attachment(type="story", url="https://s.example/9"),),
    )


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"attachments": [{"type": "like_heart"}]}, "like_heart"),
        ({"is_unsupported": True}, "unsupported"),
    ],
)
def test_what_has_neither_words_nor_address_has_a_type(said: Any, kind: str) -> None:
    it = event("instagram", instagram_direct(message={"mid": "i_1", **said}))

    assert (it.text, it.attachments) == (None, (Attachment(type=kind),))


def test_a_tap_is_the_customers_whatever_its_entry_says() -> None:
    tap = instagram_direct(postback={"mid": "i_1", "title": "Order", "payload": "o"})
    tap["entry"][0]["id"] = FOLLOWER
    it = event("instagram", tap)

    assert tuple(brief(it)) == ("message", "inbound", FOLLOWER, "Order")
    assert it.account == INSTAGRAM


@pytest.mark.parametrize(
    "body",
    [
        instagram_direct(message={"mid": "i_1", "text": "me", "is_self": True}),
        instagram_direct(postback={"mid": "i_1"}, is_self=True),
        {**instagram_comment(), "entry": [{"id": "0", "field": "comments"}]},
        instagram(changes=[{"field": "story_insights", "value": {"reach": 3}}]),
        instagram_direct(referral={"ref": "x"}),
        instagram_direct(pass_thread_control={"new_owner_app_id": "1"}),
    ],
    ids=["self", "self tap", "dashboard", "statistics", "referral", "handover"],
)
def test_what_no_customer_said_is_a_note(body: Any) -> None:
    assert event("instagram", body).kind == "note"


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (instagram(changes=[{"field": "follows", "value": {"id": 1}}]), "follows"),
        (instagram(field="comments", value={"text": "no id"}), "comments"),
        (instagram(field="mentions", value={}), "mentions"),
        (instagram(changes=[{"field": 3, "value": {}}]), ""),
        ({**instagram_comment(), "object": "page"}, "object.comments"),
    ],
)
def test_what_is_not_understood_is_kept_raw(body: Any, what: str) -> None:
    it = event("instagram", body)

    assert (it.kind, it.what, it.raw) == ("unknown", what, body)
