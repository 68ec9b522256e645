"""The CRM is asked who a customer is before his case is routed, and not waited for."""

import json
from datetime import timedelta
from typing import Any

import pytest

from functions.actions import resolve
from functions.http import Request
from shared.ports_outside import Answer, OutsideFailed
from tests.fakes.world import World, contact, envelope

CARD = "https://crm.example/card"
GOLD = {"attributes": {"tier": "gold"}}
RULE = {
    "name": "gold",
    "when": {"attributes": {"tier": ["gold"]}},
    "then": {"queue": "gold"},
}


@pytest.fixture
def world() -> World:
    world = World()
    world.secrets.events_out = {"card": "token"}
    world.put_settings("routing", {"rules": [RULE]})
    ask(world)
    knows(world, GOLD)
    return world


def ask(world: World, **more: Any) -> None:
    card = {"url": f"{CARD}?channel={{channel}}&user={{user}}", **more}
    world.put_settings("integrations", {"card": card})


def knows(world: World, body: Any, status: int = 200) -> None:
    said = body if isinstance(body, bytes) else json.dumps(body).encode()
    world.outside.say(CARD, Answer(status=status, headers={}, body=said))


def writes(world: World, mail_id: str = "m1", **more: Any) -> str:
    """Let a customer write now; returns the queue of his case."""
    at = world.clock.now()
    mail = contact(id=mail_id, at=at, **more)
    world.queue.send([envelope(mail, received_at=at)])
    world.drain()
    return queue_of(world)


def queue_of(world: World) -> str:
    case = world.log.cards(["email:u1"])["email:u1"].person.case
    assert case is not None
    return case.queue


def resolves(world: World) -> None:
    case = world.log.cards(["email:u1"])["email:u1"].person.case
    assert case is not None
    roles = frozenset({"agent"})
    resolve(case.id, Request(caller="ada", roles=roles, query={}, body={}), world)


def attributes(world: World) -> dict[str, str]:
    card = world.log.cards(["email:u1"])["email:u1"]
    found = world.customers.get([card.customer or ""])
    return {} if not found else found[card.customer or ""].customer.known()  # type: ignore[union-attr] # it is kept


def test_what_the_crm_says_of_a_new_customer_decides_his_queue(world: World) -> None:
    assert writes(world) == "gold"
    assert attributes(world) == {"tier": "gold"}
    (call,) = world.outside.calls
    assert call.url == f"{CARD}?channel=email&user=u1"
    assert call.headers["authorization"] == "Bearer token"
    assert world.outside.deadlines == [0.8]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (OutsideFailed("late", code="timed_out"), "timed_out"),
        (Answer(status=500, headers={}, body=b""), "bad_answer"),
        (Answer(status=302, headers={}, body=b""), "bad_answer"),
        (Answer(status=200, headers={}, body=b"<html>"), "bad_answer"),
        (Answer(status=200, headers={}, body=b"[" * 20_000), "bad_answer"),
        (Answer(status=200, headers={}, body=b"[]"), "bad_answer"),
        (Answer(status=200, headers={}, body=b'{"attributes": 1}'), "bad_answer"),
        (
            Answer(status=200, headers={}, body=b'{"attributes": {"tier": 1}}'),
            "bad_answer",
        ),
    ],
)
def test_late_or_wrong_it_is_routed_without(
    world: World, said: Answer | OutsideFailed, why: str
) -> None:
    world.outside.say(CARD, said)

    assert writes(world) == "default"
    assert world.subscribers.cards_failed == [why]
    assert attributes(world) == {}


def test_whom_the_crm_does_not_know_is_no_failure(world: World) -> None:
    knows(world, {}, 404)

    assert writes(world) == "default"
    assert world.subscribers.cards_failed == []


def test_only_the_attributes_that_are_wanted_are_kept(world: World) -> None:
    ask(world, attributes=["tier"])
    knows(world, {"attributes": {"tier": "gold", "iban": "secret", "age": 7}})
    writes(world)

    assert attributes(world) == {"tier": "gold"}


def test_nobody_is_asked_for_what_goes_on_with_a_case(world: World) -> None:
    writes(world)
    writes(world, "m2")

    assert len(world.outside.calls) == 1


def test_the_same_customer_is_asked_about_again_after_an_hour(world: World) -> None:
    writes(world)
    resolves(world)
    world.clock.advance(minutes=59)
    writes(world, "m2")
    resolves(world)
    asked = len(world.outside.calls)
    world.clock.advance(minutes=2)
    writes(world, "m3")

    assert (asked, len(world.outside.calls)) == (1, 2)


def test_a_repeated_delivery_asks_nobody_and_changes_nothing(world: World) -> None:
    mail = envelope(contact(), received_at=world.clock.now())
    for _ in range(2):
        world.queue.send([mail])
        world.drain()

    assert len(world.outside.calls) == 1
    assert queue_of(world) == "gold"


def test_a_death_after_the_card_came_leaves_it_to_the_next_attempt(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The card is there with nothing of the customer, and asks nobody again."""
    mail = envelope(contact(), received_at=world.clock.now())
    world.queue.send([mail])
    append = world.log.append
    monkeypatch.setattr(world.log, "append", _dies)
    with pytest.raises(ConnectionError):
        world.drain()
    monkeypatch.setattr(world.log, "append", append)
    world.drain()

    assert queue_of(world) == "gold"
    assert len(world.outside.calls) == 1


def _dies(*_: Any, **__: Any) -> None:
    raise ConnectionError


def test_imported_talks_ask_nobody(world: World) -> None:
    world.queue.send([envelope(contact(), historic=True)])
    world.drain()

    assert world.outside.calls == []


def test_what_is_flushed_asks_nobody(world: World) -> None:
    flush = {"name": "spam", "when": {"channel": ["email"]}, "then": {"flush": "spam"}}
    world.put_settings("routing", {"rules": [flush]})
    world.clock.advance(minutes=2)
    world.queue.send([envelope(contact(), received_at=world.clock.now())])
    world.drain()

    assert world.outside.calls == []


def test_who_writes_together_is_asked_about_at_once(world: World) -> None:
    for user in range(5):
        author = {"id": f"u{user}", "name": "Somebody"}
        world.queue.send([envelope(contact(id=f"m{user}", author=author))])
    world.drain()

    assert (len(world.outside.calls), len(world.outside.deadlines)) == (5, 1)


def test_the_secret_that_cannot_be_read_costs_the_card_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shared.errors import StoreUnavailable  # noqa: PLC0415

    def away() -> Any:
        raise StoreUnavailable("It cannot be read now.")

    monkeypatch.setattr(world.secrets, "events", away)

    assert writes(world) == "default"
    assert world.subscribers.cards_failed == ["store_unavailable"]


def test_logs_tell_nothing_of_the_customer(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.outside.say(CARD, OutsideFailed("late", code="timed_out"))
    writes(world, author={"id": "u1", "name": "Customer One"}, text="my secret words")
    said = "".join(capsys.readouterr())

    assert "u1" not in said
    assert "secret" not in said


def test_a_deadline_is_for_all_together_and_below_what_a_queue_waits() -> None:
    from functions.customer_card import DEADLINE_S  # noqa: PLC0415

    assert timedelta(seconds=DEADLINE_S) <= timedelta(milliseconds=800)
