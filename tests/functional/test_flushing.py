"""What asks for nothing opens nothing; a supervisor may hear it after all."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.customers import show_customer, show_history
from functions.desk import show_case, show_timeline
from functions.http import Request
from functions.unflushing import unflush
from shared.domain.intake import to_entry
from shared.domain.log import Entry
from shared.domain.messages import Event
from shared.domain.times import to_text
from shared.errors import Conflict, NotFound
from shared.kpis.collect import Window, collect
from shared.kpis.facts import Facts
from tests.fakes.world import MONDAY, World, contact, envelope

ANN = "email:u1"
LATER = MONDAY + timedelta(minutes=20)
PRAISE = "I love you guys!"


@pytest.fixture
def world() -> World:
    return World()


def take(world: World, *said: dict[str, Any]) -> None:
    world.queue.send([envelope(contact(**one)) for one in said])
    world.drain()


def asked(body: dict[str, Any] | None = None) -> Request:
    roles = frozenset({"supervisor"})
    return Request(caller="sue", roles=roles, query={}, body=body or {})


def hear(world: World, message: str) -> dict[str, Any]:
    return unflush(ANN, asked({"message": message}), world)


def history(world: World) -> dict[str, Any]:
    items = show_history(ANN, asked(), world)["items"]
    return {item["id"]: item["flushed"] for item in items}


def facts(world: World) -> Facts:
    window = Window(MONDAY - timedelta(days=1), LATER + timedelta(days=9), LATER)
    return collect(ANN, world.log.read(ANN), world.settings, str, window)


def stored(world: World, message: str) -> Entry:
    return next(e for e in world.log.read(ANN) if e.id == message)


class TestFlushed:
    def test_praise_opens_no_case_and_is_kept_with_its_reason(
        self, world: World
    ) -> None:
        take(world, {"text": PRAISE})
        (fact,) = facts(world).messages

        assert show_customer(ANN, asked(), world)["case"] is None
        assert (history(world), world.workflow.started) == ({"m1": "praise"}, {})
        assert (fact.actionable, fact.flush_reason) == (False, "praise")

    def test_in_a_talk_it_is_heard(self, world: World) -> None:
        praise = {"id": "m2", "text": PRAISE, "at": LATER}
        take(world, {}, praise)

        assert history(world) == {"m1": None, "m2": None}

    @pytest.mark.parametrize("first", [0, 1])
    def test_the_order_of_arrival_does_not_matter(
        self, world: World, first: int
    ) -> None:
        said = [{}, {"id": "m2", "text": PRAISE, "at": LATER}]
        take(world, said[first])
        take(world, said[1 - first])

        assert history(world) == {"m1": None, "m2": None}
        assert len(facts(world).episodes) == 1

    def test_an_answer_by_button_is_heard(self, world: World) -> None:
        typed = Event(
            id="m1",
            channel="facebook",
            kind="message",
            direction="inbound",
            visibility="private",
            occurred_at=MONDAY,
            received_at=MONDAY,
            text=PRAISE,
        )
        pressed = replace(typed, payload="again")
        found = [to_entry(e, MONDAY, world.settings).flush for e in (typed, pressed)]

        assert found == ["praise", None]

    def test_a_desk_may_answer_all_praise(self, world: World) -> None:
        world.put_settings("routing", {"flush": ["spam"]})
        take(world, {"text": PRAISE})

        assert history(world) == {"m1": None}
        assert len(world.workflow.started) == 1


class TestUnflushed:
    def test_it_opens_the_case_with_its_own_time(self, world: World) -> None:
        take(world, {"text": PRAISE})
        world.clock.at = LATER
        case = hear(world, "m1")["case"]

        assert (case["opened_at"], case["status"]) == (to_text(MONDAY), "open")
        assert [t.case for t in world.workflow.started.values()] == [case["id"]]
        assert show_case(case["id"], asked(), world)["clocks"][0]["started_at"] == (
            to_text(MONDAY)
        )
        assert world.log.person_of_case(case["id"]) == ANN

    def test_it_keeps_what_the_message_was_given(self, world: World) -> None:
        take(world, {"text": PRAISE})
        case = hear(world, "m1")["case"]
        opener = stored(world, "m1")

        assert (opener.opens, opener.due is not None) == (case["id"], True)
        assert opener.routing is not None
        assert "flush" not in opener.routing

    def test_what_a_rule_flushed_can_be_heard_too(self, world: World) -> None:
        rule = {"name": "ads", "when": {"topic": ["price"]}, "then": {"flush": "ad"}}
        world.put_settings("routing", {"rules": [rule]})
        take(world, {"text": "Is there a discount?"})
        before = history(world)
        hear(world, "m1")

        assert (before, history(world)["m1"]) == ({"m1": "ad"}, None)
        assert show_customer(ANN, asked(), world)["case"]["policy"] == "standard"

    def test_a_later_talk_becomes_part_of_its_case(self, world: World) -> None:
        take(world, {"text": PRAISE}, {"id": "m2", "at": LATER})
        known = show_customer(ANN, asked(), world)["case"]["id"]
        world.clock.at = LATER
        case = hear(world, "m1")["case"]

        assert (case["messages"], case["opened_at"]) == (2, to_text(MONDAY))
        assert show_case(known, asked(), world)["id"] == case["id"]

    def test_the_next_message_goes_on_with_it(self, world: World) -> None:
        take(world, {"text": PRAISE})
        opened = hear(world, "m1")["case"]
        take(world, {"id": "m2", "at": LATER})
        case = show_customer(ANN, asked(), world)["case"]

        assert (case["id"], case["messages"]) == (opened["id"], 2)

    def test_thanks_after_the_end_can_be_heard(self, world: World) -> None:
        take(world, {"text": "Thank you!"})
        before = history(world)
        hear(world, "m1")

        assert (before["m1"], history(world)["m1"]) == ("courtesy", None)

    def test_the_numbers_count_it_as_actionable(self, world: World) -> None:
        take(world, {"text": PRAISE})
        hear(world, "m1")
        found = facts(world)

        assert [m.actionable for m in found.messages] == [True]
        assert [e.event for e in found.episodes] == ["opened"]

    def test_twice_is_refused(self, world: World) -> None:
        take(world, {"text": PRAISE})
        hear(world, "m1")

        with pytest.raises(Conflict, match="not flushed"):
            hear(world, "m1")

    def test_only_what_was_flushed_can_be(self, world: World) -> None:
        take(world, {})

        with pytest.raises(Conflict, match="not flushed"):
            hear(world, "m1")
        with pytest.raises(NotFound, match="no message 'm9'"):
            hear(world, "m9")


class TestUnderstanding:
    def test_a_case_shows_what_it_is_about_and_how_urgent(self, world: World) -> None:
        take(
            world,
            {"text": "My parcel has not arrived"},
            {"id": "m2", "text": "My lawyer will write", "at": LATER},
        )
        case = show_customer(ANN, asked(), world)["case"]["id"]
        shown = show_case(case, asked(), world)
        timeline = show_timeline(case, asked(), world)["items"]

        assert (shown["topics"], shown["urgency_reasons"][0]) == (["delivery"], "legal")
        assert [item["urgency"] for item in timeline] == [0, shown["urgency"]]

    def test_topics_are_those_of_the_words_in_force(self, world: World) -> None:
        world.put_settings("topics", {"topics": {"lost": {"any": ["my order"]}}})
        take(world, {})
        world.put_settings("topics", {"topics": {"found": {"any": ["my order"]}}})

        assert stored(world, "m1").topics == ("lost",)

    def test_facts_of_a_case_have_the_topics_of_its_first_message(
        self, world: World
    ) -> None:
        take(world, {}, {"id": "m2", "text": "And my invoice?", "at": LATER})
        found = facts(world)

        assert [m.topics for m in found.messages] == [("delivery",), ("billing",)]
        assert [e.topics for e in found.episodes] == [("delivery",)]
