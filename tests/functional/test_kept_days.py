"""What is kept of days is read once, however many days are computed of it."""

from collections import Counter
from datetime import timedelta

import pytest

from functions.daily import compute_days
from functions.kept_days import KeptDays
from shared.kpis.exports import kept_path
from tests.fakes.world import MONDAY, FakeFiles, World

DAY = MONDAY.date()


def test_no_day_is_read_twice_by_whoever_computes_several(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World(at=MONDAY + timedelta(days=5))
    asked: Counter[str] = Counter()
    read = FakeFiles.read

    def counted(files: FakeFiles, path: str) -> bytes | None:
        asked[path] += path.startswith("kpis/kept/")
        return read(files, path)

    monkeypatch.setattr(FakeFiles, "read", counted)
    compute_days([DAY + timedelta(days=n) for n in range(5)], world)

    assert max(asked.values()) == 1
    assert sum(asked.values()) < 100


def test_a_day_that_was_written_is_as_it_was_written() -> None:
    world = World(at=MONDAY + timedelta(days=1))
    kept = KeptDays(world.files)
    before = kept.of([DAY])
    compute_days([DAY], world)
    kept.wrote(DAY, world.files.objects[kept_path(DAY)])

    assert (before, list(kept.of([DAY]))) == ({}, [DAY])
