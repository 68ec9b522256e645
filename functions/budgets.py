"""How many requests one caller may make of one container: a token bucket each.

It spares the rest of us a caller who has gone wild. It is no limit of the whole:
every container counts for itself, and forgets when it ends.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from math import ceil

RATE = 50.0  # requests a second, in the long run
BURST = 100  # at once
MOST_CALLERS = 10_000  # remembered; who called longest ago is forgotten first


@dataclass(slots=True)
class Budgets:
    """Token buckets by caller, in memory; times are seconds of any clock.

    https://en.wikipedia.org/wiki/Token_bucket
    """

    rate: float = RATE
    burst: int = BURST
    most: int = MOST_CALLERS
    _known: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def take(self, caller: str, now: float) -> int:
        """Take one request; 0 if it is granted, else the seconds until the next is."""
        left, then = self._known.pop(caller, (float(self.burst), now))
        left = min(self.burst, left + max(0.0, now - then) * self.rate)
        is_granted = left >= 1
        self._known[caller] = (left - is_granted, now)
        if len(self._known) > self.most:
            self._known.popitem(last=False)
        return 0 if is_granted else ceil((1 - left) / self.rate)
