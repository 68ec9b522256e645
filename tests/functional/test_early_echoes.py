"""Instagram tells of a private reply before our call does: the log is the same.

The echo carries no key and names a private id nobody has met.
"""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions import replying
from functions.http import Request
from functions.ingest import Record, ingest_batch
from shared.domain.cases import case_id, fold
from shared.domain.log import Entry, in_order
from shared.domain.messages import Delivery, Outbound
from shared.domain.snapshots import to_json
from shared.domain.state import Person
from shared.ports import Card, Identity, Stray
from tests.fakes.entries import MONDAY
from tests.fakes.log import FakeLog
from tests.fakes.sender import FakeSender
from tests.fakes.world import World, envelope

ACCOUNT, AUTHOR, PRIVATE = "5000000001", "77", "901"
ANN, STRANGER = f"instagram:{AUTHOR}", f"instagram:{PRIVATE}"
CASE = case_id(ANN, "comment:10")
EPOCH = int(MONDAY.timestamp())
REPLY = "1"  # the id that the platform gives our first message
Piece = dict[str, Any]


def body(array: str, item: Piece) -> Piece:
    entry = {"id": ACCOUNT, "time": EPOCH, array: [item]}
    return {"object": "instagram", "entry": [entry]}


def direct(minutes: float, sender: str, **said: Any) -> Piece:
    parties = (PRIVATE, ACCOUNT) if sender == PRIVATE else (ACCOUNT, PRIVATE)
    return body(
        "messaging",
        {
            "sender": {"id": parties[0]},
            "recipient": {"id": parties[1]},
            "timestamp": round((EPOCH + minutes * 60) * 1000),
            **said,
        },
    )


COMMENT = body(
    "changes",
    {
        "field": "comments",
        "value": {
            "id": "10",
            "text": "Where is it?",
            "from": {"id": AUTHOR, "username": "ann"},
            "media": {"id": "20"},
        },
    },
)
ECHO = direct(
    6, ACCOUNT, message={"mid": REPLY, "text": "Which order?", "is_echo": True}
)
SEEN = direct(6.5, PRIVATE, read={"mid": REPLY})
LIKED = direct(
    6.6, PRIVATE, reaction={"mid": REPLY, "action": "react", "emoji": "\u2764"}
)
ANSWER = direct(9, PRIVATE, message={"mid": "m_1", "text": "Number 12."})
ABOUT_IT = (ECHO, SEEN, LIKED)


class Instagram(FakeSender):
    """Knows the author by another id in private; much may come in meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.meanwhile: Callable[[], None] = lambda: None

    def deliver(self, out: Outbound) -> Delivery:
        taken = super().deliver(out)
        self.meanwhile()
        return Delivery(id=taken.id, person=PRIVATE)


def commented(log: FakeLog | None = None) -> tuple[World, Instagram]:
    """A world where Ann has commented, five minutes ago."""
    world, sender = World(), Instagram()
    world.sender = sender
    world.log = log or world.log
    take(world, COMMENT)
    world.clock.advance(minutes=6, seconds=1)
    return world, sender


def take(world: World, *pieces: Piece) -> None:
    bodies = [envelope(p, "instagram") for p in pieces]
    ingest_batch([Record(body=b, handle="") for b in bodies], world)


def one_by_one(world: World, pieces: Iterable[Piece]) -> None:
    for piece in pieces:
        take(world, piece)


def reply(world: World, key: str = "k") -> None:
    request = Request(
        caller="amy",
        roles=frozenset({"agent"}),
        query={},
        body={"text": "Which order?", "visibility": "private"},
        idempotency_key=key,
    )
    replying.reply(CASE, request, world)


def told(world: World, person: str) -> list[tuple[str, str, str | None]]:
    """What has happened, with the agent who did it."""
    return [(e.kind, e.id, e.agent) for e in in_order(world.log.read(person))]


def is_card_true(world: World, person: str) -> bool:
    log: list[Entry] = world.log.read(person)
    card = world.log.cards([person])[person].person
    return to_json(card) == to_json(fold(Person(id=person), log, world.settings))


def orderly() -> World:
    """The reply, what is said of it, and the customer's answer, each in its turn."""
    world, _ = commented()
    reply(world)
    one_by_one(world, [*ABOUT_IT, ANSWER])
    return world


EXPECTED = orderly()


def test_in_order_there_is_one_answer_and_it_is_our_agents() -> None:
    assert told(EXPECTED, ANN) == [
        ("message_received", "comment:10", None),
        ("message_sent", REPLY, "amy"),
        *[(e.kind, e.id, None) for e in EXPECTED.log.read(ANN)[-3:]],
    ]
    assert STRANGER not in EXPECTED.log.entries


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_whenever_it_is_told_the_log_is_the_same(data: st.DataObject) -> None:
    order = data.draw(st.permutations(ABOUT_IT))
    ends = sorted(data.draw(st.tuples(*[st.integers(0, len(order))] * 2)))
    before, during, after = order[: ends[0]], order[slice(*ends)], order[ends[1] :]
    again = data.draw(st.lists(st.sampled_from(ABOUT_IT)))
    together = data.draw(st.booleans())
    hand_over = take if together else lambda w, *pieces: one_by_one(w, pieces)
    world, sender = commented()
    hand_over(world, *before)
    sender.meanwhile = lambda: hand_over(world, *during, *again)
    reply(world)
    hand_over(world, *again, *after, ANSWER)

    assert world.log.read(ANN) == EXPECTED.log.read(ANN)
    assert STRANGER not in world.log.entries
    assert is_card_true(world, ANN)


