"""The ``day`` index: whose log has an entry, or a promise that falls due, and when."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from shared.adapters.items import DueItem, LogItem
from shared.adapters.writes import DUE
from shared.domain.log import PREFIX
from shared.domain.shards import SHARDS
from shared.domain.times import to_text


def keys_between(
    start: datetime, end: datetime, shard: int | None
) -> Iterator[tuple[str, str]]:
    """Yield the keys of what happened, or falls due, in [start, end).

    ``shard``: of one part of all persons, a query for each of its UTC days.
    """
    first, last = to_text(start), to_text(end)
    for day in _utc_days(start, end):
        for n in range(SHARDS) if shard is None else (shard,):
            for item, prefix in ((LogItem, PREFIX), (DueItem, DUE)):
                # What is at `end` itself sorts after the bare instant.
                stretch = item.sk.between(prefix + first, prefix + last)
                for found in item.day_index.query(f"{day}#{n}", stretch):
                    yield found.pk, found.sk


def _utc_days(start: datetime, end: datetime) -> list[str]:
    day = start.astimezone(UTC).date()
    last = (end.astimezone(UTC) - timedelta(microseconds=1)).date()
    days = []
    while day <= last:
        days.append(day.isoformat())
        day += timedelta(days=1)
    return days
