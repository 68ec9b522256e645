"""Answers to one person leave in the order they were asked for."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.errors import ChannelBroken, SendUnconfirmed
from tests.fakes.entries import at
from tests.fakes.sender import FakeSender
from tests.fakes.world import World
from tests.functional.test_desk import customer_writes, kinds
from tests.functional.test_long_answers import LONG
from tests.functional.test_queued_answers import reply, sent


def asked() -> World:
    """One customer with a private message on X."""
    made = World()
    customer_writes(made, visibility="private")
    made.clock.advance(minutes=5)
    return made


@pytest.fixture
def world() -> World:
    """One answer waits; the platform takes others by now."""
    made = asked()
    made.sender.mode = "rate_limit"
    reply(made, "First.", key="1")
    made.sender.mode = "accept"
    return made


def deliver_all(world: World, order: Sequence[int] = ()) -> None:
    """Run every errand when it is due; ``order`` picks which one is run first."""
    picks = list(order)
    while world.outbox.errands:
        pick = picks.pop() if picks else 0
        waiting = world.outbox.errands
        waiting.insert(0, waiting.pop(pick % len(waiting)))
        world.deliver()


def test_a_later_answer_waits_for_its_turn(world: World) -> None:
    status, answer = reply(world, "Second.", key="2")
    nothing = sent(world)
    deliver_all(world)

    assert (status, answer["message"]["status"], nothing) == (202, "queued", [])
    assert sent(world) == ["First.", "Second."]


def test_its_errand_comes_back_if_it_comes_first(world: World) -> None:
    reply(world, "Second.", key="2")
    world.outbox.errands.reverse()
    world.deliver()
    before = sent(world)
    deliver_all(world)

    assert (before, sent(world)) == ([], ["First.", "Second."])


def test_a_repeat_of_the_first_is_not_held_back_by_the_second(world: World) -> None:
    reply(world, "Second.", key="2")
    world.clock.advance(minutes=1)
    status, _ = reply(world, "First.", key="1")

    assert (status, sent(world)) == (200, ["First."])


def test_a_repeat_of_what_was_sent_is_not_queued(world: World) -> None:
    deliver_all(world)
    world.sender.mode = "rate_limit"
    reply(world, "Second.", key="2")
    status, answer = reply(world, "First.", key="1")

    assert (status, answer["message"]["text"]) == (200, "First.")


def test_an_answer_of_the_other_visibility_need_not_wait(world: World) -> None:
    customer_writes(world, id="post:2", at=at(5), visibility="public")
    status, _ = reply(world, "In public.", key="2", visibility="public")

    assert (status, sent(world)) == (200, ["In public."])


@pytest.mark.parametrize("mode", ["refuse", "rate_limit"], ids=["refused", "given up"])
def test_one_that_failed_holds_nobody_back(world: World, mode: str) -> None:
    world.sender.mode = mode
    deliver_all(world)
    world.sender.mode = "accept"
    world.clock.advance(minutes=1)
    status, _ = reply(world, "Second.", key="2")

    assert "send_failed" in kinds(world)
    assert (status, sent(world)) == (200, ["Second."])


def test_one_whose_errand_was_lost_holds_others_back_for_a_day_at_most(
    world: World,
) -> None:
    world.outbox.errands.clear()
    held = reply(world, "Second.", key="2")[0]
    world.clock.advance(hours=24)
    status, _ = reply(world, "Third.", key="3", visibility="private")

    assert (held, status) == (202, 202)  # behind the second, which still waits
    world.clock.advance(hours=1)
    assert reply(world, "Fourth.", key="4")[0] == 202
    world.outbox.errands.clear()
    world.clock.advance(hours=25)
    assert reply(world, "Fifth.", key="5")[0] == 200


def test_one_whose_errand_was_lost_is_queued_anew_when_it_is_asked_for_again(
    world: World,
) -> None:
    world.outbox.errands.clear()
    world.sender.mode = "rate_limit"
    world.clock.advance(hours=24)
    reply(world, "First.", key="1")
    world.sender.mode = "accept"
    deliver_all(world)

    assert sent(world) == ["First."]


def test_one_that_may_have_left_holds_nobody_back(world: World) -> None:
    world.sender.mode = "timeout"
    world.deliver()
    world.sender.mode = "accept"
    world.clock.advance(minutes=1)
    status, _ = reply(world, "Second.", key="2")

    assert kinds(world)[-2:] == ["send_unconfirmed", "message_sent"]
    assert (status, sent(world)) == (200, ["First.", "Second."])


class Halting(FakeSender):
    """Follows a list of modes, one a call; accepts when it is used up."""

    def __init__(self, modes: Sequence[str]) -> None:
        super().__init__()
        self.modes = list(modes)

    def deliver(self, out: Any) -> Any:
        self.mode = self.modes.pop(0) if self.modes else "accept"
        return super().deliver(out)


def test_nothing_comes_between_the_parts_of_an_answer() -> None:
    world = asked()
    world.sender = Halting(["accept", "rate_limit"])
    reply(world, LONG, key="1")
    reply(world, "Second.", key="2")
    world.outbox.errands.reverse()
    deliver_all(world)

    assert [text[-5:] for text in sent(world)] == ["(1/2)", "(2/2)", "cond."]


def test_a_refused_part_holds_nobody_back_and_its_repeat_waits_in_turn() -> None:
    world = asked()
    world.sender = Halting(["accept", "rate_limit", "refuse", "rate_limit"])
    reply(world, LONG, key="1")
    deliver_all(world)
    reply(world, "Second.", key="2")
    status, _ = reply(world, LONG, key="1")
    deliver_all(world)

    assert status == 202
    assert [text[-5:] for text in sent(world)] == ["(1/2)", "cond.", "(2/2)"]


def test_a_part_that_fails_and_is_asked_for_again_is_queued_again() -> None:
    world = asked()
    world.sender = Halting(["accept", "rate_limit", "refuse", "rate_limit"])
    reply(world, LONG)
    deliver_all(world)
    status, _ = reply(world, LONG)
    deliver_all(world)

    assert (status, [text[-5:] for text in sent(world)]) == (202, ["(1/2)", "(2/2)"])


def test_a_part_behind_a_proven_one_is_not_lost_when_it_is_delayed() -> None:
    world = asked()
    world.sender = Halting(["timeout", "rate_limit"])
    with pytest.raises(SendUnconfirmed):
        reply(world, LONG)
    echo = {"direction": "outbound", "author": {}, "customer": {"id": "1"}}
    customer_writes(
        world,
        id="dm:9",
        text=sent(world)[0],
        at=at(5.1),
        visibility="private",
        **echo,
    )
    deliver_all(world)

    assert [text[-5:] for text in sent(world)] == ["(1/2)", "(2/2)"]


def test_a_message_dated_ahead_does_not_hide_that_an_answer_failed() -> None:
    world = asked()
    customer_writes(world, id="m2", at=at(60), visibility="private")
    world.sender = Halting(["rate_limit", "refuse", "rate_limit"])
    reply(world, "First.", key="1")
    deliver_all(world)
    status, _ = reply(world, "First.", key="1")
    deliver_all(world)

    assert (status, sent(world)) == (202, ["First."])


def told(text: str) -> tuple[str, str]:
    """Which answer a message is of, and which part."""
    return text.partition(":")[0], text[-5:]


MODES = st.lists(st.sampled_from(["accept", "rate_limit", "broken"]), max_size=12)
LONG_ONES = st.lists(st.booleans(), max_size=5)


@settings(max_examples=60, deadline=None)
@given(MODES, st.lists(st.integers(0, 5), max_size=30), LONG_ONES)
def test_whatever_the_order_of_errands_the_platform_has_that_of_the_agent(
    modes: list[str], order: list[int], long: list[bool]
) -> None:
    world = asked()
    world.sender = Halting(["rate_limit", *modes])
    promised = set()
    for n, is_long in enumerate([False, *long]):
        text = " ".join([f"{n}:" + "s" * 6_000] * 2) if is_long else f"{n}: yes."
        with suppress(ChannelBroken):  # told at once: the agent decides
            reply(world, text, key=str(n))
            ends = ["(1/2)", "(2/2)"] if is_long else [text[-5:]]
            promised |= {(str(n), end) for end in ends}
        world.clock.advance(seconds=1)
    deliver_all(world, order)
    found = [told(text) for text in sent(world)]

    assert found == sorted(set(found))
    assert promised <= set(found)
