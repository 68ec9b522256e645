"""The desk: agents see, answer and resolve; nothing is ever sent twice."""

from collections.abc import Callable
from typing import Any

import pytest

from functions import actions, customers, desk, replying
from functions.http import Request
from functions.ingest import Record, ingest_batch
from shared.domain.agents import Agent
from shared.domain.cases import case_id
from shared.domain.log import Entry
from shared.domain.messages import Delivery, Outbound
from shared.errors import (
    BadInput,
    CareError,
    ChannelBroken,
    Conflict,
    Misconfigured,
    NotFound,
    SendRefused,
    SendUnconfirmed,
)
from shared.ports_workflow import Token
from tests.fakes.entries import action, at, received
from tests.fakes.world import World, contact, envelope

ANN = "x:1"
CASE = case_id(ANN, "m1")


def asks(**values: Any) -> Request:
    """A request of the agent amy."""
    known = {"query": {}, "body": {}, "idempotency_key": None, **values}
    return Request(caller="amy", roles=frozenset({"agent"}), **known)


def customer_writes(world: World, **changes: Any) -> None:
    author = {"id": "1", "name": "Ann"}
    known = {"author": author, "social": True, "channel": "x", "account": "9"}
    piece = contact(**{**known, **changes})
    ingest_batch([Record(body=envelope(piece), handle="")], world)


@pytest.fixture
def world() -> World:
    """One customer with a private message on X."""
    made = World()
    customer_writes(made, visibility="private")
    made.clock.advance(minutes=5)
    return made


def reply(world: World, key: str | None = None, **body: Any) -> dict[str, Any]:
    wanted = asks(body={"text": "On its way.", **body}, idempotency_key=key)
    answer = replying.reply(CASE, wanted, world)
    assert isinstance(answer, dict)
    return answer


def kinds(world: World) -> list[str]:
    return [e.kind for e in world.log.read(ANN)]


class TestLists:
    def test_open_cases_are_listed(self, world: World) -> None:
        found = desk.list_cases(asks(), world)

        assert [c["id"] for c in found["items"]] == [CASE]
        assert found["next"] is None

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ({"status": "resolved"}, 0),
            ({"queue": "vip"}, 0),
            ({"channel": "x"}, 1),
            ({"channel": "facebook"}, 0),
            ({"agent": "amy"}, 0),
        ],
    )
    def test_lists_are_narrowed(
        self, world: World, query: dict[str, str], count: int
    ) -> None:
        assert len(desk.list_cases(asks(query=query), world)["items"]) == count

    @pytest.mark.parametrize(
        "query",
        [
            {"status": "lost"},
            {"limit": "0"},
            {"limit": "201"},
            {"limit": "1" * 5000},
            {"limit": "two"},
            {"cursor": "invented"},
        ],
        ids=str,
    )
    def test_bad_input_names_the_field(
        self, world: World, query: dict[str, str]
    ) -> None:
        with pytest.raises(BadInput, match=next(iter(query))):
            desk.list_cases(asks(query=query), world)

    def test_a_case_is_shown_with_its_clock(self, world: World) -> None:
        clock, *_ = desk.show_case(CASE, asks(), world)["clocks"]

        assert (clock["clock"], clock["outcome"]) == ("first_response", None)
        assert clock["business_s"] == 300

    @pytest.mark.parametrize(
        ("act", "body"),
        [
            (desk.show_case, {}),
            (desk.show_timeline, {}),
            (replying.reply, {"text": "Hello"}),
        ],
    )
    def test_a_case_that_does_not_exist_is_not_found(
        self, world: World, act: Callable[..., Any], body: dict[str, str]
    ) -> None:
        with pytest.raises(NotFound):
            act("c0", asks(body=body), world)


class TestTimeline:
    def test_an_echo_and_our_own_record_are_one_message(self, world: World) -> None:
        sent = reply(world)["message"]
        customer_writes(
            world,
            id=sent["id"],
            direction="outbound",
            customer={"id": "1"},
            at=at(5.02),
        )
        items = desk.show_timeline(CASE, asks(), world)["items"]

        assert [i["kind"] for i in items] == ["message_received", "message_sent"]
        assert items[1]["agent"] == "amy"

    def test_the_last_edit_is_shown_and_a_deleted_text_is_not(
        self, world: World
    ) -> None:
        for n, text in enumerate(("first", "second"), 1):
            about = {"kind": "edit", "target": "m1", "text": text}
            customer_writes(world, id=f"e{n}", at=at(n), **about)
        first = desk.show_timeline(CASE, asks(), world)["items"][0]
        history = customers.show_history(ANN, asks(), world)["items"]
        gone = {"kind": "deletion", "target": "m1", "text": None}
        customer_writes(world, id="d1", at=at(3), **gone)
        last = desk.show_timeline(CASE, asks(), world)["items"][0]

        assert (first["text"], history[-1]["text"]) == ("second", "second")
        assert (last["text"], last["deleted"]) == (None, True)

    def test_a_text_deleted_on_an_earlier_page_of_history_is_not_shown(
        self, world: World
    ) -> None:
        gone = {"kind": "deletion", "target": "m1", "text": None}
        customer_writes(world, id="d1", at=at(3), **gone)
        first = customers.show_history(ANN, asks(query={"limit": "1"}), world)
        query = {"limit": "1", "cursor": first["next"]}
        second = customers.show_history(ANN, asks(query=query), world)

        assert [i["text"] for i in second["items"]] == [None]
        assert second["next"] is None


