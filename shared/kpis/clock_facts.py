"""Facts of clocks: how each promise ended, and to whom that is credited."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime

from shared.domain.clocks import Ended, ended
from shared.domain.state import Person
from shared.kpis.facts import ClockFact
from shared.kpis.history import History, episode_of


def clock_facts(history: History, now: datetime) -> Iterator[ClockFact]:
    """Every clock that has ended by ``now``."""
    for found in ended(history.steps, now):
        yield _clock(history, found)


def _clock(history: History, found: Ended) -> ClockFact:
    clock, at, due = found.clock, found.clock.ended_at, found.clock.due_at
    assert at is not None  # noqa: S101 - it has ended
    person = _then(history, found, at)
    # Each wait for a next response has its own; several of a night fall due at once.
    mark = f"|{clock.started_at}" if clock.kind == "next_response" else ""
    return ClockFact(
        **history.common(person, at),
        id=history.id(f"{person.since}|{clock.episode}|{clock.kind}{mark}"),
        at=at,
        agent=_credited(found, person),
        clock=clock.kind,
        episode=clock.episode,
        outcome=clock.outcome or "met",
        started_at=clock.started_at,
        due_at=due or at,
    )


def _then(history: History, found: Ended, at: datetime) -> Person:
    """How the case stood when a clock ended: it may be in another queue by now."""
    stretch = history.stretch(found.person)
    assert stretch is not None  # noqa: S101 - a clock is of an episode
    steps = stretch.steps
    until = bisect_right(steps, at, key=lambda step: step.entry.at)
    return steps[max(until - 1, 0)].after


def _credited(found: Ended, then: Person) -> str | None:
    """Who a clock is credited to: who met it, or who had the case when due.

    A met response is its author's, a met resolution the assignee's.
    """
    clock, episode = found.clock, episode_of(then)
    assert episode is not None  # noqa: S101 - a clock is of an episode
    if clock.outcome == "breached" or clock.kind == "resolution":
        return episode.agent
    if clock.kind == "first_response":
        return episode.responder
    return found.by.agent if found.by else None
