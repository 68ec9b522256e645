"""What a customer does under other identities counts: for routing, for the numbers."""

import gzip
import json
from datetime import date
from typing import Any

import pytest

from functions import actions, customers
from functions.assignment import assign
from functions.casebook import Fact, Loaded, present, record
from functions.daily import compute_days
from shared.domain import commands
from shared.domain.agents import Agent
from shared.domain.clocks import clocks
from shared.domain.commands import Act, breach
from tests.fakes.customers import FakeCustomers
from tests.fakes.identities import (
    ANN,
    CALL,
    MAIL,
    ann,
    asks,
    card,
    case_of,
    joins,
    leaves,
    writes,
)
from tests.fakes.world import MONDAY, World


@pytest.fixture
def world() -> World:
    return ann()


class TestRouting:
    def rules(self, world: World, when: dict[str, Any], then: dict[str, Any]) -> None:
        rule = {"name": "it", "when": when, "then": then}
        world.put_settings("routing", {"rules": [rule], "raise": {}})
        world.clock.advance(minutes=1)

    def queue(self, world: World) -> str:
        """Where the next message of a new identity of Ann's goes."""
        writes(world, "telegram:9", "Hi there", visibility="private")
        actions.resolve(case_of(world, "telegram:9").id, asks(), world)
        joins(world, "telegram:9")
        world.clock.advance(minutes=1)
        writes(world, "telegram:9", "My parcel is missing")
        return case_of(world, "telegram:9").queue

    @pytest.mark.parametrize(
        "when",
        [
            {"open_cases": 1},
            {"earlier_messages": 2},
            {"customer_type": "social_only", "open_cases": 1},
        ],
    )
    def test_the_other_identities_count(
        self, world: World, when: dict[str, Any]
    ) -> None:
        self.rules(world, when, {"queue": "known"})

        assert self.queue(world) == "known"

    def test_a_call_as_another_identity_makes_him_cross_channel(
        self, world: World
    ) -> None:
        self.rules(world, {"customer_type": "cross_channel"}, {"queue": "cross"})
        joins(world, CALL)

        assert self.queue(world) == "cross"

    def test_who_was_left_waiting_elsewhere_has_failed_elsewhere(
        self, world: World
    ) -> None:
        self.rules(world, {"failed_elsewhere": True}, {"queue": "saved"})
        before = self.queue(world)
        world.clock.advance(days=1)
        breached(world, ANN)
        actions.resolve(case_of(world, "telegram:9").id, asks(), world)
        world.clock.advance(minutes=1)
        writes(world, "telegram:9", "Nobody answers on X")

        assert (before, case_of(world, "telegram:9").queue) == ("default", "saved")

    def test_attributes_of_somebody_who_is_linked_to_nobody_count(
        self, world: World
    ) -> None:
        self.rules(world, {"attributes": {"tier": ["gold"]}}, {"queue": "vip"})
        customers.put_customer_attributes(ANN, asks({"tier": "gold"}), world)
        actions.resolve(case_of(world, ANN).id, asks(), world)
        world.clock.advance(minutes=1)
        writes(world, ANN, "It is me again")

        assert case_of(world, ANN).queue == "vip"

    def test_a_rule_for_known_customers_comes_before_one_that_flushes_the_rest(
        self, world: World
    ) -> None:
        customers.put_customer_attributes(ANN, asks({"tier": "gold"}), world)
        actions.resolve(case_of(world, ANN).id, asks(), world)
        vip = {"name": "vip", "when": {"attributes": {"tier": ["gold"]}}}
        rest = {"name": "rest", "when": {}, "then": {"flush": "spam"}}
        rules = [{**vip, "then": {"queue": "vip"}}, rest]
        world.put_settings("routing", {"rules": rules})
        world.clock.advance(minutes=1)
        for person in (ANN, "x:2"):
            writes(world, person, "Look at this")

        assert (case_of(world, ANN).queue, case_of(world, ANN).status) == (
            "vip",
            "open",
        )
        assert card(world, "x:2").person.case is None

    def test_strangers_cost_no_request(self, world: World) -> None:
        class Deaf(FakeCustomers):
            def get(self, ids: Any) -> Any:
                raise AssertionError(ids)

        world.customers = Deaf(world.log)
        writes(world, "x:2", "Hello")

        assert case_of(world, "x:2").status == "open"


