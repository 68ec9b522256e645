"""Facts of clocks: how each promise ended, and to whom that is credited."""

from collections.abc import Iterator
from datetime import datetime

from shared.domain.clocks import Ended, ended
from shared.kpis.facts import ClockFact
from shared.kpis.history import History, Stretch, episode_of


def clock_facts(history: History, now: datetime) -> Iterator[ClockFact]:
    """Every clock that has ended by ``now``."""
    for found in ended(history.steps, now):
        yield _clock(history, found)


def _clock(history: History, found: Ended) -> ClockFact:
    clock, person = found.clock, found.person
    at, due = clock.ended_at, clock.due_at
    assert at is not None  # noqa: S101 - it has ended
    # Each wait for a next response has its own; several of a night fall due at once.
    mark = f"|{clock.started_at}" if clock.kind == "next_response" else ""
    return ClockFact(
        **history.common(person, at),
        id=history.id(f"{person.since}|{clock.episode}|{clock.kind}{mark}"),
        at=at,
        agent=_credited(history, found),
        clock=clock.kind,
        episode=clock.episode,
        outcome=clock.outcome or "met",
        started_at=clock.started_at,
        due_at=due or at,
    )


def _credited(history: History, found: Ended) -> str | None:
    """Who a clock is credited to: who met it, or who had the case when due.

    A met response is its author's, a met resolution the assignee's.
    """
    clock = found.clock
    episode, stretch = episode_of(found.person), history.stretch(found.person)
    assert episode is not None  # noqa: S101 - a clock is of an episode
    assert stretch is not None  # noqa: S101 - as above
    if clock.outcome == "breached":
        return _holder(stretch, clock.due_at)
    if clock.kind == "first_response":
        return episode.responder
    if clock.kind == "resolution":
        return episode.agent
    return found.by.agent if found.by else None


def _holder(stretch: Stretch, due: datetime | None) -> str | None:
    """Who had the case when a clock fell due."""
    agent: str | None = None
    for step in stretch.steps:
        episode = episode_of(step.after)
        if episode is not None and due is not None and step.entry.at <= due:
            agent = episode.agent
    return agent
