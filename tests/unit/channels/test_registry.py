"""Every channel, whatever it is sent: nothing raises, nothing is lost."""

import json
import random
from collections.abc import Iterable
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.channels import CHANNELS
from shared.domain.messages import Event
from tests.unit.channels import samples
from tests.unit.channels.samples import CHANNEL, FIXTURES, RECEIVED

BODIES: dict[str, list[Any]] = {
    "facebook": [
        samples.comment(),
        samples.change(item="reaction", verb="add", post_id="1_2"),
        samples.change("ratings", verb="add", open_graph_story_id=5),
        samples.messaging(message={"mid": "m_1", "text": "a", "attachments": [{}]}),
        samples.messaging(delivery={"mids": ["m_1", "m_2"], "watermark": 5}),
        samples.messaging(postback={"payload": "p"}),
        samples.messaging(messaging_feedback={"feedback_screens": [{}]}),
    ],
    "instagram": [
        samples.instagram_comment(),
        samples.instagram_comment(id="882", **{"from": {"self_ig_scoped_id": 5}}),
        samples.instagram(
            changes=[{"field": "mentions", "value": {"media_id": "9"}}],
        ),
        samples.instagram(field="live_comments", value={"comment_id": 883}),
        samples.instagram_direct(
            message={"mid": "i_1", "reply_to": {"story": {"id": "9", "url": "u"}}}
        ),
        samples.instagram_direct(message={"mid": "i_2", "is_self": True}),
        samples.instagram_direct(read={"mid": "i_1"}),
    ],
    "whatsapp": [
        samples.whatsapp_message("text", {"body": "a"}, referral={"source_url": "u"}),
        samples.whatsapp_message(
            "location", {"latitude": 4, "longitude": 5.5}, id="wamid.5"
        ),
        samples.whatsapp_message(
            "order", {"product_items": [{"quantity": 1}]}, id="wamid.6"
        ),
        samples.whatsapp_message(
            "interactive", {"list_reply": {"id": "p", "title": "4"}}, id="wamid.2"
        ),
        samples.whatsapp_message(
            "edit", {"original_message_id": "wamid.1"}, id="wamid.7"
        ),
        samples.whatsapp_message("system", {"type": "user_changed", "wa_id": "1"}),
        samples.whatsapp(
            contacts=[samples.whatsapp_contact(), {"wa_id": "5"}],
            statuses=[{"id": "wamid.3", "status": "failed", "errors": [{"code": 1}]}],
            message_echoes=[{"id": "wamid.4", "to": "5", "type": "contacts"}],
            user_id_update=[{"user_id": {"current": "A.1", "previous": "A.2"}}],
        ),
        samples.whatsapp("account_update", event="VERIFIED_ACCOUNT"),
    ],
    "telegram": [
        samples.telegram(text="a", reply_to_message={"message_id": 3, "chat": {}}),
        samples.telegram("edited_message", caption="a", edit_date=5),
        samples.telegram("business_message", text="a", business_connection_id="c"),
        samples.telegram("deleted_business_messages", message_ids=[1, 2]),
        samples.telegram("message_reaction", new_reaction=[{"emoji": "a"}]),
        samples.telegram("my_chat_member", new_chat_member={"status": "kicked"}),
        {
            "update_id": 2,
            "callback_query": {
                "id": "9",
                "from": {"id": 5},
                "data": "d",
                "message": samples.telegram_message(
                    reply_markup={"inline_keyboard": [[{"callback_data": "d"}]]}
                ),
            },
        },
    ],
    "x": [
        samples.account_activity("tweet_create_events", samples.post()),
        samples.account_activity("direct_message_events", samples.direct_message()),
        samples.account_activity("favorite_events", {"user": {}}),
        samples.activity("post.mention.create", {"id": "1", "author_id": "2"}),
        samples.activity("chat.sent", {"id": "1", "conversation_id": "1:2"}),
        samples.activity("chat.sent", {"id": "1", "sender_id": "2"}),
        samples.activity("dm.received", {"direct_message_events": [{}, {}]}),
    ],
    "custom": [
        samples.contact(),
        [samples.contact(direction="outbound", conversation="t")],
    ],
}
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(st.characters(), max_size=20),  # halves of surrogate pairs included
    st.sampled_from(["", " ", "9" * 5000, "1e400", 10**40, -1, "add", [], {}]),
    st.lists(st.integers() | st.text(max_size=3), max_size=3),
    st.dictionaries(st.text(max_size=3), st.none() | st.text(max_size=3), max_size=2),
)
JSON = st.recursive(
    ODD,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@cache
def bodies(channel: str) -> list[Any]:
    """List the samples of a channel, and its fixtures where they are."""
    files = sorted(FIXTURES.glob("*.json"))
    mine = [it for it in files if CHANNEL.get(it.stem.split("_")[0]) == channel]
    return BODIES[channel] + [json.loads(it.read_text())["body"] for it in mine]


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """List the way to every part of a JSON value."""
    parts: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, dict):
        parts = value.items()
    if isinstance(value, list):
        parts = enumerate(value)
    return [path] + [way for key, part in parts for way in paths(part, (*path, key))]


