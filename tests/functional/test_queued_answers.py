"""Answers the platform does not take now: kept, tried again, sent once."""

import json
from datetime import timedelta
from typing import Any

import pytest
from chalice.app import Response, SQSEvent

from functions import desk, outbound, replying
from functions.http import Request
from shared.adapters.send_failures import of_meta
from shared.domain import outgoing
from shared.domain.messages import Delivery, Outbound
from shared.errors import StoreUnavailable
from tests.fakes.entries import at
from tests.fakes.sender import FakeSender
from tests.fakes.world import World
from tests.functional.test_desk import ANN, CASE, asks, customer_writes, kinds
from tests.functional.test_long_answers import LONG


def reply(
    world: World, text: str = "On its way.", key: str = "k", **body: Any
) -> tuple[int, Any]:
    request = Request(
        caller="amy",
        roles=frozenset({"agent"}),
        query={},
        body={"text": text, **body},
        idempotency_key=key,
    )
    answer = replying.reply(CASE, request, world)
    if isinstance(answer, Response):
        return answer.status_code, json.loads(answer.body)
    return 200, answer


def sent(world: World) -> list[str]:
    return [out.text for out in world.sender.sent]


def shown(world: World) -> list[str | None]:
    """How every message of ours stands on the timeline."""
    items = desk.show_timeline(CASE, asks(), world)["items"]
    return [i["status"] for i in items if i["kind"] != "message_received"]


@pytest.fixture
def world() -> World:
    """A customer on X, which takes nothing at the moment."""
    made = World()
    customer_writes(made, visibility="private")
    made.clock.advance(minutes=5)
    made.sender.mode = "rate_limit"
    return made


def test_it_is_accepted_and_sent_when_the_platform_takes_it(world: World) -> None:
    status, answer = reply(world)
    world.sender.mode = "accept"
    world.deliver()

    assert (status, answer["message"]["status"]) == (202, "queued")
    assert (sent(world), world.outbox.errands) == (["On its way."], [])
    assert kinds(world) == ["message_received", "send_queued", "message_sent"]
    assert shown(world) == ["sent", "sent"]
    assert world.log.read(ANN)[-1].agent == "amy"


def test_the_queue_holds_ids_and_no_text(world: World) -> None:
    reply(world)
    ((body, delay_s),) = world.outbox.errands

    assert "On its way" not in body
    assert delay_s == 60  # as the platform asked


def test_the_promise_is_kept_only_when_it_is_sent(world: World) -> None:
    _, answer = reply(world)
    world.sender.mode = "accept"
    world.deliver()
    after, *_ = desk.show_case(CASE, asks(), world)["clocks"]

    assert answer["case"]["clocks"][0]["outcome"] is None
    assert (after["outcome"], after["ended_at"]) == ("met", "2026-03-02T10:06:00.000Z")


def test_it_waits_longer_and_longer_up_to_a_quarter_of_an_hour(world: World) -> None:
    reply(world)
    waits = []
    for _ in range(6):
        waits.append(world.outbox.errands[0][1])
        world.deliver()

    assert waits == [60, 60, 120, 240, 480, 900]


def test_after_a_day_it_is_given_up_and_the_agent_sees_why(world: World) -> None:
    reply(world)
    while world.outbox.errands:
        world.deliver()
    last = world.log.read(ANN)[-1]

    assert (last.kind, last.reason, last.text) == (
        "send_failed",
        "gave_up",
        "On its way.",
    )
    assert last.at - at(5) >= timedelta(hours=24)
    assert shown(world)[0] == "failed"


class Faulty(FakeSender):
    """Meta with what it calls a temporary fault (code 2)."""

    def deliver(self, _out: Outbound) -> Delivery:
        raise of_meta(400, {}, {"error": {"code": 2}})


def test_a_fault_that_does_not_pass_is_tried_a_few_times_only(world: World) -> None:
    world.sender = Faulty()
    first, _ = reply(world)
    waits = []
    while world.outbox.errands:
        waits.append(world.outbox.errands[0][1])
        world.deliver()

    assert (first, waits) == (202, [60, 60, 120, 240, 480])
    assert world.log.read(ANN)[-1].reason == "gave_up"
    assert shown(world)[0] == "failed"


def test_a_fault_after_hours_of_waiting_is_tried_again_as_well(world: World) -> None:
    reply(world)
    for _ in range(8):
        world.deliver()
    world.sender = Faulty()
    world.deliver()
    world.sender = FakeSender()
    world.deliver()

    assert sent(world) == ["On its way."]


def test_what_was_given_up_can_be_sent_again_under_its_key(world: World) -> None:
    reply(world)
    while world.outbox.errands:
        world.deliver()
    assert reply(world)[0] == 202
    world.sender.mode = "accept"
    world.deliver()

    assert sent(world) == ["On its way."]


