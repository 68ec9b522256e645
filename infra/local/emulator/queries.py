"""DynamoDB: a query of a table reads its page, not the whole partition.

As shipped every query sorts the partition and reads its condition anew for each of
the items: 1.8 s for a page of 50 in a log of 20,000 entries, and a page of a
customer's history is five queries. So the keys of a large partition are kept in
order, and what a page cannot reach is not looked at.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Sequence
from typing import Any

from ministack.services import dynamodb as service

from infra.local.emulator.source import rewrite

Table = dict[str, Any]
Item = dict[str, Any]
Place = Callable[[Sequence[str]], int]  # among keys in order
Span = tuple[Place, Place]  # from the first to before the second

_LARGE = 200  # items of a partition
_ANSWER = 1024 * 1024  # bytes of a page, at most
_LAST = chr(0x10FFFF)  # sorts behind every other character
_WHOLE = 'candidates = list(table["items"].get(pk_val, {}).values())'
_PAGE = "candidates = _within_reach(table, pk_val, data)"
# The keys in order, by table and partition, with the items that they are of.
_known: dict[tuple[str, str], tuple[dict[str, Item], list[str]]] = {}


def fix() -> None:
    """Have queries look at a page only, and keep the order as items come and go."""
    service._within_reach = within_reach
    rewrite(service, "_query", (_WHOLE, _PAGE))
    set_before, remove_before = service._set_item, service._remove_item

    def set_item(table: Table, pk: str, sk: str, item: Item) -> Any:
        old = set_before(table, pk, sk, item)
        if old is None and (known := _known.get((table["TableArn"], pk))):
            insort(known[1], sk)
        return old

    def remove_item(table: Table, pk: str, sk: str) -> Any:
        old = remove_before(table, pk, sk)
        if old is not None and (known := _known.get((table["TableArn"], pk))):
            place = bisect_left(known[1], sk)
            if known[1][place : place + 1] == [sk]:
                del known[1][place]
        return old

    service._set_item = set_item
    service._remove_item = remove_item


def within_reach(table: Table, pk: str, asked: dict[str, Any]) -> list[Item]:
    """The items that a page may hold, in its order, and one more where there is one.

    Of a small partition, or by a condition of another kind, all of them, as shipped.
    """
    bucket = table["items"].get(pk, {})
    span = _span(table, asked) if len(bucket) > _LARGE else None
    if span is None:
        return list(bucket.values())
    keys = _in_order(table, pk, bucket)
    first, end = span[0](keys), span[1](keys)
    forward = asked.get("ScanIndexForward", True)
    if start := asked.get("ExclusiveStartKey"):
        behind = service._extract_key_val(start[table["sk_name"]])
        if forward:
            first = max(first, bisect_right(keys, behind))
        else:
            end = min(end, bisect_left(keys, behind))
    places = range(first, end) if forward else range(end - 1, first - 1, -1)
    page, size, limit = [], 0, asked.get("Limit")
    for n in places:
        page.append(bucket[keys[n]])
        size += service._item_size_bytes(page[-1])
        if size > 2 * _ANSWER or (limit is not None and len(page) > int(limit)):
            break
    return page


def _in_order(table: Table, pk: str, bucket: dict[str, Item]) -> list[str]:
    """The sort keys of a partition, in order; made when they are first asked for."""
    name = (table["TableArn"], pk)
    known = _known.get(name)
    if known is None or known[0] is not bucket or len(known[1]) != len(bucket):
        known = _known[name] = (bucket, sorted(bucket))
    return known[1]


def _span(table: Table, asked: dict[str, Any]) -> Span | None:
    """What is asked of the sort key, a text; None: it is of a kind not known here."""
    condition = asked.get("KeyConditionExpression")
    names = asked.get("ExpressionAttributeNames") or {}
    values = asked.get("ExpressionAttributeValues") or {}
    sk = table["sk_name"]
    if not condition or service._get_attr_type(table, sk) != "S":
        return None
    span: Span | None = (_beginning, len)  # of the whole partition
    for clause in _clauses(service._tokenize(condition)):
        words = [(kind, names.get(word, word)) for kind, word in clause]
        called = [word for _, word in words]
        if called[:2] == [table["pk_name"], "="] and len(called) == 3:  # noqa: PLR2004 - and a value
            continue
        texts = [values.get(word, {}).get("S") for kind, word in words if _is(kind)]
        if table["pk_name"] in called or sk not in called or None in texts:
            return None
        span = _asked(words, texts)
        if span is None:
            return None
    return span


def _clauses(tokens: Sequence[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """The conditions that must all hold; PynamoDB puts brackets around them."""
    words = [token for token in tokens if token[0] != "EOF"]
    while words and words[0][0] == "LPAREN" and words[-1][0] == "RPAREN":
        words = words[1:-1]
    found: list[list[tuple[str, str]]] = service._key_condition_clauses(words)
    return found


def _is(kind: str) -> bool:
    return kind == "VALUE_REF"


def _asked(words: Sequence[tuple[str, str]], texts: Sequence[Any]) -> Span | None:
    """The span of one condition on the sort key."""
    operator, text = words[1][0], str(texts[0])
    before: Place = lambda keys: bisect_left(keys, text)  # noqa: E731 - a pair of them
    behind: Place = lambda keys: bisect_right(keys, text)  # noqa: E731
    if words[0][1] == "begins_with":
        return before, lambda keys: bisect_right(keys, text + _LAST)
    if words[1][1].upper() == "BETWEEN":
        return before, lambda keys: bisect_right(keys, str(texts[1]))
    known: dict[str, Span] = {
        "EQ": (before, behind),
        "LT": (_beginning, before),
        "LE": (_beginning, behind),
        "GT": (behind, len),
        "GE": (before, len),
    }
    # Another way round (the value before the key) is nobody's here.
    return known.get(operator) if not _is(words[0][0]) else None


def _beginning(_keys: Sequence[str]) -> int:
    return 0
