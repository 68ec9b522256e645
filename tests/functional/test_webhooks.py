"""Webhooks in: what is verified is stored durably, what is not leaves a counter."""

import hmac
import json
from hashlib import sha256
from typing import Any

import pytest

from functions.webhooks import MAX_BODY, confirm_webhook, receive_webhook
from shared.domain.log import to_json
from shared.errors import (
    NotFound,
    StoreUnavailable,
    TooLarge,
    Unverified,
    WrongToken,
)
from tests.fakes.world import World, contact, envelope

PERSON = "email:u1"


def signed(body: bytes, secret: str = "custom-secret") -> dict[str, str]:  # noqa: S107 - a sample
    digest = hmac.new(secret.encode(), body, sha256).hexdigest()
    return {"X-Signature-256": f"sha256={digest}"}


def post(world: World, body: bytes) -> dict[str, int]:
    return receive_webhook("custom", signed(body), body, world)


@pytest.fixture
def world() -> World:
    return World()


def test_a_batch_becomes_one_queue_message_an_event(world: World) -> None:
    pieces = [contact(id=f"m{n}") for n in range(3)]

    assert post(world, json.dumps(pieces).encode()) == {"received": 3}
    assert [json.loads(b)["piece"] for b in world.queue.bodies.values()] == pieces


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Signature-256": "sha256="},
        signed(b"another body"),
        signed(b"{}", "another-secret"),
    ],
    ids=["unsigned", "empty", "tampered", "forged"],
)
def test_what_is_not_verified_leaves_only_a_counter(
    world: World, headers: dict[str, str]
) -> None:
    with pytest.raises(Unverified):
        receive_webhook("custom", headers, b"{}", world)

    assert world.health.counters == {("custom", "rejected"): 1}
    assert (world.queue.bodies, world.files.objects, world.log.entries) == ({}, {}, {})


def test_a_channel_that_does_not_exist_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        receive_webhook("fax", {}, b"{}", world)
    with pytest.raises(NotFound):
        confirm_webhook("fax", {}, world)


def test_a_body_over_the_limit_is_refused_before_it_is_read(world: World) -> None:
    with pytest.raises(TooLarge):
        receive_webhook("custom", {}, b" " * (MAX_BODY + 1), world)

    assert world.health.counters == {}


def test_a_body_at_the_limit_is_taken(world: World) -> None:
    body = json.dumps(contact(text="x")).encode()

    assert post(world, body + b" " * (MAX_BODY - len(body))) == {"received": 1}


def test_a_queue_that_does_not_answer_makes_the_platform_repeat(world: World) -> None:
    world.queue.broken = True
    with pytest.raises(StoreUnavailable):
        post(world, json.dumps(contact()).encode())


def test_a_handshake_is_answered_only_with_our_token(world: World) -> None:
    query = {
        "hub.mode": "subscribe",
        "hub.verify_token": "fb-verify",
        "hub.challenge": "42",
    }

    assert confirm_webhook("facebook", query, world).body == "42"
    with pytest.raises(WrongToken):
        confirm_webhook("facebook", {**query, "hub.verify_token": "?"}, world)


