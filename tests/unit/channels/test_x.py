"""Posts and direct messages of both X APIs become the same events."""

import json
from dataclasses import replace
from typing import Any

import pytest

from shared.channels import CHANNELS
from shared.domain.messages import Attachment
from tests.unit.channels.samples import (
    ACCOUNT,
    AT,
    USER,
    account_activity,
    activity,
    brief,
    direct_message,
    event,
    events,
    post,
)

V2_POST: dict[str, Any] = {
    "id": "77",
    "text": "@shop is anyone there?",
    "created_at": "2026-03-02T09:30:00.000Z",
    "author_id": USER,
}
V2_USER = {
    "id": USER,
    "name": "Rosa Neri",
    "username": "rosan",
    "public_metrics": {"followers_count": 41},
}


def test_a_mention_is_a_public_message_with_the_authors_reach() -> None:
    it = event("x", account_activity("tweet_create_events", post()))

    assert tuple(brief(it)) == ("message", "inbound", USER, "@shop is anyone there?")
    assert (it.id, it.visibility, it.account) == ("post:77", "public", ACCOUNT)
    assert (it.name, it.handle, it.followers) == ("Rosa Neri", "rosan", 41)
    assert (it.occurred_at, it.time_from_receipt) == (AT, False)


@pytest.mark.parametrize(
    "kind", ["post.mention.create", "post.reply.create", "post.quote.create"]
)
@pytest.mark.parametrize("user", [V2_USER, {"data": V2_USER}], ids=["plain", "wrapped"])
def test_one_post_is_one_event_whatever_delivers_it(
    kind: str, user: dict[str, Any]
) -> None:
    old = event("x", account_activity("tweet_create_events", post()))
    new = event("x", activity(kind, V2_POST, includes={"users": [user]}))

    assert replace(new, what=old.what) == old


def test_the_names_before_a_reply_are_the_platforms_not_the_authors() -> None:
    reply = post(
        text="@shop @rosan @anna is late &amp; wet",
        display_text_range=[13, 40],
        in_reply_to_status_id_str="70",
        in_reply_to_user_id_str=ACCOUNT,
    )
    it = event("x", account_activity("tweet_create_events", reply))

    assert (it.text, it.reply_to) == ("@anna is late & wet", "post:70")


def test_a_long_post_has_all_its_words() -> None:
    old = post(text="Long…", truncated=True, extended_tweet={"full_text": "Long story"})
    new = {**V2_POST, "note_tweet": {"text": "Long story"}}

    assert event("x", account_activity("tweet_create_events", old)).text == "Long story"
    assert event("x", activity("post.mention.create", new)).text == "Long story"


def test_a_picture_is_an_attachment_and_its_link_no_word() -> None:
    media = {"url": "https://t.co/a", "type": "photo", "media_url_https": "https://p/1"}
    it = event(
        "x",
        account_activity(
            "tweet_create_events",
            post(text="Look https://t.co/a", entities={"media": [media]}),
        ),
    )

    assert it.text == "Look"
    assert it.attachments == (Attachment(type="photo", url="https://p/1"),)


@pytest.mark.parametrize("created", ["a while ago", 5, None])
def test_a_post_without_a_date_has_the_milliseconds_to_the_second(created: Any) -> None:
    it = event("x", account_activity("tweet_create_events", post(created_at=created)))

    assert (it.occurred_at, it.time_from_receipt) == (AT, False)


def test_our_reply_is_addressed_to_whom_it_answers() -> None:
    ours = post(
        user={"id_str": ACCOUNT, "name": "Shop"},
        in_reply_to_status_id_str="77",
        in_reply_to_user_id_str=USER,
    )
    it = event("x", account_activity("tweet_create_events", ours))

    assert (it.kind, it.direction, it.person, it.name) == (
        "message",
        "outbound",
        USER,
        None,
    )


def test_our_second_part_names_the_first_and_no_person() -> None:
    ours = {**V2_POST, "author_id": ACCOUNT, "in_reply_to_user_id": ACCOUNT}
    ours["referenced_tweets"] = [{"type": "replied_to", "id": "76"}]
    it = event("x", activity("post.create", ours))

    assert (it.kind, it.person, it.reply_to) == ("message", None, "post:76")


