"""The hourly table: inbound volume per local hour, channel and topic."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from shared.kpis.days import Hour, bounds, hour_of, hours
from shared.kpis.dimensions import NONE, topics
from shared.kpis.facts import Facts, MessageFact

Slot: TypeAlias = tuple[str, str]  # channel, topic


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


def volume(day: date, timezone: ZoneInfo, facts: Facts) -> list[Volume]:
    """Return the table of a local day, by hour, channel and topic.

    Facts of other days are ignored. An hour without messages has one row of
    zeros, channel and topic ``(none)``, so that no hour is missing.
    """
    of_day = hours(day, timezone)
    found = _by_hour(of_day, facts.within(*bounds(day, timezone)))
    return [
        _row(day, timezone, hour, slot, messages)
        for hour in of_day
        for slot, messages in sorted(found[hour].items() or [((NONE, NONE), [])])
    ]


def _by_hour(
    of_day: Sequence[Hour], facts: Facts
) -> defaultdict[Hour, defaultdict[Slot, list[MessageFact]]]:
    found: defaultdict[Hour, defaultdict[Slot, list[MessageFact]]]
    found = defaultdict(lambda: defaultdict(list))
    for message in facts.messages:
        if message.direction == "inbound":
            slots = found[hour_of(message.at, of_day)]
            for topic in topics(message.topics):
                slots[message.channel, topic].append(message)
    return found


def _row(
    day: date,
    timezone: ZoneInfo,
    hour: Hour,
    slot: Slot,
    messages: Sequence[MessageFact],
) -> Volume:
    channel, topic = slot
    return Volume(
        date=day,
        timezone=timezone.key,
        hour_start=hour.start,
        hour=hour.label,
        channel=channel,
        topic=topic,
        inbound=len(messages),
        actionable=sum(message.actionable for message in messages),
        public=sum(message.visibility == "public" for message in messages),
        private=sum(message.visibility == "private" for message in messages),
        negative=sum(message.sentiment == "negative" for message in messages),
    )
