"""One post told by both APIs, or to two accounts of ours, is one and the same."""

from itertools import permutations
from typing import Any

import pytest

from functions.ingest import Record, ingest_batch
from shared.domain.log import Entry
from tests.fakes.world import World, envelope
from tests.unit.channels.samples import USER, account_activity, activity, post

ROSA = f"x:{USER}"
OLD = post(id_str="80", text="@shop hi", in_reply_to_status_id_str="5")
NEW = {
    "id": "80",
    "text": "@shop hi",
    "author_id": USER,
    "conversation_id": "5",
    "created_at": "2026-03-02T09:30:00.000Z",
    "referenced_tweets": [{"type": "replied_to", "id": "5"}],
}
COPIES = {
    "one account": account_activity("tweet_create_events", OLD),
    "another account": {"for_user_id": "2000000002", "tweet_create_events": [OLD]},
    "the other API": activity("post.reply.create", NEW, includes={}),
    "as a mention": activity("post.mention.create", NEW),
}


def take(world: World, *bodies: dict[str, Any]) -> list[Entry]:
    """Take one after the other, all at the same time of receipt and of reading."""
    for body in bodies:
        ingest_batch([Record(body=envelope(body, "x"), handle="")], world)
    return [
        entry
        for person in world.log.entries
        for entry in world.log.read(person)
        if entry.kind != "assigned"
    ]


@pytest.mark.parametrize("order", list(permutations(COPIES)), ids=", ".join)
def test_the_order_of_copies_changes_nothing(order: tuple[str, ...]) -> None:
    first = take(World(), *COPIES.values())
    found = take(World(), *(COPIES[name] for name in order))

    assert found == first
    (entry,) = found
    assert (entry.conversation, entry.followers) == ("5", 41)
    assert (entry.account, entry.reply_to) == ("2000000002", "post:5")


def test_copies_in_one_batch_are_the_same_as_one_by_one() -> None:
    one_by_one, together = World(), World()
    found = take(one_by_one, *COPIES.values())
    records = [Record(body=envelope(it, "x"), handle="") for it in COPIES.values()]
    ingest_batch(records, together)

    assert together.log.read(ROSA) == found


def test_the_words_of_a_post_are_those_of_one_copy() -> None:
    full = post(
        text="@shop It was terrible…", extended_tweet={"full_text": "Awful day"}
    )
    cut = post(text="@shop I love it and all of it, so lovely and great")
    copies = [account_activity("tweet_create_events", it) for it in (full, cut)]
    found = [take(World(), *order) for order in (copies, copies[::-1])]

    assert found[0] == found[1]
    ((entry,),) = [found[0]]
    assert (entry.text, entry.sentiment) == (cut["text"], "positive")