def breached(world: World, person: str) -> None:
    """Let a person's first response be breached and recorded."""
    clock = clocks(case_of(world, person), world.clock.now())[0]
    record(person, lambda loaded: Fact(entry=breach(loaded.person, clock)), world)


class TestAssignment:
    def test_who_has_the_customer_already_is_given_his_other_case(
        self, world: World
    ) -> None:
        writes(world, "x:2", "Hello")
        joins(world, MAIL)
        for agent, case in (("bob", ANN), ("bob", "x:2"), ("amy", CALL)):
            world.agents.put(Agent(id=agent, name=agent, available=True))
            take(world, agent, case)
        assign(MAIL, world)
        entry = next(e for e in world.log.read(MAIL) if e.kind == "assigned")

        assert entry.agent == "bob"
        assert (entry.raw or {})["reasons"]["bob"] == "has the customer, load 2 of 10"


def take(world: World, agent: str, person: str) -> None:
    """Give a person's case to an agent."""

    def decide(loaded: Loaded) -> Fact:
        case = present(loaded)
        entry = commands.assign(case, Act(at=world.clock.now()), agent, {})
        return Fact(entry=entry, load={agent: 1})

    record(person, decide, world)


class TestNumbers:
    def facts(self, world: World, kind: str = "episodes") -> list[dict[str, Any]]:
        """The facts of the first day, computed now."""
        compute_days([MONDAY.date()], world)
        path = f"facts/{kind}/date={MONDAY.date()}/part-0.jsonl.gz"
        lines = gzip.decompress(world.files.objects[path]).decode().splitlines()
        return [json.loads(line) for line in lines]

    def types(self, world: World) -> dict[str, str]:
        return {f["channel"]: f["customer_type"] for f in self.facts(world)}

    def persons(self, world: World) -> int:
        return len({f["person"] for f in self.facts(world)})

    def test_a_call_before_by_any_identity_makes_a_case_cross_channel(
        self, world: World
    ) -> None:
        writes(world, "telegram:9", "Hello")
        joins(world, "telegram:9")
        before = self.types(world)
        joins(world, CALL)

        assert before["telegram"] == "social_only"
        assert self.types(world) == {
            "x": "social_only",  # he wrote before he called
            "email": "social_only",
            "phone": "social_only",
            "telegram": "cross_channel",
        }

    def test_facts_name_one_customer_and_after_the_parting_two(
        self, world: World
    ) -> None:
        kinds = ("messages", "episodes", "clocks")
        former = [self.facts(world, kind) for kind in kinds]
        joins(world, MAIL)
        linked = self.persons(world)
        leaves(world, MAIL)

        assert (len({f["person"] for f in former[1]}), linked) == (3, 2)
        assert [self.facts(world, kind) for kind in kinds] == former

    def test_what_the_others_did_is_not_counted_twice(self, world: World) -> None:
        before = len(self.facts(world, "messages"))
        joins(world, MAIL)
        joins(world, CALL)

        assert len(self.facts(world, "messages")) == before

    def test_who_is_quiet_that_day_is_looked_at_for_his_calls(
        self, world: World
    ) -> None:
        joins(world, MAIL)
        joins(world, CALL)
        world.clock.advance(days=2)
        writes(world, ANN, "Hello?")
        actions.resolve(case_of(world, ANN).id, asks(), world)
        world.clock.advance(days=10)
        writes(world, ANN, "I have something else to ask")

        assert self.type_of(world, world.clock.now().date()) == "cross_channel"

    def test_a_call_counts_as_long_as_the_settings_of_the_time_say(
        self, world: World
    ) -> None:
        """Ann called on Monday, and opens a case 20 days and 28 days after."""
        joins(world, CALL)
        before = self.opens(world, days=20)
        world.put_settings("metrics", {"lookback_days": 60})
        after = self.opens(world, days=8)

        assert [self.type_of(world, day) for day in (before, after)] == [
            "social_only",
            "cross_channel",
        ]

    def opens(self, world: World, days: int) -> date:
        """Open another case of Ann's after so many days, and resolve it."""
        actions.resolve(case_of(world, ANN).id, asks(), world)
        world.clock.advance(days=days)
        writes(world, ANN, "I have something else to ask")
        return world.clock.now().date()

    def type_of(self, world: World, day: date) -> str:
        compute_days([day], world)
        path = f"facts/episodes/date={day}/part-0.jsonl.gz"
        lines = gzip.decompress(world.files.objects[path]).decode().splitlines()
        (found,) = {str(json.loads(line)["customer_type"]) for line in lines}
        return found
