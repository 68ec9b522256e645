"""What happens on a page becomes messages, edits, deletions and notes."""

from typing import Any

import pytest

from shared.domain.messages import Attachment
from tests.unit.channels.samples import (
    AT,
    PAGE,
    PERSON,
    RECEIVED,
    brief,
    change,
    comment,
    event,
)


def test_a_comment_is_a_public_message_of_its_author() -> None:
    it = event("facebook", comment())

    assert tuple(brief(it)) == ("message", "inbound", PERSON, "My parcel is wet")
    assert (it.id, it.visibility, it.name) == ("comment:55_66", "public", "Rosa Neri")
    assert (it.occurred_at, it.time_from_receipt) == (AT, False)
    assert (it.conversation, it.reply_to) == (
        f"{PAGE}_55:55_66",
        f"post:{PAGE}_55",
    )
    assert (it.account, it.what) == (PAGE, "feed.comment.add")


def test_an_answer_to_a_comment_stays_in_its_thread() -> None:
    it = event("facebook", comment(comment_id="55_67", parent_id="55_66"))

    assert it.conversation == f"{PAGE}_55:55_66"
    assert it.reply_to == "comment:55_66"


def test_the_page_answering_names_the_comment_and_no_person() -> None:
    ours = comment(comment_id="55_68", parent_id="55_66", **{"from": {"id": PAGE}})
    it = event("facebook", ours)

    assert tuple(brief(it)) == ("message", "outbound", None, "My parcel is wet")
    assert it.reply_to == "comment:55_66"


def test_old_versions_name_the_author_otherwise() -> None:
    old = comment(sender_id=3000000007, sender_name="Rosa Neri", **{"from": None})

    assert event("facebook", old).person == PERSON


def test_a_hidden_author_is_a_person_of_that_comment_alone() -> None:
    hidden = comment(**{"from": None})

    assert event("facebook", hidden).person == "unnamed:comment:55_66"


def test_an_edit_and_a_removal_refer_to_the_comment() -> None:
    edit = event("facebook", comment(verb="edited", message="My parcel is dry"))
    removal = event("facebook", comment(verb="remove", message=None))

    assert (edit.kind, edit.target, edit.text) == (
        "edit",
        "comment:55_66",
        "My parcel is dry",
    )
    assert (removal.kind, removal.target, removal.text) == (
        "deletion",
        "comment:55_66",
        None,
    )
    assert len({edit.id, removal.id, "comment:55_66"}) == 3


def test_an_edit_is_dated_by_its_sending_which_may_differ_the_next_time() -> None:
    it = event("facebook", comment(verb="edited"))

    assert (it.occurred_at.second, it.time_from_receipt) == (5, True)


@pytest.mark.parametrize("verb", ["hide", "unhide"])
def test_hiding_is_a_note(verb: str) -> None:
    assert event("facebook", comment(verb=verb)).kind == "note"


def test_a_photo_under_a_comment_is_an_attachment() -> None:
    it = event("facebook", comment(photo="https://img.example/1.jpg", message=None))

    assert it.attachments == (
        Attachment(type="image", url="https://img.example/1.jpg"),
    )
    assert it.text is None


@pytest.mark.parametrize(
    ("author", "kind"), [(PERSON, "message"), (PAGE, "note"), (None, "note")]
)
def test_a_post_is_a_message_if_a_visitor_wrote_it(
    author: str | None, kind: str
) -> None:
    wrote: dict[str, Any] = {"from": {"id": author}} if author else {}
    it = event("facebook", change(item="photo", verb="add", post_id="9_1", **wrote))

    assert it.kind == kind


def test_a_post_taken_down_is_a_deletion_whoever_did_it() -> None:
    it = event("facebook", change(item="post", verb="remove", post_id="9_1"))

    assert (it.kind, it.target) == ("deletion", "post:9_1")


def test_a_reaction_refers_to_what_it_is_about() -> None:
    value: dict[str, Any] = {"item": "reaction", "verb": "add", "reaction_type": "haha"}
    value |= {"comment_id": "55_66", "from": {"id": PERSON}}
    it = event("facebook", change(**value))

    assert (it.kind, it.target, it.text) == ("reaction", "comment:55_66", "haha")


def test_a_mention_elsewhere_is_a_message_of_an_unnamed_person() -> None:
    elsewhere = change("mention", verb="add", post_id="9_1", message="@shop")
    it = event("facebook", elsewhere)

    assert tuple(brief(it)) == ("message", "inbound", "unnamed:post:9_1", "@shop")


def test_a_mention_in_the_feed_is_what_it_is_in() -> None:
    author = {"id": PERSON, "name": "Rosa Neri"}
    said: dict[str, Any] = {"verb": "add", "message": "@shop", "from": author}
    said |= {"item": "mention", "post_id": "9_55"}
    inside = event("facebook", change(**said, comment_id="55_66"))
    alone = event("facebook", change(**said))

    assert tuple(brief(inside)) == ("message", "inbound", PERSON, "@shop")
    assert (inside.id, alone.id, alone.person) == ("comment:55_66", "post:9_55", PERSON)


def test_a_mention_under_our_own_post_is_left_to_the_feed() -> None:
    it = event("facebook", change("mention", verb="add", post_id=f"{PAGE}_1"))

    assert it.kind == "note"


def test_a_rating_is_a_message_with_or_without_words() -> None:
    value = {"item": "rating", "verb": "add", "open_graph_story_id": 5}
    value |= {"reviewer_id": 3000000007, "rating": 2}
    wordless = event("facebook", change("ratings", **value))
    worded = event("facebook", change("ratings", **value, review_text="Slow."))

    assert tuple(brief(wordless)) == ("message", "inbound", PERSON, "Rating: 2")
    assert worded.text == "Slow."


def test_a_rating_taken_back_is_a_deletion() -> None:
    it = event("facebook", change("ratings", verb="remove", open_graph_story_id=5))

    assert (it.kind, it.target, it.text) == ("deletion", "rating:5", None)


def test_a_time_in_the_future_counts_as_received_now() -> None:
    it = event("facebook", comment(created_time=4_000_000_000))

    assert (it.occurred_at, it.time_from_receipt) == (RECEIVED, True)


def test_the_dashboards_test_is_a_note() -> None:
    body = comment()
    body["entry"][0]["id"] = 0
    it = event("facebook", body)

    assert (it.kind, it.what, it.person) == ("note", "test", None)


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (change("leadgen", leadgen_id=1), "leadgen"),
        (change(item="comment", verb="juggle"), "feed.comment.juggle"),
        (comment(comment_id=None), "feed.comment.add"),
        (change(item="karma", verb="add"), "feed.karma.add"),
        (change("ratings", verb="add"), "ratings.add"),
        ({"object": "user", "entry": [{"changes": [{"field": "e"}]}]}, "object.e"),
    ],
    ids=["field", "verb", "no id", "item", "no rating", "object"],
)
def test_what_is_not_understood_is_kept_raw_and_countable(body: Any, what: str) -> None:
    it = event("facebook", body)

    assert (it.kind, it.what, it.raw) == ("unknown", what, body)
