"""The ``day`` index: whose log has an entry, or a promise that falls due, and when."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import product

from shared.adapters.items import DueItem, LogItem
from shared.adapters.writes import DUE
from shared.domain.log import PREFIX
from shared.domain.shards import SHARDS
from shared.domain.times import to_text

READERS = 8
KINDS = ((LogItem, PREFIX), (DueItem, DUE))


def keys_between(
    start: datetime, end: datetime, shard: int | None
) -> Iterator[tuple[str, str]]:
    """Yield the keys of what happened, or falls due, in [start, end).

    ``shard``: of one part of all persons. A query for each shard, UTC day and kind,
    several at a time.
    """
    first, last = to_text(start), to_text(end)

    def keys(query: tuple[str, int, int]) -> list[tuple[str, str]]:
        day, n, kind = query
        item, prefix = KINDS[kind]
        # What is at `end` itself sorts after the bare instant.
        stretch = item.sk.between(prefix + first, prefix + last)
        found = item.day_index.query(f"{day}#{n}", stretch)
        return [(one.pk, one.sk) for one in found]

    shards = range(SHARDS) if shard is None else (shard,)
    queries = product(_utc_days(start, end), shards, range(len(KINDS)))
    with ThreadPoolExecutor(READERS) as pool:
        for found in pool.map(keys, queries):
            yield from found


def _utc_days(start: datetime, end: datetime) -> list[str]:
    day = start.astimezone(UTC).date()
    last = (end.astimezone(UTC) - timedelta(microseconds=1)).date()
    days = []
    while day <= last:
        days.append(day.isoformat())
        day += timedelta(days=1)
    return days
