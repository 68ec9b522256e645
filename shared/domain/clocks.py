"""The promises of a case as clocks, a pure function of the fold.

A clock ends once: met by the first human response at or before its due
instant, else breached at the due instant, whoever looks and whenever.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from shared.domain.calendars import elapsed
from shared.domain.settings import Settings
from shared.domain.state import Case, Episode

ClockKind = Literal["first_response"]
Outcome = Literal["met", "breached"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One promise of one episode; ``ended_at`` and ``outcome`` None: running."""

    kind: ClockKind
    episode: int
    started_at: datetime
    due_at: datetime
    ended_at: datetime | None
    outcome: Outcome | None


def first_response(episode: Episode, now: datetime) -> Clock:
    """The first-response clock of an episode as it stands at ``now``."""
    responded_at, due = episode.responded_at, episode.due
    ended_at: datetime | None = None
    outcome: Outcome | None = None
    if responded_at is not None and responded_at <= due:
        ended_at, outcome = responded_at, "met"
    elif due <= now:
        ended_at, outcome = due, "breached"
    return Clock(
        kind="first_response",
        episode=episode.number,
        started_at=episode.opened_at,
        due_at=due,
        ended_at=ended_at,
        outcome=outcome,
    )


def clocks(case: Case, now: datetime) -> list[Clock]:
    """All clocks of the present episode."""
    return [first_response(case.episode, now)]


def next_due(case: Case, now: datetime) -> datetime | None:
    """The earliest instant at which something falls due, None if nothing will.

    A clock that is overdue but whose breach is not yet in the log is due: the
    log must learn of it.
    """
    clock = first_response(case.episode, now)
    if clock.outcome is None:
        return clock.due_at
    if clock.outcome == "breached" and not case.episode.breach_recorded:
        return clock.due_at
    return None


def business_time(clock: Clock, now: datetime, settings: Settings) -> timedelta:
    """Business time a clock has run, to its end or to ``now``."""
    end = clock.ended_at or now
    return elapsed(settings.calendar, clock.started_at, max(end, clock.started_at))
