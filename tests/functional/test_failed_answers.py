"""An answer that WhatsApp took and failed to deliver: seen, with what to do."""

from typing import Any

import pytest

from functions import desk
from functions.health import show_health
from functions.http import Request
from functions.ingest import Record, ingest_batch
from functions.replying import reply
from shared.channels import CHANNELS
from tests.fakes.world import World, envelope
from tests.unit.channels.samples import (
    AT_S,
    NUMBER,
    PHONE,
    whatsapp,
    whatsapp_message,
)

LOCKED = {"code": 131031, "title": "Business Account locked"}
UNREACHABLE = {"code": 131026, "title": "Undeliverable"}


def asks(**body: Any) -> Request:
    return Request(caller="amy", roles=frozenset({"agent"}), query={}, body=body)


def hear(world: World, body: dict[str, Any]) -> None:
    """Receive a webhook of WhatsApp."""
    for piece in CHANNELS["whatsapp"].split(body):
        ingest_batch([Record(body=envelope(piece, "whatsapp"), handle="h1")], world)


def case(world: World) -> str:
    """The case of our one customer."""
    (item,) = desk.list_cases(asks(), world)["items"]
    return str(item["id"])


@pytest.fixture
def world() -> World:
    """A customer on WhatsApp who was answered."""
    made = World()
    hear(made, whatsapp_message("text", {"body": "Where is it?"}))
    reply(case(made), asks(text="On its way."), made)
    return made


def tell(world: World, status: str, *errors: dict[str, Any]) -> None:
    """Say what became of the answer."""
    said = {
        "id": "wamid.1",
        "status": status,
        "timestamp": str(AT_S + 60),
        "recipient_id": PHONE,
    }
    faults = {"errors": list(errors)} if errors else {}
    hear(world, whatsapp(statuses=[{**said, **faults}]))


def answer(world: World) -> dict[str, Any]:
    """How the answer stands on the timeline."""
    items = desk.show_timeline(case(world), asks(), world)["items"]
    return next(i for i in items if i["kind"] == "message_sent")


def health(world: World) -> dict[str, Any]:
    nothing: Any = None
    return show_health(nothing, world)


def test_the_agent_sees_why_it_failed_and_what_to_do(world: World) -> None:
    tell(world, "failed", UNREACHABLE)

    assert answer(world)["status"] == "failed"
    assert answer(world)["reason"].startswith("131026: Undeliverable. The person")
    assert answer(world)["reason"].endswith("use another channel.")
    assert health(world)["status"] == "ok"


def test_what_concerns_the_account_turns_the_channel_red(world: World) -> None:
    tell(world, "failed", LOCKED)
    shown = health(world)

    assert "support inbox" in answer(world)["reason"]
    assert (shown["status"], shown["channels"]["whatsapp"]["status"]) == (
        "broken",
        "broken",
    )
    (account,) = shown["channels"]["whatsapp"]["broken"].items()
    assert account[0] == NUMBER
    assert account[1]["reason"] == "Meta restricts the account; see its support inbox."


def test_the_next_answer_that_is_taken_makes_it_well(world: World) -> None:
    tell(world, "failed", LOCKED)
    world.clock.advance(seconds=6)  # as WhatsApp wants between two messages
    reply(case(world), asks(text="Once more."), world)

    assert health(world)["status"] == "ok"


def test_an_answer_that_arrived_after_all_has_no_reason(world: World) -> None:
    tell(world, "failed", UNREACHABLE)
    tell(world, "delivered")

    assert (answer(world)["status"], answer(world)["reason"]) == ("delivered", None)


def test_what_the_customer_never_saw_is_no_response(world: World) -> None:
    tell(world, "failed", UNREACHABLE)
    (found,) = desk.list_cases(asks(), world)["items"]

    assert found["first_responded_at"] is None
    assert found["waiting_since"] is not None


def test_what_arrived_after_all_is_one(world: World) -> None:
    before = desk.list_cases(asks(), world)["items"]
    tell(world, "failed", UNREACHABLE)
    tell(world, "delivered")

    assert desk.list_cases(asks(), world)["items"] == before
