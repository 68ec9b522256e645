"""What the platform simulator was sent, and what it answers."""

import secrets
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the simulator, given ``after_s`` seconds."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)
    after_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One message we sent, as the platform understood it."""

    id: str
    channel: str
    kind: str  # message, comment, post, direct_message
    to: str  # person, comment or post
    text: str
    account: str | None = None
    metadata: str | None = None
    quick_replies: list[dict[str, Any]] = field(default_factory=list)


def new_id() -> str:
    """Make an id of 18 digits that no earlier start has given."""
    return str(secrets.randbelow(9 * 10**17) + 10**17)
