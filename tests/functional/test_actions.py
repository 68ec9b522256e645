"""Actions of agents and supervisors: allowed or refused, and what follows of them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

import pytest

from functions import actions, case_workflow, desk, handovers
from functions.http import Request
from functions.ingest import Record, ingest_batch
from shared.domain.agents import Agent
from shared.domain.cases import case_id
from shared.domain.times import to_text
from shared.errors import BadInput, CareError, NotFound
from shared.ports_workflow import Token
from tests.fakes.entries import at
from tests.fakes.log import FakeLog
from tests.fakes.world import World, contact, envelope

ANN = "x:1"
POST = "post:1"
CASE = case_id(ANN, POST)
ROUTING = {
    "rules": [
        {
            "name": "vip",
            "when": {"customer_type": "cross_channel"},
            "then": {"queue": "vip"},
        }
    ],
    "otherwise": {"queue": "default", "priority": "normal"},
}
Action = Callable[[str, Request, World], dict[str, Any]]
# Each action with a body that it takes.
ACTIONS: dict[str, tuple[Action, dict[str, Any]]] = {
    "assign": (handovers.assign, {}),
    "unassign": (handovers.unassign, {}),
    "note": (actions.note, {"text": "He will call."}),
    "time": (actions.add_time, {"seconds": 90}),
    "escalate": (actions.escalate, {"kind": "call"}),
    "move-to-private": (actions.move_to_private, {}),
    "snooze": (actions.snooze, {"until": to_text(at(60))}),
    "flush": (actions.flush, {"reason": "spam"}),
    "resolve": (actions.resolve, {}),
    "reopen": (actions.reopen, {}),
    "review": (actions.review, {"score": 80}),
}


def ask(
    caller: str, role: str = "agent", key: str | None = None, **body: Any
) -> Request:
    return Request(
        caller=caller,
        roles=frozenset({role}),
        query={},
        body=body,
        idempotency_key=key,
    )


def do(
    world: World,
    name: str,
    caller: str = "amy",
    role: str = "agent",
    key: str | None = None,
    **body: Any,
) -> dict[str, Any]:
    action, usual = ACTIONS[name]
    return action(CASE, ask(caller, role, key, **(body or usual)), world)


def lead(world: World, name: str, **body: Any) -> dict[str, Any]:
    return do(world, name, "sue", "supervisor", **body)


def refused(world: World, name: str, *who: str, **body: Any) -> tuple[str, str]:
    with pytest.raises(CareError) as found:
        do(world, name, *who, **body)
    return found.value.code, found.value.message


def customer_writes(world: World, **changes: Any) -> None:
    author = {"id": "1", "name": "Ann"}
    known = {"id": POST, "author": author, "channel": "x", "account": "9"}
    piece = contact(**{**known, "social": True, **changes})
    ingest_batch([Record(body=envelope(piece), handle="")], world)


def log(world: World, kind: str) -> list[Any]:
    return [e for e in world.log.read(ANN) if e.kind == kind]


def loads(world: World) -> dict[str, int]:
    return {a.id: a.load for a in world.agents.all()}


@pytest.fixture
def world() -> World:
    """A public post of one customer; three agents who are away, so nobody has it."""
    made = World()
    made.put_settings("routing", ROUTING)
    for name in ("amy", "bob", "cleo"):
        made.agents.put(Agent(id=name, name=name.title(), capacity=2))
    customer_writes(made, visibility="public")
    made.clock.advance(minutes=5)
    return made


def come(world: World, *agents: str) -> None:
    for agent in agents:
        world.agents.set_available(agent, True)


class TestAssign:
    def test_an_agent_takes_what_nobody_has(self, world: World) -> None:
        come(world, "amy")
        case = do(world, "assign")

        assert (case["agent"], loads(world)["amy"]) == ("amy", 1)
        assert case["routing"][-1]["by"] == "amy"

    @pytest.mark.parametrize(
        ("agent", "code"),
        [
            (None, "not_available"),
            (Agent(id="amy", name="Amy", channels=("facebook",)), "not_on_channel"),
            (Agent(id="amy", name="Amy", capacity=1, load=1), "at_capacity"),
        ],
    )
    def test_who_cannot_take_it_is_told_why(
        self, world: World, agent: Agent | None, code: str
    ) -> None:
        if agent is not None:
            world.agents.put(agent)
            world.log.agents["amy"] = agent
            come(world, "amy")

        assert refused(world, "assign")[0] == code
        assert log(world, "assigned") == []

    def test_a_supervisor_gives_it_also_to_who_is_away(self, world: World) -> None:
        case = lead(world, "assign", agent="bob")

        assert (case["agent"], loads(world)["bob"]) == ("bob", 1)
        assert log(world, "assigned")[0].raw["by"] == "sue"

    def test_nobody_is_given_more_than_he_can(self, world: World) -> None:
        world.log.agents["bob"] = Agent(id="bob", name="Bob", capacity=1, load=1)

        assert refused(world, "assign", "sue", "supervisor", agent="bob")[0] == (
            "at_capacity"
        )

    def test_an_agent_whom_nobody_knows_is_told_apart(self, world: World) -> None:
        assert refused(world, "assign", "sue", "supervisor", agent="zoe") == (
            "no_agent",
            "There is no agent 'zoe'.",
        )

    def test_of_two_the_second_is_told_who_has_it(self, world: World) -> None:
        come(world, "amy", "bob")
        do(world, "assign", "bob")

        assert refused(world, "assign") == (
            "already_assigned",
            "bob has the case already.",
        )

    def test_a_supervisor_takes_it_over_in_one_step(self, world: World) -> None:
        lead(world, "assign", agent="bob")
        case = lead(world, "assign", agent="cleo", **{"from": "bob"})

        assert case["agent"] == "cleo"
        assert loads(world) == {"amy": 0, "bob": 0, "cleo": 1}
        assert len(log(world, "assigned")) == 2

    def test_what_somebody_else_has_by_now_is_not_taken_over(
        self, world: World
    ) -> None:
        lead(world, "assign", agent="bob")
        body = {"agent": "cleo", "from": "amy"}

        assert refused(world, "assign", "sue", "supervisor", **body)[1].startswith(
            "bob"
        )
        assert loads(world) == {"amy": 0, "bob": 1, "cleo": 0}

    @pytest.mark.parametrize(
        "body",
        [{"agent": "bob"}, {"from": "bob"}, {"queue": "vip"}, {"priority": "high"}],
        ids=str,
    )
    def test_only_supervisors_decide_about_others(
        self, world: World, body: dict[str, str]
    ) -> None:
        assert refused(world, "assign", **body)[0] == "forbidden"


class TestReroute:
    def test_a_case_moves_to_another_queue_and_is_promised_anew(
        self, world: World
    ) -> None:
        case = lead(world, "assign", queue="vip", priority="high", policy="standard")

        assert (case["queue"], case["priority"]) == ("vip", "high")
        assert case["clocks"][0]["due_at"] == to_text(at(60))
        assert log(world, "routed")[0].agent == "sue"

    def test_what_is_not_given_stays(self, world: World) -> None:
        before = lead(world, "note", text="As it was.")
        after = lead(world, "assign", priority="urgent")

        same = ("queue", "policy", "agent", "next_due")
        assert {n: after[n] for n in same} == {n: before[n] for n in same}

    def test_a_nearer_deadline_wakes_the_workflow(self, world: World) -> None:
        lead(world, "assign", policy="standard")
        world.log.keep_token(CASE, 1, Token(token="t1", until=at(60)))
        lead(world, "assign", policy="fast")

        assert [token for token, _ in world.workflow.rearmed] == ["t1"]

    @pytest.mark.parametrize(
        ("body", "named"),
        [
            ({"queue": "nowhere"}, "'queue' as one of default, vip"),
            ({"priority": "huge"}, "'priority' as one of urgent"),
            ({"policy": "none"}, "'policy' as one of"),
            ({"queue": None}, "'queue'"),
            ({"queue": "vip", "agent": "bob"}, "either 'agent' or queue"),
        ],
        ids=str,
    )
    def test_names_are_those_of_the_settings(
        self, world: World, body: dict[str, Any], named: str
    ) -> None:
        with pytest.raises(BadInput, match=named):
            lead(world, "assign", **body)

    def test_what_changes_nothing_is_refused(self, world: World) -> None:
        assert refused(world, "assign", "sue", "supervisor", queue="default")[0] == (
            "nothing_changes"
        )


class TestUnassign:
    def test_it_goes_to_somebody_else(self, world: World) -> None:
        come(world, "amy", "bob")
        do(world, "assign")
        do(world, "unassign", reason="I know him.")
        case = desk.show_case(CASE, ask("amy"), world)

        assert (case["agent"], loads(world)["amy"]) == ("bob", 0)
        returned = log(world, "unassigned")[0]
        assert (returned.reason, returned.text) == ("returned_by_agent", "I know him.")

    @pytest.mark.parametrize(
        ("caller", "role"), [("amy", "agent"), ("sue", "supervisor")]
    )
    def test_it_does_not_come_straight_back(
        self, world: World, caller: str, role: str
    ) -> None:
        come(world, "amy")
        do(world, "assign")
        do(world, "unassign", caller, role)
        case = desk.show_case(CASE, ask("amy"), world)

        assert (case["agent"], loads(world)["amy"]) == (None, 0)

    def test_another_agents_case_is_not_his_to_return(self, world: World) -> None:
        lead(world, "assign", agent="bob")

        assert refused(world, "unassign")[0] == "forbidden"
        assert loads(world)["bob"] == 1


class TestNote:
    def test_a_note_is_in_the_timeline_and_is_never_sent(self, world: World) -> None:
        do(world, "note", text="He will call.")
        (_, note) = desk.show_timeline(CASE, ask("amy"), world)["items"]

        assert (note["kind"], note["text"], note["agent"]) == (
            "noted",
            "He will call.",
            "amy",
        )
        assert world.sender.sent == []

    def test_a_note_is_no_answer_and_no_contact(self, world: World) -> None:
        case = do(world, "note")

        assert (case["first_responded_at"], case["messages"]) == (None, 1)


class TestEscalate:
    def test_a_supervisor_is_called_and_the_priority_goes_up(
        self, world: World
    ) -> None:
        case = do(world, "escalate", kind="supervisor", reason="He threatens to sue.")

        assert (case["escalated"], case["priority"]) == (["supervisor"], "high")
        assert (case["queue"], case["reasons"]) == ("default", ["supervisor"])
        (entry,) = log(world, "escalated")
        assert (entry.reason, entry.text) == ("manual", "He threatens to sue.")

    def test_an_urgent_case_stays_urgent(self, world: World) -> None:
        lead(world, "assign", priority="urgent")
        do(world, "escalate", kind="supervisor")

        assert len(log(world, "routed")) == 1

    def test_a_call_is_a_task_of_its_own(self, world: World) -> None:
        do(world, "escalate", kind="supervisor")
        case = do(world, "escalate", kind="call")

        assert case["escalated"] == ["supervisor", "call"]
        assert refused(world, "escalate", "bob", kind="call") == (
            "already_escalated",
            "amy was first: it was escalated already: call.",
        )

    def test_private_is_the_invitation(self, world: World) -> None:
        case = do(world, "escalate", kind="private")

        assert case["private_offered_at"] is not None
        assert len(world.sender.sent) == 1


class TestSnooze:
    def test_it_ends_when_the_customer_writes(self, world: World) -> None:
        shown = do(world, "snooze")["snoozed_until"]
        customer_writes(world, id="m2", at=at(9))
        case = desk.show_case(CASE, ask("amy"), world)

        assert (shown, case["snoozed_until"]) == (to_text(at(60)), None)

    @pytest.mark.parametrize(
        "until",
        [
            None,
            5,
            "tomorrow",
            "2026-03-02T12:00:00",
            to_text(at(4)),
            to_text(at(5) + timedelta(days=91)),
        ],
        ids=str,
    )
    def test_the_time_is_checked(self, world: World, until: Any) -> None:
        with pytest.raises(BadInput, match="'until'"):
            do(world, "snooze", until=until)


class TestEnds:
    @pytest.mark.parametrize("name", ["resolve", "flush"])
    def test_the_agent_is_free_and_the_workflow_told(
        self, world: World, name: str
    ) -> None:
        lead(world, "assign", agent="amy")
        world.log.keep_token(CASE, 1, Token(token="t1"))
        do(world, name)

        assert (loads(world)["amy"], world.workflow.answered) == (0, ["t1"])

    def test_what_is_flushed_owes_nothing_and_asks_nobody(self, world: World) -> None:
        case = do(world, "flush", reason="spam")
        state = {"person": ANN, "case": CASE, "episode": 1}
        world.clock.advance(hours=2)
        case_workflow.ask(state, world)

        assert (case["status"], case["flushed"]) == ("flushed", "spam")
        assert case["clocks"] == []
        assert [e.reason for e in log(world, "survey_suppressed")] == ["flushed"]

    def test_a_flush_says_why(self, world: World) -> None:
        with pytest.raises(BadInput, match="reason"):
            do(world, "flush", reason=" ")


class TestReopen:
    def test_the_next_episode_has_a_workflow_and_owes_no_first_response(
        self, world: World
    ) -> None:
        do(world, "resolve")
        world.clock.advance(minutes=1)
        case = do(world, "reopen")

        assert (case["status"], case["episode"], case["next_due"]) == ("open", 2, None)
        assert set(world.workflow.started) == {f"{CASE}-1-0", f"{CASE}-2-0"}

    def test_a_flush_is_taken_back_with_its_clocks_and_a_new_execution(
        self, world: World
    ) -> None:
        do(world, "flush")
        world.clock.advance(minutes=1)
        case = do(world, "reopen")

        assert (case["status"], case["episode"]) == ("open", 1)
        assert case["clocks"][0]["due_at"] == to_text(at(15))
        assert set(world.workflow.started) == {f"{CASE}-1-0", f"{CASE}-1-1"}
        assert world.log.cards([ANN])[ANN].generation == 1

    def test_who_died_before_the_workflow_began_completes_it(
        self, world: World
    ) -> None:
        do(world, "flush")
        world.workflow.broken = True
        with pytest.raises(ConnectionError):
            do(world, "reopen")
        world.workflow.broken = False

        assert refused(world, "reopen")[0] == "already_open"
        assert f"{CASE}-1-1" in world.workflow.started


class TestReview:
    def test_a_resolved_case_is_rated(self, world: World) -> None:
        do(world, "resolve")

        assert lead(world, "review", score=80, text="Kind.")["review"] == 80
        assert log(world, "reviewed")[0].text == "Kind."

    @pytest.mark.parametrize("score", [None, -1, 101, 50.5, "80", True])
    def test_the_score_is_a_number_up_to_a_hundred(
        self, world: World, score: Any
    ) -> None:
        do(world, "resolve")

        with pytest.raises(BadInput, match="'score'"):
            lead(world, "review", score=score)


class TestRequests:
    @pytest.mark.parametrize("name", ACTIONS)
    def test_an_unknown_field_is_named(self, world: World, name: str) -> None:
        body = {**ACTIONS[name][1], "colour": "red"}

        with pytest.raises(BadInput, match="'colour'"):
            lead(world, name, **body)

    @pytest.mark.parametrize("name", ACTIONS)
    def test_a_case_that_does_not_exist_is_not_found(
        self, world: World, name: str
    ) -> None:
        action, body = ACTIONS[name]

        with pytest.raises(NotFound):
            action("c0", ask("amy", **body), world)

    @pytest.mark.parametrize("name", ACTIONS)
    def test_a_case_that_is_over_for_good_is_closed(
        self, world: World, name: str
    ) -> None:
        do(world, "resolve")
        customer_writes(world, id="m9", at=at(days=9))

        assert refused(world, name)[0] == "closed"

    @pytest.mark.parametrize("name", [n for n in ACTIONS if n != "note"])
    def test_what_was_imported_can_only_be_read(self, name: str) -> None:
        world = World(at=at(5))
        author = {"id": "1", "name": "Ann"}
        piece = contact(id=POST, author=author, channel="x", visibility="public")
        body = envelope(piece, historic=True)
        ingest_batch([Record(body=body, handle="")], world)

        assert refused(world, name)[0] == "imported"

    @pytest.mark.parametrize(
        ("name", "first"),
        [
            (n, {"reopen": ["resolve"], "review": ["resolve"]}.get(n, []))
            for n in ACTIONS
        ],
    )
    def test_the_same_key_does_it_once(
        self, world: World, name: str, first: list[str]
    ) -> None:
        come(world, "amy")
        for before in first:
            do(world, before)
        if name == "unassign":
            do(world, "assign")
        once = do(world, name, key="k")
        known = world.log.read(ANN)
        world.clock.advance(minutes=1)
        again = do(world, name, key="k")

        assert world.log.read(ANN) == known
        assert (again["status"], again["agent"]) == (once["status"], once["agent"])
        assert len(world.sender.sent) <= 1

    def test_the_same_key_of_somebody_else_is_another_request(
        self, world: World
    ) -> None:
        do(world, "resolve", key="k")

        assert refused(world, "resolve", "bob", "agent", "k") == (
            "already_resolved",
            "amy was first: the case is resolved; reopen it to go on.",
        )

    def test_a_key_too_long_to_keep_is_bad_input(self, world: World) -> None:
        with pytest.raises(BadInput, match="Idempotency-Key"):
            do(world, "resolve", key="k" * 201)


class TestRaces:
    """Somebody acts between the reading of the case and the writing."""

    def meanwhile(self, world: World, act: Callable[[], object]) -> None:
        class Racing(FakeLog):
            pending: ClassVar = [act]

            def record(self, *args: Any, **more: Any) -> None:
                for other in self.pending[:]:
                    self.pending.clear()
                    other()
                super().record(*args, **more)

        racing = Racing()
        racing.__dict__.update(world.log.__dict__)
        world.log = racing

    @pytest.mark.parametrize(
        ("name", "told"),
        [
            ("assign", "bob has the case already."),
            ("resolve", "bob was first: the case is resolved; reopen it to go on."),
            ("flush", "bob was first: the case is flushed; reopen it to go on."),
            ("escalate", "bob was first: it was escalated already: call."),
            (
                "move-to-private",
                "bob was first: a private talk was offered already.",
            ),
        ],
    )
    def test_one_wins_and_the_other_is_told_who(
        self, world: World, name: str, told: str
    ) -> None:
        come(world, "amy", "bob")
        self.meanwhile(world, lambda: do(world, name, "bob"))

        assert refused(world, name)[1] == told
        assert sum(loads(world).values()) == (name == "assign")
        assert len(world.sender.sent) <= 1

    def test_two_reopen_and_one_is_told(self, world: World) -> None:
        do(world, "resolve")
        self.meanwhile(world, lambda: do(world, "reopen", "bob"))

        assert refused(world, "reopen")[1] == (
            "bob was first: the case is open already."
        )
        assert len(log(world, "reopened")) == 1

    def test_what_does_not_contradict_is_done_as_well(self, world: World) -> None:
        come(world, "bob")
        self.meanwhile(world, lambda: do(world, "assign", "bob"))
        case = do(world, "escalate")

        assert (case["agent"], case["escalated"]) == ("bob", ["call"])

    def test_a_case_that_is_over_meanwhile_is_closed(self, world: World) -> None:
        def moves_on() -> None:
            do(world, "resolve", "bob")
            customer_writes(world, id="m9", at=at(days=9))

        self.meanwhile(world, moves_on)

        assert refused(world, "note")[0] == "closed"


def test_actions_of_one_moment_keep_their_order(world: World) -> None:
    come(world, "amy", "bob")
    do(world, "assign", "bob")
    for agent in ("bob", "amy", "bob"):
        do(world, "unassign", agent)

    given = [e for e in world.log.read(ANN) if "assigned" in e.kind]
    assert [e.kind for e in given] == [*["assigned", "unassigned"] * 3, "assigned"]
    assert loads(world) == {"amy": 1, "bob": 0, "cleo": 0}


def test_the_timeline_tells_who_gave_a_case_to_whom(world: World) -> None:
    lead(world, "assign", agent="amy")
    lead(world, "assign", agent="bob", **{"from": "amy"})
    do(world, "unassign", "bob", reason="Too hard.")
    items = desk.show_timeline(CASE, ask("amy"), world)["items"]

    told = [(i["kind"], i["agent"], i["by"], i["from"]) for i in items[1:]]
    assert told == [
        ("assigned", "amy", "sue", None),
        ("assigned", "bob", "sue", "amy"),
        ("unassigned", "bob", "bob", "bob"),
    ]
    assert (items[3]["reason"], items[3]["text"]) == ("returned_by_agent", "Too hard.")
