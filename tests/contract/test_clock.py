"""The functions' clock: the machine's, and on the local stack as far ahead as told."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from shared.adapters.clock import SystemClock

LITTLE = timedelta(seconds=30)


def ahead(clock: SystemClock) -> timedelta:
    return clock.now() - datetime.now(UTC)


def test_it_is_the_machines_in_utc_to_the_millisecond() -> None:
    now = SystemClock().now()

    assert abs(ahead(SystemClock())) < LITTLE
    assert (now.tzinfo, now.microsecond % 1000) == (UTC, 0)


def test_it_is_as_far_ahead_as_the_file_says_at_each_look(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    clock = SystemClock(str(file))
    found = [ahead(clock)]
    for text in ("3600", "", "-60.5"):
        file.write_text(text)
        found.append(ahead(clock))
    expected = [timedelta(seconds=s) for s in (0, 3600, 0, -60.5)]

    assert [abs(f - e) < LITTLE for f, e in zip(found, expected, strict=True)] == [
        True
    ] * 4
