"""Instagram's changes: comments, mentions, statistics.

Source: Meta, Instagram Platform: Webhooks.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from shared.channels import messenger, tame
from shared.channels.base import UNNAMED
from shared.domain.messages import ELSEWHERE, Event

# Apps with Instagram Login may get direct messages as changes of these fields.
MESSAGING = (
    "messages",
    "message_edit",
    "message_reactions",
    "messaging_handover",
    "messaging_postbacks",
    "messaging_referral",
    "messaging_seen",
    "standby",
)

Handler = Callable[[Event, Mapping[str, Any]], Event | None]


def normalise(
    base: Event, entry: Mapping[str, Any], change: Mapping[str, Any]
) -> Event | None:
    """Turn one change into an event; None if it is not understood.

    Instagram gives comments no time of their own: only that of the sending,
    which another delivery need not repeat.
    """
    field, value = change.get("field"), tame.mapping(change.get("value"))
    if not isinstance(field, str):
        return None
    if field in MESSAGING:
        return messenger.normalise(base, entry, value)
    handler = HANDLERS.get(field)
    occurred_at, _ = tame.dated(
        None, base.received_at, fallback=tame.moment(entry.get("time"))
    )
    dated = replace(base, occurred_at=occurred_at, time_from_receipt=True)
    event = handler(dated, value) if handler else None
    return event and replace(event, what=tame.label(field))


def _comment(base: Event, value: Mapping[str, Any]) -> Event | None:
    """Read a comment; its id has either name, and the least form is id and text."""
    number = tame.identifier(value.get("id")) or tame.identifier(
        value.get("comment_id")
    )
    if number is None:
        return None
    media = tame.identifier(tame.mapping(value.get("media")).get("id"))
    parent = tame.identifier(value.get("parent_id"))
    root = tame.content_id("comment", parent) if parent else None
    comment = tame.content_id("comment", number)
    event = replace(
        base,
        id=comment,
        kind="message",
        text=tame.text(value.get("text")),
        conversation=tame.content_id(media, parent or number),
        reply_to=root or (tame.content_id("post", media) if media else None),
    )
    return _with_author(event, tame.mapping(value.get("from")))


def _with_author(event: Event, author: Mapping[str, Any]) -> Event:
    """Say who commented; our own words name the comment, not the person."""
    person = tame.identifier(author.get("id"))
    marked = tame.identifier(author.get("self_ig_scoped_id")) is not None
    if marked or (person is not None and person == event.account):
        return replace(event, direction="outbound")
    return replace(
        event,
        person=person or tame.content_id(UNNAMED, event.id),
        handle=tame.identifier(author.get("username")),
    )


def _mention(base: Event, value: Mapping[str, Any]) -> Event | None:
    """Record that somebody named us elsewhere; words and author are not said.

    In a comment it is that comment, which may be told of with its words as well.
    """
    media = tame.identifier(value.get("media_id"))
    if media is None:
        return None
    comment = tame.identifier(value.get("comment_id"))
    caption = tame.content_id("mention", media, None)
    content = tame.content_id("comment", comment) if comment else caption
    return replace(
        base,
        id=content,
        kind="message",
        person=tame.content_id(UNNAMED, content),
        conversation=f"{ELSEWHERE}{media}",
    )


def _statistics(base: Event, value: Mapping[str, Any]) -> Event:
    return replace(base, id=tame.content_id("note", tame.digest(value)))


HANDLERS: dict[str, Handler] = {
    "comments": _comment,
    "live_comments": _comment,
    "mentions": _mention,
    "story_insights": _statistics,
}
