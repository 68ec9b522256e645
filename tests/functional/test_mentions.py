"""A mention and the comment it is in are one message of one person."""

from itertools import permutations
from typing import Any

import pytest

from functions import replying
from functions.casebook import load
from functions.http import Request
from functions.ingest import Record, ingest_batch
from shared.channels import CHANNELS
from shared.errors import Conflict
from tests.fakes.world import World, envelope
from tests.unit.channels.samples import (
    AT_S,
    FOLLOWER,
    INSTAGRAM,
    PERSON,
    RECEIVED,
    change,
    comment,
    instagram,
    instagram_comment,
    messaging,
)

MENTIONED = {"item": "comment", "verb": "add", "comment_id": "55_66"}
FACEBOOK = [
    change("mention", **MENTIONED, message="My parcel is wet", created_time=AT_S),
    comment(),
]
ELSEWHERE = {"media_id": "991", "comment_id": "881"}
ON_INSTAGRAM = [
    instagram(changes=[{"field": "mentions", "value": ELSEWHERE}]),
    instagram_comment(id="881"),
]
BOTH = {
    "facebook": (FACEBOOK, PERSON, "My parcel is wet"),
    "instagram": (ON_INSTAGRAM, FOLLOWER, "Is it back soon?"),
}
ORDERS = list(permutations([0, 1, 0, 1], 3))


@pytest.fixture
def world() -> World:
    return World()


def take(world: World, channel: str, *bodies: Any) -> None:
    pieces = [p for body in bodies for p in CHANNELS[channel].split(body)]
    taken = [envelope(p, channel, received_at=RECEIVED) for p in pieces]
    ingest_batch([Record(body=b, handle="") for b in taken], world)


def open_cases(world: World) -> dict[str, str]:
    cards = world.log.cards(list(world.log.entries))
    found = {p: card.person.case for p, card in cards.items()}
    return {person: case.id for person, case in found.items() if case}


def answer(world: World, visibility: str) -> Any:
    (case,) = open_cases(world).values()
    request = Request(
        caller="amy",
        roles=frozenset({"agent"}),
        query={},
        body={"text": "Sorry!", "visibility": visibility},
    )
    replying.reply(case, request, world)
    out = world.sender.sent[-1]
    return CHANNELS[out.channel].render(out)


@pytest.mark.parametrize("together", [True, False], ids=["at once", "one by one"])
@pytest.mark.parametrize("order", ORDERS, ids=str)
@pytest.mark.parametrize("channel", BOTH)
def test_they_open_one_case_in_any_order(
    world: World, channel: str, order: tuple[int, ...], *, together: bool
) -> None:
    bodies, author, words = BOTH[channel]
    told = [bodies[n] for n in order]
    for batch in [told] if together else [[one] for one in told]:
        take(world, channel, *batch)
    (person,) = open_cases(world)
    loaded = load(person, world)

    assert loaded.case is not None
    assert loaded.case.episode.messages == 1
    if 1 in order:
        assert [e.text for e in loaded.entries if e.text] == [words]
        assert author in {person.partition(":")[2], loaded.entries[0].address}


@pytest.mark.parametrize("channel", BOTH)
def test_who_is_known_by_a_mention_first_goes_on_in_the_same_case(
    world: World, channel: str
) -> None:
    bodies, author, _ = BOTH[channel]
    take(world, channel, *bodies[:1])
    take(world, channel, *bodies[1:])
    more = {
        "facebook": messaging(message={"mid": "m", "text": "And?"}),
        "instagram": instagram_comment(id="882", text="And?"),
    }
    take(world, channel, more[channel])

    assert len(open_cases(world)) == 1
    assert author not in dict(open_cases(world))


def test_who_has_a_case_of_his_own_keeps_it(world: World) -> None:
    take(world, "facebook", messaging(message={"mid": "m", "text": "Hello"}))
    take(world, "facebook", FACEBOOK[0])
    take(world, "facebook", FACEBOOK[1])
    take(world, "facebook", messaging(message={"mid": "m2", "text": "And?"}))
    mine = [e.id for e in world.log.read(f"facebook:{PERSON}")]

    assert mine == ["m", "m2"]
    assert len(open_cases(world)) == 2


def test_a_mention_alone_opens_a_case(world: World) -> None:
    take(world, "facebook", FACEBOOK[0])

    assert list(open_cases(world)) == ["facebook:unnamed:comment:55_66"]


def test_a_mention_elsewhere_is_answered_where_it_is(world: World) -> None:
    take(world, "instagram", ON_INSTAGRAM[0])
    call = answer(world, "public")

    assert call.path == f"/{INSTAGRAM}/mentions"
    assert call.json == {**ELSEWHERE, "message": "Sorry!"}
    with pytest.raises(Conflict, match="no private message"):
        answer(world, "private")


@pytest.mark.parametrize("order", [[0, 1], [1, 0]])
def test_a_mention_under_our_own_media_is_answered_as_a_comment(
    world: World, order: list[int]
) -> None:
    for n in order:
        take(world, "instagram", ON_INSTAGRAM[n])

    assert answer(world, "public").path == "/881/replies"
    assert answer(world, "private").json["recipient"] == {"comment_id": "881"}
