"""A short message is shown and counted in the language of its talk, in any order."""

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest

from functions import customers, desk
from functions.http import Request
from functions.ingest import Record, ingest_batch
from shared.domain.log import Entry
from shared.kpis.collect import Window, collect
from shared.kpis.facts import MessageFact
from shared.ports import Card
from tests.fakes.entries import at
from tests.fakes.world import World, contact, envelope

ANN = "x:1"
ORDER = "Buongiorno, il mio ordine non è ancora arrivato"
TALK = [(0, "m0", ORDER), (5, "m1", "ok grazie"), (9, "m2", "non va"), (9, "m3", "👍")]


def writes(world: World, *talk: tuple[float, str, str]) -> None:
    for minutes, name, text in talk:
        piece = contact(
            id=name,
            at=at(minutes),
            text=text,
            channel="x",
            social=True,
            account="9",
            author={"id": "1"},
        )
        ingest_batch([Record(body=envelope(piece), handle="")], world)


def asks() -> Request:
    return Request(caller="amy", roles=frozenset({"agent"}), query={}, body={})


def facts(world: World) -> Sequence[MessageFact]:
    window = Window(start=at(-60), end=at(600), now=at(600))
    log = world.log.read(ANN)
    return collect(ANN, log, world.settings, lambda it: it, window).messages


def card(world: World) -> Card:
    return world.log.cards([ANN])[ANN]


def shown(items: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {i["id"]: i["language"] for i in items if i["kind"] == "message_received"}


@pytest.fixture
def world() -> World:
    made = World(at=at(10))
    writes(made, *TALK)
    return made


ITALIAN = {"m0": "it", "m1": "it", "m2": "it", "m3": None}


def test_alone_it_would_be_in_another() -> None:
    world = World(at=at(10))
    writes(world, (5, "m1", "ok grazie"))

    assert facts(world)[0].language == "pl"


def test_it_counts_in_the_language_of_its_talk(world: World) -> None:
    found = {m.id.partition("|")[2]: m for m in facts(world)}

    assert {name: m.language for name, m in found.items()} == ITALIAN
    assert found["m1"].sentiment == "positive"


def test_the_timeline_and_the_history_show_it_so(world: World) -> None:
    case = card(world).person.case
    assert case is not None
    timeline = desk.show_timeline(case.id, asks(), world)["items"]
    history = customers.show_history(ANN, asks(), world)["items"]

    assert shown(timeline) == shown(history) == ITALIAN
    assert "moods" not in timeline[1]


def test_only_a_short_message_stores_more(world: World) -> None:
    def stored(entry: Entry) -> bool:
        return entry.moods is not None

    assert {e.id: stored(e) for e in world.log.read(ANN)} == {
        "m0": False,
        "m1": True,
        "m2": True,
        "m3": False,
    }


@pytest.mark.parametrize("order", list(permutations(TALK[:3])))
def test_whichever_came_first_the_talk_is_the_same(
    order: Sequence[tuple[float, str, str]], world: World
) -> None:
    other = World(at=at(10))
    writes(other, *order, TALK[3])

    languages = [(m.language, m.sentiment_score) for m in facts(world)]
    assert languages == [(m.language, m.sentiment_score) for m in facts(other)]
    assert card(other).person.tally == card(world).person.tally
