"""How subscribers of events have been, and their dead letters, in DynamoDB.

A dead letter is an item and not a message of a queue: those of one subscriber are
counted, put back and deleted without touching another's.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from shared.adapters.embedded import count
from shared.adapters.items import DeadEventItem, Item, SubscriberItem
from shared.domain.times import from_text, to_text
from shared.ports_events import Standing

if TYPE_CHECKING:
    from pynamodb.expressions.update import Action

METRIC, CARD_METRIC = "EventDead", "CardFailed"
_PARTITION = "SUBSCRIBERS"
_KEPT = timedelta(days=14)


class DynamoSubscribers:
    """``shared.ports_events.Subscribers``; ``stage`` names its metric."""

    def __init__(self, stage: str) -> None:
        self._stage = stage

    def standing(self, name: str) -> Standing:
        try:
            item = SubscriberItem.get(_PARTITION, name)
        except SubscriberItem.DoesNotExist:
            return Standing()
        return Standing(
            delivered_at=_instant(item.delivered_at),
            failed_at=_instant(item.failed_at),
            reason=item.reason,
            failures=int(item.failures),
            peace_until=_instant(item.peace_until),
            gone=item.gone,
        )

    def delivered(self, name: str, now: datetime) -> None:
        SubscriberItem(_PARTITION, name).update(
            [
                SubscriberItem.kind.set(SubscriberItem),
                SubscriberItem.delivered_at.set(to_text(now)),
                SubscriberItem.failures.set(0),
                SubscriberItem.peace_until.remove(),
                SubscriberItem.gone.remove(),
            ]
        )

    def failed(
        self,
        name: str,
        reason: str,
        now: datetime,
        *,
        peace_until: datetime | None = None,
        gone: str | None = None,
    ) -> None:
        actions: list[Action] = [
            SubscriberItem.kind.set(SubscriberItem),
            SubscriberItem.failed_at.set(to_text(now)),
            SubscriberItem.reason.set(reason),
            SubscriberItem.failures.add(1),
        ]
        if peace_until is not None:
            actions.append(SubscriberItem.peace_until.set(to_text(peace_until)))
        if gone is not None:
            actions.append(SubscriberItem.gone.set(gone))
        SubscriberItem(_PARTITION, name).update(actions)

    def mend(self, name: str) -> None:
        SubscriberItem(_PARTITION, name).update(
            [
                SubscriberItem.kind.set(SubscriberItem),
                SubscriberItem.failures.set(0),
                SubscriberItem.peace_until.remove(),
                SubscriberItem.gone.remove(),
            ]
        )

    def bury(self, name: str, event: str, body: str, why: str, now: datetime) -> None:
        expires = int((now + _KEPT).timestamp())
        DeadEventItem(_dead(name), event, body=body, why=why, expires=expires).save()
        count(self._stage, METRIC, now, Subscriber=name)

    def count_lost(self, now: datetime) -> None:
        count(self._stage, METRIC, now)

    def dead(self, name: str, limit: int) -> dict[str, str]:
        found = DeadEventItem.query(_dead(name), consistent_read=True, limit=limit)
        return {item.sk: item.body for item in found}

    def count_dead(self, name: str, most: int) -> int:
        keys = ["pk", "sk", "kind"]
        found = DeadEventItem.query(_dead(name), limit=most, attributes_to_get=keys)
        return sum(1 for _ in found)

    def forget(self, name: str, events: Iterable[str]) -> None:
        with Item.batch_write() as batch:
            for event in events:
                batch.delete(DeadEventItem(_dead(name), event))

    def card_failed(self, why: str, now: datetime) -> None:
        count(self._stage, CARD_METRIC, now, Why=why)


def _dead(name: str) -> str:
    return f"DEAD#{name}"


def _instant(text: str | None) -> datetime | None:
    return from_text(text) if text else None
