"""Platform secrets for the local stack: random, made once, then kept."""

import json
import secrets
from typing import Any

from shared.names import Names

PAGE = "1000000001"  # our sample Facebook page
X_ACCOUNT = "2000000001"  # our sample X account


def ensure(manager: Any, names: Names) -> dict[str, dict[str, Any]]:
    """Fill the stack's empty secrets; return all three, by channel.

    ``manager`` is a boto3 client of Secrets Manager.
    """
    made: dict[str, dict[str, Any]] = {
        "facebook": {
            "app_secrets": [_random()],
            "verify_token": _random(),
            "tokens": {PAGE: _random()},
        },
        "x": {"consumer_secrets": [_random()], "tokens": {X_ACCOUNT: _random()}},
        "custom": {"secrets": [_random()]},
    }
    return {
        channel: _ensure(manager, names.secret(channel), value)
        for channel, value in made.items()
    }


def signing(secrets_: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Pick the secret that each channel's webhooks are signed with."""
    return {
        "facebook": secrets_["facebook"]["app_secrets"][0],
        "x": secrets_["x"]["consumer_secrets"][0],
        "custom": secrets_["custom"]["secrets"][0],
    }


def _ensure(manager: Any, name: str, new: dict[str, Any]) -> dict[str, Any]:
    text = manager.get_secret_value(SecretId=name)["SecretString"]
    old: dict[str, Any] = json.loads(text)
    first = next(iter(new))
    if old.get(first):
        return old
    manager.put_secret_value(SecretId=name, SecretString=json.dumps(new))
    return new


def _random() -> str:
    return secrets.token_hex(24)
