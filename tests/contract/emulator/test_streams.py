"""A table's stream: time is not moved while a function has yet to be told of it."""

import json
import urllib.request
from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid4

from tests.contract.emulator.test_durability import snapshot

if TYPE_CHECKING:
    from tests.contract.emulator.conftest import Playground

Unique = Callable[[str], str]

TOLD = "def handler(event, context):\n    return len(event['Records'])\n"
FAILS_ONCE = """
seen = []

def handler(event, context):
    seen.append(event)
    if len(seen) == 1:
        raise ValueError("try again")
"""


def test_it_is_quiet_when_the_function_of_a_stream_has_seen_all(
    playground: "Playground", unique: Unique
) -> None:
    mapping = _streaming(playground, unique("t"), unique("f"), FAILS_ONCE)
    _change(playground, unique("t"))
    told = _told(playground, unique("f"))
    playground.client("lambda").delete_event_source_mapping(UUID=mapping)

    assert told == 2


def test_after_a_restart_a_function_is_told_of_the_next_change(
    fresh: "Playground",
) -> None:
    _streaming(fresh, "table", "function", TOLD)
    for _ in range(3):
        _change(fresh, "table")
    snapshot(fresh.emulator)
    fresh.emulator.kill()
    fresh.emulator.start()
    before = _told(fresh, "function")
    _change(fresh, "table")

    assert _told(fresh, "function") == before + 1


def _streaming(playground: "Playground", table: str, name: str, body: str) -> str:
    """Make a table and a function that is told of its changes."""
    made = playground.client("dynamodb").create_table(
        TableName=table,
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    )["TableDescription"]
    playground.function(name, body)
    mapping = playground.client("lambda").create_event_source_mapping(
        EventSourceArn=made["LatestStreamArn"],
        FunctionName=name,
        StartingPosition="TRIM_HORIZON",
    )
    return str(mapping["UUID"])


def _change(playground: "Playground", table: str) -> None:
    """Write an item, and wait until all is quiet."""
    item = {"pk": {"S": str(uuid4())}}
    playground.client("dynamodb").put_item(TableName=table, Item=item)
    with urllib.request.urlopen(f"{playground.emulator.url}/_local/quiet") as answer:  # noqa: S310 - our own
        assert json.load(answer)["quiet"]


def _told(playground: "Playground", function: str) -> int:
    """How often the function has run to its end."""
    found = playground.client("logs").filter_log_events(
        logGroupName=f"/aws/lambda/{function}"
    )
    return sum(event["message"].startswith("END") for event in found["events"])
