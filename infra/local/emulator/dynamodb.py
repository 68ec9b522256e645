"""DynamoDB: every answered change of an item is in the journal."""

from typing import Any

from ministack.services import dynamodb as service

from infra.local.emulator.journal import Journal

_shipped_set = service._set_item
_shipped_remove = service._remove_item
_shipped_handle = service.handle_request


def fix(journal: Journal) -> None:
    """Wrap the two functions through which every item changes."""

    def set_item(table: Any, pk: Any, sk: Any, item: Any) -> Any:
        old = _shipped_set(table, pk, sk, item)
        journal.record("item", _address(table), [pk, sk], item)
        return old

    def remove_item(table: Any, pk: Any, sk: Any) -> Any:
        old = _shipped_remove(table, pk, sk)
        journal.record("item", _address(table), [pk, sk], None)
        return old

    async def handle_request(*request: Any) -> Any:
        journal.begin()  # a transaction is one line; the handler never awaits
        try:
            return await _shipped_handle(*request)
        finally:
            journal.end()

    service._set_item = set_item
    service._remove_item = remove_item
    service.handle_request = handle_request


def replay(address: list[str], key: list[Any], item: Any) -> None:
    """Put the item, or drop it if it is None; a table since deleted has none."""
    table = service._tables.get_scoped(*address)
    if table is None:
        return
    if item is None:
        _shipped_remove(table, *key)
    else:
        _shipped_set(table, *key, item)


def _address(table: dict[str, Any]) -> list[str]:
    _, _, _, region, account, name = table["TableArn"].split(":", 5)
    return [account, region, name.removeprefix("table/")]
