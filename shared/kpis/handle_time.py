"""What an episode took the people of the desk: talking, and at the panel."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from shared.domain.cases import Step
from shared.domain.log import Entry
from shared.kpis.history import joins
from shared.kpis.responses import is_response

WORKED = "worked"  # the kind of entry that tells how long somebody had it open
MOST = timedelta(minutes=5)  # that an answer is guessed to have taken
# What people do, as far as an answer can follow it; not what a timer notes.
DEEDS = frozenset({"assigned", "noted", "snoozed", "reopened"})


def handle_time(steps: Sequence[Step], panel: Sequence[Entry]) -> tuple[float, bool]:
    """The seconds that an episode took, and whether a part of them is a guess.

    Calls count as long as they were. What was written counts as long as the case
    was open in the panel; where nothing tells that, an answer is guessed to have
    taken the time since the last thing that happened in the case, 5 minutes at
    most (metrics.md, handle_time).

    Args:
        steps: the episode, from its opening to its end.
        panel: the entries that tell how long somebody had it open.

    """
    calls = sum(_call(step) for step in steps)
    if panel:
        return float(calls + sum(entry.duration_s or 0 for entry in panel)), False
    return calls + _guess(steps), True


def _call(step: Step) -> int:
    """The length of a talk that has one."""
    entry = step.entry
    counts = not entry.social and joins(step)
    return entry.duration_s or 0 if counts else 0


def _guess(steps: Sequence[Step]) -> float:
    seen = [s for s in steps if joins(s) or s.entry.kind in DEEDS]
    took = (
        min(step.entry.at - last.entry.at, MOST)
        for last, step in pairwise(seen)
        if is_response(step) and not _call(step)
    )
    return sum(took, timedelta()).total_seconds()
