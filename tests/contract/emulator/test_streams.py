"""A table's stream: time is not moved while a function has yet to be told of it."""

import json
import urllib.request
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.contract.emulator.conftest import Playground

Unique = Callable[[str], str]

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
    dynamodb, functions = (playground.client(it) for it in ("dynamodb", "lambda"))
    key = [{"AttributeName": "pk", "KeyType": "HASH"}]
    table = dynamodb.create_table(
        TableName=unique("t"),
        KeySchema=key,
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    )["TableDescription"]
    playground.function(unique("f"), FAILS_ONCE)
    mapping = functions.create_event_source_mapping(
        EventSourceArn=table["LatestStreamArn"],
        FunctionName=unique("f"),
        StartingPosition="TRIM_HORIZON",
    )["UUID"]
    dynamodb.put_item(TableName=unique("t"), Item={"pk": {"S": "1"}})
    with urllib.request.urlopen(f"{playground.emulator.url}/_local/quiet") as answer:  # noqa: S310 - our own
        assert json.load(answer)["quiet"]
    told = _told(playground, unique("f"))
    functions.delete_event_source_mapping(UUID=mapping)

    assert told == 2


def _told(playground: "Playground", function: str) -> int:
    """How often the function has run to its end."""
    found = playground.client("logs").filter_log_events(
        logGroupName=f"/aws/lambda/{function}"
    )
    return sum(event["message"].startswith("END") for event in found["events"])
