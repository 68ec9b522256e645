"""Durability: what was answered is on disk, also after ``kill -9``.

MiniStack saves its state on an orderly stop only. Here every change of an item or
of a queue is one line in ``journal-N`` before the request is answered, and a
snapshot now and then keeps the journals short:

    snapshot-N   the whole state, with everything of the journals up to N in it
    journal-N+1  all that was changed since

Lines say what *is* (``put`` this, ``drop`` that), not what was asked, so playing
one twice, or over a snapshot that has it already, changes nothing. A snapshot is
written beside the old one and renamed when whole; only then are the older
journals removed. One request is one line, so a transaction is never torn.
"""

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Line = list[list[Any]]


class Journal:
    """The journals and snapshots of one state directory, numbered upwards."""

    def __init__(self, state: Path) -> None:
        state.mkdir(parents=True, exist_ok=True)
        self._state = state
        self.lock = threading.RLock()
        self._request = threading.local()
        self.snapshot = max(self._numbers("snapshot"), default=0)
        journals = self._numbers("journal")
        self.number = max([self.snapshot, *journals]) + 1
        self._file = self._open()

    def lines(self) -> Iterator[Line]:
        """Give what was written since the snapshot; a torn last line is left out."""
        for number in sorted(self._numbers("journal")):
            if self.snapshot < number < self.number:
                with self.path("journal", number).open(encoding="utf-8") as file:
                    for line in file:
                        if line.endswith("\n"):
                            yield json.loads(line)

    def path(self, kind: str, number: int) -> Path:
        return self._state / f"{kind}-{number}"

    def begin(self) -> None:
        """Collect this thread's changes until ``end``: they are one request's."""
        self._request.changes = []

    def end(self) -> None:
        """Write what the request changed, before it is answered."""
        changes = self._request.changes
        self._request.changes = None
        if changes:
            self._write(changes)

    def record(self, *change: Any) -> None:
        """Note one change, in its request's line or in a line of its own."""
        changes = getattr(self._request, "changes", None)
        if changes is None:
            self._write([list(change)])
        else:
            changes.append(list(change))

    def rotate(self) -> int:
        """Begin a new journal and return the number of the one just closed."""
        with self.lock:
            closed = self.number
            self.number += 1
            os.close(self._file)
            self._file = self._open()
            return closed

    def promote(self, written: Path, number: int) -> None:
        """Make ``written`` the snapshot and remove all that it replaces."""
        written.rename(self.path("snapshot", number))
        self.snapshot = number
        for old in self._numbers("journal"):
            if old <= number:
                self.path("journal", old).unlink()
        for old in self._numbers("snapshot"):
            if old < number:
                for file in self.path("snapshot", old).iterdir():
                    file.unlink()
                self.path("snapshot", old).rmdir()

    def _write(self, changes: Line) -> None:
        line = json.dumps(changes, separators=(",", ":")) + "\n"
        with self.lock:
            os.write(self._file, line.encode())

    def _open(self) -> int:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        return os.open(self.path("journal", self.number), flags, 0o600)

    def _numbers(self, kind: str) -> list[int]:
        names = [path.name.removeprefix(f"{kind}-") for path in self._state.iterdir()]
        return [int(name) for name in names if name.isdigit()]
