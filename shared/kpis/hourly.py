"""The hourly table: inbound volume per local hour, channel and topic."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from shared.kpis.days import bounds, hour_of, hours
from shared.kpis.dimensions import NONE, topics
from shared.kpis.facts import Facts, MessageFact

Slot: TypeAlias = tuple[str, str]  # channel, topic
# By label of the hour, channel, topic and column.
Counts: TypeAlias = Counter[tuple[str, str, str, str]]
COLUMNS = ("inbound", "actionable", "public", "private", "negative")
EVERY = ("", "")  # in place of channel and topic: each message once
ANY = ""  # in place of the topic: each message of the channel once


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """Inbound messages of one hour, channel and topic; fields are the columns.

    ``public`` and ``private`` add up to ``inbound``. Topics do not: a message
    with two topics is counted under each.
    """

    date: date
    timezone: str
    hour_start: datetime
    hour: str
    channel: str
    topic: str
    inbound: int
    actionable: int
    public: int
    private: int
    negative: int


def counted(day: date, timezone: ZoneInfo, facts: Facts) -> Counts:
    """Count the inbound messages of a local day; the counts of parts add up."""
    of_day = hours(day, timezone)
    counts: Counts = Counter()
    for message in facts.within(*bounds(day, timezone)).messages:
        if message.direction == "inbound":
            hour = hour_of(message.at, of_day).label
            slots = [(message.channel, topic) for topic in topics(message.topics)]
            for slot in (*slots, (message.channel, ANY), EVERY):
                counts.update((hour, *slot, column) for column in _columns(message))
    return counts


def _columns(message: MessageFact) -> list[str]:
    found = ["inbound", message.visibility]
    if message.actionable:
        found.append("actionable")
    if message.sentiment == "negative":
        found.append("negative")
    return found


def volume(day: date, timezone: ZoneInfo, counts: Counts) -> list[Volume]:
    """Return the table of a local day, by hour, channel and topic.

    An hour without messages has one row of zeros, channel and topic ``(none)``,
    so that no hour is missing.
    """
    slots: defaultdict[str, set[Slot]] = defaultdict(set)
    for hour, channel, topic, _ in counts:
        if topic != ANY:
            slots[hour].add((channel, topic))
    return [
        Volume(
            date=day,
            timezone=timezone.key,
            hour_start=hour.start,
            hour=hour.label,
            channel=slot[0],
            topic=slot[1],
            **{it: counts[hour.label, *slot, it] for it in COLUMNS},
        )
        for hour in hours(day, timezone)
        for slot in sorted(slots[hour.label]) or [(NONE, NONE)]
    ]


def by_hour(day: date, timezone: ZoneInfo, counts: Counts) -> list[dict[str, Any]]:
    """Return the hours of a local day with what they heard, each message once."""
    return [
        {"hour": hour.label} | {it: counts[hour.label, *EVERY, it] for it in COLUMNS}
        for hour in hours(day, timezone)
    ]


def of_channels(
    day: date, timezone: ZoneInfo, counts: Counts
) -> dict[str, tuple[int, ...]]:
    """Return how many messages each channel heard in each hour of a local day."""
    labels = [hour.label for hour in hours(day, timezone)]
    channels = {c for _, c, topic, _ in counts if topic == ANY} - {EVERY[0]}
    return {
        channel: tuple(counts[label, channel, ANY, "inbound"] for label in labels)
        for channel in sorted(channels)
    }
