"""Token buckets in the table: one request a send, two when it is busy.

A bucket is one number, the time from which it is full again ("theoretical
arrival time", the generic cell rate algorithm of ITU-T I.371): a send moves it
on by a step, and is allowed while it is no further ahead than the tokens reach.
"""

from datetime import datetime, timedelta
from typing import Any

from pynamodb.exceptions import UpdateError

from shared.adapters.conditions import is_unmet
from shared.adapters.items import RateItem
from shared.channels.rates import Rate

_KEPT = timedelta(days=1)


class DynamoRates:
    """``shared.ports_outbound.Rates`` on the one table."""

    def take(self, name: str, rate: Rate, now: datetime) -> float:
        now_ms = _milliseconds(now)
        item, full_at = _item(name), RateItem.full_at
        is_full = full_at.does_not_exist() | (full_at <= now_ms)
        if _update(item, now, is_full, full_at.set(now_ms + rate.step_ms)):
            return 0.0
        has_some = full_at <= now_ms + rate.slack_ms
        # A bucket of one token is either full or empty.
        if rate.most > 1 and _update(
            item, now, has_some, full_at.set(full_at + rate.step_ms)
        ):
            return 0.0
        item.refresh(consistent_read=True)
        ahead = int(item.full_at) - rate.slack_ms - now_ms
        return max(ahead, 1) / 1_000

    def close(self, name: str, rate: Rate, now: datetime, until: datetime) -> None:
        full_at = RateItem.full_at
        ends = _milliseconds(until) + rate.slack_ms
        earlier = full_at.does_not_exist() | (full_at < ends)
        _update(_item(name), now, earlier, full_at.set(ends))


def _item(name: str) -> RateItem:
    return RateItem(f"RATE#{name}", "BUCKET")


def _update(item: RateItem, now: datetime, condition: Any, action: Any) -> bool:
    """Change a bucket; False if the condition does not hold."""
    expires = int((now + _KEPT).timestamp())
    try:
        item.update(
            [action, RateItem.kind.set(RateItem), RateItem.expires.set(expires)],
            condition,
        )
    except UpdateError as error:
        if not is_unmet(error):
            raise
        return False
    return True


def _milliseconds(instant: datetime) -> int:
    return round(instant.timestamp() * 1_000)
