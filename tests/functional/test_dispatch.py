"""Sending within the platforms' rates, and heeding what they say of it."""

from typing import Any

import pytest

from functions.dispatch import dispatch
from shared.channels import rates
from shared.domain.messages import Outbound
from shared.errors import SendDelayed
from tests.fakes.sender import FakeSender
from tests.fakes.world import World


def out(channel: str = "x", **changes: Any) -> Outbound:
    values: dict[str, Any] = {
        "key": "k",
        "channel": channel,
        "account": "9",
        "person": "1",
        "visibility": "private",
        "text": "Hi",
    }
    return Outbound(**{**values, **changes})


@pytest.fixture
def world() -> World:
    return World()


def wait(world: World, message: Outbound) -> float:
    """How long it would have to wait; 0 if it was sent."""
    try:
        dispatch(message, world)
    except SendDelayed as error:
        return error.retry_after_s
    return 0


def test_one_person_on_whatsapp_gets_one_message_in_six_seconds(world: World) -> None:
    first, other = out("whatsapp"), out("whatsapp", person="2")

    assert [wait(world, m) for m in (first, first, other)] == [0, 6, 0]
    assert len(world.sender.sent) == 2


def test_an_account_on_x_has_its_quarter_of_an_hour(world: World) -> None:
    posts = [
        wait(world, out(visibility="public", reply_to=f"post:{n}")) for n in range(101)
    ]

    assert posts == [0] * 100 + [9]
    assert wait(world, out()) == 0  # direct messages are counted apart
    assert wait(world, out(visibility="public", reply_to="post:1", account="8")) == 0


def test_what_a_platform_asks_for_holds_for_the_whole_account(world: World) -> None:
    world.sender.mode = "rate_limit"
    assert wait(world, out()) == 60
    world.sender.mode = "accept"

    assert wait(world, out(person="2")) == 60
    assert world.sender.sent == []
    world.clock.advance(seconds=60)
    assert wait(world, out(person="2")) == 0


def test_a_passing_problem_holds_nobody_else(world: World) -> None:
    class Unwell(FakeSender):
        def deliver(self, _out: Outbound) -> Any:
            raise SendDelayed("Meta has a passing problem.", retry_after_s=60)

    well, world.sender = world.sender, Unwell()
    assert wait(world, out()) == 60
    world.sender = well

    assert wait(world, out()) == 0


def test_a_private_reply_is_counted_by_the_hour() -> None:
    found = rates.account(out("facebook", reply_to="comment:1_2"))

    assert found is not None
    assert (found.name, found.rate) == (
        "facebook:9:private_reply",
        rates.PRIVATE_REPLIES,
    )


def test_a_group_has_a_rate_of_its_own() -> None:
    found = rates.recipient(out("telegram", visibility="public", conversation="-5"))

    assert found is not None
    assert (found.name, found.rate) == ("telegram:9:to:-5", rates.TELEGRAM_GROUP)


def test_comments_are_not_counted() -> None:
    comment = out("facebook", visibility="public", reply_to="comment:1_2")

    assert (rates.account(comment), rates.recipient(comment)) == (None, None)
