"""The same events, however packed, ordered and repeated, make the same logs.

What platforms have really sent and what they document (../shared/fixtures), and
the samples of events/, signed, through the webhook handler and ingest.

Two things do depend on the order, and are left out of the comparison. Which
message opened a case is stored with the one that was taken for it first (a case
keeps its id). An event without a time has that of the delivery that was read
first; such events of no customer are kept once a delivery, in no number.
"""

import base64
import hmac
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from functions.ingest import Record, ingest_batch
from functions.webhooks import receive_webhook
from shared.channels import CHANNELS
from shared.domain.cases import fold
from shared.domain.log import Entry
from shared.domain.messages import Event
from shared.domain.snapshots import to_json
from shared.domain.state import Person
from tests.fakes.world import World
from tests.unit.channels.samples import CHANNEL, EVENTS, FIXTURES

NOW = datetime(2030, 1, 1, tzinfo=UTC)  # later than all of them say
STEP_S = 7  # from a delivery to the next, and from a batch to the next
KEY = "a-secret"
SECRETS: dict[str, dict[str, Any]] = {
    "facebook": {"app_secrets": [KEY]},
    "instagram": {"app_secrets": [KEY]},
    "whatsapp": {"app_secrets": [KEY]},
    "telegram": {"secret_tokens": [KEY]},
    "x": {"consumer_secrets": [KEY]},
    "custom": {"secrets": [KEY]},
}
SIZES = (1, 3, 10)
Logs = dict[str, list[Entry]]


@dataclass(frozen=True, slots=True)
class Post:
    """A webhook: the channel it comes to, and its body."""

    channel: str
    body: Any


def _samples() -> list[Post]:
    files = sorted(EVENTS.glob("*/*.json"))
    return [Post(f.parent.name, json.loads(f.read_text())) for f in files]


def _fixtures() -> list[Post]:
    def channel(file: Path) -> str | None:
        return CHANNEL.get(file.stem.partition("_")[0])

    files = [(f, channel(f)) for f in sorted(FIXTURES.glob("*.json"))]
    return [Post(name, json.loads(f.read_text())["body"]) for f, name in files if name]


SOURCES: dict[str, Callable[[], list[Post]]] = {
    "samples": _samples,
    "fixtures": _fixtures,
}


def events(posts: Iterable[Post]) -> list[Event]:
    return [
        CHANNELS[post.channel].normalise(piece, NOW)
        for post in posts
        for piece in CHANNELS[post.channel].split(post.body)
    ]


@cache
def agreeing(source: str) -> list[list[Post]]:
    """The posts of a source, apart where they use one id for different things.

    Documentation does: "message-id-1". Nobody could tell which is true. It dates
    an edit before its message, too.
    """
    found: list[tuple[dict[tuple[str, str], Event], list[Post]]] = []
    for post in SOURCES[source]():
        said: dict[tuple[str, str], Event] = {}
        for event in events([post]):
            said.setdefault((event.channel, event.id), event)
        for known, posts in found:
            same = all(known.get(key, event) == event for key, event in said.items())
            if same and _is_possible({**known, **said}):
                known.update(said)
                posts.append(post)
                break
        else:
            found.append((said, [post]))
    return [posts for _, posts in found]


def _is_possible(said: Mapping[tuple[str, str], Event]) -> bool:
    edits = [event for event in said.values() if event.kind == "edit"]
    pairs = [(said.get((it.channel, it.target or "")), it) for it in edits]
    return all(it is None or it.occurred_at <= edit.occurred_at for it, edit in pairs)


def split(posts: Sequence[Post]) -> list[Post]:
    """One webhook an event."""
    return [
        Post(post.channel, piece)
        for post in posts
        for piece in CHANNELS[post.channel].split(post.body)
    ]


def merged(posts: Sequence[Post]) -> list[Post]:
    """One webhook for all entries of an object, and for all of the custom channel."""
    heads: dict[tuple[str, str], list[Any]] = {}
    alone: list[Post] = []
    for post in posts:
        body = post.body
        if post.channel == "custom":
            items = body if isinstance(body, list) else [body]
            heads.setdefault((post.channel, ""), []).extend(items)
        elif isinstance(body, dict) and isinstance(body.get("entry"), list):
            head = {name: it for name, it in body.items() if name != "entry"}
            heads.setdefault((post.channel, json.dumps(head)), []).extend(body["entry"])
        else:
            alone.append(post)
    together = [
        Post(channel, {**json.loads(head), "entry": items} if head else items)
        for (channel, head), items in heads.items()
    ]
    return [*together, *alone]


def twice(posts: Sequence[Post]) -> list[Post]:
    """All of them, and then all of them again."""
    return [*posts, *posts]


def doubled(posts: Sequence[Post]) -> list[Post]:
    """Each event, and at once again."""
    return [post for post in split(posts) for _ in range(2)]


