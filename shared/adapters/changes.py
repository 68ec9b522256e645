"""Items of the table's stream as what they stand for."""

from collections.abc import Mapping
from typing import Any

from shared.adapters.cards import from_item
from shared.adapters.items import CardItem, CustomerItem, LogItem
from shared.domain.customers import Customer, from_json
from shared.domain.log import PREFIX
from shared.domain.log import from_json as read_entry
from shared.ports import Card
from shared.ports_events import Change

Image = Mapping[str, Any]
_PERSON = "PERSON#"


class StreamChanges:
    """``shared.ports_events.Changes`` of images with types, as DynamoDB gives them."""

    def read(self, before: Image | None, after: Image | None) -> Change | None:
        if after is None:
            return None
        key = str(after["sk"]["S"])
        if key.startswith(PREFIX):
            return None if before is not None else _entry(after)
        if key == "CARD":
            old = None if before is None else _card(before)
            new = _card(after)
            return Change(person=new.person.id, cards=(old, new))
        if key == "CUSTOMER":
            customer = _customer(after)
            if customer is None:
                return None
            former = None if before is None else _customer(before)
            return Change(person=customer.persons[0], customers=(former, customer))
        return None


def _entry(image: Image) -> Change | None:
    """A new entry; no stray, which expires, and nothing that is understood again."""
    item = LogItem.from_raw_data(dict(image))
    entry = read_entry(item.sk, item.body)
    if "expires" in image or entry.kind == "understood":
        return None
    return Change(person=item.pk.removeprefix(_PERSON), entry=entry)


def _card(image: Image) -> Card:
    return from_item(CardItem.from_raw_data(dict(image)))


def _customer(image: Image) -> Customer | None:
    item = CustomerItem.from_raw_data(dict(image))
    return from_json(item.person, item.body) if item.body else None
