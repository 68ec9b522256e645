"""Secrets from Secrets Manager, cached for minutes: rotated without a deploy."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from aws_lambda_powertools.utilities.parameters import SecretsProvider
from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError

from shared.channels.signatures import values
from shared.errors import Misconfigured, StoreUnavailable
from shared.names import Names

_MAX_AGE_S = 300


class SecretsManager:
    """``shared.ports_secrets.Secrets`` through Powertools' caching provider."""

    def __init__(self, names: Names, client: Any) -> None:
        self._names = names
        self._provider = SecretsProvider(boto3_client=client)

    def channel(self, channel: str) -> Mapping[str, Any]:
        return self._read(channel)

    def key(self) -> bytes:
        key = self._read("key").get("key")
        if not key:
            raise Misconfigured(f"Put a key into {self._names.secret('key')}.")
        return str(key).encode()

    def link_keys(self) -> Sequence[bytes]:
        found = values(self._read("key"), "links")
        return tuple(one.encode() for one in found) or (self.key(),)

    def events(self) -> Mapping[str, Any]:
        return self._read("events")

    def _read(self, thing: str) -> Mapping[str, Any]:
        name = self._names.secret(thing)
        try:
            text = self._provider.get(name, max_age=_MAX_AGE_S)
        except GetParameterError as error:
            if _is_missing(error.__cause__):
                return {}
            raise StoreUnavailable(f"Secret {name} cannot be read now.") from error
        try:
            value = json.loads(str(text or "{}"))
        except ValueError as error:
            raise Misconfigured(f"Secret {name} is not a JSON object.") from error
        return value if isinstance(value, dict) else {}


def _is_missing(cause: BaseException | None) -> bool:
    response = getattr(cause, "response", None) or {}
    return bool(response.get("Error", {}).get("Code") == "ResourceNotFoundException")