def mutated(value: Any, path: tuple[Any, ...], change: Any) -> Any:
    """Replace the part a path leads to."""
    if not path:
        return change
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = mutated(value[path[0]], path[1:], change)
    return copy


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[str, Any]:
    """Draw a body of a channel with one to three parts gone wrong."""
    name = draw(st.sampled_from(sorted(CHANNELS)))
    body = draw(st.sampled_from(bodies(name)))
    for _ in range(draw(st.integers(1, 3))):
        ways = [way for way in paths(body) if way]
        if ways:
            body = mutated(body, draw(st.sampled_from(ways)), draw(ODD))
    return name, body


def assert_sound(event: Event) -> None:
    """Assert what ingest relies on, whatever was sent."""
    assert event.id
    assert len(event.id.encode()) <= 500
    assert event.occurred_at <= event.received_at == RECEIVED
    assert event.occurred_at.utcoffset() is not None
    assert event.raw is not None or event.kind != "unknown"
    assert (event.person or "person").encode()
    (event.text or "").encode()
    if event.kind == "message" and event.direction == "inbound":
        assert event.person
    if event.kind in ("edit", "deletion"):
        assert event.target


def assert_understood(channel: str, body: Any) -> list[Event]:
    """Assert that splitting and normalising lose nothing and are repeatable."""
    chosen = CHANNELS[channel]
    pieces = chosen.split(body)
    assert pieces
    for piece in pieces:
        assert chosen.split(piece) == [piece]
        json.dumps(piece)
    found = [chosen.normalise(piece, RECEIVED) for piece in pieces]
    assert found == [chosen.normalise(piece, RECEIVED) for piece in pieces]
    for event in found:
        assert_sound(event)
    return found


@settings(max_examples=400, deadline=None)
@given(spoilt())
def test_a_spoilt_body_is_normalised_or_kept_raw(case: tuple[str, Any]) -> None:
    assert_understood(*case)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(CHANNELS)), JSON)
def test_any_json_at_all_is_kept(channel: str, body: Any) -> None:
    assert_understood(channel, json.loads(json.dumps(body)))


@pytest.mark.parametrize("channel", sorted(CHANNELS))
def test_a_huge_body_is_read(channel: str) -> None:
    huge = "é" * 1_000_000
    for body in BODIES[channel]:
        for way in paths(body):
            if way and isinstance(way[-1], str):
                assert_understood(channel, mutated(body, way, huge))
                break


BATCHED = pytest.mark.parametrize("channel", ["facebook", "instagram", "whatsapp"])


@BATCHED
def test_batching_otherwise_gives_the_same_events(channel: str) -> None:
    chosen = CHANNELS[channel]
    pieces = [piece for body in BODIES[channel] for piece in chosen.split(body)]
    batch = {**pieces[0], "entry": [it["entry"][0] for it in reversed(pieces)]}
    one_by_one = [chosen.normalise(piece, RECEIVED) for piece in pieces]

    assert samples.events(channel, batch) == one_by_one[::-1]
    assert len({event.id for event in one_by_one}) == len(one_by_one)


@BATCHED
@settings(max_examples=20, deadline=None)
@given(chance=st.randoms(use_true_random=False))
def test_any_order_in_any_batches_gives_the_same_events(
    channel: str, chance: random.Random
) -> None:
    chosen = CHANNELS[channel]
    given_ = [piece for body in bodies(channel) for piece in chosen.split(body)]
    pieces = [it for it in given_ if list(it) == ["object", "entry"]]
    objects = sorted({str(it["object"]) for it in pieces})
    chance.shuffle(pieces)
    batches = [
        {"object": name, "entry": [it["entry"][0] for it in batch]}
        for name in objects
        for part in (0, 1)
        if (batch := [it for it in pieces if it["object"] == name][part::2])
    ]
    found = [event for batch in batches for event in samples.events(channel, batch)]
    expected = [chosen.normalise(piece, RECEIVED) for piece in pieces]

    assert sorted(map(repr, found)) == sorted(map(repr, expected))


@settings(max_examples=50, deadline=None)
@given(st.permutations(range(6)), st.integers(1, 6))
def test_messages_of_several_people_in_one_change_keep_their_people(
    order: list[int], size: int
) -> None:
    contacts = [
        {"wa_id": str(n), "user_id": f"A.{n}", "profile": {"name": f"N{n}"}}
        for n in range(3)
    ]
    said = [
        {"id": f"w{n}", "from": str(n % 3), "type": "text", "text": {"body": "a"}}
        for n in range(6)
    ]
    batches = [
        samples.whatsapp(contacts=contacts, messages=[said[n] for n in part])
        for part in (order[i : i + size] for i in range(0, 6, size))
    ]
    found = [it for batch in batches for it in samples.events("whatsapp", batch)]

    assert {(it.id, it.person, it.name) for it in found} == {
        (f"w{n}", f"A.{n % 3}", f"N{n % 3}") for n in range(6)
    }


@pytest.mark.skipif(not FIXTURES.is_dir(), reason="../shared/fixtures is not here")
def test_every_fixture_of_the_channels_is_sound() -> None:
    known = [(channel, body) for channel in CHANNELS for body in bodies(channel)]
    for channel, body in known:
        assert_understood(channel, body)

    assert len(known) > 180
