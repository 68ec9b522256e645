"""How many people a volume takes, so that the promised share is answered in time.

Messages wait: what comes at night is answered in the morning, and a target is an
hour rather than 20 seconds. So two questions are asked of each hour, and the
larger answer counts:

1. The work. In no stretch of open time may more work fall due than fits into it:
   all that comes in the stretch and is due in it. `workload` finds how much must
   be done when. It starts in every quarter of an hour at the pace that the most
   demanding stretch from then on asks for, and does what is due first, so nothing
   is late and the highest pace is no higher than the necessary one (Yao, Demers
   and Shenker, "A Scheduling Model for Reduced CPU Energy", 1995, where the pace
   of a machine is what the number of people is here).
2. Chance. Within an hour messages come irregularly and take unequally long. The
   share answered within the target is Erlang's C formula with that hour's work
   (Erlang 1917; Cooper, "Introduction to Queueing Theory", 1981, ch. 3):
   1 - C(n, a) · exp(-(n - a) · target / handle time).

And nobody may be busy for more than the occupancy, nor be there all the time.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import accumulate
from math import ceil, exp

from shared.domain.forecast import Staffing

QUARTER = 900  # seconds: of this length are the slots
_DAY = 96  # slots
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Work:
    """Seconds of work that come with a slot, to be done within ``target`` of it.

    ``target`` is in seconds of open time; None: by the end of what is looked at.
    """

    slot: int
    seconds: float
    target: float | None


def workload(open_s: Sequence[float], works: Iterable[Work]) -> list[float]:
    """The people at work in each slot that keep every target, as a fraction.

    0 where the desk is closed. Work of a slot counts as come at its beginning, for
    the target; it is done from that slot on.

    Args:
        open_s: how long the desk is open in each slot, seconds.
        works: what comes; it waits while the desk is closed.

    """
    opening = [slot for slot, length in enumerate(open_s) if length]
    until = list(accumulate((open_s[slot] for slot in opening), initial=0.0))
    coming: list[list[tuple[int, float]]] = [[] for _ in opening]
    due = [0.0] * len(opening)  # seconds not yet done, by the slot they are due in
    for work in works:
        first = bisect_left(opening, work.slot)
        if first < len(opening):
            last = _due(until, first, work.target)
            coming[first].append((last, work.seconds))
            due[last] += work.seconds
    load = [0.0] * len(open_s)
    waiting: list[tuple[int, float]] = []
    for n, slot in enumerate(opening):
        for one in coming[n]:
            heappush(waiting, one)
        if waiting:
            room = _pace(n, until, due, max(waiting)[0]) * open_s[slot]
            load[slot] = _do(waiting, room, due) / open_s[slot]
    return load


def _due(until: Sequence[float], first: int, target: float | None) -> int:
    """The last slot that ends within the target; of a shorter one the first."""
    if target is None:
        return len(until) - 2
    end = until[first] + target + _NOTHING
    return max(bisect_right(until, end) - 2, first)


def _pace(first: int, until: Sequence[float], due: Sequence[float], last: int) -> float:
    """The highest mean pace of any stretch from this slot on.

    To the ``last`` slot in which something is due that waits, and a day more: what
    comes later than that is not made easier by hurrying now.
    """
    pace = work = 0.0
    for slot in range(first, min(last + _DAY, len(due))):
        if due[slot]:
            work += due[slot]
            pace = max(pace, work / (until[slot + 1] - until[first]))
    return pace


def _do(waiting: list[tuple[int, float]], room: float, due: list[float]) -> float:
    """Do what is due first, as far as there is room; returns the seconds done."""
    done = 0.0
    while waiting and room - done > _NOTHING:
        slot, seconds = heappop(waiting)
        now = min(seconds, room - done)
        done += now
        due[slot] = max(due[slot] - now, 0.0)
        if seconds - now > _NOTHING:
            heappush(waiting, (slot, seconds - now))
    return done


def people(load: float, target: float | None, handle_s: float, rules: Staffing) -> int:
    """How many must be on the roster for an hour whose work is ``load`` people's.

    ``handle_s`` is how long one message takes, ``target`` within how many seconds
    it is to be answered; None: nothing is promised, and only occupancy counts.
    """
    if load <= _NOTHING:
        return 0
    number = max(ceil(load / rules.occupancy - _NOTHING), 1)
    if target is not None:
        while answered_within(number, load, target, handle_s) < rules.service_level:
            number += 1
    return ceil(number / (1 - rules.shrinkage) - _NOTHING)


def answered_within(number: int, load: float, target: float, handle_s: float) -> float:
    """The share answered within the target by Erlang C; 0 where work piles up."""
    if number <= load:
        return 0.0
    waits = exp(-(number - load) * target / handle_s)
    return 1 - _waiting(number, load) * waits


def _waiting(number: int, load: float) -> float:
    """Erlang's C: the chance to have to wait, by way of his B, which is stable."""
    blocked = 1.0
    for n in range(1, number + 1):
        blocked = load * blocked / (n + load * blocked)
    return blocked / (1 - load / number * (1 - blocked))
