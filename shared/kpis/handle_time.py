"""What an episode took the people of the desk: talking, and at the panel."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from shared.domain.cases import Step
from shared.domain.log import Entry
from shared.kpis.history import joins
from shared.kpis.responses import is_response

WORKED = "worked"  # the kind of entry that tells how long somebody had it open
MOST = timedelta(minutes=5)  # that an answer is guessed to have taken
# What people do, as far as an answer can follow it; not what a timer notes.
DEEDS = frozenset({"assigned", "noted", "snoozed", "reopened"})


class Spent(NamedTuple):
    """A stretch of time that somebody of ours gave to an episode."""

    start: datetime
    end: datetime


def handle_time(
    steps: Sequence[Step], panel: Sequence[Entry]
) -> tuple[list[Spent], bool]:
    """What time an episode took, and whether a part of it is a guess.

    Calls count as long as they were. What was written counts as long as the case
    was open in the panel; where nothing tells that, an answer is guessed to have
    taken the time since the last thing that happened in the case, 5 minutes at
    most (metrics.md, handle_time).

    Args:
        steps: the episode, from its opening to its end.
        panel: the entries that tell how long somebody had it open, at its end.

    """
    calls = [
        Spent(step.entry.at, step.entry.at + length)
        for step in steps
        if (length := _length(step))
    ]
    if panel:
        open_for = ((e.at, timedelta(seconds=e.duration_s or 0)) for e in panel)
        return [*calls, *(Spent(at - took, at) for at, took in open_for)], False
    return [*calls, *_guesses(steps)], True


def _length(step: Step) -> timedelta:
    """The length of a talk that has one."""
    entry = step.entry
    counts = not entry.social and joins(step)
    return timedelta(seconds=entry.duration_s or 0 if counts else 0)


def _guesses(steps: Sequence[Step]) -> Iterator[Spent]:
    seen = [s for s in steps if joins(s) or s.entry.kind in DEEDS]
    for last, step in pairwise(seen):
        if is_response(step) and not _length(step):
            at = step.entry.at
            yield Spent(max(last.entry.at, at - MOST), at)
