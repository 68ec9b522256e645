"""Time that passes only while there is nothing to do."""

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

from tests.fakes.world import FakeClock

Action = Callable[[], object]


class Agenda:
    """What is to happen when, in order."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self._order = count()
        self._due: list[tuple[datetime, int, Action]] = []

    def now(self) -> datetime:
        return self._clock.at

    def after(self, seconds: float) -> datetime:
        return self._clock.at + timedelta(seconds=seconds)

    def add(self, at: datetime, action: Action) -> None:
        heapq.heappush(self._due, (at, next(self._order), action))

    def run(self, until: datetime) -> None:
        """Let time pass, and happen what is due."""
        while self._due and self._due[0][0] <= until:
            at, _, action = heapq.heappop(self._due)
            self._clock.at = max(self._clock.at, at)
            action()
        self._clock.at = until
