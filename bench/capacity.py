"""What DynamoDB charges for writes and reads, by the documented rule.

moto answers one unit whatever is written, so the requests are read and the
items remembered: a write costs its size before or after, whichever is larger,
in whole KB; an index costs the same on what it projects, nothing if that stays
as it is, and two writes where its key changes; a transaction costs double. A
read costs half as much if it need not be consistent: a query by all it has read
in whole 4 KB, a batch by each item, which costs one also if it is missing.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html
Storage is what an item is long, and 100 bytes more for each place that it is in.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
"""

from collections.abc import Iterator, Mapping
from typing import Any

KB = 1024
READ = 4 * KB
OVERHEAD = 100
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
            self.units += factor * self.cost(self._items.get(key), item)
            self._items[key] = item

    def cost(self, old: Item | None, new: Item | None) -> float:
        """Write units of one item from what it was to what it is; None: not there.

        What is refused by its condition costs as if nothing had changed.
        """
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


def stored_bytes(item: Item, indexes: Mapping[str, tuple[list[str], list[str]]]) -> int:
    """Bytes that an item is charged for, 100 more in the table and each index."""
    entries = [item, *(_entry(item, *index) for index in indexes.values())]
    return sum(_size(entry) + OVERHEAD for entry in entries if entry is not None)


def written(
    operation: str, body: Mapping[str, Any]
) -> list[tuple[str, Mapping[str, Any], int]]:
    """Which items a request may write: table, key, and the factor of its price."""
    if operation in {"PutItem", "UpdateItem", "DeleteItem"}:
        return [(body["TableName"], _key(body.get("Key") or body["Item"]), 1)]
    if operation == "BatchWriteItem":
        return [
            (table, _key(one["Item"] if "Item" in one else one["Key"]), 1)
            for table, requests in body["RequestItems"].items()
            for request in requests
            for one in request.values()
        ]
    if operation != "TransactWriteItems":
        return []
    return [
        (one["TableName"], _key(one["Item"] if "Item" in one else one["Key"]), 2)
        for action in body["TransactItems"]
        for one in action.values()
    ]


def _key(item: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: item[name] for name in ("pk", "sk")}


def read_units(
    operation: str, body: Mapping[str, Any], answer: Mapping[str, Any]
) -> float:
    """The read units of a get, a query, a scan or a batch get; others read nothing."""
    if operation == "GetItem":
        consistent = body.get("ConsistentRead", False)
        return _read(_size(answer.get("Item", {})), consistent=consistent)
    if operation in {"Query", "Scan"}:
        read = sum(map(_size, answer.get("Items", ())))
        return _read(read, consistent=body.get("ConsistentRead", False))
    if operation != "BatchGetItem":
        return 0
    units = 0.0
    for table, asked in body["RequestItems"].items():
        found = answer["Responses"].get(table, [])
        sizes = [*map(_size, found), *[0] * (len(asked["Keys"]) - len(found))]
        consistent = asked.get("ConsistentRead", False)
        units += sum(_read(size, consistent=consistent) for size in sizes)
    return units


def _read(size: int, *, consistent: bool) -> float:
    return max(1, -(-size // READ)) * (1 if consistent else 0.5)


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
    sizes = (_size(state) for state in states if state is not None)
    return max([1, *(-(-size // KB) for size in sizes)])


def _size(item: Item) -> int:
    """Bytes of an item: names in UTF-8, strings in UTF-8, numbers by digits."""
    return sum(len(name.encode()) + _value(value) for name, value in item.items())


def _value(value: Mapping[str, Any]) -> int:
    [(kind, content)] = value.items()
    match kind:
        case "S":
            size = len(content.encode())
        case "N":
            size = len(content.strip("-").replace(".", "")) // 2 + 2
        case "SS":
            size = sum(len(one.encode()) for one in content)
        case "B":
            size = len(content)
        case _:
            size = 1  # BOOL and NULL; we write no other kinds
    return size
