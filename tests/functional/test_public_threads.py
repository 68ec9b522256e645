"""A page's answers name the comment, not its author: they find him in any order."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.ingest import Record, ingest_batch
from shared.domain.cases import fold
from shared.domain.log import Entry, in_order
from shared.domain.snapshots import to_json
from shared.domain.state import Person
from tests.fakes.entries import MONDAY
from tests.fakes.world import World, envelope

PAGE = "1000000001"
EPOCH = int(MONDAY.timestamp())


def comment(content: str, minutes: float, author: str, parent: str) -> dict[str, Any]:
    """A comment under a post of our page, as Facebook tells of it."""
    value = {
        "item": "comment",
        "verb": "add",
        "comment_id": content,
        "parent_id": parent,
        "post_id": f"{PAGE}_1",
        "message": "Where is it?",
        "created_time": EPOCH + round(minutes * 60),
        "from": {"id": author, "name": "Somebody"},
    }
    change = {"field": "feed", "value": value}
    return {
        "object": "page",
        "entry": [{"id": PAGE, "time": EPOCH, "changes": [change]}],
    }


# Ann asks, the page answers, Ann asks on, the page answers that.
THREAD = [
    comment("1_10", 0, "77", f"{PAGE}_1"),
    comment("1_11", 5, PAGE, "1_10"),
    comment("1_12", 7, "77", "1_10"),
    comment("1_13", 9, PAGE, "1_12"),
    comment("1_20", 1, "88", f"{PAGE}_1"),
    comment("1_21", 70, PAGE, "1_20"),
]
PEOPLE = ("facebook:77", "facebook:88")


def take(world: World, *pieces: dict[str, Any]) -> None:
    bodies = [envelope(p, "facebook") for p in pieces]
    ingest_batch([Record(body=b, handle="") for b in bodies], world)


def told(world: World) -> list[list[tuple[str, str]]]:
    return [
        [(e.kind, e.id) for e in in_order(world.log.read(person))] for person in PEOPLE
    ]


def folded(world: World, person: str) -> Person:
    log: list[Entry] = world.log.read(person)
    return fold(Person(id=person), log, world.settings)


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.parametrize("order", [[0, 1], [1, 0]], ids=["in order", "answer first"])
@pytest.mark.parametrize("together", [True, False])
def test_an_answer_is_found_through_the_comment_it_names(
    world: World, order: list[int], *, together: bool
) -> None:
    pieces = [THREAD[n] for n in order]
    if together:
        take(world, *pieces)
    else:
        for piece in pieces:
            take(world, piece)
    case = folded(world, PEOPLE[0]).case

    assert case is not None
    assert (case.episode.responded_at is not None, case.episode.messages) == (True, 2)


@given(st.permutations(THREAD), st.integers(1, 6), st.lists(st.sampled_from(THREAD)))
@settings(max_examples=60, deadline=None)
def test_a_thread_in_any_order_is_the_same_thread(
    order: list[dict[str, Any]], size: int, again: list[dict[str, Any]]
) -> None:
    orderly, other = World(), World()
    take(orderly, *THREAD)
    for start in range(0, len(order), size):
        take(other, *order[start : start + size])
    take(other, *again)

    assert told(other) == told(orderly)
    for person in PEOPLE:
        truth, card = folded(other, person), other.log.cards([person])[person].person
        assert to_json(card) == to_json(truth)
        mine, theirs = truth.case, folded(orderly, person).case
        assert mine is not None
        assert theirs is not None
        assert mine.episode == theirs.episode


def test_an_answer_to_a_comment_nobody_knows_is_kept_and_in_no_number(
    world: World,
) -> None:
    take(world, THREAD[1])

    assert [e.id for e in world.log.kept()] != []
    assert (world.log.entries, world.workflow.started) == ({}, {})