UNREADABLE = {
    "not JSON": b"so sorry",
    "not UTF-8": b'"\xff\xfe',
    "cut off": b'{"id": "m1"',
    "a number too long": b"1" * 5000,
    "brackets without end": b"[" * 100_000,
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_kept_raw_and_counted(world: World, body: bytes) -> None:
    assert post(world, body) == {"received": 1}

    world.drain()
    (entry,) = world.log.kept()

    assert (entry.kind, world.queue.bodies) == ("unknown_received", {})
    assert [n for (channel, _), n in world.health.counters.items()] == [1]


DEPTHS = [50, 99, 100, 200, 330, 490, 700, 900, *range(930, 1000), 5_000]


@pytest.mark.parametrize("kind", ["object", "array"])
def test_nesting_of_any_depth_is_kept(kind: str) -> None:
    begin, end = (b'{"a":', b"}") if kind == "object" else (b"[", b"]")
    kept = []
    for depth in DEPTHS:
        world = World()
        body = b'{"b": ' + begin * depth + b"1" + end * depth + b"}"
        post(world, body)
        world.drain()
        kept += [(depth, len(world.log.kept()), len(world.queue.bodies))]

    assert kept == [(depth, 1, 0) for depth in DEPTHS]


def test_what_is_nested_too_deep_takes_nothing_with_it(world: World) -> None:
    deep = b'{"a":' * 300 + b"1" + b"}" * 300
    body = b"[" + json.dumps(contact()).encode() + b"," + deep + b"]"

    assert post(world, body) == {"received": 2}
    world.drain()
    (kept,) = world.log.kept()

    assert [e.kind for e in world.log.read(PERSON)] == ["message_received"]
    assert (kept.raw or {}) == {"unreadable": deep.decode().replace(":", ": ")}


@pytest.mark.parametrize("channel", ["facebook", "telegram", "whatsapp", "x", "custom"])
def test_what_cannot_be_read_has_one_name_on_every_channel(
    world: World, channel: str
) -> None:
    world.queue.send([envelope({"unreadable": "so sorry"}, channel)])
    world.drain()

    assert world.health.counters == {(channel, "unknown unreadable"): 1}


ODD = {
    "half a surrogate pair": "\\ud83d",
    "no character": "\\uffff",
    "a control character": "\\u0000\\u0007",
    "beyond the basic plane": "\\ud83d\\ude00",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_characters_reach_the_log(world: World, text: str) -> None:
    body = json.dumps(contact(text="TEXT")).replace("TEXT", f"so {text}!").encode()

    assert post(world, body) == {"received": 1}
    world.drain()
    (entry,) = world.log.read(PERSON)

    assert (entry.text or "").startswith("so ")


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_the_queue_is_given_only_what_sqs_takes(world: World, text: str) -> None:
    body = json.dumps(contact(text="TEXT")).replace("TEXT", text).encode()
    post(world, body)

    assert all(b.isascii() and b.isprintable() for b in world.queue.bodies.values())


def large(kind: str) -> dict[str, Any]:
    return contact(text=kind * 300_000)


@pytest.mark.parametrize("letter", ["a", "я", "\\"])
def test_a_large_piece_is_parked_and_found_again(world: World, letter: str) -> None:
    post(world, json.dumps(large(letter)).encode())

    assert [p.partition("/")[0] for p in world.files.objects] == ["parked"]
    assert all(len(b) < 1000 for b in world.queue.bodies.values())
    world.drain()
    assert len(world.log.read(PERSON)) == 1


def test_a_piece_parked_and_lost_stays_on_the_queue(world: World) -> None:
    post(world, json.dumps(large("a")).encode())
    world.files.objects.clear()
    with pytest.raises(FileNotFoundError):
        world.drain()

    assert len(world.queue.bodies) == 1


BIG_KINDS = {
    "message": large("a"),
    "unknown": {"id": None, "raw": "a" * 300_000},
    "escaped": contact(text="\x07" * 300_000),
    "attachments": contact(
        attachments=[
            {"type": "image", "url": f"https://a.example/{n}" * 20} for n in range(2000)
        ]
    ),
}


@pytest.mark.parametrize("piece", BIG_KINDS.values(), ids=BIG_KINDS)
def test_an_entry_fits_into_an_item_of_the_table(
    world: World, piece: dict[str, Any]
) -> None:
    post(world, json.dumps(piece).encode())
    world.drain()
    sizes = [len(text) for log in world.log.entries.values() for text in log.values()]
    sizes += [len(json.dumps(to_json(entry))) for entry in world.log.kept()]

    assert [size < 380 * 1024 for size in sizes] == [True]