class TestReply:
    def test_an_answer_is_sent_recorded_and_meets_the_promise(
        self, world: World
    ) -> None:
        answer = reply(world)

        assert [o.text for o in world.sender.sent] == ["On its way."]
        assert answer["message"]["agent"] == "amy"
        assert answer["case"]["clocks"][0]["outcome"] == "met"

    def test_the_same_key_never_sends_twice(self, world: World) -> None:
        first, second = reply(world, "k"), reply(world, "k")

        assert len(world.sender.sent) == 1
        assert first["message"] == second["message"]
        assert kinds(world).count("message_sent") == 1

    def test_a_repeat_gets_the_first_answer_whatever_came_since(
        self, world: World
    ) -> None:
        first = reply(world, "k")
        customer_writes(world, id="m9", at=at(3), visibility="public")
        second = reply(world, "k")

        assert (len(world.sender.sent), second["message"]) == (1, first["message"])

    def test_a_key_used_for_another_answer_is_told(self, world: World) -> None:
        reply(world, "k")

        with pytest.raises(Conflict, match="another answer"):
            reply(world, "k", text="Something else.")

    def test_without_a_key_every_request_sends(self, world: World) -> None:
        reply(world)
        world.clock.advance(seconds=1)
        reply(world)

        assert len(world.sender.sent) == 2

    def test_a_crash_after_the_send_is_made_up_for_by_the_repeat(
        self, world: World
    ) -> None:
        reply(world, "k")
        del world.log.entries[ANN][world.log.read(ANN)[-1].key]
        reply(world, "k")

        assert (len(world.sender.sent), kinds(world)[-1]) == (1, "message_sent")

    def test_what_is_unconfirmed_is_not_repeated(self, world: World) -> None:
        world.sender.mode = "timeout"
        with pytest.raises(SendUnconfirmed):
            reply(world, "k")
        world.sender.mode = "accept"
        with pytest.raises(Conflict) as repeated:
            reply(world, "k")

        assert repeated.value.code == "send_outcome_unknown"
        assert len(world.sender.sent) == 1

    @pytest.mark.parametrize(
        ("mode", "error"),
        [
            ("refuse", SendRefused),
            ("broken", ChannelBroken),
        ],
    )
    def test_what_was_surely_not_sent_can_be_repeated(
        self, world: World, mode: str, error: type[CareError]
    ) -> None:
        world.sender.mode = mode
        for _ in range(2):
            with pytest.raises(error):
                reply(world, "k")
        world.sender.mode = "accept"
        reply(world, "k")

        assert len(world.sender.sent) == 1
        assert "send_failed" in kinds(world)

    def test_a_broken_channel_is_told_at_once_and_on_the_timeline(
        self, world: World
    ) -> None:
        world.sender.mode = "broken"
        with pytest.raises(ChannelBroken, match="put a new one in the secret"):
            reply(world, "k")
        last = desk.show_timeline(CASE, asks(), world)["items"][-1]

        assert (last["kind"], last["reason"]) == ("send_failed", "channel_broken")
        assert world.outbox.errands == []

    def test_a_secret_that_cannot_be_read_holds_no_key_back(self, world: World) -> None:
        class Locked:
            def deliver(self, _out: Outbound) -> Delivery:
                raise Misconfigured("The secret cannot be read.")

        working, world.sender = world.sender, Locked()  # type: ignore[assignment] # a port
        with pytest.raises(Misconfigured):
            reply(world, "k")
        world.sender = working
        reply(world, "k")

        assert len(working.sent) == 1

    @pytest.mark.parametrize(
        "body", [{"text": ""}, {"text": 5}, {"visibility": "secret"}], ids=str
    )
    def test_bad_input_sends_nothing(self, world: World, body: dict[str, Any]) -> None:
        with pytest.raises(BadInput, match=next(iter(body))):
            reply(world, **body)

        assert world.sender.sent == []

    def test_a_key_too_long_to_keep_is_bad_input(self, world: World) -> None:
        with pytest.raises(BadInput, match="Idempotency-Key"):
            reply(world, "k" * 2000)

    def test_what_the_customer_never_saw_cannot_be_answered(self, world: World) -> None:
        with pytest.raises(Conflict):
            reply(world, visibility="public")

    def test_a_late_answer_leaves_the_breach(self, world: World) -> None:
        world.clock.at = at(15, seconds=1)
        clock, *_ = reply(world)["case"]["clocks"]

        assert (clock["outcome"], clock["ended_at"]) == (
            "breached",
            "2026-03-02T10:15:00.000Z",
        )

    def test_an_answer_on_the_dot_is_on_time(self, world: World) -> None:
        world.clock.at = at(15)

        assert reply(world)["case"]["clocks"][0]["outcome"] == "met"


