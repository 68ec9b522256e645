"""Customers over channels in DynamoDB: an item for each who was ever linked."""

from collections.abc import Iterable, Sequence
from typing import Any

from pynamodb.exceptions import TransactWriteError

from shared.adapters import writes
from shared.adapters.cards import to_item, unchanged
from shared.adapters.conditions import is_lost
from shared.adapters.items import CustomerItem, HandleItem, LogItem
from shared.adapters.transactions import transact
from shared.domain.customers import from_json, to_json
from shared.domain.log import Entry
from shared.errors import Conflict
from shared.ports import Card
from shared.ports_customers import Kept


class DynamoCustomers:
    """``shared.ports_customers.Customers``; ``items.bind`` has named the table."""

    def get(self, ids: Iterable[str]) -> dict[str, Kept]:
        keys = [(f"CUSTOMER#{one}", "CUSTOMER") for one in set(ids)]
        found = CustomerItem.batch_get(keys, consistent_read=True) if keys else ()
        return {item.pk.removeprefix("CUSTOMER#"): _kept(item) for item in found}

    def save(
        self,
        changed: Sequence[Kept],
        cards: Sequence[Card],
        entries: Sequence[tuple[str, Entry]],
    ) -> None:
        is_new = LogItem.pk.does_not_exist()
        try:
            with transact() as transaction:
                for kept in changed:
                    transaction.save(_item(kept), condition=_unchanged(kept))
                for card in cards:
                    transaction.save(to_item(card), condition=unchanged(card))
                for person, entry in entries:
                    transaction.save(writes.log_item(person, entry), condition=is_new)
        except TransactWriteError as error:
            if not is_lost(error):
                raise
            raise Conflict("Somebody else was first; read it again.") from error

    def by_handle(self, key: str) -> list[str]:
        found = HandleItem.query(f"HANDLE#{key}")
        return [item.sk.removeprefix("PERSON#") for item in found]


def _kept(item: CustomerItem) -> Kept:
    customer = from_json(item.person, item.body) if item.body else None
    return Kept(person=item.person, customer=customer, version=int(item.version))


def _item(kept: Kept) -> CustomerItem:
    return CustomerItem(
        f"CUSTOMER#{kept.id}",
        "CUSTOMER",
        person=kept.person,
        body=to_json(kept.customer) if kept.customer else None,
        version=kept.version + 1,
    )


def _unchanged(kept: Kept) -> Any:
    """Nobody has stored it since it was read, or nobody ever has."""
    if kept.version == 0:
        return CustomerItem.pk.does_not_exist()
    return CustomerItem.version == kept.version
