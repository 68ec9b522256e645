"""Purchases and milestones are reported, samples taken; and customers asked then."""

from datetime import timedelta
from typing import Any

import pytest

from functions import case_workflow
from functions.customer_events import report_event, sample_customers
from functions.http import Request
from shared.domain.survey_occasions import Candidate
from shared.domain.times import to_text
from shared.errors import BadInput, NotFound
from tests.fakes.entries import at
from tests.fakes.world import World
from tests.functional.test_asking import ends, hears, told

SAMPLE = {"nps": {"sample": {"every_days": 1, "per_channel": 2, "hour": 10}}}


@pytest.fixture
def world() -> World:
    made = World(at=at(2))
    ends(made, hears(made, "telegram", "1"))
    return made


def reports(world: World, customer: str = "telegram:1", **said: Any) -> dict[str, Any]:
    body = {"id": "o7", "kind": "purchase", "occurred_at": to_text(at(0)), **said}
    request = Request(caller="crm", roles=frozenset({"agent"}), query={}, body=body)
    return report_event(customer, request, world)


def runs(world: World, candidate: Candidate) -> None:
    """His state machine waits until it is time, and asks."""
    world.clock.at = max(world.clock.at, candidate.ask_at)
    state = {"person": candidate.person, "survey": candidate.survey}
    case_workflow.ask({**state, "sampled": candidate.sampled}, world)


class TestEvents:
    def test_a_purchase_is_in_the_log_and_asked_about_a_week_later(
        self, world: World
    ) -> None:
        shown = reports(world)
        (candidate,) = world.workflow.surveys.values()
        runs(world, candidate)

        (entry,) = told(world, "telegram:1", "customer_event")
        assert (entry.what, entry.at) == ("purchase", at(0))
        assert shown["ask_at"] == to_text(at(0) + timedelta(days=7))
        (out,) = world.sender.sent
        assert [q.title for q in out.quick_replies] == [str(n) for n in range(11)]

    def test_a_repeat_changes_nothing(self, world: World) -> None:
        first = reports(world)
        world.clock.advance(hours=1)

        assert reports(world) == first
        assert len(world.workflow.surveys) == 1
        assert len(told(world, "telegram:1", "customer_event")) == 1

    def test_other_events_are_kept_and_ask_nothing(self, world: World) -> None:
        shown = reports(world, kind="newsletter")

        assert (shown["survey"], world.workflow.surveys) == (None, {})
        assert len(told(world, "telegram:1", "customer_event")) == 1

    def test_of_two_purchases_one_is_asked_about(self, world: World) -> None:
        reports(world)
        reports(world, id="o8", occurred_at=to_text(at(1)))
        for candidate in list(world.workflow.surveys.values()):
            runs(world, candidate)

        reasons = [e.reason for e in told(world, "telegram:1", "survey_suppressed")]
        assert (len(world.sender.sent), reasons) == (1, ["survey_open"])

    def test_a_share_of_none_asks_nobody_after_events(self, world: World) -> None:
        world.put_settings("surveys", {"nps": {"share": 0}})
        world.clock.advance(minutes=2)
        reports(world)
        runs(world, next(iter(world.workflow.surveys.values())))

        reasons = [e.reason for e in told(world, "telegram:1", "survey_suppressed")]
        assert reasons == ["not_sampled"]

    def test_nobody_is_not_a_customer(self, world: World) -> None:
        with pytest.raises(NotFound):
            reports(world, "telegram:404")

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"id": ""}, "id"),
            ({"kind": "A purchase"}, "kind"),
            ({"occurred_at": "yesterday"}, "occurred_at"),
            ({"occurred_at": to_text(at(20))}, "occurred_at"),
            ({"occurred_at": "0001-01-01T00:00:00Z"}, "occurred_at"),
            ({"amount": 3}, "amount"),
        ],
    )
    def test_what_is_wrong_is_named(
        self, world: World, said: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(BadInput, match=field):
            reports(world, **said)


class TestSample:
    @pytest.fixture
    def world(self) -> World:
        """Five write on each of two channels, a few minutes before ten."""
        made = World(at=at(-9))
        for channel in ("telegram", "x"):
            for n in range(5):
                ends(made, hears(made, channel, f"{n}", at=at(-9)))
        made.put_settings("surveys", SAMPLE)
        made.clock.at = at(20)
        return made

    def test_each_channel_is_asked(self, world: World) -> None:
        assert sample_customers(world) == 4
        for candidate in list(world.workflow.surveys.values()):
            runs(world, candidate)

        asked = [out.channel for out in world.sender.sent]
        assert sorted(asked) == ["telegram"] * 2 + ["x"] * 2

    def test_two_schedulers_choose_and_ask_the_same(self, world: World) -> None:
        for _ in range(2):
            sample_customers(world)
        for candidate in [*world.workflow.surveys.values()] * 2:
            runs(world, candidate)

        assert (len(world.workflow.surveys), len(world.sender.sent)) == (4, 4)

    def test_in_another_hour_nothing_is_read(self, world: World) -> None:
        world.clock.at = at(80)

        assert sample_customers(world) == 0

    def test_the_share_of_events_leaves_no_hole_in_a_sample(self, world: World) -> None:
        nps = {**SAMPLE["nps"], "share": 0}
        world.put_settings("surveys", {"nps": nps})
        world.clock.advance(minutes=2)
        sample_customers(world)
        for candidate in list(world.workflow.surveys.values()):
            runs(world, candidate)

        assert len(world.sender.sent) == 4
