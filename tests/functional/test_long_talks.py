"""A talk that has grown too long is offered to go on privately, or by phone, once."""

from typing import Any

import pytest

from functions import actions, replying
from functions.http import Request
from functions.ingest import Record, ingest_batch
from functions.outbound import deliver
from shared.domain.escalation_texts import INVITATION
from shared.domain.log import Entry
from tests.fakes.ann import case
from tests.fakes.world import World, contact, envelope

ANN = "x:1"
LINK = "https://x.com/messages/compose?recipient_id=9"


def writes(world: World, number: int, **changes: Any) -> None:
    """Ann posts on X a minute after what was before, unless said otherwise."""
    world.clock.advance(minutes=1)
    historic = changes.pop("historic", False)
    known = {
        "id": f"post:10{number}",
        "channel": "x",
        "account": "9",
        "author": {"id": "1", "name": "Ann"},
        "social": True,
        "visibility": "public",
        "at": world.clock.now(),
        **changes,
    }
    body = envelope(contact(**known), historic=historic)
    ingest_batch([Record(body=body, handle="")], world)


def amy(**body: Any) -> Request:
    roles = frozenset({"agent"})
    return Request(caller="amy", roles=roles, query={}, body=body)


def runs(world: World) -> None:
    while world.outbox.errands:
        world.deliver()


def texts(world: World) -> list[str]:
    return [out.text for out in world.sender.sent]


def of_kind(world: World, kind: str, person: str = ANN) -> list[Entry]:
    return [e for e in world.log.read(person) if e.kind == kind]


@pytest.fixture
def world() -> World:
    """Three messages are enough."""
    made = World()
    made.put_settings("escalation", {"threshold": {"messages": 3}})
    return made


def test_a_long_public_talk_is_invited_to_a_private_one(world: World) -> None:
    for number in (1, 2, 3):
        writes(world, number)
    runs(world)
    (out,) = world.sender.sent
    (offer,), (mark,) = of_kind(world, "private_offered"), of_kind(world, "escalated")

    assert out.text == f"{INVITATION['en']} {LINK}"
    assert (out.visibility, out.reply_to, out.automatic) == ("public", "post:103", True)
    assert (offer.reason, offer.target) == ("message_count", "post:1")
    assert (mark.what, mark.reason, mark.agent) == ("private", "message_count", None)


def test_it_is_no_response_and_no_message_of_the_talk(world: World) -> None:
    for number in (1, 2, 3):
        writes(world, number)
    runs(world)
    episode = case(world).episode

    assert (episode.responded_at, episode.messages) == (None, 3)
    assert episode.waiting_since == episode.opened_at


def test_a_shorter_talk_costs_nothing(world: World) -> None:
    writes(world, 1)
    writes(world, 2)

    assert world.outbox.errands == []


def test_it_is_offered_once(world: World) -> None:
    for number in range(1, 7):
        writes(world, number)
        runs(world)

    assert len(world.sender.sent) == 1
    assert len(of_kind(world, "private_offered")) == 1


def test_an_errand_that_comes_twice_invites_once(world: World) -> None:
    for number in (1, 2, 3):
        writes(world, number)
    ((body, _),) = world.outbox.errands
    deliver(body, world)
    deliver(body, world)

    assert (len(world.sender.sent), len(of_kind(world, "escalated"))) == (1, 1)


def test_our_answers_count_as_well(world: World) -> None:
    writes(world, 1)
    replying.reply(case(world).id, amy(text="Which order?"), world)
    writes(world, 2)
    runs(world)

    assert texts(world)[1:] == [f"{INVITATION['en']} {LINK}"]


def test_an_answer_may_be_the_message_that_makes_it_too_long(world: World) -> None:
    writes(world, 1)
    writes(world, 2)
    replying.reply(case(world).id, amy(text="Which order?"), world)
    runs(world)

    assert len(world.sender.sent) == 2
    assert of_kind(world, "escalated")[0].what == "private"


def test_so_may_the_echo_of_one_written_in_the_app(world: World) -> None:
    writes(world, 1)
    writes(world, 2)
    writes(world, 3, direction="outbound", customer={"id": "1"})
    runs(world)

    assert len(of_kind(world, "private_offered")) == 1


def test_whether_he_accepts_is_known(world: World) -> None:
    for number in (1, 2, 3):
        writes(world, number)
    runs(world)
    writes(world, 4)
    offered = case(world).episode
    writes(world, 5, id="m5", visibility="private")
    accepted = case(world).episode

    assert (offered.offered_at is None, offered.accepted_at) == (False, None)
    assert accepted.accepted_at == world.clock.now()


def test_who_has_accepted_is_not_called_as_well(world: World) -> None:
    for number in (1, 2, 3):
        writes(world, number)
    runs(world)
    for number in range(4, 9):
        writes(world, number, id=f"m{number}", visibility="private")
    runs(world)

    assert [e.what for e in of_kind(world, "escalated")] == ["private"]


