"""A message of which we are told an edit first: it counts, once, in any order."""

from itertools import permutations
from typing import Any

import pytest

from functions import actions, desk, replying
from functions.ingest import Record, ingest_batch
from shared.domain.cases import case_id
from shared.domain.log import Entry, in_order
from tests.fakes.world import World, envelope
from tests.functional.test_desk import asks
from tests.unit.channels.samples import (
    AT_S,
    CHAT,
    PERSON,
    USER,
    account_activity,
    activity,
    comment,
    post,
    telegram,
)

ROSA = f"x:{USER}"
Body = tuple[str, dict[str, Any]]


def version(number: int, minute: int, text: str) -> Body:
    """One version of the post whose first one was 70."""
    payload = {
        "id": str(number),
        "text": text,
        "author_id": USER,
        "created_at": f"2026-03-02T09:{minute}:00.000Z",
        "edit_history_tweet_ids": ["70"] if number == 70 else ["70", str(number)],
    }
    return "x", activity("post.mention.create", payload)


FIRST = version(70, 30, "help!")
SECOND = version(77, 31, "@shop help!")
THIRD = version(78, 32, "@shop help me!")
ANSWER: Body = (
    "x",
    activity(
        "post.create",
        {
            "id": "90",
            "text": "@rosan sure",
            "author_id": "2000000001",
            "created_at": "2026-03-02T09:40:00.000Z",
            "referenced_tweets": [{"type": "replied_to", "id": "77"}],
        },
    ),
)


def take(world: World, *bodies: Body) -> World:
    for channel, body in bodies:
        ingest_batch([Record(body=envelope(body, channel), handle="")], world)
    return world


def told(world: World, person: str = ROSA) -> list[tuple[str, str]]:
    return [(e.kind, e.id) for e in in_order(world.log.read(person))]


def one_case(world: World, person: str = ROSA) -> str:
    case = world.log.cards([person])[person].person.case
    assert case is not None
    return case.id


def facts(world: World) -> list[Entry]:
    return in_order(world.log.read(ROSA))


@pytest.mark.parametrize(
    ("person", "body"),
    [
        (ROSA, SECOND),
        (
            f"facebook:{PERSON}",
            ("facebook", comment(verb="edited", edited_time=AT_S + 60)),
        ),
        (
            f"telegram:{CHAT}",
            ("telegram", telegram("edited_message", text="Help!", edit_date=AT_S)),
        ),
    ],
    ids=["x", "facebook", "telegram"],
)
def test_an_edit_of_what_we_never_saw_is_the_message(person: str, body: Body) -> None:
    world = take(World(), body)

    ((kind, _),) = told(world, person)
    assert kind == "message_received"
    assert desk.show_case(one_case(world, person), asks(), world)["messages"] == 1
    assert len(world.workflow.started) == 1


def test_an_answer_to_it_names_what_the_platform_knows() -> None:
    for person, body, name in (
        (ROSA, SECOND, "post:77"),
        (
            f"facebook:{PERSON}",
            ("facebook", comment(verb="edited", edited_time=AT_S + 60)),
            "comment:55_66",
        ),
    ):
        world = take(World(), body)
        wish = {"text": "Hello", "visibility": "public"}
        replying.reply(one_case(world, person), asks(body=wish), world)

        assert [out.reply_to for out in world.sender.sent] == [name]


@pytest.mark.parametrize("order", list(permutations([FIRST, SECOND, THIRD, ANSWER])))
def test_the_versions_of_a_post_are_one_message_in_any_order(order: list[Body]) -> None:
    world = take(World(), *order)
    alone = take(World(), *order, *order)

    assert told(world) == [
        ("message_received", "post:70"),
        ("message_edited", "post:77"),
        ("message_edited", "post:78"),
        ("message_sent", "post:90"),
    ]
    shown = desk.show_timeline(one_case(world), asks(), world)["items"]
    assert (shown[0]["text"], shown[0]["edited"]) == ("@shop help me!", True)
    case = desk.show_case(one_case(world), asks(), world)
    assert (case["messages"], case["first_responded_at"][:16]) == (
        2,
        "2026-03-02T09:40",
    )
    assert told(alone) == told(world)


def test_a_case_keeps_the_id_that_the_edit_gave_it() -> None:
    world = take(World(), SECOND)
    first = one_case(world)
    take(world, FIRST)

    assert first == case_id(ROSA, "post:77")
    assert desk.show_case(first, asks(), world)["id"] == first
    assert [timer.case for timer in world.workflow.started.values()] == [first]


def test_later_versions_are_edits_of_the_first_one_we_know() -> None:
    for order in ([SECOND, THIRD], [THIRD, SECOND]):
        world = take(World(), *order)
        shown = desk.show_timeline(one_case(world), asks(), world)["items"]

        assert told(world) == [
            ("message_received", "post:77"),
            ("message_edited", "post:78"),
        ]
        assert (shown[0]["text"], shown[0]["edited"]) == ("@shop help me!", True)


def test_an_edit_after_the_case_is_resolved_opens_nothing() -> None:
    world = take(World(), FIRST)
    actions.resolve(one_case(world), asks(), world)
    world.clock.advance(days=30)
    take(world, SECOND)

    assert told(world)[-1] == ("resolved", facts(world)[-1].id)
    assert ("message_edited", "post:77") in told(world)


@pytest.mark.parametrize("history", [{"initial_tweet_id": "70"}, {}])
def test_both_apis_tell_of_one_edit(history: dict[str, Any]) -> None:
    old = account_activity(
        "tweet_create_events",
        post(
            id_str="77",
            text="@shop help!",
            created_at="Mon Mar 02 09:31:00 +0000 2026",
            edit_history=history,
        ),
    )
    for order in permutations([FIRST, SECOND, ("x", old)]):
        world = take(World(), *order)

        assert told(world) == [
            ("message_received", "post:70"),
            ("message_edited", "post:77"),
        ]
