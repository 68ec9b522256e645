"""Ingest: whatever the queue hands over ends in the right log, once, and timed."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

import pytest

from functions.casebook import Fact, record
from functions.ingest import Record, ingest_batch
from shared.domain.cases import case_id
from shared.domain.decisions import Timer
from shared.domain.log import Entry
from shared.domain.state import Case
from shared.kpis.collect import Window, collect
from shared.kpis.facts import MessageFact
from shared.ports import Card
from tests.fakes.entries import action, at
from tests.fakes.log import FakeLog
from tests.fakes.world import World, contact, envelope

ANN = "email:u1"
CASE = case_id(ANN, "m1")


@pytest.fixture
def world() -> World:
    return World()


def take(world: World, *pieces: dict[str, Any], historic: bool = False) -> None:
    """Have these contacts ingested in one batch."""
    bodies = [envelope(p, historic=historic) for p in pieces]
    ingest_batch([Record(body=b, handle=f"h{n}") for n, b in enumerate(bodies)], world)


def own(**changes: Any) -> dict[str, Any]:
    """An answer of ours that names the customer."""
    return contact(direction="outbound", customer={"id": "u1"}, **changes)


def case(world: World) -> Case:
    found = world.log.cards([ANN])[ANN].person.case
    assert found is not None
    return found


def messages(world: World) -> list[MessageFact]:
    window = Window(start=at(-999), end=at(99_999), now=at(99_999))
    facts = collect(ANN, world.log.read(ANN), world.settings, str, window)
    return list(facts.messages)


class TestRepeats:
    def test_the_same_delivery_twice_changes_nothing(self, world: World) -> None:
        take(world, contact())
        before = (world.log.entries.copy(), world.log.cards([ANN]))
        take(world, contact())
        take(world, contact(), contact())

        assert (world.log.entries, world.log.cards([ANN])) == before
        assert list(world.workflow.started) == [f"{CASE}-1-0"]

    def test_a_refused_workflow_is_started_by_the_redelivery(
        self, world: World
    ) -> None:
        world.workflow.broken = True
        with pytest.raises(ConnectionError):
            take(world, contact())
        assert case(world).id == CASE
        world.workflow.broken = False
        take(world, contact())

        assert list(world.workflow.started) == [f"{CASE}-1-0"]

    def test_a_worker_that_died_before_the_card_is_made_up_for(
        self, world: World
    ) -> None:
        take(world, contact())
        world.log.items.clear()
        take(world, contact(id="m2", at=at(1)))
        take(world, contact())

        assert (case(world).episode.opened_at, case(world).episode.messages) == (
            at(0),
            2,
        )


class TestPartialFailure:
    def test_poison_stays_and_the_others_are_taken_off(self, world: World) -> None:
        bodies = [envelope(contact(id="m1")), "{}", envelope(contact(id="m2"))]
        world.queue.send(bodies)
        records = [Record(body=b, handle=h) for h, b in world.queue.bodies.items()]
        with pytest.raises(KeyError):
            ingest_batch(records, world)

        assert list(world.queue.bodies.values()) == ["{}"]
        assert len(world.log.read(ANN)) == 2

    def test_what_an_import_hands_over_is_not_on_the_queue(self, world: World) -> None:
        records = [Record(body=b, handle="") for b in ("?", envelope(contact()))]
        with pytest.raises(json.JSONDecodeError):
            ingest_batch(records, world)

        assert len(world.log.read(ANN)) == 1


class TestCases:
    def test_a_message_opens_a_case_that_is_found_by_its_id(self, world: World) -> None:
        take(world, contact())

        assert world.log.person_of_case(CASE) == ANN
        assert world.workflow.started[f"{CASE}-1-0"] == Timer(
            person=ANN, case=CASE, episode=1
        )

    def test_an_earlier_message_that_comes_late_keeps_the_id(
        self, world: World
    ) -> None:
        take(world, contact(id="m1", at=at(5)))
        take(world, contact(id="m0", at=at(0)))

        assert (case(world).id, case(world).opened_at) == (CASE, at(0))
        assert list(world.workflow.started) == [f"{CASE}-1-0"]

    def test_two_messages_in_one_batch_open_one_case(self, world: World) -> None:
        take(world, contact(id="m2", at=at(1)), contact(id="m1", at=at(0)))

        assert list(world.workflow.started) == [f"{CASE}-1-0"]
        assert case(world).episode.messages == 2

    def test_past_conversations_start_no_timer(self, world: World) -> None:
        take(world, contact(), historic=True)

        assert (case(world).id, world.workflow.started) == (CASE, {})

    def test_a_live_message_opens_a_case_of_its_own_after_an_import(
        self, world: World
    ) -> None:
        take(world, contact(), historic=True)
        take(world, contact(id="m2", at=at(9)))

        assert list(world.workflow.started) == [f"{case(world).id}-1-0"]
        assert (case(world).id != CASE, case(world).opened_at) == (True, at(9))

    def test_an_answer_alone_opens_no_case(self, world: World) -> None:
        take(world, own(id="a1"))

        assert world.log.cards([ANN])[ANN].person.case is None
        assert len(world.log.read(ANN)) == 1


class TestRaces:
    """Two workers on one customer: the second stores while the first decides."""

    def racing(self, world: World, meanwhile: Callable[[], None]) -> World:
        """A log whose next cards are stale: something happens after the read."""

        class Racing(FakeLog):
            pending: ClassVar = [meanwhile]

            def append(self, *args: Any, **more: Any) -> None:
                for act in self.pending[:]:
                    self.pending.clear()
                    act()
                super().append(*args, **more)

        racing = Racing()
        racing.__dict__.update(world.log.__dict__)
        world.log = racing
        return world

    def test_both_messages_are_in_the_card(self, world: World) -> None:
        self.racing(world, lambda: take(world, contact(id="m2", at=at(1))))
        take(world, contact())

        assert case(world).episode.messages == 2
        assert case(world).opened_at == at(0)

    def test_a_message_after_a_resolution_nobody_saw_yet_is_timed(
        self, world: World
    ) -> None:
        evening = 7.5 * 60  # the hour that is promised ends tomorrow
        take(world, contact(at=at(evening)))
        done = action("resolved", evening + 5, CASE)

        self.racing(world, lambda: _record(world, done))
        take(world, contact(id="m2", at=at(evening + 9)))

        assert case(world).episode.number == 2
        assert f"{CASE}-2-0" in world.workflow.started

    def test_a_race_lost_again_and_again_stays_on_the_queue(self, world: World) -> None:
        class Contended(FakeLog):
            def save(self, card: Card) -> None:
                super().save(replace(card, version=card.version + 7))

        world.log = Contended()
        world.queue.send([envelope(contact())])
        with pytest.raises(Exception, match="card"):
            world.drain()

        assert len(world.queue.bodies) == 1


def _record(world: World, entry: Entry) -> None:
    record(ANN, lambda _: Fact(entry=entry), world)


class TestOwnMessages:
    def test_an_echo_of_our_own_reply_is_one_message(self, world: World) -> None:
        take(world, contact())
        reply = Entry(
            at=at(3), id="a1", kind="message_sent", visibility="private", agent="amy"
        )
        _record(world, reply)
        echo = own(id="a1", at=at(3.01), author={})
        take(world, echo)

        sent = [m for m in messages(world) if m.direction == "outbound"]
        assert [(m.agent, m.response) for m in sent] == [("amy", "first")]
        assert case(world).episode.messages == 2

    def test_an_echo_dated_before_our_record_lends_its_time(self, world: World) -> None:
        take(world, contact())
        reply = Entry(at=at(61), id="a1", kind="message_sent", agent="amy")
        _record(world, reply)
        take(world, own(id="a1", at=at(60), author={}))

        assert case(world).episode.responded_at == at(60)
        assert case(world).episode.responder == "amy"

    def test_an_answer_in_the_platforms_own_app_is_a_response(
        self, world: World
    ) -> None:
        take(world, contact())
        take(world, own(id="a1", at=at(3), author={"id": "amy"}))

        assert case(world).episode.responded_at == at(3)

    def test_the_echo_of_a_survey_is_no_response(self, world: World) -> None:
        take(world, contact())
        _record(world, action("resolved", 5, CASE))
        asked = action("survey_sent", 15, CASE, target="s1", expires_at=at(900))
        _record(world, asked)
        take(world, own(id="s1", at=at(15.1), author={}))

        assert case(world).episode.responded_at is None
        assert [m.automatic for m in messages(world) if m.direction == "outbound"] == [
            True
        ]

    def test_the_echo_of_a_survey_may_come_before_our_record(
        self, world: World
    ) -> None:
        take(world, contact())
        _record(world, action("resolved", 5, CASE))
        take(world, own(id="s1", at=at(14.9), author={}))
        asked = action("survey_sent", 15, CASE, target="s1", expires_at=at(900))
        _record(world, asked)

        assert case(world).episode.responded_at is None


class TestNames:
    def test_the_latest_name_stays_whatever_comes_late(self, world: World) -> None:
        take(world, contact(id="m2", at=at(5), author={"id": "u1", "name": "New"}))
        take(world, contact(id="m1", at=at(0), author={"id": "u1", "name": "Old"}))

        assert world.log.cards([ANN])[ANN].name == "New"


class TestTimes:
    @pytest.mark.parametrize("year", ["0001", "0999", "1969"])
    def test_an_absurd_time_spoils_no_log(self, world: World, year: str) -> None:
        take(world, {**contact(), "occurred_at": f"{year}-01-02T00:00:00Z"})
        take(world, contact(id="m2"))

        assert len(world.log.read(ANN)) == 2

    def test_a_time_in_the_future_counts_as_received(self, world: World) -> None:
        piece = contact(at=at(60))
        for minutes in (1, 2):
            body = envelope(piece, received_at=at(minutes))
            ingest_batch([Record(body=body, handle="")], world)

        assert [e.at for e in world.log.read(ANN)] == [at(1)]

    @pytest.mark.parametrize("order", [[1, 2], [2, 1]], ids=["in order", "not"])
    def test_two_deliveries_at_once_of_what_has_no_time_are_one(
        self, world: World, order: list[int]
    ) -> None:
        piece = contact(at=at(60))
        bodies = [envelope(piece, received_at=at(minutes)) for minutes in order]
        ingest_batch([Record(body=body, handle="") for body in bodies], world)

        assert [e.at for e in world.log.read(ANN)] == [at(1)]


def test_a_message_and_its_deletion_may_carry_the_same_id(world: World) -> None:
    take(world, contact(), contact(kind="deletion", target="m1", text=None))

    kinds = sorted(e.kind for e in world.log.read(ANN))
    assert kinds == ["message_deleted", "message_received"]
