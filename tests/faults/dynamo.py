"""moto's DynamoDB without the HTTP around it, which takes most of the time."""

import json
import pickle
import re
from collections.abc import Mapping
from typing import Any

from botocore import xform_name
from botocore.exceptions import ClientError
from moto.backends import get_backend
from moto.core import DEFAULT_ACCOUNT_ID
from moto.dynamodb.responses import DynamoHandler
from werkzeug.exceptions import HTTPException


def answer(operation: str, params: Mapping[str, Any], region: str) -> Any:
    """Do what a call asks for.

    Raises:
        ClientError: as botocore reads it from DynamoDB's answer.

    """
    if operation == "Query" and "IndexName" in params and _is_empty(params, region):
        return {"Items": [], "Count": 0, "ScannedCount": 0}
    handler = DynamoHandler()
    handler.body = handler.params = _copy(dict(params))
    handler.uri_match = {}
    handler.region, handler.current_account = region, DEFAULT_ACCOUNT_ID
    try:
        found = getattr(handler, xform_name(operation))()
    except HTTPException as error:
        said = json.loads(str(error.description))
        code = said["__type"].rpartition("#")[2]
        message = said.get("message") or said.get("Message") or ""
        reasons = said.get("CancellationReasons", [])
        body = {"Error": {"Code": code, "Message": message}}
        raise ClientError({**body, "CancellationReasons": reasons}, operation) from None
    return _copy(found.result)


def in_any_order(table: Any) -> list[Any]:
    """Give a table's items; moto sorts them first, which nobody here relies on."""
    return [item for items in table.items.values() for item in items.values()]


def _copy(said: Any) -> Any:
    return pickle.loads(pickle.dumps(said))  # noqa: S301 - our own; quick


def table_of(name: str, region: str) -> Any:
    """Give moto's table; after each transaction it is another."""
    return get_backend("dynamodb")[DEFAULT_ACCOUNT_ID][region].tables[name]


def _is_empty(params: Mapping[str, Any], region: str) -> bool:
    """Whether there is nothing under a key of an index: moto sorts the table first.

    The night asks for hundreds of such keys.
    """
    table = table_of(params["TableName"], region)
    (index,) = (i for i in table.all_indexes() if i.name == params["IndexName"])
    key = next(k["AttributeName"] for k in index.schema if k["KeyType"] == "HASH")
    names = params["ExpressionAttributeNames"]
    (short,) = (name for name, meant in names.items() if meant == key)
    asked = re.search(rf"{short} = (:\w+)", params["KeyConditionExpression"])
    assert asked is not None
    wanted = params["ExpressionAttributeValues"][asked[1]]
    return not any(
        key in item.attrs and item.attrs[key].to_json() == wanted
        for item in in_any_order(table)
    )
