"""From a public comment to a private talk: one person, one case, on either side."""

from typing import Any

import pytest

from functions import replying
from functions.http import Request
from functions.ingest import Record, ingest_batch
from shared.domain.cases import case_id
from shared.domain.messages import Delivery, Outbound
from shared.errors import Conflict
from shared.ports import Identity
from tests.fakes.entries import MONDAY
from tests.fakes.sender import FakeSender
from tests.fakes.world import World, envelope

PAGE, AUTHOR, PSID = "1000000001", "77", "901"
ANN = f"facebook:{AUTHOR}"
CASE = case_id(ANN, "comment:1_10")
EPOCH = int(MONDAY.timestamp())


class Messenger(FakeSender):
    """A platform that knows the author of a comment by another id in private."""

    def deliver(self, out: Outbound) -> Delivery:
        return Delivery(id=super().deliver(out).id, person=PSID)


def page(item: dict[str, Any], array: str) -> dict[str, Any]:
    entry = {"id": PAGE, "time": EPOCH, array: [item]}
    return {"object": "page", "entry": [entry]}


def comment() -> dict[str, Any]:
    value = {
        "item": "comment",
        "verb": "add",
        "comment_id": "1_10",
        "parent_id": f"{PAGE}_1",
        "post_id": f"{PAGE}_1",
        "message": "Where is it?",
        "created_time": EPOCH,
        "from": {"id": AUTHOR, "name": "Ann"},
    }
    return page({"field": "feed", "value": value}, "changes")


def messenger(mid: str, minutes: int, user: str = PSID, **said: Any) -> dict[str, Any]:
    ours = said.get("is_echo", False)
    parties = [{"id": PAGE}, {"id": user}] if ours else [{"id": user}, {"id": PAGE}]
    item = {
        "sender": parties[0],
        "recipient": parties[1],
        "timestamp": (EPOCH + minutes * 60) * 1000,
        "message": {"mid": mid, "text": "Number 12.", **said},
    }
    return page(item, "messaging")


def take(world: World, piece: dict[str, Any]) -> None:
    ingest_batch([Record(body=envelope(piece, "facebook"), handle="")], world)


def reply(world: World, key: str = "k", **body: Any) -> dict[str, Any]:
    wanted = {"text": "Which order?", "visibility": "private", **body}
    request = Request(
        caller="amy",
        roles=frozenset({"agent"}),
        query={},
        body=wanted,
        idempotency_key=key,
    )
    answer = replying.reply(CASE, request, world)
    assert isinstance(answer, dict)
    return answer


@pytest.fixture
def world() -> World:
    """A comment on our page, which is answered publicly."""
    made = World()
    made.sender = Messenger()
    take(made, comment())
    made.clock.advance(minutes=5)
    reply(made, "public", text="We write to you.", visibility="public")
    made.clock.advance(minutes=1)
    return made


def test_the_private_answer_joins_the_person_and_his_case(world: World) -> None:
    answer = reply(world)
    take(world, messenger("m_1", 9))
    case = world.log.cards([ANN])[ANN].person.case

    assert answer["message"]["visibility"] == "private"
    assert case is not None
    assert (case.id, case.episode.messages) == (CASE, 4)
    assert f"facebook:{PSID}" not in world.log.entries
    world.clock.advance(minutes=9)
    reply(world, "on")
    assert (world.sender.sent[-1].person, world.sender.sent[-1].reply_to) == (
        PSID,
        "m_1",
    )


def test_the_echo_is_the_same_message(world: World) -> None:
    answer = reply(world)
    echo = messenger(answer["message"]["id"], 6, is_echo=True)
    take(world, echo)
    case = world.log.cards([ANN])[ANN].person.case

    assert case is not None
    assert case.episode.messages == 3


def test_an_echo_that_is_quicker_than_our_record_does_no_harm(world: World) -> None:
    take(world, messenger("3", 6, is_echo=True))
    reply(world)
    take(world, messenger("m_1", 9))

    assert world.log.read(ANN)[-1].id == "m_1"


def test_an_echo_with_our_key_is_in_the_case_before_our_call_returns(
    world: World,
) -> None:
    case = world.log.cards([ANN])[ANN].person.case
    assert case is not None
    take(world, messenger("early", 6, is_echo=True, metadata=f"{case.id}:k"))

    assert world.log.read(ANN)[-1].id == "early"
    assert f"facebook:{PSID}" not in world.log.entries


def test_the_repeat_is_the_first_answer_and_another_is_too_much(world: World) -> None:
    first, repeated = reply(world), reply(world)
    with pytest.raises(Conflict) as second:
        reply(world, "other")

    assert first["message"] == repeated["message"]
    assert second.value.code == "window_closed"


def test_a_private_id_that_is_known_is_left_as_it_is(world: World) -> None:
    known = {f"facebook:{PSID}": Identity(person="facebook:55")}
    world.log.append([], identities=known)
    reply(world)

    assert world.log.known_ids == known


def test_a_private_talk_with_a_case_of_its_own_is_the_same_customers(
    world: World,
) -> None:
    take(world, messenger("m_0", -9))
    reply(world)
    take(world, messenger("m_1", 9))
    log = world.log.read(f"facebook:{PSID}")

    assert [e.id for e in log if e.kind == "message_received"] == ["m_0", "m_1"]
    assert world.log.known_ids == {}
    cards = world.log.cards([ANN, f"facebook:{PSID}"])
    assert len({card.customer for card in cards.values()}) == 1


def test_the_echo_of_an_invitation_is_in_the_case_too(world: World) -> None:
    key = f"auto:invite:{CASE}:1"
    take(world, messenger("early", 6, is_echo=True, metadata=key))
    entry = world.log.read(ANN)[-1]

    assert (entry.id, entry.automatic) == ("early", True)
    assert f"facebook:{PSID}" not in world.log.entries
