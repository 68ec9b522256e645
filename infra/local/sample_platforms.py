"""Webhook bodies as the platforms would send them, for the sample day and tests."""

from datetime import datetime
from typing import Any

from shared.domain.times import to_text

PAGE = "1000000001"
ACCOUNT = "2000000001"


def messenger(
    user: str, message_id: str, text: str, at: datetime, **message: Any
) -> dict[str, Any]:
    """One item of ``messaging``: a direct message to the page."""
    return {
        "sender": {"id": user},
        "recipient": {"id": PAGE},
        "timestamp": _ms(at),
        "message": {"mid": message_id, "text": text, **message},
    }


def echo(user: str, message_id: str, text: str, at: datetime) -> dict[str, Any]:
    """One item of ``messaging``: what an agent wrote in the page's own inbox."""
    return {
        "sender": {"id": PAGE},
        "recipient": {"id": user},
        "timestamp": _ms(at),
        "message": {"mid": message_id, "text": text, "is_echo": True, "app_id": 1},
    }


def comment(
    user: str, name: str, comment_id: str, text: str, at: datetime
) -> dict[str, Any]:
    """One item of ``changes``: a comment under a post of the page."""
    return {
        "field": "feed",
        "value": {
            "item": "comment",
            "verb": "add",
            "post_id": f"{PAGE}_1",
            "parent_id": f"{PAGE}_1",
            "comment_id": comment_id,
            "from": {"id": user, "name": name},
            "message": text,
            "created_time": int(at.timestamp()),
        },
    }


def page(at: datetime, **items: list[dict[str, Any]]) -> dict[str, Any]:
    """A page's webhook with ``messaging`` or ``changes``."""
    entry: dict[str, Any] = {"id": PAGE, "time": int(at.timestamp()), **items}
    return {"object": "page", "entry": [entry]}


def post(
    user: str, handle: str, post_id: str, text: str, at: datetime
) -> dict[str, Any]:
    """A post on X that mentions the account."""
    return {
        "for_user_id": ACCOUNT,
        "tweet_create_events": [
            {
                "id_str": post_id,
                "text": text,
                "created_at": f"{at:%a %b %d %H:%M:%S %z %Y}",
                "timestamp_ms": str(_ms(at)),
                "user": {
                    "id_str": user,
                    "screen_name": handle,
                    "name": handle.title(),
                    "followers_count": 120,
                },
            }
        ],
    }


def direct_message(
    user: str, handle: str, message_id: str, text: str, at: datetime
) -> dict[str, Any]:
    """A direct message on X to the account."""
    return {
        "for_user_id": ACCOUNT,
        "direct_message_events": [
            {
                "type": "message_create",
                "id": message_id,
                "created_timestamp": str(_ms(at)),
                "message_create": {
                    "sender_id": user,
                    "target": {"recipient_id": ACCOUNT},
                    "message_data": {"text": text},
                },
            }
        ],
        "users": {user: {"id": user, "screen_name": handle, "name": handle.title()}},
    }


def contact(
    channel: str, user: str, contact_id: str, text: str, at: datetime, **fields: Any
) -> dict[str, Any]:
    """An e-mail or call through the custom channel."""
    return {
        "id": contact_id,
        "channel": channel,
        "social": False,
        "occurred_at": to_text(at),
        "direction": "inbound",
        "author": {"id": user, "name": user.title()},
        "text": text,
        **fields,
    }


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)