def test_a_repeat_meanwhile_sends_once(world: World) -> None:
    reply(world)
    assert reply(world)[0] == 202
    world.sender.mode = "accept"
    assert reply(world)[0] == 202  # the platform wanted a minute without any
    world.clock.advance(seconds=60)
    assert reply(world)[0] == 200
    world.deliver()

    assert (len(sent(world)), world.outbox.errands) == (1, [])


def test_an_errand_that_comes_twice_sends_once(world: World) -> None:
    reply(world)
    world.outbox.errands *= 2
    world.sender.mode = "accept"
    world.deliver()
    world.deliver()

    assert (len(sent(world)), kinds(world).count("message_sent")) == (1, 1)


def test_two_errands_at_once_send_once(world: World) -> None:
    reply(world)
    body = world.outbox.errands[0][0]

    class Meanwhile(FakeSender):
        def deliver(self, out: Any) -> Any:
            outbound.deliver(body, world)
            return super().deliver(out)

    world.sender = Meanwhile()
    world.deliver()

    assert len(sent(world)) == 1


def test_an_errand_that_comes_early_is_put_back(world: World) -> None:
    reply(world)
    body, _ = world.outbox.errands[0]
    outbound.deliver(body, world)

    assert [delay for _, delay in world.outbox.errands] == [60, 60]
    assert kinds(world).count("send_queued") == 1


def test_errands_come_off_the_queue_one_by_one(world: World) -> None:
    reply(world)
    ((body, _),) = world.outbox.errands
    world.sender.mode = "accept"
    world.clock.advance(seconds=60)
    event = {"Records": [{"body": body, "receiptHandle": "h1"}]}
    outbound.deliver_event(SQSEvent(event, None), world)

    assert sent(world) == ["On its way."]


def test_an_errand_of_nothing_is_dropped(world: World) -> None:
    errand = outgoing.Errand(task="send", person=ANN, case=CASE, key="?", due=at(0))
    outbound.deliver(outgoing.to_body(errand), world)

    assert (world.outbox.errands, sent(world)) == ([], [])


def test_what_cannot_be_queued_is_not_promised(world: World) -> None:
    world.outbox.broken = True
    with pytest.raises(StoreUnavailable):
        reply(world)

    assert kinds(world) == ["message_received"]


def test_a_refusal_in_the_end_is_told(world: World) -> None:
    reply(world)
    world.sender.mode = "refuse"
    world.deliver()

    assert (world.outbox.errands, world.log.read(ANN)[-1].reason) == (
        [],
        "send_refused",
    )


def test_a_broken_channel_is_tried_every_hour(world: World) -> None:
    reply(world)
    world.sender.mode = "broken"
    world.deliver()
    started, tries = world.clock.now(), len(world.outbox.errands)
    while world.clock.now() < started + timedelta(minutes=59):
        world.deliver()
    world.sender.mode = "accept"
    while world.outbox.errands:
        world.deliver()

    assert (tries, sent(world)) == (1, ["On its way."])


def test_a_customer_whose_window_closes_is_not_written_to() -> None:
    world = World()
    customer_writes(world, visibility="private", channel="facebook")
    world.sender.mode = "rate_limit"
    person, case = world.log.read("facebook:1"), world.log.cards(["facebook:1"])
    found = case["facebook:1"].person.case
    assert found is not None
    world.clock.at = person[0].at + timedelta(hours=23, minutes=50)
    request = Request(
        caller="amy",
        roles=frozenset({"agent"}),
        query={},
        body={"text": "Hi"},
        idempotency_key="k",
    )
    replying.reply(found.id, request, world)
    while world.outbox.errands:
        world.deliver()

    assert world.log.read("facebook:1")[-1].reason == "window_closed"


def test_the_parts_of_a_long_answer_wait_for_each_other(world: World) -> None:
    class Tired(FakeSender):
        """Takes one message a minute."""

        def deliver(self, out: Any) -> Any:
            self.mode = "rate_limit" if self.mode == "accept" else "accept"
            return super().deliver(out)

    world.sender = Tired()
    assert reply(world, LONG)[0] == 202
    while world.outbox.errands:
        world.deliver()

    assert [text[-5:] for text in sent(world)] == ["(1/2)", "(2/2)"]
    case = world.log.cards([ANN])[ANN].person.case
    assert case is not None
    assert case.episode.messages == 2
    assert set(shown(world)) == {"sent"}


def test_a_repeat_does_not_lose_the_parts_that_wait(world: World) -> None:
    reply(world, LONG)

    class Once(FakeSender):
        def deliver(self, out: Any) -> Any:
            self.mode = "rate_limit" if self.sent else "accept"
            return super().deliver(out)

    world.sender = Once()
    reply(world, LONG)
    left, world.sender = sent(world), FakeSender()
    while world.outbox.errands:
        world.deliver()

    assert [text[-5:] for text in left + sent(world)] == ["(1/2)", "(2/2)"]
