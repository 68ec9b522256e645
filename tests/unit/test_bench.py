"""The yardsticks run, and what a message costs has not grown."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.capacity import Table, read_units, stored_bytes, written
from bench.measure import measure

ROOT = Path(__file__).resolve().parents[2]
KEYS = ["name", "value", "unit", "goal", "ok"]
INDEXES = {"day": (["day", "sk"], ["pk", "sk", "day"])}
HELD = {
    "aws_requests_of_a_further_message": 2.0,
    "aws_requests_per_inbound_message": 2.0,
    "aws_requests_per_message_of_short_threads": 2.0,
    "write_units_of_a_further_message": 3.5,
    "write_units_per_inbound_message": 3.5,
    "log_bytes_per_message": 500,
    "case_requests": 245,
    "case_write_units": 138,
    "case_read_units": 165,
    "case_transitions": 7.7,
    "case_invocations": 56,
}


@pytest.fixture(scope="module")
def printed() -> list[dict[str, Any]]:
    """What ``python -m bench`` prints for the suites that need no network."""
    command = [sys.executable, "-m", "bench", "ingest", "case", "webhook"]
    ended = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in ended.stdout.splitlines()]


def test_every_line_is_a_measure(printed: list[dict[str, Any]]) -> None:
    assert [list(line) for line in printed] == [KEYS] * len(printed)
    assert len({line["name"] for line in printed}) == len(printed)
    assert all(line["value"] > 0 for line in printed)
    assert [line["ok"] is None for line in printed] == [
        line["goal"] is None for line in printed
    ]


def test_what_a_message_costs_holds(printed: list[dict[str, Any]]) -> None:
    found = {line["name"]: line for line in printed}

    assert {name: found[name]["goal"] for name in HELD} == HELD
    assert [name for name in HELD if not found[name]["ok"]] == []


def test_a_suite_nobody_knows_is_refused() -> None:
    command = [sys.executable, "-m", "bench", "speed"]

    ended = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert ended.returncode == 2
    assert "There is no speed" in ended.stderr


def test_a_value_at_its_goal_is_ok_and_one_above_is_not() -> None:
    assert [measure("n", value, "u", 2)["ok"] for value in (1.9, 2, 2.1)] == [
        True,
        True,
        False,
    ]
    assert measure("n", 5, "u")["ok"] is None


def item(text: str = "x", day: str | None = "2026-03-02") -> dict[str, Any]:
    made = {"pk": {"S": "P"}, "sk": {"S": "L"}, "text": {"S": text}}
    return made if day is None else {**made, "day": {"S": day}}


@pytest.mark.parametrize(
    ("items", "units"),
    [
        ([item(day=None)], 1),
        ([item("x" * 1024, day=None)], 2),
        ([item("x" * 3000, day=None), item(day=None)], 3 + 3),
        ([item()], 1 + 1),
        ([item(), item("changed")], 2 + 1),
        ([item(), item(day="2026-03-03")], 2 + 1 + 2),
        ([item(), item(day=None)], 2 + 1 + 1),
    ],
    ids=[
        "small",
        "over a kilobyte",
        "the larger of before and after",
        "an index costs the same",
        "what it projects is unchanged",
        "its key changes",
        "it leaves the index",
    ],
)
def test_writes_cost_what_the_documentation_says(
    items: list[dict[str, Any]], units: float
) -> None:
    table = Table(INDEXES)

    for one in items:
        table.charge("PutItem", {"Item": one})

    assert table.units == units


def test_batches_cost_their_sum_and_transactions_double() -> None:
    table = Table({})
    puts = [{"PutRequest": {"Item": item()}}]

    table.charge("BatchWriteItem", {"RequestItems": {"table": puts}})
    table.charge("TransactWriteItems", {"TransactItems": [{"Put": {"Item": item()}}]})
    table.charge("BatchGetItem", {"RequestItems": {}})

    assert table.units == 3


@pytest.mark.parametrize(
    ("operation", "consistent", "items", "units"),
    [
        ("Query", False, [], 0.5),
        ("Query", False, [item("x" * 4096)], 1),
        ("Query", True, [item("x" * 2000), item("x" * 2000)], 1),
        ("BatchGetItem", True, [item(), item()], 3),
        ("BatchGetItem", False, [item("x" * 4096)], 2),
        ("DescribeTable", True, [item()], 0),
    ],
    ids=[
        "nothing found",
        "over four kilobytes",
        "a query by its sum",
        "a batch by its items, one of three is missing",
        "a batch, two of three are missing",
        "nothing else is read here",
    ],
)
def test_reads_cost_what_the_documentation_says(
    operation: str, consistent: bool, items: list[dict[str, Any]], units: float
) -> None:
    asked = {"Keys": [{}, {}, {}], "ConsistentRead": consistent}
    body = {"RequestItems": {"t": asked}, "ConsistentRead": consistent}

    assert read_units(operation, body, {"Items": items, "Responses": {"t": items}}) == (
        units
    )


def test_a_get_costs_also_where_nothing_is_found() -> None:
    found = {"Item": item("x" * 5000)}

    assert read_units("GetItem", {}, {}) == 0.5
    assert read_units("GetItem", {"ConsistentRead": True}, {}) == 1
    assert read_units("GetItem", {"ConsistentRead": True}, found) == 2


KEY = {"pk": {"S": "P"}, "sk": {"S": "L"}}


@pytest.mark.parametrize(
    ("operation", "body", "factors"),
    [
        ("PutItem", {"TableName": "t", "Item": item()}, [1]),
        ("UpdateItem", {"TableName": "t", "Key": KEY}, [1]),
        ("DeleteItem", {"TableName": "t", "Key": KEY}, [1]),
        (
            "BatchWriteItem",
            {
                "RequestItems": {
                    "t": [
                        {"PutRequest": {"Item": item()}},
                        {"DeleteRequest": {"Key": KEY}},
                    ]
                }
            },
            [1, 1],
        ),
        (
            "TransactWriteItems",
            {
                "TransactItems": [
                    {"Put": {"TableName": "t", "Item": item()}},
                    {"ConditionCheck": {"TableName": "t", "Key": KEY}},
                ]
            },
            [2, 2],
        ),
        ("Query", {"TableName": "t"}, []),
    ],
)
def test_what_a_request_may_write_is_known(
    operation: str, body: dict[str, Any], factors: list[int]
) -> None:
    assert written(operation, body) == [("t", KEY, factor) for factor in factors]


def test_what_is_taken_away_costs_what_it_was_and_what_is_not_there_one() -> None:
    table = Table(INDEXES)

    assert table.cost(item("x" * 3000, day=None), None) == 3
    assert table.cost(item(), None) == 1 + 1
    assert table.cost(None, None) == 1


def test_an_item_is_stored_with_a_hundred_bytes_more_in_each_place() -> None:
    small = item(day=None)

    assert stored_bytes(small, INDEXES) == 100 + len("pkPskLtextx")
    assert stored_bytes(item(), INDEXES) == (
        100 + len("pkPskLtextxday2026-03-02") + 100 + len("pkPskLday2026-03-02")
    )
