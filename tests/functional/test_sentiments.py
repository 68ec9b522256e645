"""Ingest asks for moods once a batch, of customers alone, and keeps what it heard."""

from typing import Any

import pytest

from functions.ingest import Record, ingest_batch
from shared.domain.log import Entry
from shared.ports_sentiments import Said
from shared.text.moods import MODEL, Sentiment
from tests.fakes.world import World, contact, envelope

ANN = "email:u1"
TEXT = "Where is my order?"
FURIOUS = Sentiment(
    label="negative",
    score=-0.95,
    negative=0.96,
    neutral=0.03,
    positive=0.01,
    model="service-7",
)


@pytest.fixture
def world() -> World:
    return World()


def take(world: World, *pieces: dict[str, Any]) -> None:
    """Have these contacts ingested in one batch."""
    ingest_batch([Record(body=envelope(p), handle=p["id"]) for p in pieces], world)


def stored(world: World) -> list[Entry]:
    return [e for e in world.log.read(ANN) if e.kind == "message_received"]


def test_ten_messages_are_one_question(world: World) -> None:
    take(world, *(contact(id=f"m{n}", text=f"{TEXT} {n}") for n in range(10)))

    (asked,) = world.sentiments.asked
    assert asked == [Said(f"{TEXT} {n}", "en") for n in range(10)]


def test_nobody_is_asked_about_our_own_words(world: World) -> None:
    ours = contact(id="m2", direction="outbound", customer={"id": "u1"}, text="Hello!")
    note = contact(id="m3", kind="note", text="He called twice.")
    take(world, contact(), ours, note)

    asked = [said.text for said in world.sentiments.asked[0]]
    assert asked == [TEXT, None, None]


def test_the_mood_that_was_told_is_kept_with_its_model(world: World) -> None:
    world.sentiments.told[TEXT] = FURIOUS
    take(world, contact(), contact(id="m2", text="Hello?"))

    first, second = stored(world)
    assert (first.sentiment, first.sentiment_score) == ("negative", -0.95)
    assert (first.p_negative, first.p_neutral, first.p_positive) == (0.96, 0.03, 0.01)
    assert (first.sentiment_model, second.sentiment_model) == ("service-7", MODEL)


def test_urgency_follows_from_the_mood_that_was_told(world: World) -> None:
    world.sentiments.told[TEXT] = FURIOUS
    take(world, contact())

    assert "strong_negative" in stored(world)[0].urgency_reasons


def test_a_redelivery_keeps_the_mood_first_read(world: World) -> None:
    """What reads it may be another by then, and numbers must not change with it."""
    world.sentiments.told[TEXT] = FURIOUS
    take(world, contact())
    before = world.log.entries.copy()
    world.sentiments.told.clear()
    take(world, contact())

    assert world.log.entries == before
