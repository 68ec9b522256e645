"""What a message of Messenger or Instagram carries beside its words."""

from collections.abc import Mapping
from typing import Any

from shared.channels import tame
from shared.domain.messages import Attachment


def attachments(message: Mapping[str, Any]) -> tuple[Attachment, ...]:
    """List the files of a message, the story it answers, what cannot be shown.

    Stories and unsupported messages are Instagram's.
    """
    found = files(message.get("attachments"))
    story = _story(message)
    if story:
        found += (Attachment(type="story", url=tame.text(story.get("url"))),)
    if not found and message.get("is_unsupported") is True:
        found = (Attachment(type="unsupported"),)
    return found


def files(value: Any) -> tuple[Attachment, ...]:
    """List what a message carries; a fallback has its link beside the payload."""
    found = [tame.mapping(item) for item in tame.several(value)]
    return tuple(
        Attachment(
            type=_type(item),
            url=tame.text(tame.mapping(item.get("payload")).get("url"))
            or tame.text(item.get("url"))
            or _place(tame.mapping(item.get("payload"))),
        )
        for item in found
    )


def _type(item: Mapping[str, Any]) -> str:
    """Name a file; until August 2026 a sticker came as an image that has a number."""
    is_sticker = tame.mapping(item.get("payload")).get("sticker_id") is not None
    return "sticker" if is_sticker else tame.identifier(item.get("type")) or "file"


def _place(payload: Mapping[str, Any]) -> str | None:
    spot = tame.mapping(payload.get("coordinates"))
    return tame.place(spot.get("lat"), spot.get("long"))


def lost(message: Mapping[str, Any]) -> bool:
    """Tell whether it says something in a form that we cannot show."""
    quick_reply = tame.mapping(message.get("quick_reply"))
    given = message.get("attachments")
    odd = given is not None and not isinstance(given, list | Mapping)
    return odd or tame.lost(message.get("text"), quick_reply.get("payload"))


def answered(message: Mapping[str, Any]) -> str | None:
    """Give the content id of the message or story that a message answers."""
    mid = tame.identifier(tame.mapping(message.get("reply_to")).get("mid"))
    story = tame.identifier(_story(message).get("id"))
    return mid or (tame.content_id("story", story) if story else None)


def _story(message: Mapping[str, Any]) -> Mapping[str, Any]:
    return tame.mapping(tame.mapping(message.get("reply_to")).get("story"))