@pytest.mark.parametrize(
    ("channel", "visibility", "person"),
    [
        ("x", "private", ANN),
        ("whatsapp", "private", "whatsapp:1"),
        ("email", "private", "email:1"),
        ("forum", "public", "forum:1"),
    ],
)
def test_a_talk_that_cannot_be_moved_gets_a_call(
    world: World, channel: str, visibility: str, person: str
) -> None:
    for number in (1, 2, 3, 4):
        writes(world, number, channel=channel, visibility=visibility)
        runs(world)
    (mark,) = of_kind(world, "escalated", person)

    assert (mark.what, mark.reason, world.sender.sent) == ("call", "message_count", [])
    assert case(world, person).episode.escalated == ("call",)


def test_a_comment_is_answered_privately_where_it_may(world: World) -> None:
    for number in (1, 2, 3):
        writes(world, number, id=f"comment:9_{number}", channel="facebook")
    runs(world)
    (out,) = world.sender.sent

    assert (out.visibility, out.reply_to, out.automatic) == (
        "private",
        "comment:9_3",
        True,
    )
    assert len(of_kind(world, "private_offered", "facebook:1")) == 1


def test_after_thanks_nobody_is_asked_for_details(world: World) -> None:
    writes(world, 1)
    replying.reply(case(world).id, amy(text="It is on its way."), world)
    writes(world, 2, text="Thank you!")
    assert world.outbox.errands == []
    replying.reply(case(world).id, amy(text="You are welcome."), world)
    runs(world)

    assert texts(world) == ["It is on its way.", "You are welcome."]


def test_nothing_happens_if_the_case_is_resolved_meanwhile(world: World) -> None:
    for number in (1, 2, 3):
        writes(world, number)
    actions.resolve(case(world).id, amy(), world)
    runs(world)

    assert world.sender.sent == []


def test_nothing_happens_if_an_agent_was_first(world: World) -> None:
    for number in (1, 2, 3):
        writes(world, number)
    actions.move_to_private(case(world).id, amy(), world)
    runs(world)

    assert len(world.sender.sent) == 1
    assert [e.reason for e in of_kind(world, "private_offered")] == ["manual"]
    assert [e.reason for e in of_kind(world, "escalated")] == ["manual"]


def test_nothing_happens_if_an_answer_has_invited(world: World) -> None:
    writes(world, 1)
    writes(world, 2)
    replying.reply(case(world).id, amy(text="Write to us:", invite="private"), world)
    runs(world)

    assert texts(world) == [f"Write to us: {LINK}"]


def test_past_conversations_are_left_alone(world: World) -> None:
    for number in (1, 2, 3, 4):
        writes(world, number, historic=True)

    assert world.outbox.errands == []


def test_a_threshold_may_be_off_for_a_channel(world: World) -> None:
    threshold = {"messages": 3, "channels": {"x": None}}
    world.put_settings("escalation", {"threshold": threshold})
    for number in range(1, 5):
        writes(world, number)

    assert world.outbox.errands == []


def test_the_rules_at_the_opening_hold(world: World) -> None:
    writes(world, 1)
    world.clock.advance(minutes=1)
    world.put_settings("escalation", {"threshold": {"messages": 9}})
    writes(world, 2)
    writes(world, 3)
    runs(world)

    assert len(world.sender.sent) == 1


def test_what_the_platform_does_not_take_now_is_sent_later(world: World) -> None:
    world.sender.mode = "rate_limit"
    for number in (1, 2, 3):
        writes(world, number)
    world.deliver()
    assert of_kind(world, "private_offered") == []
    world.sender.mode = "accept"
    runs(world)

    assert (len(world.sender.sent), len(of_kind(world, "escalated"))) == (1, 1)


def test_a_refusal_is_on_the_timeline_and_not_tried_again(world: World) -> None:
    world.sender.mode = "refuse"
    for number in (1, 2, 3):
        writes(world, number)
    runs(world)
    world.sender.mode = "accept"
    writes(world, 4)
    runs(world)

    assert [e.reason for e in of_kind(world, "send_failed")] == ["send_refused"]
    assert (world.sender.sent, of_kind(world, "escalated")) == ([], [])


@pytest.mark.parametrize("kind", ["message_sent", "private_offered"])
def test_what_was_cut_off_is_made_up_for(world: World, kind: str) -> None:
    for number in (1, 2, 3):
        writes(world, number)
    ((body, _),) = world.outbox.errands
    record = world.log.record

    def cut_off(entry: Entry, *args: Any, **more: Any) -> None:
        if entry.kind == kind:
            raise ConnectionError
        record(entry, *args, **more)

    world.log.record = cut_off  # type: ignore[method-assign]
    with pytest.raises(ConnectionError):
        deliver(body, world)
    world.log.record = record  # type: ignore[method-assign]
    deliver(body, world)

    assert len(world.sender.sent) == 1
    assert len(of_kind(world, "private_offered")) == 1
    assert [e.what for e in of_kind(world, "escalated")] == ["private"]


def test_an_answer_that_has_left_is_no_error_for_want_of_a_queue(world: World) -> None:
    writes(world, 1)
    writes(world, 2)
    world.outbox.broken = True
    replying.reply(case(world).id, amy(text="Which order?"), world)

    assert texts(world) == ["Which order?"]
