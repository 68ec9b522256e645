"""X's Activity API: one event per body, named by event_type.

Source: docs.x.com, X Activity API.
``event_uuid`` names the delivery and is no key; the payload's ids are.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from shared.channels import (
    tame,
    x_account_activity,
    x_messages,
    x_posts,
    x_users,
)
from shared.domain.messages import Event

Data = Mapping[str, Any]
ARRAYS = ("direct_message_events", "direct_message_mark_read_events")


def split(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Keep an event whole, unless it carries several direct messages or signs.

    Each of those takes only the users it is between, so that many do not grow.
    """
    data = tame.mapping(body.get("data"))
    payload = tame.mapping(data.get("payload"))
    pieces = list(tame.singly(payload, ARRAYS))
    if len(pieces) == 1:
        return [dict(body)]
    return [{**body, "data": _cut(data, payload)} for payload in pieces]


def _cut(data: Data, payload: Mapping[str, Any]) -> dict[str, Any]:
    item = next(payload[name][0] for name in ARRAYS if name in payload)
    parties = x_account_activity.participants(item)
    cut: dict[str, Any] = {**data, "payload": payload}
    if "users" in payload:
        users = tame.mapping(payload["users"])
        named = {user: users[user] for user in parties if user in users}
        cut["payload"] = {**payload, "users": named}
    if "includes" in data:
        known = [x_users.find(_users(data), user) for user in parties]
        cut["includes"] = {"users": [user for user in known if user]}
    return cut


def normalise(base: Event, piece: Mapping[str, Any]) -> Event | None:
    """Turn a piece into an event; None if it is not understood."""
    data = tame.mapping(piece.get("data"))
    kind = tame.text(data.get("event_type")) or ""
    account = tame.identifier(tame.mapping(data.get("filter")).get("user_id"))
    base = replace(base, account=account)
    if kind in HANDLERS:
        found = HANDLERS[kind](base, data)
        return found and replace(found, what=kind)
    if kind.startswith(NOTES):
        return x_account_activity.note(base, data, tame.label(kind))
    return None


def _payload(data: Data) -> Mapping[str, Any]:
    return tame.mapping(data.get("payload"))


def _users(data: Data) -> list[Any]:
    return tame.elements(tame.mapping(data.get("includes")).get("users"))


def _post(base: Event, data: Data) -> Event | None:
    return x_posts.normalise(base, _payload(data), _users(data))


def _deletion(base: Event, data: Data) -> Event | None:
    payload = _payload(data)
    post_id = tame.identifier(payload.get("id"))
    author = tame.identifier(payload.get("author_id"))
    return x_account_activity.deleted(base, post_id, author) if post_id else None


def _message(base: Event, data: Data) -> Event | None:
    payload = _payload(data)
    message = tame.first(payload.get("direct_message_events"))
    return x_messages.normalise(base, message, tame.mapping(payload.get("users")))


def _read(base: Event, data: Data) -> Event | None:
    """Record a reading; X documents the event but not what it carries."""
    read = tame.first(_payload(data).get("direct_message_mark_read_events"))
    if not read:
        return x_account_activity.note(base, data, "dm.read")
    return x_account_activity.read(base, read)


def _revoked(base: Event, data: Data) -> Event:
    told = _payload(data)
    event = x_account_activity.note(base, data, "oauth.revoke")
    return x_account_activity.revoked(event, told.get("user_id"), told.get("date_time"))


def _encrypted(base: Event, data: Data) -> Event | None:
    return x_messages.encrypted(base, _payload(data))


HANDLERS: dict[str, Callable[[Event, Data], Event | None]] = {
    "post.create": _post,
    "post.mention.create": _post,
    "post.reply.create": _post,
    "post.quote.create": _post,
    "post.repost.create": _post,
    "post.delete": _deletion,
    "dm.received": _message,
    "dm.sent": _message,
    "dm.read": _read,
    "chat.received": _encrypted,
    "chat.sent": _encrypted,
    "oauth.revoke": _revoked,
}
NOTES = (
    "dm.",
    "chat.",
    "like.",  # does not say whose
    "follow.",
    "mute.",
    "block.",
    "profile.",
    "spaces.",
    "broadcast.",
    "oauth.",
)
