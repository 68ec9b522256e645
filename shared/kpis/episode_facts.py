"""Facts of episodes: what became of each, and which are open when a day ends."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Literal

from shared.domain.cases import Step
from shared.domain.clocks import ended
from shared.domain.commands import ESCALATIONS
from shared.domain.log import Entry
from shared.domain.state import Episode, Person
from shared.domain.times import to_text
from shared.kpis.facts import EpisodeEvent, EpisodeFact
from shared.kpis.history import (
    LAST_MOMENT,
    History,
    Stretch,
    episode_of,
    has_ended,
    joins,
)
from shared.kpis.resolutions import resolution, reviews

Cause = Literal["message_count", "breach", "low_score", "manual"]
CAUSES: dict[str | None, Cause] = {
    "message_count": "message_count",
    "breach": "breach",
    "at_risk": "breach",  # a promise in danger: of the same clock, a little before
    "low_score": "low_score",
    "manual": "manual",
}


def episode_facts(
    history: History, day_ends: Iterable[datetime], now: datetime
) -> Iterator[EpisodeFact]:
    """All that became of all episodes, and which are open at these ends of days.

    What may be called breached is told by ``now``.
    """
    for stretch in history.stretches:
        for step in stretch.steps:
            yield from _became(history, stretch, step, now)
        for e in reviews(history, stretch):
            person, score = stretch.last, e.score
            yield _fact(history, person, "reviewed", e.at, e.id, score=score)
    for end in day_ends:
        yield from _open(history, end)


def _became(
    history: History, stretch: Stretch, step: Step, now: datetime
) -> Iterator[EpisodeFact]:
    """What a step means for the episode in which it is."""
    entry, at = step.entry, step.entry.at
    before, after = episode_of(step.before), episode_of(step.after)

    def told(event: EpisodeEvent, mark: str = "", **said: Any) -> EpisodeFact:
        return _fact(history, step.after, event, at, mark, **said)

    if step is stretch.steps[0] or before is None or after is None:
        yield told("opened" if stretch.number == 1 else "reopened")
        return
    if has_ended(step) and after.flushed is not None:
        yield told("flushed", entry.id)  # a flush may be taken back and come again
    elif has_ended(step):
        yield told("resolved", **resolution(history, stretch))
    if before.offered_at is None and after.offered_at is not None:
        yield told("private_offered", **_accepted(history, stretch))
    is_task = before.low_score_at is None and after.low_score_at is not None
    if is_task or before.escalated != after.escalated:
        since, said = _escalated_at(stretch, entry, now), _escalation(entry)
        if since is not None:
            yield _fact(history, step.after, "escalated", since, entry.id, **said)


def _escalated_at(stretch: Stretch, entry: Entry, now: datetime) -> datetime | None:
    """When it was escalated; for a breach at its due instant, whoever looked when.

    A timer that comes late must not move it to another day, and none counts that
    came before an answer given in time: the first breach of an episode calls the
    supervisor, once. None: there is no breach.
    """
    if entry.reason != "breach" or entry.agent is not None:
        return entry.at
    clocks = (found.clock for found in ended(stretch.steps, now))
    breaches = (c.ended_at for c in clocks if c.outcome == "breached" and c.ended_at)
    return min(breaches, default=None)


def _fact(
    history: History,
    person: Person,
    event: EpisodeEvent,
    at: datetime,
    mark: str,
    **said: Any,
) -> EpisodeFact:
    """A fact about the present episode; ``mark`` tells it from its like."""
    episode = episode_of(person)
    assert episode is not None  # noqa: S101 - something has become of it
    return EpisodeFact(
        **history.common(person, at),
        id=history.id(f"{person.since}|{episode.number}|{event}|{mark}"),
        at=at,
        agent=episode.agent,
        event=event,
        episode=episode.number,
        opened_at=episode.opened_at,
        **said,
    )


def _accepted(history: History, stretch: Stretch) -> dict[str, Any]:
    """How long it took the customer to go on in private; nothing if he has not."""
    episode = stretch.case.episode
    if episode.offered_at is None or episode.accepted_at is None:
        return {}
    seconds, business = history.seconds(episode.offered_at, episode.accepted_at)
    return {"accepted_s": seconds, "accepted_business_s": business}


def _escalation(entry: Entry) -> dict[str, Any]:
    return {
        "escalation": entry.what if entry.what in ESCALATIONS else None,
        "cause": CAUSES.get(entry.reason, "manual" if entry.agent else None),
    }


def _open(history: History, end: datetime) -> Iterator[EpisodeFact]:
    """The episode that is open at the end of a day; an imported one waits for nobody.

    There is one at most: no live case ends but by its resolution or its flush.
    """
    count = bisect_left(history.steps, end, key=lambda step: step.entry.at)
    if not count:
        return
    person = history.steps[count - 1].after
    episode = episode_of(person)
    if episode is None or episode.resolved_at or episode.timed_from is None:
        return
    seconds, business = history.seconds(episode.opened_at, end)
    yield _fact(
        history,
        person,
        "open",
        end - LAST_MOMENT,
        to_text(end),
        age_s=seconds,
        age_business_s=business,
        waiting=_is_waiting(history.steps[:count], episode),
    )


def _is_waiting(steps: list[Step], episode: Episode) -> bool:
    """Whether the last message of the episode, of any person, is the customer's."""
    said = (s.entry for s in reversed(steps) if joins(s))
    last = next(said, None)
    if last is None or last.at < episode.opened_at:
        return False  # reopened by hand, and nothing said since
    return last.kind == "message_received"
