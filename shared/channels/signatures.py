"""Webhook signatures: HMAC-SHA256 over the raw bytes, compared in constant time."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from typing import Any

from shared.errors import Unverified

Digest = Callable[[str, bytes], str]


def hex_digest(key: str, body: bytes) -> str:
    """Sign as Meta and the custom channel do: lower-case hex."""
    return hmac.new(key.encode(), body, hashlib.sha256).hexdigest()


def base64_digest(key: str, body: bytes) -> str:
    """Sign as X does: base64."""
    raw = hmac.new(key.encode(), body, hashlib.sha256).digest()
    return base64.b64encode(raw).decode()


def header(headers: Mapping[str, str], name: str) -> str:
    """Find a header whatever its case: gateways differ in keeping it."""
    wanted = name.lower()
    for given, value in headers.items():
        if given.lower() == wanted:
            return value
    return ""


def keys(secret: Mapping[str, Any], name: str) -> list[str]:
    """List the values a secret has; several while it is rotated.

    Raises:
        Unverified: there is none, and an empty key would verify anyone.

    """
    found = values(secret, name)
    if not found:
        raise Unverified(f"Put at least one value into {name} of the channel's secret.")
    return found


def values(secret: Mapping[str, Any], name: str) -> list[str]:
    """List the values a secret has, which may be a single one; none is empty."""
    value = secret.get(name)
    given = value if isinstance(value, list) else [value]
    return [key for key in given if isinstance(key, str) and key.strip()]


def signed(given: str, body: bytes, secrets: list[str], digest: Digest) -> bool:
    """Tell whether ``sha256=<digest>`` was made with one of the secrets."""
    return any_same(given, [f"sha256={digest(key, body)}" for key in secrets])


def any_same(given: str, expected: list[str]) -> bool:
    """Compare with all of them: the time it takes must be no hint."""
    return any([same(given, one) for one in expected])  # noqa: C419 - see above


def same(given: str, expected: str) -> bool:
    """Compare in a time that does not depend on where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())
