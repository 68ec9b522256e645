"""Facebook pages, both ways: the feed's comments and posts, and Messenger."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from shared.channels import facebook_feed, messenger, meta, tame
from shared.channels.base import unknown
from shared.channels.limits import within
from shared.domain.messages import Event, Outbound, QuickReply, SendCall
from shared.errors import BadInput, SendUnconfirmed

NAME = "facebook"

# platforms.md 2.1 and 2.3
MESSAGE_CHARACTERS = 1_999
COMMENT_CHARACTERS = 8_000
QUICK_REPLIES = 13
QUICK_REPLY_CHARACTERS = 20
ANSWERABLE = ("comment", "post", "rating")  # what has a comments edge

confirm = meta.confirm
verify = meta.verify
split = meta.split


def normalise(piece: Mapping[str, Any], received_at: datetime) -> Event:
    """Turn one piece of a page's webhook into an event."""
    entry = tame.first(piece.get("entry"))
    base = Event(
        id="",
        channel=NAME,
        kind="note",
        direction="inbound",
        visibility="public",
        occurred_at=received_at,
        received_at=received_at,
        account=tame.identifier(entry.get("id")),
    )
    event = _read(base, entry) if piece.get("object") == "page" else None
    return event or unknown(NAME, piece, received_at, _what(piece, entry))


def _read(base: Event, entry: Mapping[str, Any]) -> Event | None:
    change = tame.first(entry.get("changes"))
    if change:
        return facebook_feed.normalise(base, entry, change)
    item = tame.first(entry.get("messaging")) or tame.first(entry.get("standby"))
    return messenger.normalise(base, entry, item) if item else None


def _what(piece: Mapping[str, Any], entry: Mapping[str, Any]) -> str:
    change = tame.first(entry.get("changes"))
    value = tame.mapping(change.get("value"))
    if change:
        kind = tame.label(change.get("field"), value.get("item"), value.get("verb"))
    else:
        item = tame.first(entry.get("messaging")) or tame.first(entry.get("standby"))
        envelope = ("sender", "recipient", "timestamp")
        kind = tame.label("messaging", *(name for name in item if name not in envelope))
    return kind if piece.get("object") == "page" else tame.label("object", kind)


def render(out: Outbound) -> SendCall:
    """Say it in Messenger if private, under the comment or post if public."""
    return _message(out) if out.visibility == "private" else _comment(out)


def _message(out: Outbound) -> SendCall:
    text = within(out.text, MESSAGE_CHARACTERS, "A Messenger message")
    # Our key comes back in the echo and tells our sends from native answers.
    message: dict[str, Any] = {"text": text, "metadata": out.key}
    if out.quick_replies:
        message["quick_replies"] = _quick_replies(out.quick_replies)
    return SendCall(
        service="meta",
        path=f"/{quote(out.account, safe='')}/messages",
        json={
            "recipient": messenger.recipient(out.person),
            "messaging_type": "RESPONSE",
            "message": message,
        },
        auth="query",
    )


def _quick_replies(replies: tuple[QuickReply, ...]) -> list[dict[str, str]]:
    if len(replies) > QUICK_REPLIES:
        raise BadInput(
            f"Messenger takes {QUICK_REPLIES} quick replies, not {len(replies)}."
        )
    return [
        {
            "content_type": "text",
            "title": within(reply.title, QUICK_REPLY_CHARACTERS, "A quick reply"),
            "payload": reply.payload,
        }
        for reply in replies
    ]


def _comment(out: Outbound) -> SendCall:
    kind, _, content = (out.reply_to or "").partition(":")
    if kind not in ANSWERABLE or not content:
        raise BadInput(f"A public answer needs reply_to: {', '.join(ANSWERABLE)}.")
    if out.quick_replies:
        raise BadInput("A comment has no quick replies; send them privately.")
    text = within(out.text, COMMENT_CHARACTERS, "A comment")
    return SendCall(
        service="meta",
        path=f"/{quote(content, safe='')}/comments",
        json={"message": text},
        auth="query",
    )


def receipt(response: Mapping[str, Any]) -> str:
    """Read the id of the message or comment Facebook took."""
    message = tame.identifier(response.get("message_id"))
    comment = tame.identifier(response.get("id"))
    if message is None and comment is None:
        raise SendUnconfirmed("Facebook answered without an id.")
    return message or tame.content_id("comment", comment)
