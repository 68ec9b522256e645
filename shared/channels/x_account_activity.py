"""X's Account Activity API: one kind of event per body, in an array.

Source: docs.x.com, Account Activity API.
Deprecated by X in favour of the Activity API, still delivered.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from shared.channels import tame, x_messages, x_posts, x_users
from shared.domain.messages import Event

REVOKED = "The account has taken back our access; authorise it, renew its token."
Handler = Callable[[Event, Mapping[str, Any], Mapping[str, Any]], Event | None]


def split(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Cut the arrays into one piece per event, each with the users it names."""
    arrays = {
        kind: items
        for kind, items in body.items()
        if kind.endswith("_events") and isinstance(items, list) and items
    }
    outer = {
        name: value
        for name, value in body.items()
        if name not in arrays and name not in ("users", "apps")
    }
    users = tame.mapping(body.get("users"))
    return [
        {**outer, kind: [item], **_users_of(item, users)}
        for kind, items in arrays.items()
        for item in items
    ]


def _users_of(item: Any, users: Mapping[str, Any]) -> dict[str, Any]:
    named = {user: users[user] for user in participants(item) if user in users}
    return {"users": named} if named else {}


def participants(item: Any) -> list[str]:
    """List the ids of the users a direct message or a sign of one is between."""
    event = tame.mapping(item)
    create = tame.mapping(event.get("message_create")) or event
    target = tame.mapping(create.get("target"))
    ids = (create.get("sender_id"), target.get("recipient_id"))
    return [found for given in ids if (found := tame.identifier(given)) is not None]


def normalise(base: Event, piece: Mapping[str, Any]) -> Event | None:
    """Turn a piece into an event; None if it is not understood."""
    base = replace(base, account=tame.identifier(piece.get("for_user_id")))
    users = tame.mapping(piece.get("users"))
    for kind, handler in HANDLERS.items():
        if kind in piece:
            found = handler(base, tame.first(piece[kind]), users)
            return found and replace(found, what=kind)
    if "user_event" in piece:
        return _user_event(base, piece)
    for kind in NOTES:
        if kind in piece:
            return note(base, piece, kind)
    return None


def note(base: Event, piece: Mapping[str, Any], what: str) -> Event:
    """Record what concerns the account and no customer's message."""
    return replace(base, id=f"note:{tame.digest(piece)}", kind="note", what=what)


def _user_event(base: Event, piece: Mapping[str, Any]) -> Event:
    told = tame.mapping(tame.mapping(piece.get("user_event")).get("revoke"))
    user = tame.mapping(told.get("source")).get("user_id")
    event = note(base, piece, "user_event")
    return revoked(event, user, told.get("date_time")) if told else event


def revoked(base: Event, user: Any, at: Any) -> Event:
    """Name who took back the access he had given us: nothing is sent for him now."""
    occurred_at, from_receipt = tame.dated(tame.timestamp(at), base.received_at)
    return replace(
        base,
        person=tame.identifier(user),
        occurred_at=occurred_at,
        time_from_receipt=from_receipt,
        broken=REVOKED,
    )


def _post(
    base: Event, post: Mapping[str, Any], _users: Mapping[str, Any]
) -> Event | None:
    return x_posts.normalise(base, post)


def _deletion(
    base: Event, deletion: Mapping[str, Any], _users: Mapping[str, Any]
) -> Event | None:
    """Record a deletion of ours: X tells no others."""
    status = tame.mapping(deletion.get("status"))
    post_id = tame.identifier(status.get("id"))
    if post_id is None:
        return None
    dated = x_messages.with_time(base, deletion.get("timestamp_ms"))
    return deleted(dated, post_id, tame.identifier(status.get("user_id")))


def deleted(base: Event, post_id: str, author: str | None) -> Event:
    """Take a post back, ours or not."""
    ours = author is None or author == base.account
    return replace(
        base,
        id=f"post:{post_id}:deleted",
        kind="deletion",
        direction="outbound" if ours else "inbound",
        visibility="public",
        person=None if ours else author,
        target=f"post:{post_id}",
    )


def _favourite(
    base: Event, favourite: Mapping[str, Any], _users: Mapping[str, Any]
) -> Event | None:
    """Record a like; a second one of the same post by the same person is the same."""
    liked = x_users.user_id_of(tame.mapping(favourite.get("favorited_status")))
    user = tame.mapping(favourite.get("user"))
    person = x_users.user_id_of(user)
    if liked is None or person is None:
        return None
    ours = person == base.account
    event = x_posts.with_time(base, favourite)
    return replace(
        event if ours else x_users.with_profile(event, user),
        id=tame.content_id("like", liked, person),
        kind="reaction",
        direction="outbound" if ours else "inbound",
        person=None if ours else person,
        target=f"post:{liked}",
        text="like",
    )


def _message(
    base: Event, message: Mapping[str, Any], users: Mapping[str, Any]
) -> Event | None:
    return x_messages.normalise(base, message, users)


def _read(
    base: Event, sign: Mapping[str, Any], _users: Mapping[str, Any]
) -> Event | None:
    return read(base, sign)


def read(base: Event, sign: Mapping[str, Any]) -> Event | None:
    """Record that the customer read up to a message; our own reading is a note."""
    reader = tame.identifier(sign.get("sender_id"))
    last = tame.identifier(sign.get("last_read_event_id"))
    if reader is None or last is None:
        return None
    event = x_messages.with_time(base, sign.get("created_timestamp"))
    return replace(
        event,
        id=tame.content_id("read", reader, last),
        kind="note" if reader == base.account else "status",
        direction="outbound",
        visibility="private",
        person=None if reader == base.account else reader,
        target=f"dm:{last}",
        status="read",
    )


HANDLERS: dict[str, Handler] = {
    "tweet_create_events": _post,
    "tweet_delete_events": _deletion,
    "favorite_events": _favourite,
    "direct_message_events": _message,
    "direct_message_mark_read_events": _read,
}
NOTES = (
    "follow_events",
    "block_events",
    "mute_events",
    "direct_message_indicate_typing_events",
    "replay_job_status",
)
