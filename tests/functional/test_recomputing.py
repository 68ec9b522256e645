"""Days computed again on demand: started at once, followed by its id."""

import json
from typing import Any

import pytest

from functions.progress import progress
from functions.recomputing import show_recompute, start_recompute
from shared.errors import BadInput, NotFound, StoreUnavailable
from tests.fakes.desk import asks
from tests.fakes.world import World

MARCH = {"from": "2026-03-01", "to": "2026-03-02"}


def start(world: World, **body: Any) -> dict[str, Any]:
    answer = start_recompute(asks(body=body), world)
    found: dict[str, Any] = json.loads(answer.body)
    assert answer.status_code == 202
    return found


def show(world: World, name: str) -> dict[str, Any]:
    return show_recompute(name, asks(), world)


def test_it_is_started_and_told_by_which_id_it_goes() -> None:
    world = World()
    found = start(world, **MARCH)

    assert found == {
        "id": "2026-03-01_2026-03-02_20260302T100000000Z",
        **MARCH,
        "by": "boss",
        "started_at": "2026-03-02T10:00:00.000Z",
        "updated_at": "2026-03-02T10:00:00.000Z",
        "done": 0,
        "total": 2,
        "status": "running",
    }
    assert world.recomputes.asked == [{**MARCH, "id": found["id"]}]
    assert show(world, found["id"]) == found


def test_each_day_that_is_done_shows() -> None:
    world = World()
    name = start(world, **MARCH)["id"]
    seen = []
    for done in (1, 2):
        world.clock.advance(minutes=1)
        progress(name, done, 2, world)
        seen.append(show(world, name))

    assert [(s["done"], s["status"]) for s in seen] == [(1, "running"), (2, "done")]
    assert seen[1]["updated_at"] == "2026-03-02T10:02:00.000Z"
    assert seen[1]["by"] == "boss"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"from": "2026-03-01"},
        {"from": "2026-03-02", "to": "2026-03-01"},
        {"from": "2024-03-01", "to": "2026-03-01"},
        {"from": "2026-03-02", "to": "2026-03-03"},
        {"from": "today", "to": "2026-03-01"},
        {**MARCH, "metric": "nps"},
    ],
    ids=str,
)
def test_a_range_that_cannot_be_computed_starts_nothing(body: dict[str, Any]) -> None:
    world = World()
    with pytest.raises(BadInput):
        start(world, **body)

    assert (world.recomputes.asked, world.files.objects) == ([], {})


@pytest.mark.parametrize(
    "name", ["none", "2026-03-01_2026-03-02_20260302T100000000Z", "../promise", ""]
)
def test_what_was_never_started_is_not_found(name: str) -> None:
    with pytest.raises(NotFound):
        show(World(), name)


def test_who_cannot_start_it_is_told() -> None:
    world = World()
    world.recomputes.broken = True
    with pytest.raises(StoreUnavailable):
        start(world, **MARCH)
