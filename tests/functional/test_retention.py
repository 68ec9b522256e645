"""Letting go of what was kept long enough, on fakes: no number is moved by it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from functions import actions, customers
from functions.daily import compute_days, compute_kpis
from functions.http import Request
from functions.ingest import Record, ingest_batch
from functions.linking import put_attributes
from functions.recomputing import start_recompute
from functions.retention import FORGOTTEN, check_kept, forget_silent, retain, take_words
from shared.errors import Conflict, NotFound
from tests.fakes.identities import ANN, CALL, MAIL, ann, asks, case_of, joins, writes
from tests.fakes.world import MONDAY, World, contact, envelope
from tests.functional.test_any_order import (
    PERSONS,
    Step,
    deliver,
    histories,
)
from tests.functional.test_privacy import LONG, SECRET, everything

DAY = timedelta(days=1)
PERIODS = {"words": None, "customers": "90d", "audit": None}


def keeps(world: World, **periods: str | None) -> None:
    world.put_settings("retention", {**PERIODS, **periods})


@pytest.fixture
def world() -> World:
    """Ann has written under three identities, two are one; all of it is over."""
    made = ann()
    joins(made, MAIL)
    put_attributes(ANN, {"tier": SECRET}, "crm", made)
    writes(made, ANN, f"I am {SECRET}", handle=f"{SECRET}_b")
    writes(made, MAIL, LONG)
    for person in (ANN, MAIL, CALL):
        actions.resolve(case_of(made, person).id, asks(), made)
    made.clock.advance(hours=1)
    keeps(made)
    retain(made)
    return made


def nights(world: World, *days: float) -> list[int]:
    """How many customers are forgotten in the nights so many days from now."""
    begun, found = world.clock.now(), []
    for n in days:
        world.clock.at = begun + n * DAY
        found.append(forget_silent(world))
    return found


class TestForgetting:
    def test_who_is_silent_for_so_long_is_announced_and_gone_the_night_after(
        self, world: World
    ) -> None:
        # The day after he wrote is 90 and 32 days old then.
        assert nights(world, 60, 122, 123, 124, 125) == [0, 0, 0, 2, 0]
        assert SECRET not in everything(world)
        assert world.log.entries == {ANN: {}, MAIL: {}, CALL: {}}
        assert world.log.pointers == {}
        assert world.log.handles == set()

    def test_nobody_finds_him_or_his_case_any_more(self, world: World) -> None:
        case = case_of(world, ANN).id
        nights(world, 123, 124)
        found = customers.find_customers(asks(channel="x", handle="ann_b"), world)

        assert found["items"] == []
        with pytest.raises(NotFound):
            actions.note(case, asks({"text": "?"}), world)

    def test_one_identity_that_speaks_keeps_the_whole_customer(
        self, world: World
    ) -> None:
        before = len(world.log.read(ANN))
        world.clock.advance(days=40)
        writes(world, MAIL, "Thanks!")
        world.clock.advance(days=-40)

        assert nights(world, 123, 124) == [0, 1]
        assert world.log.read(CALL) == []
        assert len(world.log.read(ANN)) == before
        assert nights(world, 39, 40) == [0, 1]
        assert world.log.entries == {ANN: {}, MAIL: {}, CALL: {}}

    def test_an_open_case_keeps_him_however_old_it_is(self, world: World) -> None:
        writes(world, CALL, "One more thing: where is my parcel?")

        assert nights(world, 400, 401, 800) == [0, 1, 0]
        assert case_of(world, CALL).status == "open"

    def test_who_comes_back_is_somebody_new(self, world: World) -> None:
        nights(world, 123, 124)
        writes(world, ANN, "Where is my order?", handle="ann_new")
        shown = customers.show_customer(ANN, asks(), world)

        assert shown["attributes"] == {}
        assert [e.text for e in world.log.read(ANN)] == ["Where is my order?"]
        assert nights(world, 1, 2) == [0, 0]

    def test_who_comes_back_the_night_before_stays_who_he_was(
        self, world: World
    ) -> None:
        entries = len(world.log.read(ANN))
        nights(world, 123)
        writes(world, ANN, "Where is my order?")

        assert nights(world, 1) == [1]
        assert world.log.read(CALL) == []
        assert len(world.log.read(ANN)) == entries + 1

    def test_null_keeps_for_good(self, world: World) -> None:
        keeps(world, customers=None)

        assert nights(world, 4_000, 4_001) == [0, 0]

    def test_a_shorter_period_holds_for_what_was_kept_before(
        self, world: World
    ) -> None:
        keeps(world, customers="3650d")
        assert nights(world, 700, 701) == [0, 0]

        keeps(world, customers="90d")
        assert nights(world, 0, 1) == [0, 2]

    def test_it_goes_on_where_it_broke_off(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        nights(world, 123)
        with monkeypatch.context() as patch:
            patch.setattr(world.files, "delete", _fails)
            with pytest.raises(ConnectionError):
                nights(world, 1)

        nights(world, 1)
        assert SECRET not in everything(world)

    def test_an_import_of_years_ago_is_kept_as_long_from_then_on(self) -> None:
        world = World(at=MONDAY)
        keeps(world)
        retain(world)
        old = contact(at=MONDAY - 3_000 * DAY)
        ingest_batch([Record(body=envelope(old, historic=True), handle="")], world)

        assert nights(world, 119, 120, 121) == [0, 0, 1]
        assert world.log.entries == {"email:u1": {}}


def _fails(*_args: Any) -> None:
    raise ConnectionError


class TestWords:
    def test_what_is_old_loses_its_words_and_no_entry(self, world: World) -> None:
        keeps(world, words="90d")
        retain(world)
        before = len(world.log.read(ANN))
        world.clock.advance(days=60)
        writes(world, ANN, "Where is my new order?")
        actions.resolve(case_of(world, ANN).id, asks(), world)
        world.clock.advance(days=40)
        found = retain(world)
        texts = [e.text for e in world.log.read(ANN) if e.kind == "message_received"]

        assert found["wordless"] > 5
        assert len(world.log.read(ANN)) > before
        assert {text for text in texts if text} == {"Where is my new order?"}
        assert [p for p in world.files.objects if p.startswith("oversize/")] == []
        assert take_words(world) == 0

    def test_an_open_case_keeps_them_until_its_end_is_as_old(
        self, world: World
    ) -> None:
        keeps(world, words="90d", customers=None)
        writes(world, ANN, f"Where is my {SECRET}?")
        retain(world)
        world.clock.advance(days=100)
        retain(world)
        assert any(SECRET in (e.text or "") for e in world.log.read(ANN))

        actions.resolve(case_of(world, ANN).id, asks(), world)
        world.clock.advance(days=89)
        retain(world)
        assert any(SECRET in (e.text or "") for e in world.log.read(ANN))
        world.clock.advance(days=2)
        retain(world)
        assert not any(SECRET in (e.text or "") for e in world.log.read(ANN))

    def test_a_shorter_period_is_made_up_for(self, world: World) -> None:
        keeps(world, words="3650d", customers=None)
        retain(world)
        world.clock.advance(days=4_000)
        keeps(world, words="90d", customers=None)
        retain(world)

        assert {e.text for e in world.log.read(ANN)} == {None}


class TestNumbers:
    def request(self, first: date, last: date) -> Request:
        body = {"from": first.isoformat(), "to": last.isoformat()}
        return Request(caller="ada", roles=frozenset(), query={}, body=body)

    def test_days_of_whom_is_forgotten_are_not_computed_again(
        self, world: World
    ) -> None:
        asked = self.request(MONDAY.date(), MONDAY.date())
        assert start_recompute(asked, world).status_code == 202
        nights(world, 123)

        with pytest.raises(Conflict) as refused:
            start_recompute(asked, world)
        assert refused.value.code == "beyond_retention"
        with pytest.raises(Conflict):
            compute_kpis(asked.body, world)
        later = world.clock.now().date() - timedelta(days=89)
        assert start_recompute(self.request(later, later), world).status_code == 202

    def test_where_nobody_was_ever_forgotten_every_day_may_be(
        self, world: World
    ) -> None:
        world.clock.advance(days=80)
        retain(world)

        check_kept(date(2017, 1, 1), world)
        assert world.personal.mark(FORGOTTEN) is None


def days_told(world: World, days: list[date]) -> Mapping[str, bytes]:
    world.files.objects.clear()
    compute_days(days, world)
    kept = ("facts/", "kpis/daily", "tables/")
    return {p: b for p, b in world.files.objects.items() if p.startswith(kept)}


@settings(deadline=None, max_examples=15, phases=[Phase.explicit, Phase.generate])
@given(
    histories(),
    st.sampled_from([0, 20, 70, 95, 140]),
    st.sampled_from([100, 121, 130, 200, 240]),
    st.booleans(),
)
def test_every_day_that_may_be_computed_again_comes_to_the_same(
    steps: list[Step], gap: int, until: int, wordless: bool
) -> None:
    """One of two customers writes, and is over, so many days after the other."""
    worlds = [World(), World()]
    for world in worlds:
        keeps(world, customers=None)
    keeps(worlds[1], words="90d" if wordless else None)
    for world in worlds:
        retain(world)
    end = MONDAY + timedelta(days=gap + until)
    for world in worlds:
        for number, person in enumerate(PERSONS):
            _lives(world, person, steps, number * gap)
        for night in (end - DAY, end):
            world.clock.at = night
            retain(world)
    whole, kept = worlds
    forgotten = kept.personal.mark(FORGOTTEN) or MONDAY
    told = {e.at.date() for p in PERSONS for e in whole.log.read(f"email:{p}")}
    first = max(forgotten + DAY, MONDAY - DAY).date()
    days = sorted({d for d in told if d >= first} | {first, (end - DAY).date()})

    check_kept(first, kept)
    assert days_told(kept, days) == days_told(whole, days)


def _lives(world: World, person: str, steps: list[Step], days: int) -> None:
    """A customer's history, so many days later than it was drawn."""
    shift = days * 24 * 60
    world.clock.at = MONDAY + timedelta(days=days + 10)
    first = ("inbound", person, 0, 0.0)
    mine = [first, *(s for s in steps if s[1] == person and s[0] != "survey_sent")]
    said = [(k, p, n, at + shift) for k, p, n, at in mine if k in ("inbound", "human")]
    deliver(world, said)
    case = case_of(world, f"email:{person}")
    if case.status == "open":
        actions.resolve(case.id, asks(), world)
