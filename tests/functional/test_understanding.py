"""Messages understood again: both are kept, and the log says which one counts."""

import csv
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from functions import customers, desk, kpis
from functions.daily import compute_kpis
from functions.http import Request
from functions.ingest import Record, ingest_batch
from functions.understanding import understand_again
from shared.domain.cases import fold
from shared.domain.log import Entry
from shared.domain.snapshots import to_json
from shared.domain.state import Person
from shared.errors import BadInput
from shared.kpis.collect import Window, collect
from shared.kpis.facts import Facts
from shared.text.moods import MODEL, weighed
from tests.fakes.entries import at
from tests.fakes.world import MONDAY, World, contact, envelope

ANN = "x:1"
DAY = MONDAY.date().isoformat()
TEXT = "Where is my order? It was due on Monday."
OTHER = "Please tell me when my order arrives."
ANGRY = weighed([0.9, 0.06, 0.04], "care-99")
CALM = weighed([0.1, 0.7, 0.2], "care-100")


def writes(world: World, name: str, minutes: float, **changes: Any) -> None:
    said = {"text": TEXT, "channel": "x", "social": True, "account": "9"}
    piece = contact(id=name, at=at(minutes), author={"id": "1"}, **{**said, **changes})
    ingest_batch([Record(body=envelope(piece), handle="")], world)


def again(world: World, day: str = DAY, *, counts: bool = False) -> dict[str, Any]:
    return understand_again({"from": day, "to": day, "counts": counts}, world)


def readings(world: World) -> dict[str, Entry]:
    return {e.id: e for e in world.log.read(ANN) if e.kind == "understood"}


def facts(world: World, log: Iterable[Entry] | None = None) -> Facts:
    window = Window(start=at(-600), end=at(days=2), now=at(days=2))
    entries = world.log.read(ANN) if log is None else log
    return collect(ANN, entries, world.settings, lambda it: it, window)


def moods(found: Facts) -> list[Any]:
    return [(m.sentiment, m.p_negative) for m in found.messages]


def asks(**query: str) -> Request:
    return Request(caller="amy", roles=frozenset({"supervisor"}), query=query, body={})


def rows(world: World) -> list[Any]:
    compute_kpis({"from": DAY, "to": DAY}, world)
    found = kpis.show_daily(asks(**{"from": DAY, "to": DAY}), world)["items"]
    return [{k: v for k, v in row.items() if k != "computed_at"} for row in found]


def negative(world: World) -> int:
    """The complaints of the day as computed last, each once for every topic."""
    content = world.files.read(f"kpis/hourly/date={DAY}/volume.csv")
    assert content is not None
    lines = csv.DictReader(content.decode().splitlines())
    return sum(int(line["negative"]) for line in lines)


def state(world: World) -> Any:
    log = world.log.read(ANN)
    return to_json(fold(Person(id=ANN), log, world.settings))


def two_messages() -> World:
    made = World(at=at(days=1))
    writes(made, "m1", 0)
    writes(made, "m2", 5, text=OTHER)
    return made


@pytest.fixture
def world() -> World:
    """Two messages of Monday, and a newer model that sees them otherwise."""
    made = two_messages()
    made.sentiments.told = {TEXT: ANGRY, OTHER: ANGRY}
    return made


class TestNotCounting:
    def test_both_are_kept_with_their_models(self, world: World) -> None:
        before = world.log.read(ANN)
        assert again(world) == {
            "messages": 2,
            "understood": 2,
            "known": 0,
            "without_words": 0,
        }
        found = readings(world)["m1~care-99"]

        assert [e for e in world.log.read(ANN) if e.kind != "understood"] == before
        assert {e.sentiment_model for e in before} == {MODEL}
        assert (found.at, found.target, found.sentiment) == (at(), "m1", "negative")
        assert (found.text, found.counts) == (None, False)
        assert found.topics == before[0].topics != ()

    def test_no_number_changes(self, world: World) -> None:
        before, computed = facts(world), rows(world)
        again(world)

        assert facts(world) == before
        assert rows(world) == computed

    def test_the_timeline_shows_both(self, world: World) -> None:
        again(world)
        case = world.log.cards([ANN])[ANN].person.case
        assert case is not None
        timeline = desk.show_timeline(case.id, asks(), world)["items"]
        history = customers.show_history(ANN, asks(), world)["items"]

        assert [i["kind"] for i in timeline].count("understood") == 0
        assert [i["id"] for i in history] == ["m2", "m1"]
        for shown in (timeline[0], history[1]):
            assert shown["sentiment_model"] == MODEL
            assert [
                (r["sentiment_model"], r["sentiment"], r["counts"])
                for r in shown["readings"]
            ] == [(MODEL, shown["sentiment"], False), ("care-99", "negative", False)]


