"""Facebook pages, both ways: the feed's comments and posts, and Messenger."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.channels import facebook_feed, messenger, messenger_sends, meta, tame
from shared.channels.base import acknowledge_nothing, unknown
from shared.channels.limits import FACEBOOK_COMMENT, MESSENGER_TEXT, within
from shared.channels.paths import step
from shared.domain.messages import Event, Outbound, SendCall
from shared.errors import BadInput

NAME = "facebook"

ANSWERABLE = ("comment", "post", "rating")  # what has a comments edge
# Meta, Private Replies: what can be answered privately, once and within seven days
PRIVATELY = {"comment": "comment_id", "post": "post_id"}

confirm = meta.confirm
verify = meta.verify
split = meta.split
receipt = messenger_sends.receipt
reached = messenger_sends.reached
acknowledge = acknowledge_nothing


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
    return event or unknown(NAME, piece, received_at, meta.what(piece, "page"))


def _read(base: Event, entry: Mapping[str, Any]) -> Event | None:
    if meta.is_test(entry):
        return meta.aside(base, "test", entry)
    change = tame.first(entry.get("changes"))
    if change:
        return facebook_feed.normalise(base, entry, change)
    item = tame.first(entry.get("messaging")) or tame.first(entry.get("standby"))
    return messenger.normalise(base, entry, item) if item else None


def render(out: Outbound) -> SendCall:
    """Say it in Messenger if private, under the comment or post if public.

    A private answer to something public opens the private talk.
    """
    return _message(out) if out.visibility == "private" else _comment(out)


def _message(out: Outbound) -> SendCall:
    call = messenger_sends.message(out, MESSENGER_TEXT, PRIVATELY)
    # Our key comes back in the echo and tells our sends from native answers.
    said = {**call.json["message"], "metadata": out.key}
    kind = {"messaging_type": "RESPONSE"}  # required here, unlike on Instagram
    return replace(call, json={**kind, **call.json, "message": said})


def _comment(out: Outbound) -> SendCall:
    kind, _, content = (out.reply_to or "").partition(":")
    if kind not in ANSWERABLE or not content:
        raise BadInput(f"A public answer needs reply_to: {', '.join(ANSWERABLE)}.")
    if out.quick_replies:
        raise BadInput("A comment has no quick replies; send them privately.")
    return SendCall(
        service="meta",
        path=f"/{step(content)}/comments",
        json={"message": within(out.text, FACEBOOK_COMMENT)},
        auth="query",
    )
