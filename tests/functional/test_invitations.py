"""A public talk is invited to go on in private: once, as each channel allows."""

from dataclasses import replace
from typing import Any

import pytest

from functions import actions, replying
from functions.casebook import load
from functions.http import Request
from functions.ingest import Record, ingest_batch
from functions.invitations import invite
from shared.domain.cases import case_id
from shared.domain.escalation_texts import INVITATION
from shared.domain.messages import Delivery, Outbound
from shared.domain.times import to_text
from shared.errors import Conflict, SendDelayed, SendRefused, SendUnconfirmed
from tests.fakes.entries import at
from tests.fakes.sender import FakeSender
from tests.fakes.world import World, contact, envelope

POSTS = {
    "x": "post:1",
    "facebook": "comment:1_10",
    "instagram": "comment:17",
    "telegram": "group:5:1",
}


def writes(world: World, channel: str = "x", **changes: Any) -> None:
    known = {
        "id": POSTS[channel],
        "channel": channel,
        "account": "9",
        "author": {"id": "1", "name": "Ann"},
        "conversation": "5",
        "visibility": "public",
        "social": True,
    }
    piece = contact(**{**known, **changes})
    ingest_batch([Record(body=envelope(piece), handle="")], world)


def world_of(channel: str) -> World:
    world = World()
    writes(world, channel)
    world.clock.advance(minutes=5)
    return world


def move(world: World, channel: str = "x", caller: str = "amy", **body: Any) -> Any:
    request = Request(caller=caller, roles=frozenset({"agent"}), query={}, body=body)
    case = case_id(f"{channel}:1", POSTS[channel])
    return actions.move_to_private(case, request, world)


def kinds(world: World, channel: str = "x") -> list[str]:
    return [e.kind for e in world.log.read(f"{channel}:1")]


@pytest.fixture
def world() -> World:
    """One public post on X."""
    return world_of("x")


@pytest.mark.parametrize(
    ("channel", "visibility"),
    [
        ("x", "public"),
        ("facebook", "private"),
        ("instagram", "private"),
        ("telegram", "public"),
    ],
)
def test_each_channel_has_its_way(channel: str, visibility: str) -> None:
    world = world_of(channel)
    case = move(world, channel)
    (out,) = world.sender.sent

    assert (out.visibility, out.reply_to) == (visibility, POSTS[channel])
    assert out.text.startswith(INVITATION["en"])
    assert ("recipient_id=9" in out.text) == (channel == "x")
    assert case["private_offered_at"] is not None


@pytest.mark.parametrize("channel", ["facebook", "instagram"])
def test_after_the_one_private_reply_it_is_said_in_public(channel: str) -> None:
    world = world_of(channel)
    request = Request(
        caller="amy",
        roles=frozenset({"agent"}),
        query={},
        body={"text": "Which order?", "visibility": "private"},
    )
    replying.reply(case_id(f"{channel}:1", POSTS[channel]), request, world)
    world.clock.advance(minutes=1)
    move(world, channel)

    assert [o.visibility for o in world.sender.sent] == ["private", "public"]


def test_after_seven_days_it_is_said_in_public() -> None:
    world = world_of("facebook")
    world.clock.advance(days=7)
    move(world, "facebook")

    assert world.sender.sent[0].visibility == "public"


def test_an_answer_with_a_link_is_an_offer_too(world: World) -> None:
    case = case_id("x:1", POSTS["x"])
    body = {"text": "Write to us:", "invite": "private"}
    request = Request(caller="amy", roles=frozenset({"agent"}), query={}, body=body)
    answer: Any = replying.reply(case, request, world)
    shown = answer["case"]
    with pytest.raises(Conflict) as second:
        move(world)
    world.clock.advance(minutes=1)
    writes(world, id="dm:1", visibility="private", at=world.clock.now())
    (offer,) = (e for e in world.log.read("x:1") if e.kind == "private_offered")
    episode = world.log.cards(["x:1"])["x:1"].person.case.episode  # type: ignore[union-attr]

    assert (offer.reason, offer.agent) == ("manual", "amy")
    assert offer.target == answer["message"]["id"]
    assert shown["private_offered_at"] == shown["first_responded_at"]
    assert shown["escalated"] == ["private"]
    assert second.value.code == "already_offered"
    assert episode.accepted_at == world.clock.now()


def test_whoever_moves_it_the_case_says_so_and_why(world: World) -> None:
    case = move(world)
    (mark,) = (e for e in world.log.read("x:1") if e.kind == "escalated")

    assert case["escalated"] == ["private"]
    assert (mark.what, mark.reason, mark.agent) == ("private", "manual", "amy")


def test_the_text_of_the_settings_is_no_answer(world: World) -> None:
    case = move(world)
    _, sent, offered = world.log.read("x:1")[1:]

    assert (case["first_responded_at"], sent.automatic, sent.agent) == (
        None,
        True,
        None,
    )
    assert (offered.kind, offered.reason, offered.target, offered.agent) == (
        "private_offered",
        "manual",
        sent.id,
        "amy",
    )


