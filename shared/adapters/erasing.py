"""What is kept of a person outside his log and card, in DynamoDB."""

from collections.abc import Iterable, Mapping
from typing import Any

from shared.adapters.items import HandleItem, Item, PointerItem, SendItem

_HANDLE, _SEND = "HANDLE#", "SEND#"


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


def _delete(items: Iterable[Item]) -> None:
    with Item.batch_write() as batch:
        for item in items:
            batch.delete(item)
