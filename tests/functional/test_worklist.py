"""The work list as the API gives it: all queues in one order, narrowed, by page."""

from typing import Any

import pytest

from functions import desk
from functions.casebook import Fact, record
from functions.sweep import sweep
from shared.domain import commands
from shared.domain.commands import Act
from shared.domain.log import Entry
from shared.errors import BadInput
from tests.fakes.desk import QUEUES, asks, case_of, writes
from tests.fakes.entries import at
from tests.fakes.world import World


def happens(world: World, person: str, entry: Entry) -> None:
    """Something done with a customer's case."""
    record(f"x:{person}", lambda _found: Fact(entry=entry), world)


def listed(world: World, **query: str) -> list[str]:
    """The customers on the pages of a list, one after the other."""
    found: list[str] = []
    for _ in range(50):
        page = desk.list_cases(asks(query=query), world)
        found += [case["customer"]["id"] for case in page["items"]]
        if page["next"] is None:
            return found
        query["cursor"] = page["next"]
    raise AssertionError


@pytest.fixture
def world() -> World:
    """Eight open cases in three queues, two of them Amy's and one put aside."""
    made = World(at=at(-9))
    made.put_settings("routing", QUEUES)
    for n in range(6):
        writes(made, str(n), at=at(n), followers=5000 if n % 2 else None)
    writes(made, "6", at=at(6), channel="phone", social=False)
    writes(made, "7", at=at(7))
    made.clock.at = at(10)
    for person in ("1", "4"):
        act = Act(at=at(8))
        happens(made, person, commands.assign(case_of(made, person), act, "amy", {}))
    aside = commands.snooze(case_of(made, "7"), Act(at=at(8)), at(20))
    happens(made, "7", aside)
    return made


EVERYBODY = ["x:0", "x:1", "x:2", "x:3", "x:4", "x:5", "phone:6"]


@pytest.mark.parametrize("limit", ["1", "2", "3", "50"])
def test_all_queues_are_listed_in_one_order(world: World, limit: str) -> None:
    found = listed(world, limit=limit)

    assert sorted(found) == sorted(EVERYBODY)
    dues = [case_of(world, p[-1], p[:-2]).episode.due for p in found]
    assert dues == sorted(dues, key=lambda due: due or at(999))


@pytest.mark.parametrize(
    ("query", "persons"),
    [
        ({"queue": "vip"}, {"x:1", "x:3", "x:5"}),
        ({"queue": "calls"}, {"phone:6"}),
        ({"queue": "lost"}, set()),
        ({"agent": "amy"}, {"x:1", "x:4"}),
        ({"agent": "amy", "queue": "vip"}, {"x:1"}),
        ({"unassigned": "true"}, {"x:0", "x:2", "x:3", "x:5", "phone:6"}),
        ({"unassigned": "false", "channel": "phone"}, {"phone:6"}),
        ({"channel": "x", "unassigned": "true"}, {"x:0", "x:2", "x:3", "x:5"}),
        ({"priority": "high"}, set()),
        ({"priority": "normal", "queue": "default"}, {"x:0", "x:2", "x:4"}),
        ({"snoozed": "true"}, {"x:7"}),
        ({"snoozed": "true", "queue": "vip"}, set()),
        ({"status": "resolved"}, set()),
        ({"status": "flushed"}, set()),
    ],
    ids=lambda given: str(sorted(given) if isinstance(given, set) else given),
)
@pytest.mark.parametrize("limit", ["1", "50"])
def test_filters_narrow_the_list_and_pages_hold_every_match_once(
    world: World, query: dict[str, str], persons: set[str], limit: str
) -> None:
    found = listed(world, **query, limit=limit)

    assert (set(found), len(found)) == (persons, len(persons))


@pytest.mark.parametrize("limit", ["1", "2", "50"])
def test_what_fits_is_found_behind_many_that_do_not(limit: str) -> None:
    world = World(at=at(0))
    for n in range(3 * desk.MAX_PAGES):
        channel = "phone" if n in {30, 31, 59} else "x"  # which is more urgent
        writes(world, str(n), at=at(n / 100), channel=channel, social=channel == "x")
    first = desk.list_cases(asks(query={"channel": "phone", "limit": limit}), world)
    found = listed(world, channel="phone", limit=limit)

    assert len(first["items"]) == min(int(limit), 3)
    assert found == ["phone:30", "phone:31", "phone:59"]


def test_what_was_put_aside_is_back_when_its_time_has_come(world: World) -> None:
    world.clock.at = at(20)

    assert "x:7" in listed(world)
    assert listed(world, snoozed="true") == []


def test_what_is_over_is_listed_by_how_it_ended(world: World) -> None:
    act = Act(at=at(9))
    happens(world, "0", commands.resolve(case_of(world, "0"), act))
    happens(world, "1", commands.flush(case_of(world, "1"), act, "spam"))

    assert listed(world, status="resolved") == ["x:0"]
    assert listed(world, status="flushed", agent="amy") == ["x:1"]
    assert not {"x:0", "x:1"} & set(listed(world))


@pytest.mark.parametrize(
    "query",
    [
        {"colour": "red"},
        {"priority": "highest"},
        {"unassigned": "yes"},
        {"snoozed": "1"},
        {"status": "lost"},
        {"queue": "a" * 251},  # more than a key of the table may have, in bytes
        {"agent": "a" * 251},
        {"channel": "a" * 251},
    ],
    ids=lambda given: str(sorted(given) if isinstance(given, set) else given),
)
def test_a_filter_that_makes_no_sense_is_named(
    world: World, query: dict[str, Any]
) -> None:
    with pytest.raises(BadInput, match=next(iter(query))):
        desk.list_cases(asks(query=query), world)


def test_the_sweep_goes_through_all_queues(world: World) -> None:
    world.workflow.running.clear()

    found = sweep(world)

    assert (found["checked"], found["started"]) == (8, 8)
