"""Where a survey stands: its states by name, with their times, in every view."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions import actions, case_workflow, customers, desk
from functions.attribution import Arrival, Attributed
from functions.storing import store
from shared.domain.cases import case_id
from shared.domain.log import Entry
from shared.domain.times import to_text
from tests.fakes.ann import BOSS, writes
from tests.fakes.entries import at
from tests.fakes.world import World

KIM = "facebook:7"
CASE = case_id(KIM, "m1")
SURVEY = f"csat-{CASE}-1"
EXPIRES = at(12) + timedelta(days=3)
DERIVED = ("survey_delivered", "survey_expired")


@pytest.fixture
def world() -> World:
    """Kim writes on Messenger; his case is resolved at 10:02."""
    made = World(at=at(2))
    hears(made, "m1", "Where is my order?", 0)
    actions.resolve(CASE, BOSS, made)
    return made


def hears(world: World, id: str, text: str, minutes: float) -> None:  # noqa: A002 - as elsewhere
    writes(world, "7", id=id, channel="facebook", text=text, at=at(minutes))


def asks(world: World) -> None:
    """He is asked at 10:12."""
    world.clock.at = at(12)
    case_workflow.ask({"person": KIM, "case": CASE, "episode": 1}, world)
    world.clock.at = at(30)


def told(world: World, status: str, minutes: float) -> None:
    """Messenger says so of all that was sent until then."""
    entry = Entry(
        at=at(minutes), id=f"{status}-{minutes}", kind="status_received", status=status
    )
    store(Attributed(arrivals=[Arrival(person=KIM, entry=entry)]), world)


def test_what_is_said_about_a_survey_is_neither_a_contact_nor_a_mood() -> None:
    world = World(at=at(2))
    hears(world, "m1", "You are useless, I hate this!", 0)
    actions.resolve(CASE, BOSS, world)
    asks(world)
    before = customers.show_customer(KIM, BOSS, world)
    for minutes, said in enumerate(("5", "stop"), 20):
        hears(world, f"m{minutes}", said, minutes)

    assert before["last_sentiment"] == "negative"
    assert customers.show_customer(KIM, BOSS, world) == before


def survey(world: World) -> Any:
    return desk.show_case(CASE, BOSS, world)["survey"]


def timeline(world: World, limit: int = 50) -> list[dict[str, Any]]:
    """The whole timeline, page by page."""
    items: list[dict[str, Any]] = []
    query = {"limit": str(limit)}
    while True:
        page = desk.show_timeline(CASE, replace(BOSS, query=query), world)
        items += page["items"]
        if page["next"] is None:
            return items
        query = {"limit": str(limit), "cursor": page["next"]}


def history(world: World, limit: int = 50) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    query = {"limit": str(limit)}
    while True:
        page = customers.show_history(KIM, replace(BOSS, query=query), world)
        items += page["items"]
        if page["next"] is None:
            return items
        query = {"limit": str(limit), "cursor": page["next"]}


def derived(items: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(i["kind"], i["occurred_at"]) for i in items if i["kind"] in DERIVED]


class TestCase:
    def test_an_open_case_has_none(self) -> None:
        world = World(at=at(2))
        hears(world, "m1", "Where is my order?", 0)

        assert survey(world) is None

    def test_what_is_resolved_is_eligible(self, world: World) -> None:
        assert survey(world) == {
            "id": SURVEY,
            "kind": "csat",
            "state": "eligible",
            "reason": None,
            "score": None,
            "times": {"eligible": to_text(at(2))},
        }

    def test_what_was_not_sent_says_why(self, world: World) -> None:
        world.put_settings("surveys", {"channels": ["x"]})
        world.clock.advance(minutes=2)
        asks(world)

        found = survey(world)
        assert (found["state"], found["reason"]) == ("suppressed", "channel_off")
        assert found["times"] == {
            "eligible": to_text(at(2)),
            "suppressed": to_text(at(12)),
        }

    def test_what_was_sent_is_delivered_when_the_platform_says_so(
        self, world: World
    ) -> None:
        asks(world)
        assert survey(world)["state"] == "sent"
        told(world, "delivered", 13)
        told(world, "read", 20)

        found = survey(world)
        assert (found["state"], found["times"]["delivered"]) == (
            "delivered",
            to_text(at(13)),
        )

    def test_what_is_answered_has_its_score(self, world: World) -> None:
        asks(world)
        hears(world, "s1", "4", 20)

        found = survey(world)
        assert (found["state"], found["score"]) == ("answered", 4)
        assert list(found["times"]) == [
            *("eligible", "queued", "sent", "delivered", "answered")
        ]

    def test_what_nobody_answers_expires_to_the_millisecond(self, world: World) -> None:
        asks(world)
        told(world, "delivered", 13)
        world.clock.at = EXPIRES - timedelta(milliseconds=1)
        assert survey(world)["state"] == "delivered"
        world.clock.at = EXPIRES

        found = survey(world)
        assert (found["state"], found["times"]["expired"]) == (
            "expired",
            to_text(EXPIRES),
        )


class TestTimeline:
    @pytest.mark.parametrize("limit", [1, 2, 3, 50])
    def test_it_arrived_and_expired_in_the_order_of_time(
        self, world: World, limit: int
    ) -> None:
        asks(world)
        told(world, "delivered", 13)
        world.clock.at = EXPIRES + timedelta(days=1)
        items = timeline(world, limit)

        assert derived(items) == [
            ("survey_delivered", to_text(at(13))),
            ("survey_expired", to_text(EXPIRES)),
        ]
        times = [item["occurred_at"] for item in items]
        assert times == sorted(times)
        ids = [(item["kind"], item["id"]) for item in items]
        assert len(ids) == len(set(ids)) == len(timeline(world))
        assert ("survey_expired", f"{SURVEY}-expired") in ids

    def test_looking_writes_nothing(self, world: World) -> None:
        asks(world)
        told(world, "delivered", 13)
        before = world.log.read(KIM)
        world.clock.at = EXPIRES
        timeline(world), history(world)

        assert world.log.read(KIM) == before

    def test_what_is_answered_does_not_expire(self, world: World) -> None:
        asks(world)
        hears(world, "s1", "4", 20)
        world.clock.at = EXPIRES

        assert derived(timeline(world)) == [("survey_delivered", to_text(at(20)))]


class TestHistory:
    @pytest.mark.parametrize("limit", [1, 2, 3, 50])
    def test_it_is_there_once_newest_first(self, world: World, limit: int) -> None:
        asks(world)
        told(world, "delivered", 13)
        hears(world, "m9", "Hello again, where is my second order?", 60 * 24 * 5)
        world.clock.at = at(60 * 24 * 6)
        items = history(world, limit)

        assert derived(items) == [
            ("survey_expired", to_text(EXPIRES)),
            ("survey_delivered", to_text(at(13))),
        ]
        times = [item["occurred_at"] for item in items]
        assert times == sorted(times, reverse=True)
        ids = [(item["kind"], item["id"]) for item in items]
        assert len(ids) == len(set(ids)) == len(history(world))