def test_our_post_to_nobody_and_a_repost_are_notes() -> None:
    ours = post(user={"id_str": ACCOUNT})
    again = {**V2_POST, "referenced_tweets": [{"type": "retweeted", "id": "1"}]}

    assert event("x", account_activity("tweet_create_events", ours)).kind == "note"
    assert event("x", activity("post.repost.create", again)).kind == "note"


def test_an_edited_post_refers_to_its_first_form() -> None:
    edited = {**V2_POST, "id": "79", "edit_history_tweet_ids": ["77", "79"]}
    older = post(id_str="79", edit_history={"initial_tweet_id": "77"})

    for it in (
        event("x", activity("post.mention.create", edited)),
        event("x", account_activity("tweet_create_events", older)),
    ):
        assert (it.kind, it.id, it.target) == ("edit", "post:79", "post:77")


def test_a_direct_message_is_read_the_same_from_both_apis() -> None:
    message = direct_message()
    user = {"id": USER, "name": "Rosa Neri", "screen_name": "rosan"}
    old = event(
        "x",
        account_activity("direct_message_events", message, users={USER: user}),
    )
    payload = {"direct_message_events": [message], "users": {USER: {"data": V2_USER}}}
    new = event("x", activity("dm.received", payload))

    assert tuple(brief(old)) == ("message", "inbound", USER, "Fish & chips?")
    assert (old.id, old.visibility, old.handle) == ("dm:88", "private", "rosan")
    assert old.conversation == f"{ACCOUNT}-{USER}"
    assert replace(new, what=old.what, followers=None) == old


def test_our_direct_message_names_the_other_side() -> None:
    item = direct_message(sender=ACCOUNT, to=USER)
    it = event("x", account_activity("direct_message_events", item))

    assert (it.direction, it.person) == ("outbound", USER)


def test_a_conversation_the_platform_names_keeps_its_name() -> None:
    named = {**direct_message(), "dm_conversation_id": "g-1"}
    it = event("x", account_activity("direct_message_events", named))

    assert it.conversation == "g-1"


def test_a_quick_reply_returns_our_payload() -> None:
    tapped = direct_message(quick_reply_response={"metadata": "survey:s1:4"})
    it = event("x", account_activity("direct_message_events", tapped))

    assert it.payload == "survey:s1:4"


def test_a_picture_alone_has_no_words() -> None:
    media = {"url": "https://t.co/a", "type": "photo", "media_url_https": "https://p/1"}
    sent = direct_message(
        text=" https://t.co/a", attachment={"type": "media", "media": media}
    )
    it = event("x", account_activity("direct_message_events", sent))

    assert (it.text, it.attachments) == (
        None,
        (Attachment(type="photo", url="https://p/1"),),
    )


def test_an_encrypted_message_is_known_to_have_come() -> None:
    payload = {"id": "e-1", "sender_id": USER, "created_at_msec": "1772443800000"}
    it = event("x", activity("chat.received", payload))

    assert (it.kind, it.person, it.attachments) == (
        "message",
        USER,
        (Attachment(type="encrypted"),),
    )


def test_deletion_like_and_reading_are_what_they_are() -> None:
    deletion = {"status": {"id": "5", "user_id": ACCOUNT}, "timestamp_ms": "17"}
    like = {"favorited_status": {"id_str": "5"}, "user": {"id_str": USER}}
    read = {"sender_id": USER, "last_read_event_id": "88"}
    found = [
        event("x", account_activity("tweet_delete_events", deletion)),
        event("x", account_activity("favorite_events", like)),
        event("x", account_activity("direct_message_mark_read_events", read)),
    ]

    assert [(it.kind, it.target, it.person) for it in found] == [
        ("deletion", "post:5", None),
        ("reaction", "post:5", USER),
        ("status", "dm:88", USER),
    ]


