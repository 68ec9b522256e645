"""What is kept of days, read once by whoever computes several of them.

What rolls looks back 90 days, the page and the promise 28: day by day most of it is
the same.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from shared.kpis.exports import Kept, kept_path, read_kept
from shared.ports_files import Files

READERS = 8


class KeptDays:
    """As they were when they were first asked for, or last written from here."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._known: dict[date, bytes | None] = {}  # compressed: some KB a day

    def of(self, days: Iterable[date]) -> dict[date, Kept]:
        """What is kept of those among these days that are done."""
        days = list(days)
        new = [day for day in days if day not in self._known]
        with ThreadPoolExecutor(READERS) as pool:
            bodies = pool.map(self._files.read, map(kept_path, new))
        self._known.update(zip(new, bodies, strict=True))
        return {day: read_kept(it) for day in days if (it := self._known[day])}

    def wrote(self, day: date, body: bytes) -> None:
        self._known[day] = body
