"""Answers whose outcome is open: looked for, settled by proof, never repeated."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions import desk, outbound, replying
from shared.domain import asked, outgoing
from shared.domain.cases import fold
from shared.domain.log import Entry
from shared.domain.messages import Outbound
from shared.domain.outgoing import Errand
from shared.domain.settings import default_settings
from shared.domain.state import Person
from shared.errors import DUPLICATE, Conflict, SendRefused, SendUnconfirmed
from tests.fakes.entries import at, received
from tests.fakes.sender import FakeSender
from tests.fakes.world import World
from tests.functional.test_desk import ANN, CASE, asks, customer_writes, kinds, reply
from tests.functional.test_long_answers import LONG
from tests.functional.test_queued_answers import sent, shown

TEXT = "On its way."


@pytest.fixture
def world() -> World:
    """A reply on X that the platform may have taken: it gave no answer."""
    made = World()
    customer_writes(made, visibility="private")
    made.clock.advance(minutes=5)
    made.sender.mode = "timeout"
    with pytest.raises(SendUnconfirmed):
        reply(made, "k")
    made.sender.mode = "accept"
    return made


def echo(world: World, text: str = TEXT, minutes: float = 5.1, **more: Any) -> None:
    """The platform tells of a message of ours, without our key."""
    said = {
        "direction": "outbound",
        "author": {},
        "customer": {"id": "1"},
        "visibility": "private",
        **more,
    }
    customer_writes(world, id=more.pop("id", "dm:9"), text=text, at=at(minutes), **said)


def test_it_is_in_the_log_as_what_it_is(world: World) -> None:
    assert kinds(world) == ["message_received", "send_unconfirmed"]
    assert shown(world) == ["unconfirmed"]
    assert world.log.read(ANN)[-1].text == TEXT


def test_its_echo_settles_it_with_the_agent_who_wrote_it(world: World) -> None:
    echo(world)
    world.deliver()
    items = desk.show_timeline(CASE, asks(), world)["items"]

    assert set(shown(world)) == {"sent"}
    (message,) = [i for i in items if i["kind"] == "message_sent"]
    assert (message["id"], message["agent"]) == ("dm:9", "amy")
    assert (len(sent(world)), world.outbox.errands) == (1, [])


def test_a_repeat_after_that_gets_the_first_answer(world: World) -> None:
    echo(world)
    world.deliver()
    answer = reply(world, "k")

    assert answer["message"]["id"] == "dm:9"
    assert len(sent(world)) == 1


def test_it_is_looked_for_three_times_and_left_to_the_agent(world: World) -> None:
    begun, looked = world.clock.now(), []
    while world.outbox.errands:
        world.deliver()
        looked.append(world.clock.now() - begun)

    minutes = [2, 10]
    assert looked[: len(minutes)] == [timedelta(minutes=m) for m in minutes]
    assert looked[-1] == timedelta(hours=1)
    assert (len(sent(world)), shown(world)) == (1, ["unconfirmed"])
    with pytest.raises(Conflict) as repeated:
        reply(world, "k")
    assert repeated.value.code == "send_outcome_unknown"
    reply(world, "another")
    assert len(sent(world)) == 2


@pytest.mark.parametrize(
    ("text", "minutes", "more"),
    [
        ("Something else.", 5.1, {}),
        (TEXT, 1, {}),
        (TEXT, 5.1, {"visibility": "public"}),
        (TEXT, 5.1, {"author": {"id": "bob"}}),
    ],
    ids=["other words", "before it", "in public", "a known one"],
)
def test_what_is_another_message_proves_nothing(
    world: World, text: str, minutes: float, more: dict[str, Any]
) -> None:
    echo(world, text, minutes, **more)
    world.deliver()

    assert "unconfirmed" in shown(world)


def test_a_status_with_our_key_settles_it_without_an_echo() -> None:
    attempt = outgoing.held("send_unconfirmed", *_answer_on_whatsapp(), at(5), "amy")
    status = Entry(
        at=at(6),
        id="s1",
        kind="status_received",
        send_key=attempt.send_key,
        target="wamid.1",
        status="delivered",
    )

    assert outgoing.proof(attempt, [attempt, status]) == "wamid.1"
    other = replace(status, send_key="other")
    assert outgoing.proof(attempt, [attempt, other]) is None


def _answer_on_whatsapp() -> tuple[Any, Any]:
    person = fold(Person(id="whatsapp:1"), [received()], default_settings("UTC"))
    out = Outbound(
        key="k",
        channel="whatsapp",
        account="9",
        person="1",
        visibility="private",
        text=TEXT,
    )
    return out, person.case


def test_the_parts_behind_it_are_sent_once_it_is_settled() -> None:
    world = World()
    customer_writes(world, visibility="private")
    world.clock.advance(minutes=5)
    world.sender.mode = "timeout"
    with pytest.raises(SendUnconfirmed):
        reply(world, "k", text=LONG)
    world.sender.mode = "accept"
    echo(world, sent(world)[0])
    world.deliver()

    assert [text[-5:] for text in sent(world)] == ["(1/2)", "(2/2)"]
    assert set(shown(world)) == {"sent"}


def test_the_parts_behind_it_are_given_up_if_nothing_proves_it() -> None:
    world = World()
    customer_writes(world, visibility="private")
    world.clock.advance(minutes=5)
    world.sender.mode = "timeout"
    with pytest.raises(SendUnconfirmed):
        reply(world, "k", text=LONG)
    while world.outbox.errands:
        world.deliver()

    assert world.log.read(ANN)[-1].kind == "send_failed"
    assert len(sent(world)) == 1


class Duplicates(FakeSender):
    """A platform that knows these very words already."""

    def deliver(self, _out: Any) -> Any:
        raise SendRefused("X has this very post already.", code=DUPLICATE)


def test_a_duplicate_after_a_timeout_counts_only_if_the_echo_shows_it(
    world: World,
) -> None:
    world.sender = Duplicates()
    with pytest.raises(SendUnconfirmed):
        reply(world, "again")
    assert shown(world) == ["unconfirmed", "unconfirmed"]
    echo(world)
    world.deliver()
    world.deliver()

    assert sorted(s or "" for s in shown(world)) == ["sent", "sent", "unconfirmed"]


def test_a_duplicate_of_something_else_is_refused(world: World) -> None:
    world.clock.advance(seconds=1)
    world.sender = Duplicates()
    with pytest.raises(SendRefused):
        reply(world, "other", text="Good morning.")

    assert kinds(world)[-1] == "send_failed"


def test_an_attempt_that_died_is_open_and_not_repeated() -> None:
    world = World()
    customer_writes(world, visibility="private")
    world.sender.mode = "rate_limit"
    world.clock.advance(minutes=5)

    replying.reply(CASE, asks(body={"text": TEXT}, idempotency_key="k"), world)
    ((body, _),) = world.outbox.errands
    note = {"asked": asked.fingerprint({"text": TEXT})}
    world.log.claim(ANN, outgoing.from_body(body).key, at(5.9), note)
    world.sender.mode = "accept"
    world.deliver()  # perhaps under way
    world.deliver()  # surely not

    assert (sent(world), kinds(world)[-1]) == ([], "send_unconfirmed")
    outbound.deliver(body, world)
    assert sent(world) == []


def test_a_check_of_nothing_is_dropped(world: World) -> None:
    world.outbox.errands.clear()
    errand = Errand(task="check", person=ANN, case=CASE, key="?", due=at(0))
    outbound.deliver(outgoing.to_body(errand), world)

    assert world.outbox.errands == []
