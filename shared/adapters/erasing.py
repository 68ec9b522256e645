"""What is kept of a person outside his log and card, in DynamoDB."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pynamodb.exceptions import TransactWriteError

from shared.adapters.cards import heard_key, to_item, unchanged
from shared.adapters.conditions import is_lost
from shared.adapters.items import (
    CardItem,
    CustomerItem,
    HandleItem,
    IdentityItem,
    Item,
    MarkItem,
    PointerItem,
    SendItem,
)
from shared.adapters.transactions import transact
from shared.domain.customers import customer_id
from shared.domain.shards import SHARDS
from shared.domain.times import from_text, to_text
from shared.errors import Conflict
from shared.ports import Card
from shared.ports_privacy import Traces

_HANDLE, _SEND = "HANDLE#", "SEND#"
# The empty card of who is forgotten leads to what may be left of him if that broke off.
_EMPTY_KEPT = timedelta(days=7)


class DynamoPersonal:
    """``shared.ports_privacy.Personal``; ``items.bind`` has named the table."""

    def handles(self, person: str) -> list[str]:
        found = HandleItem.query(
            f"PERSON#{person}", HandleItem.sk.startswith(_HANDLE), consistent_read=True
        )
        return [item.sk.removeprefix(_HANDLE) for item in found]

    def forget_handles(self, person: str) -> None:
        # What he is found by goes first: the list of it says what is left to do.
        known = self.handles(person)
        _delete(HandleItem(f"{_HANDLE}{key}", f"PERSON#{person}") for key in known)
        _delete(HandleItem(f"PERSON#{person}", f"{_HANDLE}{key}") for key in known)

    def sends(self, person: str) -> dict[str, Mapping[str, Any]]:
        found = SendItem.query(
            f"PERSON#{person}", SendItem.sk.startswith(_SEND), consistent_read=True
        )
        return {item.sk.removeprefix(_SEND): item.outcome or {} for item in found}

    def forget_links(self, links: Iterable[str]) -> None:
        _delete(PointerItem(f"SURVEY#{link}", "PERSON") for link in set(links))

    def heard_in(self, month: str) -> list[str]:
        found = (
            item
            for n in range(SHARDS)
            for item in CardItem.day_index.query(heard_key(month, n))
        )
        return [item.pk.removeprefix("PERSON#") for item in found]

    def forget(
        self, card: Card, traces: Traces, before: datetime, now: datetime
    ) -> None:
        # First: whoever writes of him from now on sees that the card has changed.
        if card.person.last:
            _empty(card, int((now + _EMPTY_KEPT).timestamp()))
        person, gone = card.person.id, int(now.timestamp())
        self.forget_handles(person)
        # Before the log: that tells of them, should this break off.
        channel = card.person.channel
        _delete(PointerItem(f"CASE#{one}", "PERSON") for one in traces.cases)
        _delete(PointerItem(f"POST#{channel}:{one}", "PERSON") for one in traces.posts)
        _delete(
            IdentityItem(f"IDENTITY#{channel}:{one}", "PERSON")
            for one in traces.addresses
        )
        with Item.batch_write() as batch:
            for item in Item.query(f"PERSON#{person}", consistent_read=True):
                if not item.expires and _is_of_then(item, before):
                    item.expires = gone
                    batch.save(item)

    def mark(self, name: str) -> datetime | None:
        try:
            return from_text(MarkItem.get("MARKS", name, consistent_read=True).at)
        except MarkItem.DoesNotExist:
            return None

    def set_mark(self, name: str, at: datetime) -> None:
        MarkItem("MARKS", name, at=to_text(at)).save()


def _empty(card: Card, until: int) -> None:
    """Take all out of a card and of the customer it leads; it goes by itself then."""
    person = card.person.id
    item = to_item(replace(Card.empty(person), version=card.version, heard=card.heard))
    item.expires = until
    customer = CustomerItem(f"CUSTOMER#{customer_id(person)}", "CUSTOMER")
    try:
        with transact() as transaction:
            transaction.save(item, condition=unchanged(card))
            transaction.delete(customer)
    except TransactWriteError as error:
        if not is_lost(error):
            raise
        raise Conflict("Something was written of him just now.") from error


def _is_of_then(item: Item, before: datetime) -> bool:
    """Whether it is of the time before; what he writes this very moment is not."""
    if isinstance(item, CardItem):
        return False
    prefix, _, rest = item.sk.partition("#")
    return prefix not in ("LOG", "DUE") or rest < to_text(before)


def _delete(items: Iterable[Item]) -> None:
    with Item.batch_write() as batch:
        for item in items:
            batch.delete(item)
