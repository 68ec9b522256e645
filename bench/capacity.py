"""What DynamoDB charges for writes, by the documented rule.

moto answers one unit whatever is written, so the requests are read and the
items remembered: a write costs its size before or after, whichever is larger,
in whole KB; an index costs the same on what it projects, nothing if that stays
as it is, and two writes where its key changes; a transaction costs double.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html
"""

from collections.abc import Iterator, Mapping
from typing import Any

KB = 1024
Item = Mapping[str, Mapping[str, Any]]


class Table:
    """The items as they stand, and the write units charged so far.

    ``indexes`` maps each index to its key attributes and all it projects.
    """

    def __init__(self, indexes: Mapping[str, tuple[list[str], list[str]]]) -> None:
        self.units = 0.0
        self._indexes = indexes
        self._items: dict[str, Item] = {}

    def charge(self, operation: str, body: Mapping[str, Any]) -> None:
        """Charge one request; operations that do not put items are free here."""
        factor = 2 if operation == "TransactWriteItems" else 1
        for item in _puts(operation, body):
            key = f"{item['pk']['S']} {item['sk']['S']}"
            self.units += factor * self._cost(self._items.get(key), item)
            self._items[key] = item

    def _cost(self, old: Item | None, new: Item) -> float:
        units = _units(old, new)
        for keys, names in self._indexes.values():
            before, after = _entry(old, keys, names), _entry(new, keys, names)
            if before == after:
                continue
            if before and after and any(before[k] != after[k] for k in keys):
                units += _units(before) + _units(after)
            else:
                units += _units(before, after)
        return units


def indexes(properties: Mapping[str, Any]) -> dict[str, tuple[list[str], list[str]]]:
    """Read keys and projections of a table's indexes from its CloudFormation."""
    keys = [key["AttributeName"] for key in properties["KeySchema"]]
    found = {}
    for index in properties["GlobalSecondaryIndexes"]:
        own = [key["AttributeName"] for key in index["KeySchema"]]
        more = index["Projection"].get("NonKeyAttributes", [])
        found[index["IndexName"]] = own, [*keys, *own, *more]
    return found


def _puts(operation: str, body: Mapping[str, Any]) -> Iterator[Item]:
    if operation == "PutItem":
        yield body["Item"]
    elif operation == "BatchWriteItem":
        for requests in body["RequestItems"].values():
            yield from (r["PutRequest"]["Item"] for r in requests)
    elif operation == "TransactWriteItems":
        yield from (t["Put"]["Item"] for t in body["TransactItems"] if "Put" in t)


def _entry(item: Item | None, keys: list[str], names: list[str]) -> Item | None:
    """What an index holds of an item; nothing if it lacks one of its keys."""
    if item is None or any(key not in item for key in keys):
        return None
    return {name: item[name] for name in names if name in item}


def _units(*states: Item | None) -> float:
    """Whole KB of the largest of these states of one item."""
    return max(-(-_size(state) // KB) for state in states if state is not None)


def _size(item: Item) -> int:
    """Bytes of an item: names in UTF-8, strings in UTF-8, numbers by digits."""
    return sum(len(name.encode()) + _value(value) for name, value in item.items())


def _value(value: Mapping[str, Any]) -> int:
    [(kind, content)] = value.items()
    if kind == "S":
        return len(content.encode())
    if kind == "N":
        return len(content.strip("-").replace(".", "")) // 2 + 2
    return 1  # BOOL and NULL; we write no other kinds
