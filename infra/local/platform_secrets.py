"""Platform secrets for the local stack: random, made once, then kept."""

import base64
import json
import secrets
from typing import Any

from shared.names import Names

# Our sample accounts, and which value of a channel's secret signs its webhooks.
ACCOUNTS = {
    "facebook": "1000000001",
    "instagram": "5000000001",
    "whatsapp": "7000000001",
    "telegram": "bot",
    "x": "2000000001",
}
SIGNING = {
    "facebook": "app_secrets",
    "instagram": "app_secrets",
    "whatsapp": "app_secrets",
    "telegram": "secret_tokens",
    "x": "consumer_secrets",
    "custom": "secrets",
}


def ensure(manager: Any, names: Names) -> dict[str, dict[str, Any]]:
    """Fill the stack's empty secrets; return all of them, by channel.

    ``manager`` is a boto3 client of Secrets Manager.
    """
    _ensure(manager, names.secret("events"), _events())
    return {
        channel: _ensure(manager, names.secret(channel), _new(channel))
        for channel in SIGNING
    }


def _events() -> dict[str, Any]:
    """What signs events to a subscriber called crm, and opens his customer card."""
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    return {"secrets": {"crm": [f"whsec_{key}"]}, "card": _random()}


def _new(channel: str) -> dict[str, Any]:
    made: dict[str, Any] = {SIGNING[channel]: [_random()]}
    if SIGNING[channel] == "app_secrets":
        made["verify_token"] = _random()
    if channel in ACCOUNTS:
        made["tokens"] = {ACCOUNTS[channel]: _random()}
    return made


def signing(secrets_: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Pick the secret that each channel's webhooks are signed with."""
    return {channel: secrets_[channel][name][0] for channel, name in SIGNING.items()}


def verifying(secrets_: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Pick the token of each channel whose handshake has one."""
    found = {channel: value.get("verify_token") for channel, value in secrets_.items()}
    return {channel: token for channel, token in found.items() if token}


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