@given(st.permutations([*ABOUT_IT, ANSWER]), st.integers(1, 4))
@settings(max_examples=40, deadline=None)
def test_a_stranger_is_known_by_his_own_words_only(
    order: list[Piece], size: int
) -> None:
    world, _ = commented()
    for start in range(0, len(order), size):
        take(world, *order[start : start + size])

    other, _ = commented()
    one_by_one(other, [ANSWER, *ABOUT_IT])
    assert world.log.read(STRANGER) == other.log.read(STRANGER)
    assert {e.id for e in world.log.read(STRANGER)} >= {REPLY, "m_1"}
    assert is_card_true(world, STRANGER)


def test_what_waits_is_in_no_log_and_on_no_list() -> None:
    world, _ = commented()
    one_by_one(world, ABOUT_IT)

    assert list(world.log.entries) == [ANN]
    assert len(world.log.kept()) == len(ABOUT_IT)
    assert world.log.work("open", ["default"]).items == [ANN]


def test_whoever_answers_before_our_call_returns_is_the_same_customer() -> None:
    world, sender = commented()
    sender.meanwhile = lambda: one_by_one(world, [*ABOUT_IT, ANSWER])
    reply(world)
    after, _ = commented()
    one_by_one(after, [ANSWER])
    reply(after)
    one_by_one(after, ABOUT_IT)

    assert world.log.known_ids == {}
    cards = world.log.cards([ANN, STRANGER])
    assert cards[ANN].customer == cards[STRANGER].customer is not None
    for person in (ANN, STRANGER):
        assert world.log.read(person) == after.log.read(person)
        assert is_card_true(world, person)
    assert ("message_sent", REPLY, "amy") in told(world, ANN)


def test_a_repeat_does_what_a_first_attempt_had_no_time_for() -> None:
    class CutOff(FakeLog):
        broken = True

        def append(self, entries: Iterable[tuple[str, Entry]], **rest: Any) -> None:
            super().append(entries, **rest)
            if self.broken and rest.get("identities"):
                raise ConnectionError("The function was stopped.")

    log = CutOff()
    world, sender = commented(log)
    sender.meanwhile = lambda: one_by_one(world, ABOUT_IT)
    with pytest.raises(ConnectionError):
        reply(world)
    log.broken = False
    reply(world)
    take(world, ANSWER)

    assert world.log.read(ANN) == EXPECTED.log.read(ANN)
    assert len(sender.sent) == 1


class Racing(FakeLog):
    """Lets something happen just after the echo was put aside, or noted."""

    def __init__(self, at: str) -> None:
        super().__init__()
        self.at = at
        self.meanwhile: Callable[[], None] | None = None

    def append(self, entries: Iterable[tuple[str, Entry]], **rest: Any) -> None:
        strays: list[Stray] = list(rest.get("strays", ()))
        super().append(entries, **{**rest, "strays": strays})
        if strays:
            self._now("append")

    def save(self, card: Card) -> None:
        if card.person.id == STRANGER:
            self._now("save")
        super().save(card)
        if card.person.id == STRANGER:
            self._now("saved")

    def has_raced(self) -> bool:
        return self.meanwhile is None

    def _now(self, at: str) -> None:
        if at == self.at and self.meanwhile is not None:
            happens, self.meanwhile = self.meanwhile, None
            happens()


MOMENTS = ["append", "save", "saved"]
MEETINGS = [(ECHO, at) for at in MOMENTS] + [(ANSWER, at) for at in MOMENTS[1:]]


@pytest.mark.parametrize("at", MOMENTS)
def test_our_call_may_return_while_the_echo_is_put_aside(at: str) -> None:
    log = Racing(at)
    world, _ = commented(log)
    log.meanwhile = lambda: reply(world)
    one_by_one(world, [*ABOUT_IT, ANSWER])

    assert log.has_raced()
    assert world.log.read(ANN) == EXPECTED.log.read(ANN)


@pytest.mark.parametrize("early", [True, False])
def test_an_echo_of_the_same_millisecond_hides_nobody(*, early: bool) -> None:
    world, sender = commented()
    same = direct(
        6 + 1 / 60, ACCOUNT, message={"mid": REPLY, "text": "Which?", "is_echo": True}
    )
    if early:
        sender.meanwhile = lambda: take(world, same)
    reply(world)
    take(world, same)
    reply(world)

    assert told(world, ANN) == told(EXPECTED, ANN)[:2]
    assert is_card_true(world, ANN)


@pytest.mark.parametrize(("first", "at"), MEETINGS)
def test_he_may_write_while_the_echo_is_put_aside(first: Piece, at: str) -> None:
    log = Racing(at)
    world, _ = commented(log)
    second = ANSWER if first is ECHO else ECHO
    take(world, LIKED)
    log.meanwhile = lambda: take(world, second)
    take(world, first)

    assert log.has_raced()
    take(world, SEEN)
    other, _ = commented()
    one_by_one(other, [ANSWER, *ABOUT_IT])

    assert world.log.read(STRANGER) == other.log.read(STRANGER)
    assert is_card_true(world, STRANGER)


def test_the_echo_of_an_answer_to_somebody_known_waits_for_nothing() -> None:
    world, _ = commented()
    take(world, ANSWER)
    take(world, ECHO)

    assert [e.id for e in world.log.read(STRANGER)] == [REPLY, "m_1"]
    assert world.log.kept() == []


def test_an_id_that_means_another_person_is_left_as_it_is() -> None:
    world, _ = commented()
    known = {STRANGER: Identity(person="instagram:55")}
    world.log.append([], identities=known)
    reply(world)
    take(world, ECHO)

    assert world.log.known_ids == known
    assert [e.id for e in world.log.read("instagram:55")] == [REPLY]
