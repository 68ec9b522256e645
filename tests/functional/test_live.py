"""How the desk stands now: counted from the work list, not more than every 5 s."""

from collections.abc import Iterable
from typing import Any

import pytest

from functions import actions, case_workflow, handovers
from functions.live import show_live
from shared.domain.clocks import risk_from
from shared.domain.live import OpenCase
from tests.fakes.desk import QUEUES, SHIFTS, asks, assign, case_of, comes, writes
from tests.fakes.entries import at
from tests.fakes.log import FakeLog
from tests.fakes.world import World

NOTHING = {
    "open": 0,
    "waiting": 0,
    "longest_wait_s": None,
    "at_risk": 0,
    "breached": 0,
    "unassigned": 0,
}


@pytest.fixture
def world() -> World:
    """Amy has one of three cases; an answer on X is due in 15 minutes."""
    made = World(at=at(0))
    made.put_settings("routing", QUEUES)
    comes(made, "amy", capacity=1)
    writes(made, "1", at=at(0))
    writes(made, "2", at=at(1))
    writes(made, "3", at=at(2), followers=5000)
    assign("x:1", made)
    made.clock.at = at(13)
    return made


def live(world: World) -> dict[str, Any]:
    return show_live(asks("amy", "agent"), world)


def test_an_idle_desk_counts_nothing() -> None:
    found = live(World())

    assert found["total"] == NOTHING
    assert (found["channels"], found["queues"]) == ({}, {})
    assert found["agents"] == {
        "available": 0,
        "open_cases": 0,
        "capacity": 0,
        "items": [],
    }


def test_open_cases_are_counted_in_all_by_channel_and_by_queue(world: World) -> None:
    found = live(world)
    total = {
        "open": 3,
        "waiting": 3,
        "longest_wait_s": 13 * 60,
        "at_risk": 2,  # from 10:12 and 10:13 on
        "breached": 0,
        "unassigned": 2,
    }

    assert found["as_of"] == "2026-03-02T10:13:00.000Z"
    assert found["total"] == total
    assert found["channels"] == {"x": total}
    assert {queue: c["open"] for queue, c in found["queues"].items()} == {
        "default": 2,
        "vip": 1,
    }
    assert found["agents"] == {
        "available": 1,
        "open_cases": 1,
        "capacity": 1,
        "items": [{"id": "amy", "name": "Amy", "open_cases": 1, "capacity": 1}],
    }


def test_whoever_is_off_shift_is_not_there(world: World) -> None:
    """Bob went home at five without a word: no case would be given to him."""
    comes(world, "bob", shifts=SHIFTS)
    by_day = live(world)["agents"]["items"]
    world.clock.at = at(7 * 60 + 1)
    by_night = live(world)["agents"]["items"]

    assert [[a["id"] for a in some] for some in (by_day, by_night)] == [
        ["amy", "bob"],
        ["amy"],
    ]


def test_what_an_agent_does_shows(world: World) -> None:
    world.clock.at = at(16, seconds=30)  # two of three are overdue
    before = live(world)["total"]
    actions.resolve(case_of(world, "1").id, asks("amy", "agent"), world)
    world.clock.advance(seconds=5)
    after = live(world)["total"]

    assert (before["open"], before["breached"], before["at_risk"]) == (3, 2, 1)
    assert (after["open"], after["breached"], after["at_risk"]) == (2, 1, 1)


def test_it_is_counted_once_in_five_seconds(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = 0
    count = FakeLog.open_cases

    def counting(log: FakeLog, queues: Iterable[str]) -> list[OpenCase]:
        nonlocal counted
        counted += 1
        return count(log, queues)

    monkeypatch.setattr(FakeLog, "open_cases", counting)
    seen = set()
    for _ in range(11):
        seen.add(live(world)["as_of"])
        world.clock.advance(seconds=1)

    assert counted == 3
    assert sorted(seen) == [
        "2026-03-02T10:13:00.000Z",
        "2026-03-02T10:13:05.000Z",
        "2026-03-02T10:13:10.000Z",
    ]


def test_a_clock_set_back_counts_anew(world: World) -> None:
    live(world)
    world.clock.at = at(3)

    assert live(world)["total"]["longest_wait_s"] == 3 * 60


def test_whatever_is_done_the_work_list_knows_when_a_case_is_at_risk(
    world: World,
) -> None:
    """Stored with the card, by whoever stores it, and never behind its fold."""
    case = case_of(world, "2").id
    seen = []

    def knows() -> None:
        card = world.log.cards(["x:2"])["x:2"]
        assert card.at_risk_from == risk_from(card.person, world.settings)
        seen.append(card.at_risk_from)
        world.clock.advance(minutes=1)

    knows()
    policy = asks(body={"policy": "standard"})
    handovers.assign(case, policy, world)
    knows()
    actions.note(case, asks("amy", "agent", body={"text": "Hm."}), world)
    knows()
    writes(world, "2", id="m2", at=world.clock.now())
    knows()
    world.clock.at = at(61)
    state = {"person": "x:2", "case": case, "episode": 1, "until": None}
    case_workflow.await_deadline({"token": "t", "state": state}, world)
    knows()
    actions.flush(case, asks(body={"reason": "spam"}), world)
    knows()
    actions.reopen(case, asks(), world)
    knows()

    assert seen == [at(13), *[at(49)] * 4, None, at(49)]
