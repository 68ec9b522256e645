"""A clock that can be moved: seconds instead of hours for every deadline test."""

import threading
import time
from pathlib import Path

_BEHIND = 60.0  # seconds; a clock further back is being led through a past day


class Clock:
    """The machine's time plus an offset, kept in a file that Lambdas read too.

    Times are seconds since the epoch, durations are seconds. A clock that is behind
    stands still while the emulator is off: a past day goes on where it was cut off.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._sleepers: set[Answer] = set()
        self.offset = float(file.read_text()) if file.exists() else 0.0
        if self.offset < -_BEHIND:
            self.offset -= time.time() - file.stat().st_mtime
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
        Answer(self).wait(seconds)

    def sleeping(self) -> int:
        """Count who waits for a later time, and has not been answered yet."""
        now = self.now()
        with self._lock:
            return sum(sleeper.asleep(now) for sleeper in self._sleepers)

    def watch(self, sleeper: "Answer") -> None:
        with self._lock:
            self._sleepers.add(sleeper)

    def unwatch(self, sleeper: "Answer") -> None:
        with self._lock:
            self._sleepers.discard(sleeper)

    def _move(self, offset: float) -> None:
        with self._lock:
            self.offset = offset
            self._store()  # before anybody wakes: what they start must read it
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
        self._due = 0.0

    def set(self) -> None:
        self._answered = True
        self._woken.set()

    def poke(self) -> None:
        self._woken.set()

    def asleep(self, now: float) -> bool:
        return not self._answered and self._due > now

    def wait(self, timeout: float) -> bool:
        """Wait at most ``timeout`` seconds of the clock; say if it was answered."""
        self._due = self._clock.now() + timeout
        self._clock.watch(self)
        try:
            while not self._answered:
                left = self._due - self._clock.now()
                if left <= 0:
                    return False
                self._woken.wait(min(left, threading.TIMEOUT_MAX))
                self._woken.clear()
            return True
        finally:
            self._clock.unwatch(self)
