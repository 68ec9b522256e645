"""The posting of one event to one subscriber: when it is tried, and how it is signed.

Signed as Standard Webhooks has it, so that its libraries verify it:
https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import binascii
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from shared.domain.events import Event, from_json, to_json
from shared.domain.times import from_text, to_text

GIVE_UP = timedelta(hours=24)  # after the first attempt it is a dead letter
_PAUSES = (5, 15, 60, 300, 1800, 3600, 7200)  # seconds before each attempt
_JITTER = 0.25  # of a pause, at most, on top of it
# A subscriber who failed so often in a row is left in peace for a while: trying each
# event would hold a function for seconds, for nothing.
_PATIENCE = 5
_PEACE = timedelta(seconds=30)
_LONGEST_PEACE = timedelta(minutes=15)
_SECRET = "whsec_"  # noqa: S105 - what one begins with
_KEY_BYTES = range(24, 65)
LONGEST_DELAY_S = 900  # of SQS


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One event on its way to one subscriber; ``attempt`` counts those that failed."""

    event: Event
    subscriber: str
    since: datetime
    due: datetime
    attempt: int = 0

    @property
    def is_too_old_at(self) -> datetime:
        return self.since + GIVE_UP

    def anew(self, now: datetime) -> "Post":
        """The same event, tried as if for the first time."""
        return replace(self, since=now, due=now, attempt=0)

    def put_off(self, until: datetime) -> "Post":
        """Not tried: within a quarter of a minute after that instant."""
        return replace(self, due=until + timedelta(minutes=_share(self)))

    def failed(self, now: datetime) -> "Post":
        """Tried in vain."""
        after = replace(self, attempt=self.attempt + 1)
        seconds = _PAUSES[min(self.attempt, len(_PAUSES) - 1)]
        pause = timedelta(seconds=seconds * (1 + _share(after)))
        return replace(after, due=now + pause)

    def delay_s(self, now: datetime) -> int:
        """How long the queue is to hold it, as far as that can."""
        left = (self.due - now).total_seconds()
        return max(0, min(LONGEST_DELAY_S, round(left)))


def peace_after(failures: int) -> timedelta | None:
    """How long a subscriber is left in peace after so many failures in a row."""
    if failures < _PATIENCE:
        return None
    doubled = 1 << min(failures - _PATIENCE, 10)
    return min(_LONGEST_PEACE, _PEACE * doubled)


def keys(secrets: Sequence[str]) -> list[bytes]:
    """The keys of these secrets; one that is none is left out.

    A secret is ``whsec_`` and 24 to 64 random bytes in base64.
    """
    found = []
    for secret in secrets:
        try:
            key = base64.b64decode(secret.removeprefix(_SECRET), validate=True)
        except (binascii.Error, ValueError):
            continue
        if secret.startswith(_SECRET) and len(key) in _KEY_BYTES:
            found.append(key)
    return found


def signed(
    event_id: str, body: bytes, at: datetime, keys: Sequence[bytes]
) -> dict[str, str]:
    """The headers that prove whose this is; while a secret rotates with each key."""
    second = str(int(at.timestamp()))
    content = f"{event_id}.{second}.".encode() + body
    macs = [hmac.digest(key, content, "sha256") for key in keys]
    return {
        "webhook-id": event_id,
        "webhook-timestamp": second,
        "webhook-signature": " ".join(
            f"v1,{base64.b64encode(mac).decode()}" for mac in macs
        ),
    }


def to_body(post: Post) -> str:
    body = {
        "event": to_json(post.event),
        "subscriber": post.subscriber,
        "since": to_text(post.since),
        "due": to_text(post.due),
        "attempt": post.attempt,
    }
    # In ASCII: SQS refuses some characters, which ids may have.
    return json.dumps(body, separators=(",", ":"))


def from_body(text: str) -> Post:
    body: Mapping[str, Any] = json.loads(text)
    return Post(
        event=from_json(body["event"]),
        subscriber=body["subscriber"],
        since=from_text(body["since"]),
        due=from_text(body["due"]),
        attempt=body["attempt"],
    )


def _share(post: Post) -> float:
    """Up to a quarter, by what it is: many that failed together come back apart."""
    seed = f"{post.event.id}|{post.subscriber}|{post.attempt}".encode()
    return _JITTER * sha256(seed).digest()[0] / 255
