"""What a customer was promised, from his messages to the clocks that the desk sees."""

from datetime import timedelta
from typing import Any

import pytest

from functions import actions, desk, replying
from functions.http import Request
from functions.ingest import Record, ingest_batch
from shared.domain.cases import case_id
from shared.domain.times import to_text
from tests.fakes.world import World, contact, envelope

ANN = "x:1"
CASE = case_id(ANN, "post:1")
QUARTER = timedelta(minutes=15)  # what is promised on X
SECOND = timedelta(seconds=1)


def writes(world: World, number: int, **changes: Any) -> None:
    known = {
        "id": f"post:{number}",
        "channel": "x",
        "account": "9",
        "author": {"id": "1", "name": "Ann"},
        "visibility": "public",
        "social": True,
        "at": world.clock.now(),
    }
    piece = contact(**{**known, **changes})
    body = envelope(piece, received_at=world.clock.now())
    ingest_batch([Record(body=body, handle="")], world)


def amy(**body: Any) -> Request:
    return Request(caller="amy", roles=frozenset({"agent"}), query={}, body=body)


def answers(world: World, **body: Any) -> None:
    replying.reply(CASE, amy(**{"text": "On its way.", **body}), world)


def shown(world: World) -> dict[str, Any]:
    """The case without its customer's card, which counts whatever he writes."""
    return {**desk.show_case(CASE, amy(), world), "customer": None}


def clock(world: World, kind: str = "first_response") -> dict[str, Any] | None:
    return next((c for c in shown(world)["clocks"] if c["clock"] == kind), None)


@pytest.fixture
def world() -> World:
    """One public post of one customer, within business hours."""
    made = World()
    writes(made, 1)
    return made


@pytest.mark.parametrize(
    ("late", "outcome"), [(timedelta(), "met"), (SECOND, "breached")]
)
def test_one_second_late_is_a_breach_although_no_timer_ever_looked(
    world: World, late: timedelta, outcome: str
) -> None:
    due = world.clock.now() + QUARTER
    world.clock.at = due + late
    answers(world)
    world.clock.advance(days=3)
    found = clock(world)

    assert found is not None
    assert (found["outcome"], found["ended_at"]) == (outcome, to_text(due))


def test_more_messages_in_one_wait_add_no_clock(world: World) -> None:
    for number in (2, 3, 4):
        world.clock.advance(minutes=1)
        writes(world, number)

    assert [c["clock"] for c in shown(world)["clocks"]] == [
        "first_response",
        "resolution",
    ]
    assert shown(world)["waiting_since"] == shown(world)["opened_at"]


def test_an_answer_written_in_the_platforms_own_app_meets_the_promise(
    world: World,
) -> None:
    world.clock.advance(minutes=5)
    writes(world, 9, direction="outbound", customer={"id": "1"}, author={})
    found = clock(world)

    assert found is not None
    assert found["outcome"] == "met"


def test_the_public_answer_counts_where_the_rest_goes_on_in_private(
    world: World,
) -> None:
    world.clock.advance(minutes=5)
    answers(world, invite="private")
    answered_at = to_text(world.clock.now())
    world.clock.advance(minutes=5)
    writes(world, 2, id="dm:2", visibility="private")
    world.clock.advance(minutes=5)
    answers(world, text="Here it is.")
    case = shown(world)
    talk = desk.show_timeline(CASE, amy(), world)["items"]

    assert (case["id"], case["first_responded_at"]) == (CASE, answered_at)
    assert case["private_accepted_at"] is not None
    assert [e["visibility"] for e in talk if e["kind"].startswith("message")] == [
        "public",
        "public",
        "private",
        "private",
    ]


def test_thanks_after_the_end_start_no_clock_and_open_no_case(world: World) -> None:
    answers(world)
    actions.resolve(CASE, amy(), world)
    before = shown(world)
    for number, days in ((2, 1), (3, 30)):
        world.clock.advance(days=days)
        writes(world, number, text="Thanks a lot!")

    assert shown(world) == before
    assert list(world.workflow.started) == [f"{CASE}-1-0"]


def test_a_case_keeps_its_promises_when_the_settings_change(world: World) -> None:
    answers(world)
    world.clock.advance(minutes=1)
    policy = {"next_response": "8h", "time": "elapsed"}
    world.put_settings("sla", {"policies": {"slow": policy}, "otherwise": "slow"})
    world.clock.advance(minutes=1)
    writes(world, 2)
    found = clock(world, "next_response")

    assert found is not None
    assert found["due_at"] == to_text(world.clock.now() + timedelta(hours=1))
    assert shown(world)["policy"] == "fast"


def test_a_customer_who_gets_louder_goes_up_the_list(world: World) -> None:
    for number in (2, 3, 4):
        world.clock.advance(minutes=1)
        writes(world, number, text="This is terrible, awful and a disgrace!")
    found = shown(world)

    assert found["priority"] in {"high", "urgent"}
    assert found["reasons"] != []


def test_what_was_deleted_keeps_its_place_and_loses_its_text(world: World) -> None:
    world.clock.advance(minutes=1)
    writes(world, 2, id="post:2:deleted", kind="deletion", target="post:1", text=None)
    first = desk.show_timeline(CASE, amy(), world)["items"][0]

    assert (first["id"], first["text"], first["deleted"]) == ("post:1", None, True)
    assert clock(world) is not None
