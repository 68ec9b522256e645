"""Posts and direct messages on X say what a person reads, and to whom."""

from dataclasses import replace
from typing import Any

import pytest

from shared.domain.messages import Attachment, Event
from tests.unit.channels.samples import (
    ACCOUNT,
    USER,
    account_activity,
    activity,
    direct_message,
    event,
    post,
)

REPLY = {"in_reply_to_status_id_str": "70", "in_reply_to_user_id_str": ACCOUNT}
SHORT, OTHER = "https://t.co/a1", "https://t.co/a12"
MEANT = "https://shop.example/?a=1&copy=2"
URLS = {"urls": [{"url": SHORT, "expanded_url": MEANT}]}


def posted(**fields: Any) -> Event:
    return event("x", account_activity("tweet_create_events", post(**fields)))


def posted_anew(**fields: Any) -> Event:
    payload = {
        "id": "77",
        "created_at": "2026-03-02T09:30:00.000Z",
        "author_id": USER,
        **fields,
    }
    return event("x", activity("post.reply.create", payload))


def messaged(**data: Any) -> Event:
    return event("x", account_activity("direct_message_events", direct_message(**data)))


class TestNames:
    @pytest.mark.parametrize(
        ("begin", "addressed", "text"),
        [
            (13, ("shop", "rosan"), "@anna is late"),
            (6, ("shop",), "@rosan @anna is late"),
            (0, (), "@shop @rosan @anna is late"),
            (9, ("shop",), "@rosan @anna is late"),
            (99, ("shop", "rosan", "anna"), "is late"),
            (None, ("shop", "rosan", "anna"), "is late"),
            ("?", ("shop", "rosan", "anna"), "is late"),
        ],
    )
    def test_before_a_reply_are_whom_it_addresses(
        self, begin: Any, addressed: tuple[str, ...], text: str
    ) -> None:
        said = {"text": "@shop @rosan @anna is late"}
        shown = {} if begin is None else {"display_text_range": [begin, 26]}
        new = {"referenced_tweets": [{"type": "replied_to", "id": "70"}]}
        found = [
            posted(**said, **shown, **REPLY),
            posted_anew(**said, **shown, **new),
            posted_anew(**said, **shown, in_reply_to_tweet_id="70"),
        ]

        assert {(it.addressed, it.text) for it in found} == {(addressed, text)}

    def test_before_a_post_of_its_own_are_words(self) -> None:
        it = posted(text="@shop hello", display_text_range=[6, 11])

        assert (it.addressed, it.text) == ((), "@shop hello")

    def test_of_a_long_reply_end_where_its_beginning_says(self) -> None:
        long = {"full_text": "@shop @anna long story"}
        it = posted(extended_tweet=long, display_text_range=[6, 9], **REPLY)

        assert (it.addressed, it.text) == (("shop",), "@anna long story")


class TestLinks:
    def test_read_as_what_they_stand_for(self) -> None:
        said = f"Tea &amp; {SHORT}, {OTHER}!"
        read = f"Tea & {MEANT}, {OTHER}!"
        found = [
            posted(text=said, entities=URLS),
            posted(extended_tweet={"full_text": said, "entities": URLS}),
            posted_anew(text=said, entities=URLS),
            posted_anew(text="Tea…", note_tweet={"text": said, "entities": URLS}),
            messaged(text=said, entities=URLS),
        ]

        assert {it.text for it in found} == {read}

    def test_are_not_read_twice(self) -> None:
        urls = [
            {"url": SHORT, "expanded_url": OTHER},
            {"url": OTHER, "expanded_url": MEANT},
        ]

        assert posted(text=SHORT, entities={"urls": urls}).text == OTHER

    def test_to_a_quoted_post_stay(self) -> None:
        quoted = "https://x.com/anna/status/5"
        urls = [{"url": SHORT, "expanded_url": quoted}]
        it = posted_anew(
            text=f"Look. {SHORT}", display_text_range=[0, 5], entities={"urls": urls}
        )

        assert it.text == f"Look. {quoted}"

    @pytest.mark.parametrize(
        "entities",
        [
            None,
            [],
            {"urls": {}},
            {"urls": [None, 5, {}]},
            {"urls": [{"url": SHORT}]},
            {"urls": [{"url": SHORT, "expanded_url": " "}]},
            {"urls": [{"url": [], "expanded_url": MEANT}]},
        ],
        ids=str,
    )
    def test_without_a_meaning_stay_as_they_are(self, entities: Any) -> None:
        assert posted(text=SHORT, entities=entities).text == SHORT
        assert messaged(text=SHORT, entities=entities).text == SHORT

    def test_to_a_picture_are_attachments_from_both_apis(self) -> None:
        place = "https://x.com/rosan/status/77/photo/1"
        media = {"url": SHORT, "type": "photo", "media_url_https": "https://p/1"}
        link = {"url": SHORT, "expanded_url": place, "media_key": "3_1"}
        said = f"Look {SHORT}"
        old = posted(text=said, entities={"media": [media]})
        new = posted_anew(text=said, entities={"urls": [link, link | {"end": 9}]})

        assert (old.text, new.text) == ("Look", "Look")
        assert new.attachments == (Attachment(type="file", url=place),)
        assert old.attachments == (Attachment(type="photo", url="https://p/1"),)

    def test_to_a_picture_are_no_part_of_a_longer_one(self) -> None:
        media = {"media": [{"url": SHORT, "type": "photo"}]}

        assert posted(text=f"{OTHER} {SHORT}", entities=media).text == OTHER

    def test_to_a_shared_place_are_no_words(self) -> None:
        it = messaged(text=f" {SHORT}", entities=URLS, attachment={"type": "location"})

        assert (it.text, [a.type for a in it.attachments]) == (None, ["location"])


def test_one_reply_is_the_same_from_both_apis() -> None:
    said = f"@shop @rosan where? {SHORT}"
    shown = {"text": said, "display_text_range": [13, 40], "entities": URLS}
    old = posted(**shown, **REPLY)
    new = posted_anew(**shown, referenced_tweets=[{"type": "replied_to", "id": "70"}])

    assert old.addressed == ("shop", "rosan")
    assert replace(old, name=None, handle=None, followers=None) == replace(
        new, what=old.what
    )
