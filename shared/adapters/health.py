"""Counters of what went wrong on a channel, kept where GET /health can see them."""

from datetime import datetime
from typing import Any

from shared.adapters.items import CounterItem
from shared.domain.times import to_text

_PARTITION = "HEALTH"


class DynamoHealth:
    """``shared.ports.Health`` on the one table."""

    def count(self, channel: str, what: str, now: datetime) -> None:
        CounterItem(_PARTITION, f"{channel}#{what}").update(
            [
                CounterItem.kind.set(CounterItem),
                CounterItem.total.add(1),
                CounterItem.last_at.set(to_text(now)),
            ]
        )

    def read(self) -> dict[str, dict[str, Any]]:
        channels: dict[str, dict[str, Any]] = {}
        for item in CounterItem.query(_PARTITION):
            channel, _, what = item.sk.partition("#")
            channels.setdefault(channel, {})[what] = {
                "total": int(item.total),
                "last_at": item.last_at,
            }
        return channels
