"""moto's DynamoDB without the HTTP around it, which takes most of the time."""

import copy
import json
from collections.abc import Mapping
from typing import Any

from botocore import xform_name
from botocore.exceptions import ClientError
from moto.core import DEFAULT_ACCOUNT_ID
from moto.dynamodb.responses import DynamoHandler
from werkzeug.exceptions import HTTPException


def answer(operation: str, params: Mapping[str, Any], region: str) -> Any:
    """Do what a call asks for.

    Raises:
        ClientError: as botocore reads it from DynamoDB's answer.

    """
    handler = DynamoHandler()
    handler.body = handler.params = copy.deepcopy(dict(params))
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
    return copy.deepcopy(found.result)
