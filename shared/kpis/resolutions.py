"""What the fact of a resolved episode measures: its stages, its talk, what followed."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from shared.domain.cases import Step
from shared.domain.log import Entry
from shared.kpis.handle_time import WORKED, Spent, handle_time
from shared.kpis.history import History, Stretch, episode_of, has_ended
from shared.kpis.moods import moods

# What comes so soon after the end, and opens nothing, is of the episode still:
# thanks for the last answer, the time of a panel that was closed after it.
AFTERMATH = timedelta(days=1)


def resolution(history: History, stretch: Stretch) -> dict[str, Any]:
    """Measure an episode that was resolved, as the fields of its fact."""
    steps, later = _cut(stretch)
    at = steps[-1].entry.at
    handled, estimated = _handled(history, stretch, steps)
    business = (history.business(*spent) for spent in handled)
    return {
        **_stages(history, steps),
        **_talk(history, steps),
        **moods(steps, later),
        **_aftermath(history, stretch, at),
        "handle_s": _seconds(spent.end - spent.start for spent in handled),
        "handle_business_s": _seconds(business),
        "handle_estimated": estimated,
        "first_resolution": history.is_first_resolved(stretch),
    }


def time_spent(history: History) -> float:
    """The handle time of all episodes of a log that were resolved, in seconds."""
    resolved = (stretch for stretch in history.stretches if stretch.is_resolved)
    return _seconds(
        spent.end - spent.start
        for stretch in resolved
        for spent in _handled(history, stretch, _cut(stretch)[0])[0]
    )


def _seconds(spans: Iterable[timedelta]) -> float:
    return sum(spans, timedelta()).total_seconds()


def _cut(stretch: Stretch) -> tuple[Sequence[Step], Sequence[Step]]:
    """An episode that ended, to its end, and what came soon after."""
    ends = [n for n, step in enumerate(stretch.steps) if has_ended(step)]
    end = ends[-1] + 1  # what was flushed and taken back has ended before
    at = stretch.steps[end - 1].entry.at
    later = [s for s in stretch.steps[end:] if s.entry.at < at + AFTERMATH]
    return stretch.steps[:end], later


def _handled(
    history: History, stretch: Stretch, steps: Sequence[Step]
) -> tuple[list[Spent], bool]:
    """The time that it took, and whether that is guessed."""
    until = steps[-1].entry.at + AFTERMATH
    panel = [e for e in history.meant(stretch, WORKED) if e.at < until]
    return handle_time(steps, panel)


def _stages(history: History, steps: Sequence[Step]) -> dict[str, Any]:
    """How long each stage took; None where it did not happen in this order."""
    episode = episode_of(steps[-1].after)
    assert episode is not None  # noqa: S101 - it has been resolved
    opened, ended = episode.opened_at, episode.resolved_at
    assigned, responded = _first_assigned(steps), episode.responded_at
    stages = {
        "queue": (opened, assigned),
        "pickup": (assigned, responded),
        "work": (responded, ended),
        "end_to_end": (opened, ended),
    }
    found: dict[str, Any] = {}
    for name, (start, end) in stages.items():
        if start is not None and end is not None and start <= end:
            elapsed, business = history.seconds(start, end)
            found |= {f"{name}_s": elapsed, f"{name}_business_s": business}
    return found


def _first_assigned(steps: Sequence[Step]) -> datetime | None:
    """When anybody had the episode first; the fold knows the present holder only."""
    held = ((step.entry.at, episode_of(step.after)) for step in steps)
    return next((at for at, episode in held if episode and episode.agent), None)


def _talk(history: History, steps: Sequence[Step]) -> dict[str, Any]:
    """How much was said; too long is what the rules of the opening call so."""
    person = steps[-1].after
    episode = episode_of(person)
    assert episode is not None  # noqa: S101 - it has been resolved
    rules = history.settings.at(episode.opened_at).escalation
    most = rules.threshold(person.channel)
    return {
        "messages": episode.messages,
        "over_threshold": most is not None and episode.messages > most,
        "answered": episode.responded_at is not None,
    }


def _aftermath(history: History, stretch: Stretch, at: datetime) -> dict[str, bool]:
    """What came within the windows that the day counts by; final after them."""
    windows = history.rules_of_day(at).metrics
    first_contact = at + timedelta(days=windows.first_contact_days)
    deflection = at + timedelta(days=windows.deflection_days)
    review = at + timedelta(days=windows.review_days)
    again = history.next_of_case(stretch)
    calls = [call for call in history.calls if call.at > at]
    return {
        "reopened_within": again is not None
        and again.case.episode.opened_at < first_contact,
        "contacted_within": any(c.at < first_contact for c in calls),
        "called_within": any(c.at < deflection and c.by_phone for c in calls),
        "reviewed_within": any(r.at < review for r in reviews(history, stretch)),
    }


def reviews(history: History, stretch: Stretch) -> list[Entry]:
    """The reviews of an episode that have a score."""
    return [e for e in history.meant(stretch, "reviewed") if e.score is not None]
