"""What the platform simulator was sent, and what it answers."""

import secrets
from dataclasses import dataclass, field
from typing import Any

ACKNOWLEDGEMENT = "acknowledgement"


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the simulator, given ``after_s`` seconds."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)
    after_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One message we sent, as the platform understood it.

    ``quick_replies`` are title and payload, whatever the platform calls them;
    ``privately`` is the public content whose author a private message is for.
    """

    id: str
    channel: str
    kind: str  # message, template, comment, post, direct_message, acknowledgement
    to: str  # person, comment, post or pressed button's query
    text: str
    account: str | None = None
    metadata: str | None = None
    quick_replies: list[dict[str, Any]] = field(default_factory=list)
    privately: str | None = None
    tag: str | None = None  # Meta's, for what comes after its 24 hours
    attachments: list[dict[str, Any]] = field(default_factory=list)  # type and url


Read = tuple[Sent, dict[str, Any]]  # with the body of a good answer
Webhook = tuple[str, dict[str, Any]]  # channel and body


def new_id() -> str:
    """Make an id of 18 digits that no earlier start has given."""
    return str(secrets.randbelow(9 * 10**17) + 10**17)


def choice(sent: Sent, score: int) -> dict[str, Any] | None:
    """Find the button of a score."""
    for reply in sent.quick_replies:
        if reply["title"] == str(score) or reply["payload"].endswith(f":{score}"):
            return reply
    return None
