"""What a customer's logs tell of his habits: which channel he prefers, his mood."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from shared.domain.cases import Step
from shared.domain.survey_state import is_contact

if TYPE_CHECKING:
    from shared.domain.log import Entry

SPAN = timedelta(days=180)


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """``preferred_channel`` is where most of his episodes of the span began."""

    preferred_channel: str | None = None
    last_sentiment: str | None = None
    last_contact_at: datetime | None = None


def habits(logs: Mapping[str, Iterable[Step]], now: datetime) -> Habits:
    """Read habits off the logs of each person (``channel:user``), replayed.

    Of channels with as many episodes the one he used last is preferred.
    """
    episodes: Counter[str] = Counter()
    used: dict[str, datetime] = {}
    written: list[Entry] = []
    for person, steps in logs.items():
        channel = person.partition(":")[0]
        for step in steps:
            if step.entry.kind != "message_received":
                continue
            if not is_contact(step.before, step.entry):
                continue  # about a survey: a "5" is no mood
            written.append(step.read)
            if step.entry.at >= now - SPAN and _opens(step):
                episodes[channel] += 1
                used[channel] = max(used.get(channel, step.entry.at), step.entry.at)
    written.sort(key=lambda e: e.at)
    moods = [e.sentiment for e in written if e.sentiment is not None]
    return Habits(
        preferred_channel=max(
            episodes, key=lambda c: (episodes[c], used[c]), default=None
        ),
        last_sentiment=moods[-1] if moods else None,
        last_contact_at=written[-1].at if written else None,
    )


def _opens(step: Step) -> bool:
    """Whether a message began an episode; a late one may since be its first."""
    before, after = step.before.case, step.after.case
    if after is None or before is None or step.before.since != step.after.since:
        return after is not None
    return before.episode.number != after.episode.number