@pytest.mark.parametrize(
    "body",
    [
        {
            "user_event": {
                "revoke": {
                    "date_time": "2026-03-02T09:30:00+00:00",
                    "target": {"app_id": "7"},
                    "source": {"user_id": ACCOUNT},
                }
            }
        },
        activity(
            "oauth.revoke",
            {
                "date_time": "2026-03-02T09:30:00+00:00",
                "user_id": ACCOUNT,
                "app_id": "7",
            },
            filter={},
        ),
    ],
    ids=["old", "new"],
)
def test_who_takes_back_our_access_is_named(body: dict[str, Any]) -> None:
    it = event("x", body)

    assert (it.kind, it.person, it.account, it.occurred_at) == (
        "note",
        ACCOUNT,
        None,
        AT,
    )
    assert it.broken is not None


def test_reading_is_told_the_same_by_both_apis() -> None:
    read = {
        "sender_id": USER,
        "target": {"recipient_id": ACCOUNT},
        "last_read_event_id": "88",
        "created_timestamp": "1772443800000",
    }
    old = event("x", account_activity("direct_message_mark_read_events", read))
    new = event("x", activity("dm.read", {"direct_message_mark_read_events": [read]}))

    assert (new.kind, new.status, new.target) == ("status", "read", "dm:88")
    assert replace(new, what=old.what) == old


def test_a_like_of_our_own_is_of_no_customer() -> None:
    like = {"favorited_status": {"id_str": "5"}, "user": {"id_str": ACCOUNT}}
    it = event("x", account_activity("favorite_events", like))

    assert (it.kind, it.direction, it.person) == ("reaction", "outbound", None)


@pytest.mark.parametrize(
    "body",
    [
        account_activity("follow_events", {"type": "follow"}),
        account_activity("direct_message_indicate_typing_events", {}),
        {"replay_job_status": {"job_state": "Complete"}},
        activity("follow.follow", {}),
        activity("like.create", {"liked_tweet_id": "5"}),
        activity("dm.read", {}),
        activity("profile.update.geo", {}),
    ],
)
def test_what_concerns_the_account_is_a_note(body: dict[str, Any]) -> None:
    assert event("x", body).kind == "note"


@pytest.mark.parametrize(
    "body",
    [
        activity("post.create", {}),
        activity("post.levitate", {"id": "1"}),
        account_activity("levitation_events", {"id": "1"}),
        account_activity("tweet_delete_events", {}),
        account_activity("direct_message_mark_read_events", {}),
        {"body": [1]},
    ],
)
def test_what_is_not_understood_is_kept_raw(body: dict[str, Any]) -> None:
    assert event("x", body).raw == body


def test_each_event_of_an_array_takes_the_users_it_names() -> None:
    users = {USER: {"id": USER, "name": "Rosa"}, "9": {"id": "9", "name": "Nobody"}}
    body = {
        "for_user_id": ACCOUNT,
        "direct_message_events": [direct_message(), direct_message(sender="9")],
        "tweet_create_events": [post()],
        "users": users,
    }

    assert [(it.id, it.name) for it in events("x", body)] == [
        ("dm:88", "Rosa"),
        ("dm:88", "Nobody"),
        ("post:77", "Rosa Neri"),
    ]


def test_each_of_many_direct_messages_takes_only_what_it_refers_to() -> None:
    people = [str(1000 + n) for n in range(50)]
    wordy = {n: {"data": {"id": n, "name": "N" * 300}} for n in people}
    body = activity(
        "dm.received",
        {
            "direct_message_events": [
                {**direct_message(sender=n), "id": f"9{n}"} for n in people
            ],
            "users": wordy,
        },
        includes={
            "users": list(wordy.values()),
            "tweets": [{"id": "77", "text": "T" * 300}],
        },
    )
    pieces = CHANNELS["x"].split(body)

    assert [it.name for it in events("x", body)] == ["N" * 300] * 50
    assert len(json.dumps(pieces)) < 2 * len(json.dumps(body))
    assert all(CHANNELS["x"].split(piece) == [piece] for piece in pieces)
