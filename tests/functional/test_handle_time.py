"""How long an agent had a case open: told by his panel, counted as handle time."""

import gzip
import json
from typing import Any

import pytest

from functions import actions, desk
from functions.daily import compute_days
from functions.http import Request
from shared.domain.state import Case
from shared.errors import BadInput
from tests.fakes.desk import asks, case_of, writes
from tests.fakes.entries import at
from tests.fakes.world import MONDAY, World


@pytest.fixture
def world() -> World:
    """A customer wrote on X at ten and is promised an answer in 15 minutes."""
    made = World(at=at(0))
    writes(made, at=at(0))
    made.clock.at = at(5)
    return made


def by_amy(key: str | None = None, **body: Any) -> Request:
    return asks("amy", "agent", body=body, idempotency_key=key)


def tells(world: World, seconds: Any, key: str | None = None) -> dict[str, Any]:
    request = by_amy(key, seconds=seconds)
    found = actions.add_time(case_of(world).id, request, world)
    world.clock.advance(seconds=1)
    return found


def worked(world: World) -> list[dict[str, Any]]:
    items = desk.show_timeline(case_of(world).id, by_amy(), world)["items"]
    return [item for item in items if item["kind"] == "worked"]


def resolve(world: World) -> None:
    actions.resolve(case_of(world).id, by_amy(), world)
    world.clock.advance(minutes=1)


def handled(world: World) -> tuple[float, bool]:
    """The handle time of the one episode that was resolved, and if it is a guess."""
    world.clock.at = at(days=2)
    compute_days([MONDAY.date()], world)
    path = f"facts/episodes/date={MONDAY.date()}/part-0.jsonl.gz"
    lines = gzip.decompress(world.files.objects[path]).splitlines()
    facts = [json.loads(line) for line in lines]
    (fact,) = [fact for fact in facts if fact["event"] == "resolved"]
    return fact["handle_s"], fact["handle_estimated"]


def test_it_shows_on_the_timeline_with_who_it_was(world: World) -> None:
    tells(world, 90)
    (item,) = worked(world)

    assert (item["agent"], item["duration_s"]) == ("amy", 90)


def test_it_is_no_answer_and_stops_no_clock(world: World) -> None:
    before = desk.show_case(case_of(world).id, by_amy(), world)
    promised: Case = case_of(world)
    after = tells(world, 90)

    assert case_of(world) == promised
    same = ("waiting_since", "next_due", "first_responded_at", "messages", "status")
    assert {n: after[n] for n in same} == {n: before[n] for n in same}


def test_the_same_key_counts_once(world: World) -> None:
    for key in ("k", "k", "other", None, None):
        tells(world, 90, key)

    assert len(worked(world)) == 4


def test_what_is_told_is_the_handle_time_also_after_the_end(world: World) -> None:
    tells(world, 90)
    tells(world, 30)
    resolve(world)
    tells(world, 15)

    assert handled(world) == (135, False)


def test_where_nobody_tells_it_is_guessed(world: World) -> None:
    resolve(world)

    assert handled(world) == (0, True)


@pytest.mark.parametrize("seconds", [None, 0, -5, 1.5, "90", True, 86_401])
def test_it_is_told_in_whole_seconds_of_a_day_at_most(
    world: World, seconds: Any
) -> None:
    with pytest.raises(BadInput, match="seconds"):
        tells(world, seconds)

    assert worked(world) == []
