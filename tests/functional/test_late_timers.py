"""Timers that look too late are counted, so that somebody looks at the timers."""

from typing import Any

import pytest

from functions import case_workflow
from shared.ports_health import TIMER_LATE
from tests.fakes.ann import ANN, case, entries, looks, resolve, writes
from tests.fakes.entries import at
from tests.fakes.world import World


@pytest.fixture
def world() -> World:
    """Ann has written at 10:00 and is promised an answer by 10:15."""
    made = World(at=at(2))
    writes(made)
    return made


def late(world: World) -> int:
    counters: dict[str, Any] = world.health.read().get("x", {})
    return int(counters.get(TIMER_LATE, {}).get("total", 0))


def test_a_timer_that_looks_at_the_due_instant_is_in_time(world: World) -> None:
    world.clock.at = at(15)
    looks(world)

    assert (len(entries(world, "breached")), late(world)) == (1, 0)


def test_a_timer_that_looks_within_five_minutes_is_in_time(world: World) -> None:
    world.clock.at = at(20)
    looks(world)

    assert (len(entries(world, "breached")), late(world)) == (1, 0)


def test_a_timer_that_looks_later_is_late_and_counted_once(world: World) -> None:
    world.clock.at = at(21)
    looks(world)
    looks(world)

    assert (len(entries(world, "breached")), late(world)) == (1, 1)


def test_nobody_was_late_for_a_message_that_came_in_when_it_was_due(
    world: World,
) -> None:
    resolve(world)
    world.clock.at = at(60)
    writes(world, id="m2", at=at(20))
    state = {
        "person": ANN,
        "case": case(world).id,
        "episode": case(world).episode.number,
    }
    case_workflow.look(state, world)

    assert (len(entries(world, "breached")), late(world)) == (1, 0)


def test_a_message_that_comes_in_later_excuses_no_timer(world: World) -> None:
    world.clock.at = at(30)
    writes(world, id="m2", at=at(1))
    looks(world)

    assert late(world) == 1
