"""What went wrong on a channel, kept where GET /health can see it.

A broken account is a metric as well, and so is what an alarm watches (``METRICS``).
"""

from datetime import datetime
from typing import Any

from shared.adapters import embedded
from shared.adapters.items import BrokenItem, CounterItem
from shared.domain.times import to_text
from shared.ports_health import RESTARTED, SILENT, TIMER_LATE, UNKNOWN

_PARTITION = "HEALTH"
_BROKEN = "BROKEN"
METRIC = "ChannelBroken"
METRICS = {
    UNKNOWN: "UnknownKinds",
    SILENT: "ChannelSilent",
    TIMER_LATE: "TimersLate",
    RESTARTED: "TimersLate",  # it was not there at all
}


class DynamoHealth:
    """``shared.ports_health.Health`` on the one table; ``stage`` names its metric."""

    def __init__(self, stage: str) -> None:
        self._stage = stage

    def count(self, channel: str, what: str, now: datetime) -> None:
        CounterItem(_PARTITION, f"{channel}#{what}").update(
            [
                CounterItem.kind.set(CounterItem),
                CounterItem.total.add(1),
                CounterItem.last_at.set(to_text(now)),
            ]
        )
        metric = METRICS.get(what.partition(" ")[0])
        if metric is not None:
            embedded.count(self._stage, metric, now, Channel=channel)

    def read(self) -> dict[str, dict[str, Any]]:
        channels: dict[str, dict[str, Any]] = {}
        for item in CounterItem.query(_PARTITION):
            channel, _, what = item.sk.partition("#")
            channels.setdefault(channel, {})[what] = {
                "total": int(item.total),
                "last_at": item.last_at,
            }
        return channels

    def mark_broken(
        self, channel: str, account: str, reason: str, now: datetime
    ) -> None:
        BrokenItem(_BROKEN, f"{channel}#{account}").update(
            [
                BrokenItem.kind.set(BrokenItem),
                BrokenItem.since.set(BrokenItem.since | to_text(now)),
                BrokenItem.reason.set(reason),
                BrokenItem.total.add(1),
            ]
        )
        embedded.count(self._stage, METRIC, now, Channel=channel)

    def clear_broken(self, channel: str, account: str) -> None:
        BrokenItem(_BROKEN, f"{channel}#{account}").delete()

    def broken(self) -> dict[str, dict[str, dict[str, Any]]]:
        channels: dict[str, dict[str, dict[str, Any]]] = {}
        for item in BrokenItem.query(_BROKEN, consistent_read=True):
            channel, _, account = item.sk.partition("#")
            channels.setdefault(channel, {})[account] = {
                "since": item.since,
                "reason": item.reason,
                "count": int(item.total),
            }
        return channels
