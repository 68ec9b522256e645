"""The tasks of a case's workflow: late, twice or after a restart, the same end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from functions import actions, case_workflow, desk
from functions.assignment import drain
from functions.http import Request
from functions.ingest import Record, ingest_batch
from functions.people import set_availability
from functions.sweep import sweep
from shared.domain.agents import Agent
from shared.domain.cases import case_id
from shared.domain.messages import Delivery, Outbound
from shared.domain.surveys import payload
from shared.errors import Misconfigured, SendDelayed
from shared.ports_workflow import Token
from tests.fakes.ann import (
    ANN,
    BOSS,
    CASE,
    STATE,
    answers,
    case,
    come,
    entries,
    looks,
    resolve,
    waits,
    writes,
)
from tests.fakes.desk import assign
from tests.fakes.entries import at
from tests.fakes.sender import FakeSender
from tests.fakes.world import World, contact, envelope


@pytest.fixture
def world() -> World:
    made = World(at=at(2))
    writes(made)
    return made


class TestLook:
    def test_the_least_loaded_agent_gets_the_case(self, world: World) -> None:
        come(world, "amy", load=2)
        come(world, "bob", "cid", load=1)
        case_workflow.look(STATE, world)

        assert (case(world).episode.agent, world.log.agents["bob"].load) == ("bob", 2)

    def test_looking_twice_assigns_once(self, world: World) -> None:
        come(world, "amy")
        for _ in range(2):
            case_workflow.look(STATE, world)

        assert world.log.agents["amy"].load == 1
        assert len(entries(world, "assigned")) == 1

    def test_a_breach_takes_the_case_also_from_an_agent_who_counts_no_case(
        self, world: World
    ) -> None:
        world.put_settings("escalation", {"on_breach": {"reassign": True}})
        come(world, "amy")
        looks(world)
        world.log.agents["amy"] = replace(world.log.agents["amy"], load=0)
        world.clock.at = at(15)
        looks(world)

        assert [e.reason for e in entries(world, "unassigned")] == ["breach"]

    @pytest.mark.parametrize(
        "agent",
        [
            Agent(id="amy", name="Amy", available=False),
            Agent(id="amy", name="Amy", available=True, load=10),
            Agent(id="amy", name="Amy", available=True, channels=("facebook",)),
        ],
        ids=["away", "full", "on another channel"],
    )
    def test_without_anybody_able_the_case_waits_and_is_timed(
        self, world: World, agent: Agent
    ) -> None:
        world.agents.put(agent)

        assert looks(world) == at(12)
        assert case(world).episode.agent is None

    def test_the_reasons_are_recorded(self, world: World) -> None:
        come(world, "amy")
        come(world, "bob", channels=("facebook",))
        case_workflow.look(STATE, world)
        (routing,) = desk.show_case(CASE, BOSS, world)["routing"]

        assert routing["reasons"] == {"amy": "load 0 of 10", "bob": "not_on_channel"}

    def test_the_last_capacity_is_given_once(self, world: World) -> None:
        writes(world, "2")
        come(world, "amy", capacity=1)
        given = [assign(ANN, world), assign("x:2", world)]

        assert (given, world.log.agents["amy"].load) == ([True, False], 1)


class TestDrain:
    def test_who_comes_is_given_the_most_urgent_up_to_his_capacity(
        self, world: World
    ) -> None:
        writes(world, "2", at=at(-1))
        writes(world, "3", at=at(1))
        world.agents.put(Agent(id="amy", name="Amy", capacity=2))
        body = {"available": True}
        request = Request(caller="amy", roles=frozenset({"agent"}), query={}, body=body)
        shown = set_availability("amy", request, world)

        agents = [case(world, f"x:{n}").episode.agent for n in (1, 2, 3)]
        assert (shown["open_cases"], agents) == (2, ["amy", "amy", None])

    def test_a_case_nobody_can_take_holds_no_other_back(self, world: World) -> None:
        writes(world, "2", channel="phone", at=at(1))
        come(world, "amy", channels=("phone",))
        drain(world)

        assert case(world, "phone:2").episode.agent == "amy"

    def test_a_freed_agent_is_given_the_next_case(self, world: World) -> None:
        come(world, "amy", capacity=1)
        case_workflow.look(STATE, world)
        writes(world, "2", at=at(1))
        case_workflow.look({**STATE, "person": "x:2"}, world)
        resolve(world)

        assert case(world, "x:2").episode.agent == "amy"


class TestAwaitDeadline:
    def test_the_latest_token_is_kept_with_the_end_of_its_wait(
        self, world: World
    ) -> None:
        waits(world, at(12))
        waits(world, at(11), token="t2")

        assert world.log.kept_tokens == {(CASE, 1): Token(token="t2", until=at(11))}
        assert (world.workflow.answered, world.workflow.rearmed) == ([], [])

    def test_resolving_answers_the_wait(self, world: World) -> None:
        waits(world, at(12))
        resolve(world)

        assert (world.log.kept_tokens, world.workflow.answered) == ({}, ["t1"])

    @pytest.mark.parametrize("until", [at(12), None])
    def test_a_wait_begun_after_the_resolution_is_answered_at_once(
        self, world: World, until: datetime | None
    ) -> None:
        resolve(world)
        waits(world, until)

        assert (world.log.kept_tokens, world.workflow.answered) == ({}, ["t1"])

    def test_a_wait_for_a_former_episode_is_answered_at_once(
        self, world: World
    ) -> None:
        resolve(world)
        writes(world, id="m2", at=at(9))
        waits(world, at(12))

        assert world.workflow.answered == ["t1"]

    @pytest.mark.parametrize("until", [at(13), at(99), None])
    def test_a_wait_that_is_too_long_is_armed_anew(
        self, world: World, until: datetime | None
    ) -> None:
        waits(world, until)

        ((token, wait),) = world.workflow.rearmed
        assert (token, wait.until, wait.seconds) == ("t1", at(12), 600)

    def test_one_that_ends_early_is_left_alone(self, world: World) -> None:
        answers(world)
        waits(world, at(12))

        assert world.workflow.rearmed == []

    def test_with_nothing_due_it_wakes_now_and_then(self, world: World) -> None:
        answers(world)

        assert looks(world) == world.clock.now() + timedelta(days=30)


class Meanwhile(FakeSender):
    """A sender during whose call something else happens."""

    def __init__(self, act: Callable[[], None]) -> None:
        super().__init__()
        self.act = act

    def deliver(self, out: Outbound) -> Delivery:
        self.act()
        return super().deliver(out)


class TestAsk:
    @pytest.fixture
    def world(self) -> World:
        made = World(at=at(2))
        writes(made)
        resolve(made)
        made.clock.advance(minutes=10)
        return made

    def test_the_customer_is_asked_once(self, world: World) -> None:
        for _ in range(3):
            case_workflow.ask(STATE, world)

        (sent,) = entries(world, "survey_sent")
        assert len(world.sender.sent) == 1
        assert sent.expires_at == world.clock.now() + timedelta(hours=72)

    def test_a_crash_after_the_send_asks_no_second_time(self, world: World) -> None:
        case_workflow.ask(STATE, world)
        (sent,) = entries(world, "survey_sent")
        del world.log.entries[ANN][sent.key]
        case_workflow.ask(STATE, world)

        assert len(world.sender.sent) == 1
        assert [e.target for e in entries(world, "survey_sent")] == [sent.target]

    def test_a_reopened_case_is_not_asked(self, world: World) -> None:
        writes(world, id="m2", at=at(9))
        case_workflow.ask(STATE, world)

        assert world.sender.sent == []

    def test_a_survey_that_left_is_recorded_although_the_case_reopened_meanwhile(
        self, world: World
    ) -> None:
        world.sender = Meanwhile(lambda: writes(world, id="m2", at=at(9)))
        case_workflow.ask(STATE, world)

        assert len(entries(world, "survey_sent")) == 1
        assert case(world).episode.number == 2

    def test_what_could_not_be_asked_says_why(self, world: World) -> None:
        world.sender.mode = "refuse"
        for _ in range(2):
            case_workflow.ask(STATE, world)

        reasons = [e.reason for e in entries(world, "survey_suppressed")]
        assert reasons == ["send_refused"]

    @pytest.mark.parametrize(
        "error",
        [SendDelayed("Later.", retry_after_s=1), Misconfigured("No secret.")],
        ids=["rate limit", "secret"],
    )
    def test_what_was_surely_not_sent_is_tried_again(
        self, world: World, error: Exception
    ) -> None:
        def fail() -> None:
            raise error

        working, world.sender = world.sender, Meanwhile(fail)
        with pytest.raises(type(error)):
            case_workflow.ask(STATE, world)
        world.sender = working
        case_workflow.ask(STATE, world)

        assert len(entries(world, "survey_sent")) == 1

    def test_one_who_never_wrote_privately_is_not_asked(self) -> None:
        world = World(at=at(2))
        piece = contact(
            author={"id": "1"}, channel="facebook", social=True, visibility="public"
        )
        ingest_batch([Record(body=envelope(piece), handle="")], world)
        mine = case_id("facebook:1", "m1")
        actions.resolve(mine, BOSS, world)
        case_workflow.ask({"person": "facebook:1", "case": mine, "episode": 1}, world)

        (entry,) = [e for e in world.log.read("facebook:1") if e.id.startswith("csat")]
        assert entry.reason == "no_private_way"

    def test_a_call_is_not_followed_by_a_message(self) -> None:
        world = World(at=at(2))
        ingest_batch([Record(body=envelope(contact()), handle="")], world)
        mine = case_id("email:u1", "m1")
        actions.resolve(mine, BOSS, world)
        case_workflow.ask({"person": "email:u1", "case": mine, "episode": 1}, world)

        reasons = [e.reason for e in world.log.read("email:u1") if e.reason]
        assert reasons == ["no_private_way"]


class TestAnswers:
    @pytest.fixture
    def world(self) -> World:
        """Asked at 10:12; answers count for three days."""
        made = World(at=at(2))
        writes(made)
        resolve(made)
        made.clock.advance(minutes=10)
        case_workflow.ask(STATE, made)
        return made

    def score(self, world: World) -> int | None:
        survey = world.log.cards([ANN])[ANN].person.survey
        assert survey is not None
        return survey.score

    def test_a_typed_digit_answers_and_reopens_nothing(self, world: World) -> None:
        writes(world, id="s1", at=at(20), text="4")

        assert (self.score(world), case(world).status) == (4, "resolved")

    def test_the_last_answer_counts(self, world: World) -> None:
        writes(world, id="s2", at=at(21), text="2")
        writes(world, id="s1", at=at(20), text="4")

        assert self.score(world) == 2

    @pytest.mark.parametrize(
        ("minutes", "status"),
        [(12 + 72 * 60 - 0.01, "resolved"), (12 + 72 * 60, "open")],
    )
    def test_after_its_end_an_answer_is_a_message(
        self, world: World, minutes: float, status: str
    ) -> None:
        writes(world, id="s1", at=at(minutes), text="4")

        assert case(world).status == status

    def test_words_are_a_message(self, world: World) -> None:
        writes(world, id="s1", at=at(20), text="Still broken, 4 times now")

        assert (self.score(world), case(world).episode.number) == (None, 2)

    def test_a_button_says_its_survey(self) -> None:
        assert payload("csat-c1-1", 4) == "survey:csat-c1-1:4"


class TestSweep:
    def test_what_runs_is_left_alone(self, world: World) -> None:
        assert {n: c for n, c in sweep(world).items() if c} == {"checked": 1}

    def test_what_was_lost_is_started_under_a_new_name(self, world: World) -> None:
        world.workflow.running.clear()
        found = [sweep(world)["started"] for _ in range(2)]
        world.workflow.running.clear()
        found.append(sweep(world)["started"])

        assert found == [1, 0, 1]
        assert list(world.workflow.started) == [f"{CASE}-1-{n}" for n in range(3)]

    def test_a_resolved_case_that_was_not_asked_is_started(self, world: World) -> None:
        resolve(world)
        world.workflow.running.clear()
        first = sweep(world)["started"]
        case_workflow.ask(STATE, world)
        world.workflow.running.clear()

        assert (first, sweep(world)["started"]) == (1, 0)

    def test_each_episode_counts_its_own_generations(self, world: World) -> None:
        world.workflow.running.clear()
        sweep(world)
        resolve(world)
        case_workflow.ask(STATE, world)
        writes(world, id="m2", at=at(9))

        assert f"{CASE}-2-0" in world.workflow.running
        assert sweep(world)["started"] == 0

    def test_past_conversations_are_not_started(self) -> None:
        world = World(at=at(2))
        body = envelope(contact(), historic=True)
        ingest_batch([Record(body=body, handle="")], world)

        assert sweep(world)["started"] == 0

    def test_resolved_cases_are_looked_at_until_they_should_have_been_asked(
        self, world: World
    ) -> None:
        world.put_settings("surveys", {"csat": {"delay": "20d"}})
        world.clock.advance(minutes=2)
        for n in range(2, 62):
            writes(world, str(n))
            actions.resolve(case_id(f"x:{n}", "m1"), BOSS, world)
        world.clock.advance(days=10)
        world.workflow.running.clear()

        assert sweep(world)["started"] == 61

    def test_it_goes_through_all_pages(self, world: World) -> None:
        for n in range(2, 60):
            writes(world, str(n))

        assert sweep(world)["checked"] == 59