def test_an_echo_without_our_key_makes_it_no_answer_either(world: World) -> None:
    move(world)
    (out,) = world.sender.sent
    writes(
        world,
        id=world.log.read("x:1")[2].id,
        at=at(5.1),
        direction="outbound",
        customer={"id": "1"},
        author={},
        text=out.text,
    )
    case = load("x:1", world).case

    assert case is not None
    assert (case.episode.responded_at, case.episode.messages) == (None, 1)


def test_an_agents_own_words_are_his_answer(world: World) -> None:
    case = move(world, text="Let us look into it together.")

    assert case["clocks"][0]["outcome"] == "met"
    assert world.log.read("x:1")[1].agent == "amy"
    assert world.sender.sent[0].text.startswith("Let us look")


def test_the_customers_language_is_spoken(world: World) -> None:
    entry = world.log.read("x:1")[0]
    world.log.append([("x:1", replace(entry, language="pt-BR"))])
    move(world)

    assert world.sender.sent[0].text.startswith(INVITATION["pt"])


def test_who_writes_privately_has_accepted(world: World) -> None:
    move(world)
    writes(world, id="m2", at=at(9), visibility="private")
    case = load("x:1", world).case

    assert case is not None
    assert (case.episode.offered_at, case.episode.accepted_at) == (at(5), at(9))


def test_it_is_offered_once(world: World) -> None:
    move(world)
    with pytest.raises(Conflict) as again:
        move(world, caller="bob")

    assert (again.value.code, len(world.sender.sent)) == ("already_offered", 1)
    assert again.value.message == "amy was first: a private talk was offered already."


def test_a_talk_that_is_private_needs_none(world: World) -> None:
    writes(world, id="m2", at=at(4), visibility="private")
    with pytest.raises(Conflict) as refused:
        move(world)

    assert (refused.value.code, world.sender.sent) == ("already_private", [])


def test_a_crash_after_the_send_is_completed_without_another(world: World) -> None:
    move(world)
    offered = world.log.read("x:1")[-1]
    del world.log.entries["x:1"][offered.key]
    move(world)

    assert (len(world.sender.sent), kinds(world).count("private_offered")) == (1, 1)


def test_a_crash_before_anything_was_recorded_is_completed_too(world: World) -> None:
    move(world)
    for entry in world.log.read("x:1")[1:]:
        del world.log.entries["x:1"][entry.key]
    move(world)

    assert (len(world.sender.sent), kinds(world)) == (
        1,
        ["message_received", "escalated", "message_sent", "private_offered"],
    )


@pytest.mark.parametrize(
    ("mode", "error", "recorded"),
    [
        ("refuse", SendRefused, ["send_failed"]),
        ("rate_limit", SendDelayed, []),
    ],
)
def test_what_was_surely_not_sent_can_be_offered_again(
    world: World, mode: str, error: type[Exception], recorded: list[str]
) -> None:
    world.sender.mode = mode
    with pytest.raises(error):
        move(world)
    failed = kinds(world)[1:]
    world.sender.mode = "accept"
    world.clock.advance(minutes=5)
    case = move(world)

    assert failed == recorded
    assert (case["private_offered_at"] is not None, len(world.sender.sent)) == (True, 1)


def test_what_may_have_left_counts_as_offered_and_is_looked_for(world: World) -> None:
    world.sender.mode = "timeout"
    with pytest.raises(SendUnconfirmed):
        move(world)
    world.sender.mode = "accept"
    with pytest.raises(Conflict) as again:
        move(world)

    assert again.value.code == "already_offered"
    assert sorted(kinds(world)[1:]) == [
        "escalated",
        "private_offered",
        "send_unconfirmed",
    ]
    assert len(world.outbox.errands) == 1


def test_the_system_invites_in_its_own_name(world: World) -> None:
    after = invite(load("x:1", world), "threshold", None, None, world)
    offered = world.log.read("x:1")[-1]

    assert after.case is not None
    assert after.case.episode.offered_at == at(5)
    assert (offered.agent, offered.reason) == (None, "threshold")


def test_a_long_text_that_was_stopped_goes_on_where_it_was(world: World) -> None:
    words = "Let us look into it together, step by step. " * 12
    sender = world.sender

    class Stops(FakeSender):
        def deliver(self, out: Outbound) -> Delivery:
            sender.mode = "rate_limit" if sender.sent else "accept"
            return sender.deliver(out)

    world.sender = Stops()
    with pytest.raises(SendDelayed):
        move(world, text=words)
    world.sender, sender.mode = sender, "accept"
    world.clock.advance(minutes=5)
    case = move(world, text=words)

    said = [out.text for out in sender.sent]
    assert len(said) == len(set(said)) > 1
    assert case["private_offered_at"] == to_text(at(5))
