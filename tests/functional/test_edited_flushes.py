"""A complaint that is added to what was flushed, by editing it, is heard, once."""

from itertools import permutations
from typing import Any

import pytest

from functions import actions
from functions.customers import show_customer, show_history
from functions.http import Request
from shared.domain.log import ADDED, Entry
from shared.domain.times import to_text
from tests.fakes.entries import at
from tests.fakes.world import World, contact, envelope

ANN = "email:u1"
PRAISE: dict[str, Any] = {"id": "m1", "text": "I love you guys!", "at": at(0)}
EDIT: dict[str, Any] = {
    "id": "e1",
    "kind": "edit",
    "target": "m1",
    "text": "I love you guys! But my parcel is broken",
    "at": at(5),
}
THANKS = {**PRAISE, "text": "Thank you!"}


@pytest.fixture
def world() -> World:
    return World(at=at(9))


def take(world: World, *said: dict[str, Any]) -> None:
    world.queue.send([envelope(contact(**one)) for one in said])
    world.drain()


def asked() -> Request:
    roles = frozenset({"supervisor"})
    return Request(caller="sue", roles=roles, query={}, body={})


def added(world: World) -> list[Entry]:
    return [e for e in world.log.read(ANN) if e.what == ADDED]


def case(world: World) -> Any:
    return show_customer(ANN, asked(), world)["case"]


@pytest.mark.parametrize("first", [PRAISE, THANKS], ids=["praise", "courtesy"])
def test_it_opens_a_case_when_it_was_added(world: World, first: dict[str, Any]) -> None:
    take(world, first)
    take(world, EDIT)

    (said,) = added(world)
    assert (said.text, said.at, said.topics) == (
        EDIT["text"],
        at(5),
        ("delivery", "product"),
    )
    assert (case(world)["status"], case(world)["opened_at"][:16]) == (
        "open",
        "2026-03-02T10:05",
    )
    assert len(world.workflow.started) == 1


@pytest.mark.parametrize("order", list(permutations([PRAISE, EDIT, EDIT])))
def test_in_any_order_and_however_often_it_is_one_message(
    world: World, order: tuple[dict[str, Any], ...]
) -> None:
    for one in order:
        take(world, one)

    assert len(added(world)) == 1
    assert (case(world)["messages"], case(world)["status"]) == (1, "open")
    assert len(world.workflow.running) == 1


@pytest.mark.parametrize("text", ["I love you guys!!", "Thanks!", "Best ever ❤️"])
def test_another_praise_adds_nothing(world: World, text: str) -> None:
    take(world, PRAISE)
    take(world, {**EDIT, "text": text})

    assert (added(world), case(world)) == ([], None)


def test_thanks_in_a_talk_may_turn_to_a_question(world: World) -> None:
    take(world, {"id": "m0", "at": at(-9)})
    answer = {"id": "a1", "at": at(-5), "text": "Done.", "direction": "outbound"}
    take(world, {**answer, "customer": {"id": "u1"}})
    take(world, THANKS)
    assert case(world)["waiting_since"] is None
    take(world, EDIT)

    assert case(world)["waiting_since"] == to_text(at(5))


def test_the_order_does_not_matter_in_a_talk_either(world: World) -> None:
    """Whether praise was flushed is known late: a talk may have gone on before it."""
    found = []
    for order in permutations([{"id": "m0", "at": at(-9)}, PRAISE, EDIT]):
        made = World(at=at(9))
        for one in order:
            take(made, one)
        found.append((len(added(made)), case(made)["messages"]))

    assert found == [(1, 3)] * 6


@pytest.mark.parametrize("order", [0, 1])
def test_each_edit_that_asks_is_heard(world: World, order: int) -> None:
    edits = [EDIT, {**EDIT, "id": "e2", "text": "Where is my parcel?", "at": at(6)}]
    take(world, PRAISE)
    take(world, edits[order])
    take(world, edits[1 - order])

    assert len(added(world)) == 2
    assert (case(world)["messages"], case(world)["opened_at"][:16]) == (
        2,
        "2026-03-02T10:05",
    )


def test_the_edit_that_came_before_what_it_edits_has_opened_the_case(
    world: World,
) -> None:
    """It keeps the id; another edit long after is another case."""
    take(world, EDIT)
    opened = case(world)["id"]
    take(world, PRAISE)
    assert case(world)["id"] == opened
    world.clock.at = at(20)
    staff = Request(caller="sue", roles=frozenset({"agent"}), query={}, body={})
    actions.resolve(opened, staff, world)
    world.clock.at = at(days=30)
    take(world, {**EDIT, "id": "e2", "text": "Where is it?", "at": at(days=30)})

    assert case(world)["id"] != opened
    assert case(world)["status"] == "open"


def test_the_history_tells_the_flush_and_what_was_heard(world: World) -> None:
    take(world, PRAISE)
    take(world, EDIT)
    items = show_history(ANN, asked(), world)["items"]

    assert {
        i["id"]: i["flushed"] for i in items if "added" in i["id"] or i["id"] == "m1"
    } == {
        "m1": "praise",
        "e1:edit:added": None,
    }
