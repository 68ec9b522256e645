"""A query of a large partition: the same answers, and quick ones."""

import time
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.contract.emulator.conftest import Playground

MANY = 3_000
KEYS = [f"LOG#{n:05}" for n in range(0, 2 * MANY, 2)]


@pytest.fixture(scope="module")
def table(playground: "Playground") -> Iterator[Callable[..., dict[str, Any]]]:
    """A table with a large partition and a small one; queries it."""
    dynamodb, name = playground.client("dynamodb"), "queries"
    keys = {"pk": "HASH", "sk": "RANGE"}
    dynamodb.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": n, "KeyType": k} for n, k in keys.items()],
        AttributeDefinitions=[
            {"AttributeName": n, "AttributeType": "S"} for n in sorted(keys)
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    items = [_item("large", key) for key in KEYS]
    items += [_item("small", key) for key in KEYS[:20]]
    left = iter(items)
    while batch := list(islice(left, 25)):
        puts = [{"PutRequest": {"Item": item}} for item in batch]
        dynamodb.batch_write_item(RequestItems={name: puts})

    def query(pk: str, condition: str, *values: str, **more: Any) -> dict[str, Any]:
        known = {f":{n}": {"S": value} for n, value in enumerate((pk, *values))}
        said = more.pop("said", "(#p = :0 AND {})")  # as PynamoDB says it
        answer: dict[str, Any] = dynamodb.query(
            TableName=name,
            KeyConditionExpression=said.format(condition),
            ExpressionAttributeNames={"#p": "pk", "#s": "sk"},
            ExpressionAttributeValues=known,
            **more,
        )
        return answer

    yield query
    dynamodb.delete_table(TableName=name)


def test_every_condition_finds_what_it_says(table: Callable[..., Any]) -> None:
    low, odd, high = "LOG#01000", "LOG#01001", "LOG#01010"
    expected = {
        ("#s = :1", low): [low],
        ("#s = :1", odd): [],
        ("#s > :1", KEYS[-3]): KEYS[-2:],
        ("#s >= :1", KEYS[-3]): KEYS[-3:],
        ("#s < :1", KEYS[2]): KEYS[:2],
        ("#s <= :1", KEYS[2]): KEYS[:3],
        ("#s BETWEEN :1 AND :2", odd, high): KEYS[501:506],
        ("begins_with(#s, :1)", "LOG#0100"): KEYS[500:505],
        ("begins_with(#s, :1)", "LOG#9"): [],
    }
    for (condition, *values), keys in expected.items():
        for forward in (True, False):
            found = table("large", condition, *values, ScanIndexForward=forward)
            assert _keys(found) == (keys if forward else keys[::-1]), condition


@pytest.mark.parametrize("forward", [True, False])
@pytest.mark.parametrize("limit", [7, 1_000, None])
def test_pages_hold_everything_once(
    table: Callable[..., Any], limit: int | None, forward: bool
) -> None:
    more: dict[str, Any] = {"ScanIndexForward": forward}
    if limit is not None:
        more["Limit"] = limit
    seen: list[str] = []
    while len(seen) < (100 if limit == 7 else MANY):
        page = table("large", "begins_with(#s, :1)", "LOG#", **more)
        seen += _keys(page)
        if "LastEvaluatedKey" not in page:
            break
        more["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    assert seen == (KEYS if forward else KEYS[::-1])[: len(seen)]
    assert len(seen) == MANY or limit == 7


@pytest.mark.parametrize(
    "said",
    ["#p = :0 AND {}", "(#p = :0) AND ({})", "{} AND #p = :0"],
)
def test_brackets_and_order_change_nothing(
    table: Callable[..., Any], said: str
) -> None:
    for condition in ("begins_with(#s, :1)", "#s >= :1"):
        found = table("large", condition, KEYS[700], said=said, Limit=1)
        assert _keys(found) == [KEYS[700]]


def test_a_page_goes_on_from_a_bound_within(table: Callable[..., Any]) -> None:
    between = ("#s BETWEEN :1 AND :2", "LOG#", KEYS[-500])
    found = table("large", *between, Limit=7, ScanIndexForward=False)

    assert _keys(found) == KEYS[-500:-507:-1]


def test_what_comes_and_goes_is_in_the_next_query(
    playground: "Playground", table: Callable[..., Any]
) -> None:
    dynamodb = playground.client("dynamodb")
    between = ("#s BETWEEN :1 AND :2", "LOG#00100", "LOG#00103")
    before = _keys(table("large", *between))
    dynamodb.put_item(TableName="queries", Item=_item("large", "LOG#00101"))
    dynamodb.put_item(TableName="queries", Item=_item("large", "LOG#00102"))
    grown = _keys(table("large", *between))
    key = {"pk": {"S": "large"}, "sk": {"S": "LOG#00101"}}
    dynamodb.delete_item(TableName="queries", Key=key)

    assert before == ["LOG#00100", "LOG#00102"]
    assert grown == ["LOG#00100", "LOG#00101", "LOG#00102"]
    assert _keys(table("large", *between)) == before


def test_a_page_of_a_large_partition_costs_what_one_of_a_small_does(
    table: Callable[..., Any],
) -> None:
    def quickest(pk: str) -> float:
        times = []
        for _ in range(7):
            start = time.perf_counter()
            table(pk, "begins_with(#s, :1)", "LOG#", Limit=10, ScanIndexForward=False)
            times.append(time.perf_counter() - start)
        return min(times)

    assert quickest("large") < 5 * quickest("small") + 0.02


def _item(pk: str, sk: str) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}, "text": {"S": "x" * 200}}


def _keys(answer: dict[str, Any]) -> list[str]:
    return [item["sk"]["S"] for item in answer["Items"]]
