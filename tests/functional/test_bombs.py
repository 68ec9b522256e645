"""Small bodies that would be large work: each costs little, and is an answer.

Webhooks are only read once their signature holds; a caller's body is under 256 KB.
"""

import gzip
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from functions.opening import MAX_TEXT, open_bodies
from functions.webhooks import MAX_BODY, MAX_EVENTS, receive_webhook
from shared.channels import CHANNELS
from shared.channels.base import LONGEST
from shared.domain.log import to_json
from shared.errors import TooLarge
from tests.fakes.api import Api, deployed
from tests.fakes.world import World, envelope
from tests.functional.test_webhooks import signed
from tests.unit.channels.samples import EVENTS

MOST_OF_AN_ITEM = 350_000  # bytes as JSON; DynamoDB takes 400 KB
# Fields of platforms that hold names, words and marks of any length.
ENDLESS = (
    "name",
    "first_name",
    "reviewer_name",
    "screen_name",
    "username",
    "text",
    "message",
    "body",
    "caption",
    "metadata",
    "biz_opaque_callback_data",
    "payload",
    "callback_data",
)
MOST_CPU_S = 2.0  # measured: 0.25 at most
HALF = MAX_BODY // 2
BOMBS = {
    "open brackets": b"[" * MAX_BODY,
    "closed brackets": b"[" * HALF + b"]" * HALF,
    "open objects": b'{"a":' * (MAX_BODY // 5),
    "deep in an event": b'{"id":"1","x":' + b"[" * 10**6 + b"]" * 10**6 + b"}",
    "a number of three million digits": b"1" * MAX_BODY,
    "an id of as many": b'{"id":' + b"9" * (MAX_BODY - 10) + b"}",
    "no number at all": b'{"id":"1","duration_s":NaN,"x":Infinity,"y":1e999999}',
    "very many keys": json.dumps({f"k{n}": n for n in range(180_000)}).encode(),
    "one key over and over": b"{" + b'"a":1,' * (MAX_BODY // 8) + b'"a":1}',
    "a compressed hundred megabytes": gzip.compress(b"a" * 100_000_000),
    "halves of characters": b'["' + b"\\ud800" * (MAX_BODY // 7) + b'"]',
}


@contextmanager
def in_little_time() -> Iterator[None]:
    before = time.process_time()
    yield
    assert time.process_time() - before < MOST_CPU_S


@pytest.mark.parametrize("bomb", BOMBS)
def test_whatever_is_signed_is_one_event_and_ends_in_a_log(bomb: str) -> None:
    world, body = World(), BOMBS[bomb][:MAX_BODY]
    with in_little_time():
        assert receive_webhook("custom", signed(body), body, world) == {"received": 1}
    with in_little_time():
        world.drain()

    assert len(world.log.kept()) == 1


def test_more_events_than_can_be_queued_in_time_are_refused_whole() -> None:
    world = World()
    for events, is_taken in ((MAX_EVENTS, True), (MAX_EVENTS + 1, False)):
        body = json.dumps([{}] * events).encode()
        world.queue.bodies.clear()
        if is_taken:
            assert receive_webhook("custom", signed(body), body, world)
        else:
            with pytest.raises(TooLarge, match="5000 events"):
                receive_webhook("custom", signed(body), body, world)
        assert len(world.queue.bodies) == (events if is_taken else 0)


SAMPLES = sorted(EVENTS.rglob("*.json"))


def with_long_texts(value: Any) -> Any:
    """A sample in which each text that may have any length has a large one."""
    if isinstance(value, list):
        return [with_long_texts(one) for one in value]
    if not isinstance(value, dict):
        return value
    named = [n for n in ENDLESS if isinstance(value.get(n), str)]
    long = dict.fromkeys(named, "k" * MAX_TEXT * 20)
    return {name: with_long_texts(one) for name, one in value.items()} | long


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_nothing_of_an_event_is_too_long_for_the_table(file: Path) -> None:
    channel = file.parent.name
    pieces = CHANNELS[channel].split(with_long_texts(json.loads(file.read_text())))
    for event, entry in open_bodies([envelope(p, channel) for p in pieces], World()):
        assert len(event.name or "") <= LONGEST
        assert len(json.dumps(to_json(entry))) < MOST_OF_AN_ITEM


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    yield from deployed(monkeypatch)


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_caller_is_told_that_it_is_no_use(api: Api, bomb: str) -> None:
    body = BOMBS[bomb][: 200 * 1024].decode("latin-1")
    for route, named in (
        ("PUT /settings/{name}", {"name": "routing"}),
        ("POST /cases/{case_id}/note", {}),
        ("PUT /agents/{agent}", {}),
    ):
        with in_little_time():
            status, answer = api.call(route, "admin", body=body, **named)

        assert status in (400, 413)
        assert answer["error"]["code"] != "internal"
