"""Page events: ``entry[].changes[]``: feed, mention, ratings.

Source: Meta, Webhooks Reference: Page.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shared.channels import tame
from shared.channels.base import UNNAMED
from shared.channels.facebook_changes import Change, read
from shared.domain.messages import Attachment, Event

POSTS = (
    "mention",
    "post",
    "status",
    "photo",
    "video",
    "share",
    "link",
    "album",
    "note",
)
REACTIONS = ("reaction", "like")
# A page's own business, never words of a customer.
PAGE_ITEMS = (
    "address",
    "connection",
    "coupon",
    "event",
    "experience",
    "group",
    "milestone",
    "page",
    "story",
    "tag",
)


def normalise(
    base: Event, entry: Mapping[str, Any], item: Mapping[str, Any]
) -> Event | None:
    """Turn one change into an event; None if it is not understood."""
    change = read(base, entry, item)
    event = _event(change) if change else None
    if change is None or event is None:
        return None
    what = tame.label(change.field, change.item, change.value.get("verb"))
    return replace(event, what=what)


def _event(change: Change) -> Event | None:
    if change.field == "mention" and _on_our_post(change):
        return _note(change)
    if change.item in REACTIONS:
        return _reaction(change)
    if change.item == "comment" or (change.item == "mention" and _in_comment(change)):
        return _comment(change)
    if change.item == "rating":
        return _rating(change)
    if change.item in POSTS:
        return _post(change)
    return _note(change) if change.item in PAGE_ITEMS else None


def _on_our_post(change: Change) -> bool:
    """Find mentions that come through the feed too, where the author is named."""
    post = tame.identifier(change.value.get("post_id")) or ""
    return post.startswith(f"{change.base.account}_")


def _in_comment(change: Change) -> bool:
    return change.id_of("comment_id", "comment") is not None


def _comment(change: Change) -> Event | None:
    comment = change.id_of("comment_id", "comment")
    if comment is None:
        return None
    post = tame.identifier(change.value.get("post_id"))
    parent = tame.identifier(change.value.get("parent_id"))
    own_root = parent is None or _same_post(parent, post)
    root = tame.identifier(change.value.get("comment_id")) if own_root else parent
    answered = change.id_of("post_id", "post") if own_root else f"comment:{parent}"
    event = replace(
        change.base,
        conversation=tame.content_id(post, root),
        reply_to=answered,
    )
    return _content(change, event, comment)


def _same_post(parent: str, post: str | None) -> bool:
    """Tell a post from a comment: it is ``{page}_{post}``, or without the page."""
    return (post or "").rpartition("_")[2] == parent.rpartition("_")[2]


def _post(change: Change) -> Event | None:
    post = change.id_of("post_id", "post")
    authorless = change.author is None and change.field != "mention"
    ours = change.kind != "deletion" and (change.ours or authorless)
    if post is None or ours:
        return _note(change)
    conversation = tame.identifier(change.value.get("post_id"))
    return _content(change, replace(change.base, conversation=conversation), post)


def _rating(change: Change) -> Event | None:
    rating = change.id_of("open_graph_story_id", "rating")
    if rating is None:
        return None
    event = _content(change, replace(change.base, conversation=rating), rating)
    if event.kind not in ("message", "edit"):
        return event
    stars = tame.identifier(change.value.get("rating"))
    verdict = stars or tame.text(change.value.get("recommendation_type"))
    words = tame.text(change.value.get("review_text"))
    return replace(event, text=words or (f"Rating: {verdict}" if verdict else None))


def _content(change: Change, event: Event, content: str) -> Event:
    """Finish what was written, edited, taken back or hidden."""
    value = change.value
    if change.kind == "message":
        return replace(
            event,
            id=content,
            kind="message",
            person=event.person if change.ours else event.person or _unnamed(content),
            text=tame.text(value.get("message")),
            attachments=_attachments(value),
            raw=value if tame.lost(value.get("message")) else None,
        )
    # A date of the same edit may differ between deliveries, its words do not.
    turn = tame.identifier(value.get("edited_time")) or tame.digest(
        value.get("message")
    )
    return replace(
        event,
        id=tame.content_id(content, value.get("verb"), turn),
        kind=change.kind,
        target=content,
        reply_to=None,
        text=tame.text(value.get("message")) if change.kind == "edit" else None,
    )


def _unnamed(content: str) -> str:
    """Invent an author where the platform hides it, one for each content object."""
    return tame.content_id(UNNAMED, content)


def _attachments(value: Mapping[str, Any]) -> tuple[Attachment, ...]:
    link = "image" if value.get("item") == "photo" else "video"
    named = [("image", value.get("photo")), ("video", value.get("video"))]
    if value.get("item") in ("photo", "video"):
        named.append((link, value.get("link")))
    return tuple(
        Attachment(type=kind, url=url)
        for kind, given in named
        if (url := tame.text(given)) is not None
    )


def _reaction(change: Change) -> Event:
    value = change.value
    target = change.id_of("comment_id", "comment") or change.id_of("post_id", "post")
    kind = tame.identifier(value.get("reaction_type")) or "like"
    when = tame.identifier(value.get("created_time"))
    return replace(
        change.base,
        id=tame.content_id(
            "reaction", target, change.author, value.get("verb"), kind, when
        ),
        kind="reaction",
        target=target,
        text=kind,
    )


def _note(change: Change) -> Event:
    fingerprint = tame.digest(change.value)
    return replace(change.base, id=tame.content_id("note", fingerprint), kind="note")
