"""A reader who follows the manifests never takes half a day for a whole one.

Whatever breaks off, and whoever computes the same day meanwhile: where a manifest
is, the files that it names are those it tells of.
"""

import json
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from itertools import count
from typing import Any

import pytest

from functions.daily import compute_days
from functions.ingest import Record, ingest_batch
from functions.kpi_workflow import perform
from shared.domain.shards import SHARDS
from shared.errors import StoreUnavailable
from shared.kpis.exports import manifest_path
from tests.fakes.entries import at
from tests.fakes.world import MONDAY, FakeFiles, World, contact, envelope

DAY = MONDAY.date()
STEP = 4  # of the changes that a day takes: all of them would take minutes
Done = Callable[[], object]
Way = Callable[[World], Done]  # what is to be done before the day is written


def at_once(world: World) -> Done:
    return lambda: compute_days([DAY], world)


def in_parts(world: World) -> Done:
    asked = {"days": [DAY.isoformat()], "recompute": None}
    run = f"{world.clock.now():%H%M%S}"
    planned = perform({"task": "plan", "run": run, "asked": asked}, world)
    (stretch,), plan = planned["stretches"], planned["plan"]
    for shard in range(SHARDS):
        perform({"task": "gather", "plan": plan, **stretch, "shard": shard}, world)
    return lambda: perform(
        {"task": "export", "plan": plan, **stretch["days"][0]}, world
    )


class WatchedFiles(FakeFiles):
    """Calls ``before`` with a number, and ``after``, where something is changed."""

    def __init__(
        self,
        objects: dict[str, bytes],
        before: Callable[[int], object] = lambda _: None,
        after: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(objects)
        self._before, self._after, self._number = before, after, count(1)

    def write(self, path: str, body: bytes) -> None:
        self._before(next(self._number))
        super().write(path, body)
        self._after()

    def change(self, path: str, make: Callable[[bytes | None], bytes]) -> None:
        """In one go, as S3 does it under a condition."""
        self._before(next(self._number))
        super().write(path, make(self.read(path)))
        self._after()

    def delete(self, path: str) -> None:
        if path in self.objects:
            self._before(next(self._number))
        super().delete(path)
        self._after()


def world_of(files: dict[str, bytes]) -> World:
    """Two customers on the first day, seen the day after; ``files`` are there."""
    world = World(at=at(days=1))
    writes(world, "1")
    writes(world, "2")
    world.files.objects = dict(files)
    return world


def writes(world: World, who: str) -> None:
    piece = contact(author={"id": who}, channel="x", account="9", id=f"m{who}")
    ingest_batch([Record(body=envelope(piece), handle="")], world)


def earlier(way: Way) -> dict[str, bytes]:
    """The files of the day as they were an hour before, of one customer less."""
    world = World(at=at(days=1, hours=-1))
    writes(world, "1")
    way(world)()
    return without_parts(world.files.objects)


def without_parts(files: dict[str, bytes]) -> dict[str, bytes]:
    return {p: body for p, body in files.items() if not p.startswith("kpis/parts/")}


def torn(files: dict[str, bytes]) -> list[str]:
    """What a manifest tells of and is not as it says."""
    return [
        f"{path.rpartition('/')[0]}/{name}"
        for path, body in files.items()
        if path.endswith("/_manifest.json")
        for name, told in json.loads(body)["files"].items()
        if not _is_as_told(files.get(f"{path.rpartition('/')[0]}/{name}"), told)
    ]


def _is_as_told(body: bytes | None, told: dict[str, Any]) -> bool:
    return body is not None and sha256(body).hexdigest() == told["sha256"]


def beside(files: dict[str, bytes]) -> list[str]:
    """What lies in a folder and its manifest does not know."""
    return [
        path
        for path in without_parts(files)
        if f"/date={DAY}/" in path and not path.endswith("_manifest.json")
        for manifest in [files.get(f"{path.rpartition('/')[0]}/_manifest.json")]
        if manifest and path.rpartition("/")[2] not in json.loads(manifest)["files"]
    ]


WAYS = {
    "at once": (at_once, at_once),
    "in parts": (in_parts, in_parts),
    "parts after at once": (at_once, in_parts),
    "at once after parts": (in_parts, at_once),
}


@pytest.mark.parametrize("way", WAYS)
def test_at_no_moment_does_a_manifest_tell_of_other_files(way: str) -> None:
    first, again = WAYS[way]
    world = world_of(earlier(first))
    write = again(world)
    seen: list[list[str]] = []
    files = world.files.objects
    world.files = WatchedFiles(files, after=lambda: seen.append(torn(files)))
    write()

    assert len(seen) > 20
    assert [it for it in seen if it] == []
    assert manifest_path(DAY) in files
    assert beside(files) == []


class Died(Exception):
    """The function was ended."""


def broken_off(way: str) -> Iterator[World]:
    """The day computed again, ended before each of the changes that this takes."""
    first, again = WAYS[way]
    world = world_of(earlier(first))
    write, before = again(world), dict(world.files.objects)
    for last in count(1, STEP):
        world.files = WatchedFiles(dict(before), partial(_ends_at, last))
        try:
            write()
        except Died:
            yield world
        else:
            return


def _ends_at(last: int, number: int) -> None:
    if number == last:
        raise Died


@pytest.mark.parametrize("way", WAYS)
def test_who_breaks_off_leaves_whole_files_or_no_manifest(way: str) -> None:
    found = [torn(world.files.objects) for world in broken_off(way)]

    assert len(found) > 20 / STEP
    assert [it for it in found if it] == []


@pytest.mark.parametrize("way", ["at once", "parts after at once"])
def test_what_broke_off_is_made_good_by_the_next(way: str) -> None:
    for world in broken_off(way):
        found = without_parts(world.files.objects)
        world.files = FakeFiles(found)
        at_once(world)()

        assert (torn(found), beside(found)) == ([], [])
        assert manifest_path(DAY) in found


@pytest.mark.parametrize("way", WAYS)
def test_two_who_compute_one_day_at_a_time_leave_a_whole_one(way: str) -> None:
    """The other one does all of it between any two changes of this one's."""
    first, other = WAYS[way]
    world = world_of({})
    write = first(world)
    world.clock.advance(seconds=1)
    write_too, before = other(world), dict(world.files.objects)
    for turn in count(1, STEP):
        plain = FakeFiles(dict(before))
        came = both(world, plain, turn, write, write_too)
        files = plain.objects
        if not came:
            break

        assert (turn, torn(files), beside(files)) == (turn, [], [])
        assert manifest_path(DAY) in files
    assert turn > 20


def both(
    world: World, plain: FakeFiles, turn: int, write: Done, write_too: Done
) -> bool:
    """Whether the other one came, before a change of the first's, of this number."""
    came: list[int] = []

    def let_the_other(number: int) -> None:
        if number == turn:
            came.append(number)
            world.files = plain
            write_too()
            world.files = watched

    watched = WatchedFiles(plain.objects, let_the_other)
    world.files = watched
    write()
    return bool(came)


def test_who_is_always_overtaken_says_so() -> None:
    world = world_of({})
    files = world.files

    class Never(FakeFiles):
        def change(self, path: str, make: Callable[[bytes | None], bytes]) -> None:
            if path == manifest_path(DAY):
                make(b"another's")
            super().change(path, make)

    world.files = Never(files.objects)
    with pytest.raises(StoreUnavailable, match="same time"):
        at_once(world)()
