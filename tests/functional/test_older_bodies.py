"""A deploy while messages are under way: what older code has queued is done by ours.

The bodies are written out as the first versions of the product wrote them. Items of
the table: tests/contract/test_upgrade.py.
"""

import json

import pytest

from functions import case_workflow
from functions.ingest import Record, ingest_batch
from functions.outbound import deliver
from tests.fakes.ann import ANN, CASE, case, writes
from tests.fakes.entries import at
from tests.fakes.world import World, contact
from tests.functional.test_desk import ANN as BUYER
from tests.functional.test_desk import CASE as ORDER
from tests.functional.test_desk import customer_writes, kinds
from tests.functional.test_queued_answers import reply, sent

RECEIVED = {"channel": "custom", "received_at": "2026-03-02T10:00:00.000Z"}
TASKS = {
    "a way out": {"task": "offer_way_out", "person": ANN, "case": CASE, "episode": 1},
    "a low score": {"task": "follow_up", "person": ANN, "survey": f"csat-{CASE}-1"},
    "a press": {
        "task": "acknowledge",
        "channel": "telegram",
        "account": "bot",
        "event": "callback:1",
    },
}


def test_an_event_of_before_it_said_more_than_when_it_came_is_ingested() -> None:
    world = World()
    body = json.dumps({**RECEIVED, "piece": contact()}, ensure_ascii=False)
    ingest_batch([Record(body=body, handle="")], world)

    assert [e.kind for e in world.log.read("email:u1")] == ["message_received"]


def test_an_answer_of_before_faults_were_counted_is_sent() -> None:
    world = World()
    customer_writes(world, visibility="private")
    world.clock.advance(minutes=5)
    world.sender.mode = "rate_limit"
    reply(world)
    ((body, delay_s),) = world.outbox.errands
    world.outbox.errands.clear()
    world.clock.advance(seconds=delay_s)
    world.sender.mode = "accept"
    older = {name: it for name, it in json.loads(body).items() if name != "faults"}
    deliver(json.dumps({**older, "person": BUYER, "case": ORDER}), world)

    assert sent(world) == ["On its way."]
    assert kinds(world)[-1] == "message_sent"


@pytest.mark.parametrize("what", TASKS)
def test_what_was_owed_before_attempts_were_counted_is_seen_to(what: str) -> None:
    world = World(at=at(2))
    writes(world)

    deliver(json.dumps(TASKS[what]), world)

    assert world.outbox.errands == []


def test_a_wait_that_knows_of_no_second_one_is_answered() -> None:
    world = World(at=at(2))
    writes(world)
    state = {"person": ANN, "case": CASE, "episode": 1, "seconds": 60, "until": None}
    case_workflow.await_deadline({"state": state, "token": "t"}, world)

    assert case(world).status == "open"
    assert [token for token, _ in world.workflow.rearmed] == ["t"]
