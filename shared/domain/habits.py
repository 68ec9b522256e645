"""What a customer's logs tell of his habits: which channel he prefers, his mood."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.domain.log import Entry, in_order
from shared.domain.readings import in_its_talk, language_told
from shared.domain.triage import is_flushed

SPAN = timedelta(days=180)


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """``preferred_channel`` is where most of his episodes of the span began."""

    preferred_channel: str | None = None
    last_sentiment: str | None = None
    last_contact_at: datetime | None = None


def habits(logs: Mapping[str, Iterable[Entry]], now: datetime) -> Habits:
    """Read habits off the latest entries of each person (``channel:user``).

    Of channels with as many episodes the one he used last is preferred.
    """
    episodes: Counter[str] = Counter()
    used: dict[str, datetime] = {}
    written: list[Entry] = []
    for person, log in logs.items():
        channel = person.partition(":")[0]
        spoken: str | None = None
        for entry in in_order(log):
            if entry.kind != "message_received":
                continue
            written.append(in_its_talk(entry, spoken))
            spoken = language_told(entry) or spoken
            if entry.routing and not is_flushed(entry) and entry.at >= now - SPAN:
                episodes[channel] += 1
                used[channel] = max(used.get(channel, entry.at), entry.at)
    written.sort(key=lambda e: e.at)
    moods = [e.sentiment for e in written if e.sentiment is not None]
    return Habits(
        preferred_channel=max(
            episodes, key=lambda c: (episodes[c], used[c]), default=None
        ),
        last_sentiment=moods[-1] if moods else None,
        last_contact_at=written[-1].at if written else None,
    )
