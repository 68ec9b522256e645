"""Days computed again on demand: started at once, followed by its id."""

import json
from typing import Any

import pytest

from functions.daily import compute_kpis
from functions.progress import attend, progress
from functions.recomputing import show_recompute, start_recompute
from shared.errors import BadInput, NotFound, StoreUnavailable
from tests.fakes.desk import asks
from tests.fakes.world import FakeFiles, World

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


class TestWhoIsEnded:
    """A function that was ended tells nobody: its silence does."""

    def test_what_nothing_was_heard_of_for_half_an_hour_has_failed(self) -> None:
        world = World()
        name = start(world, **MARCH)["id"]
        world.clock.advance(minutes=30)
        still = show(world, name)["status"]
        world.clock.advance(seconds=1)

        assert (still, show(world, name)["status"]) == ("running", "failed")
        assert start(world, **MARCH)["status"] == "running"

    def test_what_is_done_stays_done(self) -> None:
        world = World()
        name = start(world, **MARCH)["id"]
        compute_kpis(world.recomputes.asked[0], world)
        world.clock.advance(days=9)

        assert show(world, name)["status"] == "done"

    def test_the_next_attempt_goes_on_where_one_was_ended(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Lambda makes two more; what is done shows no fewer days meanwhile."""
        world = World()
        name = start(world, **MARCH)["id"]
        asked = world.recomputes.asked[0]
        ended = FakeFiles.write

        def is_ended(files: FakeFiles, path: str, body: bytes) -> None:
            if "2026-03-02" in path and path.startswith("kpis/daily"):
                raise StoreUnavailable("")
            ended(files, path, body)

        monkeypatch.setattr(FakeFiles, "write", is_ended)
        with pytest.raises(StoreUnavailable):
            compute_kpis(asked, world)
        monkeypatch.undo()
        world.clock.advance(minutes=20)
        seen = show(world, name)["done"]
        done = compute_kpis(asked, world)["days"]

        assert (seen, [it["date"] for it in done]) == (1, ["2026-03-02"])
        assert show(world, name)["status"] == "done"
        assert compute_kpis(asked, world)["days"] == []

    def test_an_attempt_that_begins_is_heard_of(self) -> None:
        world = World()
        name = start(world, **MARCH)["id"]
        world.clock.advance(minutes=40)
        before = show(world, name)["status"]
        attend(name, 2, world)

        assert (before, show(world, name)["status"]) == ("failed", "running")

    def test_a_slower_attempt_takes_nothing_back(self) -> None:
        world = World()
        name = start(world, **MARCH)["id"]
        for done in (2, 1):
            progress(name, done, 2, world)

        assert show(world, name)["done"] == 2
