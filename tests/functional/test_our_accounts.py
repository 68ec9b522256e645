"""What one account of ours does to another is no customer's doing."""

import base64
import hmac
import json
from hashlib import sha256
from itertools import permutations
from typing import Any

import pytest

from functions.webhooks import receive_webhook
from shared.domain.log import in_order
from tests.fakes.world import World
from tests.unit.channels.samples import (
    ACCOUNT,
    USER,
    account_activity,
    activity,
    direct_message,
    post,
)

OTHER = "2000000002"
ROSA = f"x:{USER}"
QUESTION = account_activity("tweet_create_events", post(id_str="5"))
REPLY = post(
    id_str="79",
    text="@rosan ask @shop2",
    user={"id_str": ACCOUNT, "screen_name": "shop", "followers_count": 9},
    created_at="Mon Mar 02 09:31:00 +0000 2026",
    in_reply_to_status_id_str="5",
    in_reply_to_user_id_str=USER,
)
FOR_US = account_activity("tweet_create_events", REPLY)
FOR_THE_OTHER = {"for_user_id": OTHER, "tweet_create_events": [REPLY]}


def ours() -> World:
    made = World()
    tokens = {ACCOUNT: "x-token", OTHER: "x-token-2"}
    made.secrets.channels["x"] = {"consumer_secrets": ["x-secret"], "tokens": tokens}
    return made


def arrive(world: World, *bodies: dict[str, Any]) -> World:
    for body in bodies:
        raw = json.dumps(body).encode()
        code = hmac.new(b"x-secret", raw, sha256).digest()
        signature = f"sha256={base64.b64encode(code).decode()}"
        head = {"x-twitter-webhooks-signature": signature}
        receive_webhook("x", head, raw, world)
        world.drain()
    return world


def told(world: World) -> dict[str, list[tuple[str, str, str | None]]]:
    return {
        person: [(e.kind, e.id, e.account) for e in in_order(world.log.read(person))]
        for person in world.log.entries
    }


@pytest.mark.parametrize("order", list(permutations([QUESTION, FOR_US, FOR_THE_OTHER])))
def test_a_reply_that_names_our_other_account_is_one_answer(
    order: list[dict[str, Any]],
) -> None:
    world = arrive(ours(), *order)

    assert told(world) == {
        ROSA: [
            ("message_received", "post:5", ACCOUNT),
            ("message_sent", "post:79", ACCOUNT),
        ]
    }
    person = world.log.cards([ROSA])[ROSA].person
    assert person.case is not None
    assert person.case.episode.responded_at is not None


@pytest.mark.parametrize("account", [ACCOUNT, OTHER])
def test_a_direct_message_between_our_accounts_opens_nothing(account: str) -> None:
    item = direct_message(sender=ACCOUNT, to=OTHER)
    world = arrive(ours(), {"for_user_id": account, "direct_message_events": [item]})

    assert (world.log.entries, world.workflow.started) == ({}, {})
    assert [e.kind for e in world.log.kept()] == ["note_received"]


def test_a_post_of_ours_that_names_our_other_account_opens_nothing() -> None:
    payload = {"id": "81", "text": "Meet @shop2", "author_id": ACCOUNT}
    body = activity("post.mention.create", payload, filter={"user_id": OTHER})
    world = arrive(ours(), body)

    assert (world.log.entries, world.workflow.started) == ({}, {})
    assert [e.kind for e in world.log.kept()] == ["note_received"]


def test_a_customer_who_names_both_accounts_is_a_customer() -> None:
    text = f"@shop @shop2 {ACCOUNT} {OTHER}"
    world = arrive(ours(), account_activity("tweet_create_events", post(text=text)))

    assert told(world) == {ROSA: [("message_received", "post:77", ACCOUNT)]}


@pytest.mark.parametrize(("user", "broken"), [(ACCOUNT, ["x"]), ("5", [])])
def test_an_account_of_ours_that_takes_back_our_access_is_broken(
    user: str, broken: list[str]
) -> None:
    payload = {"date_time": "2026-03-02T09:30:00+00:00", "user_id": user}
    world = arrive(ours(), activity("oauth.revoke", payload, filter={}))

    assert list(world.health.broken()) == broken
    assert ACCOUNT not in {person.partition(":")[2] for person in world.log.entries}
