"""What an Idempotency-Key stands for: what the caller gave, however it stands now."""

from dataclasses import replace
from typing import Any

import pytest

from shared.domain.cases import fold
from shared.domain.messages import Delivery, Outbound
from shared.domain.state import Person
from shared.errors import Conflict, SendRefused
from tests.fakes.entries import at, received
from tests.fakes.sender import FakeSender
from tests.fakes.world import World
from tests.functional.test_desk import ANN, customer_writes, kinds
from tests.functional.test_long_answers import LONG
from tests.functional.test_queued_answers import reply, sent

PUBLIC = "public"


@pytest.fixture
def world() -> World:
    """One customer with a private message on X."""
    made = World()
    customer_writes(made, visibility="private")
    made.clock.advance(minutes=5)
    return made


def writes_publicly(world: World) -> None:
    """The customer goes on in public: an answer would go there now."""
    customer_writes(world, id="post:9", at=at(6), visibility=PUBLIC)
    world.clock.advance(minutes=5)


def forget_the_entry(world: World) -> None:
    """As if we had stopped between the send and its entry."""
    del world.log.entries[ANN][world.log.read(ANN)[-1].key]


def shown(world: World) -> list[tuple[Any, ...]]:
    found = [e for e in world.log.read(ANN) if e.kind == "message_sent"]
    return [(e.visibility, e.conversation, e.reply_to, e.text) for e in found]


class Stopping(FakeSender):
    """Takes one message and then no more until it is told to."""

    stops = True

    def deliver(self, out: Outbound) -> Delivery:
        if self.stops and self.sent:
            raise SendRefused("Enough.")
        return super().deliver(out)


def test_what_left_is_recorded_as_it_left(world: World) -> None:
    reply(world)
    expected = shown(world)
    forget_the_entry(world)
    writes_publicly(world)
    status, _ = reply(world)

    assert (status, sent(world)) == (200, ["On its way."])
    assert shown(world) == expected


def test_a_long_answer_goes_on_where_it_began(world: World) -> None:
    world.sender = sender = Stopping()
    with pytest.raises(SendRefused):
        reply(world, LONG)
    failed = world.log.read(ANN)[-1]
    writes_publicly(world)
    sender.stops = False
    reply(world, LONG)

    assert (failed.kind, failed.part) == ("send_failed", 2)
    assert [o.text[-5:] for o in sender.sent] == ["(1/2)", "(2/2)"]
    assert {o.visibility for o in sender.sent} == {"private"}


def test_an_answer_that_waits_is_still_the_same(world: World) -> None:
    world.sender.mode = "rate_limit"
    reply(world)
    writes_publicly(world)
    world.sender.mode = "accept"
    status, _ = reply(world)
    world.deliver()

    assert status == 200
    assert [o.visibility for o in world.sender.sent] == ["private"]


def test_an_answer_with_a_link_is_the_same_as_before(world: World) -> None:
    writes_publicly(world)
    reply(world, invite="private")
    first = sent(world)
    forget_the_entry(world)
    reply(world, invite="private")

    assert "https://" in first[0]
    assert (sent(world), shown(world)[-1][-1]) == (first, first[0])


@pytest.mark.parametrize("mode", ["accept", "rate_limit"], ids=["sent", "waiting"])
@pytest.mark.parametrize(
    "other",
    [{"text": "Something else."}, {"visibility": "private"}, {"visibility": PUBLIC}],
    ids=["other words", "said where", "elsewhere"],
)
def test_another_answer_under_the_key_is_told(
    world: World, mode: str, other: dict[str, str]
) -> None:
    writes_publicly(world)
    world.sender.mode = mode
    reply(world)
    before = (sent(world), kinds(world))
    world.sender.mode = "accept"

    with pytest.raises(Conflict, match="another answer"):
        reply(world, **other)
    assert (sent(world), kinds(world)) == before


def test_what_was_refused_may_be_asked_for_otherwise(world: World) -> None:
    writes_publicly(world)
    world.sender.mode = "refuse"
    with pytest.raises(SendRefused):
        reply(world)
    world.sender.mode = "accept"
    reply(world, visibility="private")

    assert [o.visibility for o in world.sender.sent] == ["private"]


def test_a_key_that_looks_like_a_part_of_another_is_none(world: World) -> None:
    reply(world, LONG)
    reply(world, "And this.", key="k:2")

    assert sent(world)[-1] == "And this."
    assert len(sent(world)) == 3


def test_the_case_may_have_another_name_by_now(world: World) -> None:
    reply(world)
    earlier = received(-1, "m0", account="9", opens="cother")
    world.log.append([(ANN, earlier)], cases=[("cother", ANN)])
    whole = fold(Person(id=ANN), world.log.read(ANN), world.settings)
    world.log.save(replace(world.log.cards([ANN])[ANN], person=whole))
    _, answer = reply(world)

    assert (answer["case"]["id"], sent(world)) == ("cother", ["On its way."])
