"""Starts the function that computes days again, without waiting for it."""

import json
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from shared.errors import StoreUnavailable


class LambdaRecomputes:
    """``shared.ports_numbers.Recomputes``; ``client`` is a boto3 Lambda client."""

    def __init__(self, client: Any, function: str) -> None:
        self._client = client
        self._function = function

    def start(self, request: Mapping[str, Any]) -> None:
        try:
            self._client.invoke(
                FunctionName=self._function,
                InvocationType="Event",
                Payload=json.dumps(request).encode(),
            )
        except (BotoCoreError, ClientError) as error:
            raise StoreUnavailable("The numbers cannot be computed now.") from error
