"""A clock that can be moved: seconds instead of hours for every deadline test."""

import threading
import time
from pathlib import Path
from typing import Protocol


class Sleeper(Protocol):
    """Somebody who waits for a time and must look again when time jumps."""

    def poke(self) -> None: ...


class Clock:
    """The machine's time plus an offset, kept in a file that Lambdas read too.

    Times are seconds since the epoch, durations are seconds.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._changed = threading.Condition()
        self._sleepers: set[Sleeper] = set()
        self.offset = float(file.read_text()) if file.exists() else 0.0
        self._store()

    def now(self) -> float:
        return time.time() + self.offset

    def advance(self, seconds: float) -> None:
        """Move forward and wake whoever is due by then."""
        self._move(self.offset + seconds)

    def set(self, now: float) -> None:
        """Make it this time, in the past or in the future."""
        self._move(now - time.time())

    def sleep(self, seconds: float) -> None:
        """Wait on this clock; an advance ends it at once."""
        end = self.now() + seconds
        with self._changed:
            while (left := end - self.now()) > 0:
                self._changed.wait(left)

    def watch(self, sleeper: Sleeper) -> None:
        with self._changed:
            self._sleepers.add(sleeper)

    def unwatch(self, sleeper: Sleeper) -> None:
        with self._changed:
            self._sleepers.discard(sleeper)

    def _move(self, offset: float) -> None:
        with self._changed:
            self.offset = offset
            self._store()  # before anybody wakes: what they start must read it
            self._changed.notify_all()
            for sleeper in self._sleepers:
                sleeper.poke()

    def _store(self) -> None:
        new = self._file.with_suffix(".new")
        new.write_text(f"{self.offset}\n")
        new.replace(self._file)


class Answer:
    """An event that is waited for on the clock; stands in for threading.Event."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._woken = threading.Event()
        self._answered = False

    def set(self) -> None:
        self._answered = True
        self._woken.set()

    def poke(self) -> None:
        self._woken.set()

    def wait(self, timeout: float) -> bool:
        """Wait at most ``timeout`` seconds of the clock; say if it was answered."""
        deadline = self._clock.now() + timeout
        self._clock.watch(self)
        try:
            while not self._answered:
                left = deadline - self._clock.now()
                if left <= 0:
                    return False
                self._woken.wait(min(left, threading.TIMEOUT_MAX))
                self._woken.clear()
            return True
        finally:
            self._clock.unwatch(self)
