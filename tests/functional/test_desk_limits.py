"""The desk at its limits: odd requests, full pages, races lost after a send."""

from typing import Any

import pytest

from functions import desk, replying
from functions.http import Request
from functions.ingest import Record, ingest_batch
from shared.domain.cases import case_id
from shared.domain.log import Entry
from shared.errors import BadInput, Conflict
from shared.ports import Card
from tests.fakes.entries import at
from tests.fakes.log import FakeLog
from tests.fakes.world import World, contact, envelope

ANN = "x:1"
CASE = case_id(ANN, "m1")


def asks(**values: Any) -> Request:
    known = {"query": {}, "body": {}, **values}
    return Request(caller="amy", roles=frozenset({"agent"}), **known)


def writes(
    world: World, person: str = "1", *, historic: bool = False, **changes: Any
) -> None:
    author = {"id": person}
    piece = contact(author=author, channel="x", account="9", social=True, **changes)
    body = envelope(piece, historic=historic)
    ingest_batch([Record(body=body, handle="")], world)


@pytest.fixture
def world() -> World:
    made = World(at=at(5))
    writes(made)
    return made


def reply(world: World, key: str | None = None, **body: Any) -> dict[str, Any]:
    request = asks(body={"text": "On its way.", **body}, idempotency_key=key)
    answer = replying.reply(CASE, request, world)
    assert isinstance(answer, dict)
    return answer


def test_a_key_stands_for_one_answer(world: World) -> None:
    reply(world, "k")
    with pytest.raises(Conflict, match="another answer"):
        reply(world, "k", text="Something else")

    assert len(world.sender.sent) == 1


def test_attachments_are_not_dropped_in_silence(world: World) -> None:
    with pytest.raises(BadInput, match="attachments"):
        reply(world, attachments=[{"type": "image"}])
    reply(world, attachments=None)
    reply(world, attachments=[])

    assert len(world.sender.sent) == 2


def test_an_imported_case_is_read_only() -> None:
    world = World(at=at(5))
    writes(world, historic=True)
    with pytest.raises(Conflict, match="imported"):
        reply(world)

    assert (world.sender.sent, desk.list_cases(asks(), world)["items"]) == ([], [])


def test_what_has_left_is_recorded_whoever_wins_the_card(world: World) -> None:
    class Contended(FakeLog):
        """Another worker is always first with this card."""

        def record(self, entry: Entry, card: Card, **more: Any) -> None:
            raise Conflict("The card has changed.")

    contended = Contended()
    contended.__dict__.update(world.log.__dict__)
    world.log = contended
    reply(world, "k")
    reply(world, "k")

    assert len(world.sender.sent) == 1
    assert [e.kind for e in world.log.read(ANN)] == ["message_received", "message_sent"]


def test_a_timeline_comes_in_pages(world: World) -> None:
    for n in range(2, 6):
        writes(world, id=f"m{n}", at=at(n / 10))
    seen: list[str] = []
    query: dict[str, str] = {"limit": "2"}
    while True:
        page = desk.show_timeline(CASE, asks(query=query), world)
        seen += [i["id"] for i in page["items"]]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]

    assert seen == ["m1", "m2", "m3", "m4", "m5"]


def test_pages_of_a_timeline_stand_whatever_comes_in_between(world: World) -> None:
    for n in range(2, 6):
        writes(world, id=f"m{n}", at=at(n))
    first = desk.show_timeline(CASE, asks(query={"limit": "2"}), world)
    writes(world, id="late", at=at(1.5))
    query = {"limit": "9", "cursor": first["next"]}
    rest = desk.show_timeline(CASE, asks(query=query), world)

    assert [i["id"] for i in first["items"]] == ["m1", "m2"]
    assert [i["id"] for i in rest["items"]] == ["m3", "m4", "m5"]
