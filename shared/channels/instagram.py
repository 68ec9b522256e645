"""Instagram, both ways: direct messages, comments, mentions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.channels import (
    instagram_changes,
    messenger,
    messenger_sends,
    meta,
    tame,
)
from shared.channels.base import acknowledge_nothing, unknown
from shared.channels.limits import INSTAGRAM_COMMENT, INSTAGRAM_TEXT, within
from shared.channels.paths import step
from shared.domain.messages import ELSEWHERE, Event, Outbound, SendCall
from shared.errors import BadInput

NAME = "instagram"
PRIVATELY = {"comment": "comment_id"}  # Meta, Private Replies

confirm = meta.confirm
verify = meta.verify
split = meta.split
receipt = messenger_sends.receipt
reached = messenger_sends.reached
acknowledge = acknowledge_nothing


def normalise(piece: Mapping[str, Any], received_at: datetime) -> Event:
    """Turn one piece of an Instagram webhook into an event.

    Bodies that name no object are read too: their entries tell what they are.
    """
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
    event = _read(base, entry) if piece.get("object") in (NAME, None) else None
    return event or unknown(NAME, piece, received_at, meta.what(piece, NAME))


def _read(base: Event, entry: Mapping[str, Any]) -> Event | None:
    if meta.is_test(entry):
        return meta.aside(base, "test", entry)
    change = tame.first(entry.get("changes")) or meta.flat_change(entry)
    if change:
        return instagram_changes.normalise(base, entry, change)
    item = tame.first(entry.get("messaging")) or tame.first(entry.get("standby"))
    if _to_ourselves(item):
        return meta.aside(base, "self", item)
    return messenger.normalise(base, entry, item) if item else None


def _to_ourselves(item: Mapping[str, Any]) -> bool:
    """Find messages an account writes to itself: the docs mark either level."""
    message = tame.mapping(item.get("message"))
    return True in (item.get("is_self"), message.get("is_self"))


def render(out: Outbound) -> SendCall:
    """Say it as a direct message if private, under the comment if public.

    A private answer to a comment opens the private talk. No key of ours
    travels: that Instagram returns ``metadata`` in its echo is not documented.
    """
    if out.visibility == "private":
        return messenger_sends.message(out, INSTAGRAM_TEXT, PRIVATELY)
    if out.quick_replies:
        raise BadInput("A comment has no quick replies; send them privately.")
    path, about = _place(out)
    said = {"message": within(out.text, INSTAGRAM_COMMENT)}
    return SendCall(service="meta", path=path, json={**about, **said}, auth="query")


def _place(out: Outbound) -> tuple[str, dict[str, str]]:
    """Find the edge that answers a comment on our media, or a mention elsewhere.

    The mentions edge wants media and comment by name
    (Instagram Platform, IG User Mentions).
    """
    kind, _, content = (out.reply_to or "").partition(":")
    before, elsewhere, media = (out.conversation or "").partition(ELSEWHERE)
    if kind == "comment" and content and elsewhere and not before:
        kind, content = "mention", f"{media}:{content}"
    if kind == "comment" and content:
        return f"/{step(content)}/replies", {}
    media, _, comment = content.partition(":")
    if kind == "mention" and media and comment:
        about = {"media_id": media, "comment_id": comment}
        named = {name: it for name, it in about.items() if it != "-"}
        return f"/{step(out.account)}/mentions", named
    raise BadInput("A public answer needs reply_to: comment, mention.")