def signed(channel: str, body: bytes) -> dict[str, str]:
    digest = hmac.new(KEY.encode(), body, sha256)
    if channel == "telegram":
        return {"X-Telegram-Bot-Api-Secret-Token": KEY}
    if channel == "x":
        code = base64.b64encode(digest.digest()).decode()
        return {"x-twitter-webhooks-signature": f"sha256={code}"}
    name = "X-Signature-256" if channel == "custom" else "X-Hub-Signature-256"
    return {name: f"sha256={digest.hexdigest()}"}


def played(posts: Iterable[Post], size: int) -> World:
    """A world that has received these webhooks, ingested so many events at once."""
    world = World(at=NOW)
    world.secrets.channels = dict(SECRETS)
    for post in posts:
        raw = json.dumps(post.body).encode()
        receive_webhook(post.channel, signed(post.channel, raw), raw, world)
        world.clock.advance(seconds=STEP_S)
    bodies = list(world.queue.bodies.values())
    for start in range(0, len(bodies), size):
        batch = [Record(body=b, handle="") for b in bodies[start : start + size]]
        ingest_batch(batch, world)
        world.clock.advance(seconds=STEP_S)
    return world


def told(world: World, posts: Iterable[Post]) -> Logs:
    """Every log, and what is in none, by person whatever id he was met under."""
    main = _main_ids(posts)
    logs = {p: [brief(p, e) for e in world.log.read(p)] for p in world.log.entries}
    found = {main.get(p, p): log for p, log in logs.items()}
    assert len(found) == len(logs)  # nobody fell apart in two
    theirs = {(e.kind, e.id) for log in logs.values() for e in log}
    strays: dict[str, dict[tuple[str, str], Entry]] = {}
    for name, kept in world.log.strays.items():
        # On which day it was received is a matter of the delivery.
        shelf = strays.setdefault(re.sub(r":\d{4}-\d\d-\d\d$", "", name), {})
        shelf |= {
            (s.entry.kind, s.entry.id): brief(name, s.entry) for s in kept.values()
        }
    for name, shelf in strays.items():
        found[name] = [entry for fact, entry in shelf.items() if fact not in theirs]
    return {
        name: sorted(log, key=lambda e: (e.key, e.kind))
        for name, log in found.items()
        if log
    }


def brief(log: str, entry: Entry) -> Entry:
    """An entry without what is of its delivery, and of the log it is in."""
    own = None if ":account:" in log else log.partition(":")[2].partition("@")[0]
    return replace(
        entry,
        at=NOW if entry.time_from_receipt else entry.at,
        received_at=None,
        processed_at=None,
        address=entry.address or own,
        opens=None,
        routing=None,
        due=None,
    )


def _main_ids(posts: Iterable[Post]) -> dict[str, str]:
    """One id for all that name the same person, in any of these events."""
    main: dict[str, str] = {}
    for event in events(posts):
        ids = [event.person, *event.aliases, *event.former]
        keys = {f"{event.channel}:{one}" for one in ids if one}
        if not keys:
            continue
        named = {main.get(key, key) for key in keys} | keys
        same = {key for key, it in main.items() if it in named} | named
        main |= dict.fromkeys(same, min(same))
    return main


def is_every_card_true(world: World) -> bool:
    cards = world.log.cards(world.log.entries)
    return all(
        to_json(card.person)
        == to_json(fold(Person(id=p), world.log.read(p), world.settings))
        for p, card in cards.items()
    )


@cache
def expected(source: str) -> list[Logs]:
    """What the webhooks become as they are, one after the other."""
    return [told(played(posts, 1), posts) for posts in agreeing(source)]


given_source = pytest.mark.parametrize(
    "source",
    [
        "samples",
        pytest.param(
            "fixtures",
            marks=pytest.mark.skipif(
                not FIXTURES.is_dir(), reason="../shared/fixtures is not here"
            ),
        ),
    ],
)


@given_source
def test_most_of_a_source_is_told_in_one_world(source: str) -> None:
    sizes = [len(posts) for posts in agreeing(source)]

    assert sum(sizes) == len(SOURCES[source]())
    assert max(sizes) > sum(sizes) / 2


@given_source
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("packed", [list, split, merged, twice, doubled])
def test_packing_and_repeating_change_nothing(
    source: str, packed: Callable[[Sequence[Post]], list[Post]], size: int
) -> None:
    for posts, logs in zip(agreeing(source), expected(source), strict=True):
        world = played(packed(posts), size)

        assert told(world, posts) == logs
        assert is_every_card_true(world)


@given_source
@given(data=st.data())
@settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # to shrink so much takes too long
    suppress_health_check=[HealthCheck.too_slow],
)
def test_shuffling_and_repeating_change_nothing(
    source: str, data: st.DataObject
) -> None:
    for posts, logs in zip(agreeing(source), expected(source), strict=True):
        again = data.draw(st.sampled_from([split, doubled]))
        order = data.draw(st.permutations(again(posts)))
        world = played(order, data.draw(st.sampled_from(SIZES)))

        assert told(world, posts) == logs
        assert is_every_card_true(world)
