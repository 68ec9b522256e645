"""Answers in several parts: one answer for the clocks, in order, none twice."""

from typing import Any

import pytest

from functions import replying
from functions.http import Request
from shared.domain.log import in_order
from shared.errors import BadInput, SendRefused
from tests.fakes.world import World
from tests.functional.test_desk import ANN, CASE, customer_writes

LONG = "We are looking into it. " * 500


def reply(world: World, text: str = LONG) -> dict[str, Any]:
    request = Request(
        caller="amy",
        roles=frozenset({"agent"}),
        query={},
        body={"text": text},
        idempotency_key="k",
    )
    answer = replying.reply(CASE, request, world)
    assert isinstance(answer, dict)
    return answer


def tire(world: World) -> None:
    """Have the platform refuse whatever follows one message."""

    class Tired(type(world.sender)):  # type: ignore[misc] # a fake of the fake
        def deliver(self, out: Any) -> Any:
            if self.mode == "tired" and self.sent:
                raise SendRefused("Enough.")
            return super().deliver(out)

    world.sender = Tired()
    world.sender.mode = "tired"


@pytest.fixture
def world() -> World:
    made = World()
    customer_writes(made, visibility="private")
    made.clock.advance(minutes=5)
    return made


def test_they_are_one_answer(world: World) -> None:
    answer = reply(world)
    case = world.log.cards([ANN])[ANN].person.case

    assert [o.text[-5:] for o in world.sender.sent] == ["(1/2)", "(2/2)"]
    assert [m["part"] for m in answer["parts"]] == [1, 2]
    assert case is not None
    assert case.episode.messages == 2
    log = in_order(world.log.read(ANN))
    assert [e.part for e in log] == [None, 1, 2]


def test_a_repeat_sends_only_what_has_not_left(world: World) -> None:
    tire(world)
    with pytest.raises(SendRefused):
        reply(world)
    world.sender.mode = "accept"
    reply(world)
    reply(world)

    assert [o.text[-5:] for o in world.sender.sent] == ["(1/2)", "(2/2)"]


def test_what_takes_too_many_parts_is_not_begun(world: World) -> None:
    with pytest.raises(BadInput, match="parts"):
        reply(world, LONG * 2)

    assert world.sender.sent == []