class TestResolve:
    def test_it_frees_the_agent_and_answers_the_wait(self, world: World) -> None:
        world.agents.put(Agent(id="amy", name="Amy", available=True, load=1))
        given = action("assigned", 1, CASE, agent="amy")
        world.log.append([(ANN, given)])
        world.log.keep_token(CASE, 1, Token(token="t1"))
        shown = actions.resolve(CASE, asks(), world)

        assert (shown["status"], shown["resolved_at"]) == (
            "resolved",
            "2026-03-02T10:05:00.000Z",
        )
        assert (world.agents.all()[0].load, world.workflow.answered) == (0, ["t1"])
        assert world.log.kept_tokens == {}

    def test_of_two_agents_the_second_is_told(self, world: World) -> None:
        actions.resolve(CASE, asks(), world)
        with pytest.raises(Conflict) as second:
            actions.resolve(CASE, asks(), world)

        assert second.value.code == "already_resolved"
        assert kinds(world).count("resolved") == 1

    def test_a_resolution_that_died_before_the_wait_was_answered_is_completed(
        self, world: World
    ) -> None:
        actions.resolve(CASE, asks(), world)
        world.log.keep_token(
            CASE, 1, Token(token="t1")
        )  # as if it had never been answered
        with pytest.raises(Conflict):
            actions.resolve(CASE, asks(), world)

        assert world.workflow.answered == ["t1"]

    def test_a_customer_who_writes_again_reopens_it(self, world: World) -> None:
        actions.resolve(CASE, asks(), world)
        customer_writes(world, id="m2", at=at(9))
        world.clock.at = at(10)
        shown = desk.show_case(CASE, asks(), world)

        assert (shown["status"], shown["episode"]) == ("open", 2)

    def test_a_case_that_is_over_is_shown_but_not_changed(self, world: World) -> None:
        actions.resolve(CASE, asks(), world)
        customer_writes(world, id="m2", at=at(days=9))
        shown = desk.show_case(CASE, asks(), world)

        assert (shown["id"], shown["status"]) == (CASE, "resolved")
        for act in (actions.note, replying.reply):
            with pytest.raises(Conflict):
                act(CASE, asks(body={"text": "Hello"}), world)


class TestCustomers:
    def test_the_card_shows_the_present_case(self, world: World) -> None:
        shown = customers.show_customer(ANN, asks(), world)

        assert (shown["id"], shown["name"], shown["case"]["id"]) == (ANN, "Ann", CASE)

    def test_a_stranger_is_not_found(self, world: World) -> None:
        with pytest.raises(NotFound):
            customers.show_customer("x:0", asks(), world)

    def test_history_pages_hold_everything_once(self, world: World) -> None:
        for n in range(2, 7):
            customer_writes(world, id=f"m{n}", at=at(n))
        seen: list[str] = []
        cursor: str | None = None
        while True:
            query = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
            page = customers.show_history(ANN, asks(query=query), world)
            seen += [i["id"] for i in page["items"]]
            cursor = page["next"]
            if cursor is None:
                break

        assert seen == ["m6", "m5", "m4", "m3", "m2", "m1"]

    def test_an_invented_cursor_is_bad_input(self, world: World) -> None:
        with pytest.raises(BadInput, match="cursor"):
            customers.show_history(ANN, asks(query={"cursor": "?"}), world)


def test_no_fact_of_the_machinery_is_shown(world: World) -> None:
    world.log.append([(ANN, received(1, "m2", raw={"secret": 1}, opens="c9"))])
    items = desk.show_timeline(CASE, asks(), world)["items"]
    hidden = {"raw", "opens", "send_key", "request", "historic"}

    assert not any(hidden & set(i) for i in items)
    assert {f for f in Entry.__slots__ if f in hidden} == hidden
