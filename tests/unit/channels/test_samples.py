"""The samples in events/ become what their names say."""

import json
from datetime import UTC, datetime

import pytest

from infra.local.freshen import freshen
from tests.unit.channels.samples import AT, EVENTS, brief, events

NOW = datetime(2026, 3, 2, 9, 59, tzinfo=UTC)
BECAME = {
    "facebook/batch": ["inbound message"] * 4,
    "facebook/comment_add": ["inbound message"],
    "facebook/comment_edited": ["inbound edit"],
    "facebook/comment_own_answer": ["outbound message"],
    "facebook/comment_reaction": ["inbound reaction"],
    "facebook/comment_removed": ["inbound deletion"],
    "facebook/mention": ["inbound message"],
    "facebook/messenger_delivery": ["outbound status"] * 2,
    "facebook/messenger_echo": ["outbound message"],
    "facebook/messenger_image": ["inbound message"],
    "facebook/messenger_quick_reply": ["inbound message"],
    "facebook/messenger_text": ["inbound message"],
    "facebook/messenger_unsent": ["inbound deletion"],
    "facebook/post_by_visitor": ["inbound message"],
    "facebook/rating": ["inbound message"],
    "instagram/comment": ["inbound message"],
    "instagram/comment_flat": ["inbound message"],
    "instagram/comment_own_answer": ["outbound message"],
    "instagram/dashboard_test": ["inbound note"],
    "instagram/direct_message": ["inbound message"],
    "instagram/direct_message_echo": ["outbound message"],
    "instagram/direct_message_edited": ["inbound edit"],
    "instagram/direct_message_unsent": ["inbound deletion"],
    "instagram/icebreaker": ["inbound message"],
    "instagram/live_comment": ["inbound message"],
    "instagram/mention": ["inbound message"],
    "instagram/quick_reply": ["inbound message"],
    "instagram/reaction": ["inbound reaction"],
    "instagram/seen": ["outbound status"],
    "instagram/story_insights": ["inbound note"],
    "instagram/story_mention": ["inbound message"],
    "instagram/story_reply": ["inbound message"],
    "telegram/blocked": ["inbound note"],
    "telegram/business_answer": ["outbound message"],
    "telegram/business_deleted": ["inbound deletion", "inbound deletion"],
    "telegram/business_message": ["inbound message"],
    "telegram/callback_query": ["inbound message"],
    "telegram/channel_post": ["inbound note"],
    "telegram/edited": ["inbound edit"],
    "telegram/group_message": ["inbound message"],
    "telegram/location": ["inbound message"],
    "telegram/member_joined": ["inbound note"],
    "telegram/photo": ["inbound message"],
    "telegram/reaction": ["inbound reaction"],
    "telegram/reply": ["inbound message"],
    "telegram/start": ["inbound note"],
    "telegram/sticker": ["inbound message"],
    "telegram/text": ["inbound message"],
    "whatsapp/batch": ["inbound message", "inbound message", "outbound status"],
    "whatsapp/button_reply": ["inbound message"],
    "whatsapp/contacts": ["inbound message"],
    "whatsapp/echo": ["outbound message"],
    "whatsapp/edited": ["inbound edit"],
    "whatsapp/flow_reply": ["inbound message"],
    "whatsapp/image": ["inbound message"],
    "whatsapp/list_reply": ["inbound message"],
    "whatsapp/location": ["inbound message"],
    "whatsapp/order": ["inbound message"],
    "whatsapp/reaction": ["inbound reaction"],
    "whatsapp/reaction_removed": ["inbound reaction"],
    "whatsapp/revoked": ["inbound deletion"],
    "whatsapp/status_failed": ["outbound status"],
    "whatsapp/statuses": ["outbound status", "outbound status", "outbound status"],
    "whatsapp/template_button": ["inbound message"],
    "whatsapp/template_status": ["inbound note"],
    "whatsapp/text": ["inbound message"],
    "whatsapp/text_from_advertisement": ["inbound message"],
    "whatsapp/text_in_group": ["inbound message"],
    "whatsapp/text_without_phone": ["inbound message"],
    "whatsapp/unsupported": ["inbound message"],
    "whatsapp/user_changed_number": ["inbound note"],
    "whatsapp/user_id_update": ["inbound note"],
    "x/activity_direct_message": ["inbound message"],
    "x/activity_mention": ["inbound message"],
    "x/direct_message": ["inbound message"],
    "x/direct_message_own": ["outbound message"],
    "x/follow": ["inbound note"],
    "x/mention": ["inbound message"],
    "x/own_reply": ["outbound message"],
    "x/reply": ["inbound message"],
    "custom/call": ["inbound message"],
    "custom/emails": ["inbound message", "outbound message"],
}

UNDATED = ("telegram/callback_query",)  # the platform gives a tap no time


@pytest.mark.parametrize("name", sorted(BECAME))
def test_each_sample_becomes_what_its_name_says(name: str) -> None:
    found = events(
        name.split("/", maxsplit=1)[0],
        json.loads((EVENTS / f"{name}.json").read_text()),
    )

    assert [f"{it.direction} {it.kind}" for it in found] == BECAME[name]
    if BECAME[name] == ["inbound message"] and name not in UNDATED:
        assert found[0].occurred_at == AT


def test_no_sample_is_left_out() -> None:
    files = {f"{it.parent.name}/{it.stem}" for it in EVENTS.glob("*/*.json")}

    assert files == set(BECAME)


@pytest.mark.parametrize("name", sorted(BECAME))
def test_a_freshened_sample_says_the_same_as_something_new(name: str) -> None:
    channel = name.partition("/")[0]
    body = json.loads((EVENTS / f"{name}.json").read_text())
    old, new = events(channel, body), events(channel, freshen(body, NOW.timestamp()))

    assert [list(brief(it))[:2] for it in new] == [list(brief(it))[:2] for it in old]
    assert [it.text for it in new] == [it.text for it in old]
    assert not {it.id for it in new} & {it.id for it in old}
    if BECAME[name] == ["inbound message"] and name not in UNDATED:
        assert [it.occurred_at for it in new] == [NOW] * len(new)


def test_what_belongs_together_stays_together_when_freshened() -> None:
    body = json.loads((EVENTS / "custom" / "emails.json").read_text())
    question, answer = freshen(body, NOW.timestamp())

    assert answer["in_reply_to"] == question["id"]
    assert answer["conversation"] == question["conversation"]
