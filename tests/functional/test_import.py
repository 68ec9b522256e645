"""What is imported is past: it is counted, and nobody is set to work on it."""

import json
from datetime import timedelta
from random import Random

import pytest

from functions.http import Request
from functions.ingest import ingest
from functions.people import set_availability
from infra.local.importer import _envelope, _order
from infra.local.tweets import Line
from shared.domain.agents import Agent
from tests.fakes.world import MONDAY, World, contact

LATER = MONDAY + timedelta(days=30)
QUESTION = contact(id="m1", channel="x", social=True, visibility="public")
ANSWER = {
    **contact(id="m2", channel="x", social=True, visibility="public"),
    "direction": "outbound",
    "author": {"id": "brand"},
    "customer": {"id": "u1"},
    "in_reply_to": "m1",
    "occurred_at": "2026-03-02T10:10:00Z",
}
LINES = [Line(1, QUESTION), Line(2, ANSWER)]


def test_nobody_is_given_an_imported_case() -> None:
    world = World(at=LATER)
    _import(world, LINES[:1])

    _come_to_work(world, "ada")

    assert [e.kind for e in world.log.read("x:u1")] == ["message_received"]
    assert world.agents.all()[0].load == 0


def test_an_imported_case_is_on_no_work_list_until_the_customer_writes_again() -> None:
    world = World(at=LATER)
    _import(world, LINES[:1])
    assert world.log.work("open", ["default"]).items == []

    ingest([_live()], world)

    assert world.log.work("open", ["default"]).items == ["x:u1"]


def test_a_customer_who_writes_again_is_given_to_an_agent() -> None:
    world = World(at=LATER)
    _import(world, LINES[:1])
    ingest([_live()], world)

    _come_to_work(world, "ada")

    assert [e.agent for e in world.log.read("x:u1") if e.kind == "assigned"] == ["ada"]


def test_an_import_starts_no_workflow_and_sends_nothing() -> None:
    world = World(at=LATER)

    _import(world, LINES)

    assert world.workflow.started == {}
    assert world.sender.sent == []


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_lines_does_not_matter(seed: int) -> None:
    straight, mixed = World(at=LATER), World(at=LATER)
    lines = [
        Line(n, {**line.contact, "id": f"{line.contact['id']}-{n}"})
        for n, line in enumerate(LINES * 5)
        if line.contact
    ]
    _import(straight, lines)

    Random(seed).shuffle(lines)  # noqa: S311 - no secret depends on it
    _import(mixed, lines)

    assert mixed.log.read("x:u1") == straight.log.read("x:u1")


def _live() -> str:
    """A queue body: the same customer writes today."""
    piece = contact(id="m9", channel="x", social=True, at=LATER)
    return json.dumps(
        {"channel": "custom", "received_at": piece["occurred_at"], "piece": piece}
    )


def _import(world: World, lines: list[Line]) -> None:
    for line in sorted(lines, key=_order):
        ingest([_envelope(line)], world)


def _come_to_work(world: World, name: str) -> None:
    world.agents.put(Agent(id=name, name=name.title(), capacity=10))
    request = Request(
        caller=name, roles=frozenset({"agent"}), query={}, body={"available": True}
    )
    set_availability(name, request, world)