class TestCounting:
    def test_the_facts_are_by_the_newer_model(self, world: World) -> None:
        again(world, counts=True)

        assert moods(facts(world)) == [("negative", 0.9)] * 2

    def test_the_numbers_change_only_where_the_mood_counts(self, world: World) -> None:
        before, complaints = rows(world), negative(world)
        again(world, counts=True)

        assert rows(world) == before  # nothing was answered whose mood counted
        assert complaints == 0
        assert negative(world) >= 2

    def test_the_same_log_gives_the_same_numbers_whoever_computes(
        self, world: World
    ) -> None:
        again(world, counts=True)
        first = rows(world)
        world.clock.advance(days=1)
        world.sentiments.told = {}

        assert rows(world) == first

    def test_cases_clocks_and_routing_stay(self, world: World) -> None:
        before, card = state(world), world.log.cards([ANN])
        again(world, counts=True)

        assert state(world) == before
        assert world.log.cards([ANN]) == card

    def test_what_comes_next_folds_as_if_nothing_had_been_understood(
        self, world: World
    ) -> None:
        other = two_messages()
        again(world, counts=True)
        for one in (world, other):
            one.sentiments.told = {}
            writes(one, "m3", 9)
            writes(one, "m0", -9)

        assert len(readings(world)) == 2
        assert state(world) == state(other)
        assert world.log.cards([ANN])[ANN].person == other.log.cards([ANN])[ANN].person

    def test_the_latest_that_counts_is_in_force(self, world: World) -> None:
        again(world, counts=True)
        world.clock.advance(hours=1)
        world.sentiments.told = {TEXT: CALM, OTHER: CALM}
        again(world)
        assert moods(facts(world)) == [("negative", 0.9)] * 2
        again(world, counts=True)

        assert moods(facts(world)) == [("neutral", 0.1)] * 2

    def test_an_earlier_model_may_come_into_force_once_more(self, world: World) -> None:
        for mood in (ANGRY, CALM, ANGRY):
            world.clock.advance(hours=1)
            world.sentiments.told = {TEXT: mood, OTHER: mood}
            assert again(world, counts=True)["understood"] == 2

        assert moods(facts(world)) == [("negative", 0.9)] * 2

    def test_any_order_of_the_entries_gives_the_same(self, world: World) -> None:
        again(world)
        again(world, counts=True)
        expected = facts(world)

        for log in permutations(world.log.read(ANN)):
            assert facts(world, log) == expected

    def test_a_short_message_is_read_in_its_talk_again(self) -> None:
        world = World(at=at(days=1))
        writes(world, "m1", 0, text="Buongiorno, dov'è il mio ordine?")
        writes(world, "m2", 5, text="ok grazie")
        world.sentiments.told = {"ok grazie": ANGRY}
        again(world, counts=True)
        found = facts(world).messages[1]

        assert readings(world)["m2~care-99~counts"].language == "pl"
        assert (found.language, found.sentiment) == ("it", "positive")


class TestRepeats:
    @pytest.mark.parametrize("counts", [False, True])
    def test_the_same_again_writes_nothing(self, world: World, counts: bool) -> None:
        again(world, counts=counts)
        before = world.log.read(ANN)
        world.clock.advance(hours=1)

        assert again(world, counts=counts)["known"] == 2
        assert world.log.read(ANN) == before

    def test_what_is_known_may_still_come_to_count(self, world: World) -> None:
        again(world)
        assert again(world, counts=True)["understood"] == 2
        assert again(world)["understood"] == 0

        assert sorted(readings(world)) == [
            f"{name}~care-99{counts}"
            for name in ("m1", "m2")
            for counts in ("", "~counts")
        ]

    def test_the_model_that_read_it_first_says_nothing_new(self, world: World) -> None:
        world.sentiments.told = {}

        assert again(world, counts=True)["known"] == 2
        assert readings(world) == {}


class TestWhatIsLeftAlone:
    def test_a_message_that_was_deleted(self, world: World) -> None:
        writes(world, "d1", 60, kind="deletion", target="m1", text=None)

        assert again(world)["without_words"] == 1
        assert list(readings(world)) == ["m2~care-99"]

    def test_a_message_whose_text_is_gone(self, world: World) -> None:
        first = world.log.read(ANN)[0]
        world.log.append([(ANN, replace(first, text=None))])

        assert again(world, counts=True)["without_words"] == 1

    def test_messages_of_other_days(self, world: World) -> None:
        yesterday = (MONDAY - timedelta(days=1)).date().isoformat()
        writes(world, "m3", 24 * 60 - 605)  # the last minutes of Monday are its own

        assert again(world, yesterday)["messages"] == 0
        assert again(world)["messages"] == 3

    def test_what_we_wrote(self, world: World) -> None:
        writes(world, "a1", 9, direction="outbound", customer={"id": "1"})

        assert again(world)["messages"] == 2


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"from": DAY},
        {"from": DAY, "to": "yesterday"},
        {"from": DAY, "to": "2026-03-01"},
        {"from": DAY, "to": "2027-03-01"},
        {"from": DAY, "to": DAY, "counts": "yes"},
    ],
)
def test_a_request_that_says_too_little_is_refused(
    request_: dict[str, Any], world: World
) -> None:
    with pytest.raises(BadInput):
        understand_again(request_, world)
    assert readings(world) == {}
