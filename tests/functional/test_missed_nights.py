"""Nights in which nothing was computed leave no day without its last numbers."""

from datetime import date, timedelta

import pytest

from functions.daily import compute_due_days
from shared.errors import StoreUnavailable
from tests.fakes.world import MONDAY, FakeFiles, World

DAY = MONDAY.date()  # that of the first night, which ends the one before
SOON = {"first_contact_days": 1, "deflection_days": 1}
NEVER_ASKED = {"csat": {"share": 0, "expires": "1h"}, "nps": {"expires": "1h"}}


def looks_ahead(world: World, days: int) -> None:
    """Let a number become known so many days after its day."""
    world.put_settings("metrics", {**SOON, "review_days": days})


@pytest.fixture
def world() -> World:
    """Its nights are of two days; the first was on Monday."""
    made = World(at=MONDAY.replace(hour=0, minute=10) - timedelta(days=60))
    made.put_settings("surveys", NEVER_ASKED)
    looks_ahead(made, 1)
    made.clock.advance(days=60)
    assert night(made) == days(-2, 0)
    return made


def night(world: World) -> list[str]:
    """The days that are computed."""
    return [found["date"] for found in compute_due_days(world)]


def asked(world: World) -> list[str]:
    """The days that would be computed, which takes a while."""
    world.kpi_runs.above = -1
    assert night(world) == []
    (run,) = world.kpi_runs.started.values()
    return list(run["days"])


def days(first: int, end: int) -> list[str]:
    return [f"{_day(n)}" for n in range(first, end)]


def _day(number: int) -> date:
    return DAY + timedelta(days=number)


def test_each_day_is_computed_that_was_not_since_its_numbers_are_known(
    world: World,
) -> None:
    """The first night's first day was: nothing of it could change any more."""
    world.clock.advance(days=9)
    found = night(world)
    again = night(world)
    world.clock.advance(days=1)

    assert (found, again) == (days(-1, 9), [])
    assert night(world) == days(8, 10)


def test_no_more_than_a_month_of_them_is_made_up_for(world: World) -> None:
    world.clock.advance(days=90)

    assert asked(world) == days(90 - 2 - 31, 90)


def test_before_the_first_night_there_was_none_to_miss(world: World) -> None:
    world.clock.advance(days=1)

    assert night(world) == days(-1, 1)


def test_what_broke_off_goes_on_in_the_next_hour(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.clock.advance(days=9)
    write = FakeFiles.write

    def is_ended(files: FakeFiles, path: str, body: bytes) -> None:
        if f"date={_day(3)}" in path:
            raise StoreUnavailable("")
        write(files, path, body)

    monkeypatch.setattr(FakeFiles, "write", is_ended)
    with pytest.raises(StoreUnavailable):
        night(world)
    monkeypatch.undo()
    world.clock.advance(hours=1)

    assert night(world) == days(3, 9)


def test_a_day_is_computed_until_its_numbers_are_known_by_its_own_rules(
    world: World,
) -> None:
    looks_ahead(world, 3)
    for _ in range(4):
        world.clock.advance(days=1)
        night(world)
    looks_ahead(world, 1)
    found = []
    for _ in range(5):
        world.clock.advance(days=1)
        found.append(len(night(world)))

    assert found == [4, 4, 4, 3, 2]
