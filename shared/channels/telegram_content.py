"""What a Telegram message says: words, one file, an answer (Bot API: Message)."""

import re
from collections.abc import Mapping
from typing import Any

from shared.channels import tame
from shared.domain.messages import Attachment

# What a message may be, apart from text; the special before what it includes.
# Files have an id for the bot, never an address: their type is all we keep.
KINDS = (
    "animation",
    "audio",
    "checklist",
    "contact",
    "dice",
    "document",
    "game",
    "invoice",
    "paid_media",
    "photo",
    "poll",
    "sticker",
    "story",
    "successful_payment",
    "venue",
    "video",
    "video_note",
    "voice",
    "location",
)

# What the button that opens a chat sends, with the parameter of the link that led
# there (Telegram, Bot Features: Deep Linking). In a group the bot is named.
START = re.compile(r"/start(?:@[A-Za-z0-9_]+)?(?: +([A-Za-z0-9_-]{1,64}))? *")
# Fields of what no such button sends: somebody wrote, answered or passed it on.
BY_HAND = (
    "business_connection_id",
    "forward_date",
    "forward_origin",
    "reply_to_message",
)


def words(message: Mapping[str, Any]) -> str | None:
    """Give the text, the caption of a file, or the words of a web form's button."""
    form = tame.mapping(message.get("web_app_data"))
    return (
        tame.text(message.get("text"))
        or tame.text(message.get("caption"))
        or tame.text(form.get("button_text"))
    )


def started(message: Mapping[str, Any]) -> str | None:
    """Give the parameter the bot was started with, "" without one; None: it was not.

    Whatever does not fit a parameter was written by a person and is a message.
    """
    found = START.fullmatch(tame.text(message.get("text")) or "")
    if found is None or any(message.get(name) for name in BY_HAND):
        return None
    return found[1] or ""


def form_data(message: Mapping[str, Any]) -> str | None:
    """Give what a web form of ours sent back."""
    return tame.text(tame.mapping(message.get("web_app_data")).get("data"))


def attachments(message: Mapping[str, Any]) -> tuple[Attachment, ...]:
    """Name the one thing a message carries."""
    kind = next((kind for kind in KINDS if message.get(kind)), None)
    spot = tame.mapping(message.get("location"))
    url = tame.place(spot.get("latitude"), spot.get("longitude"))
    return (Attachment(type=kind, url=url),) if kind else ()


def title(message: Mapping[str, Any], data: str | None) -> str | None:
    """Find what the tapped button of our message said."""
    markup = tame.mapping(message.get("reply_markup"))
    for row in tame.elements(markup.get("inline_keyboard")):
        for one in tame.elements(row):
            button = tame.mapping(one)
            if data is not None and button.get("callback_data") == data:
                return tame.text(button.get("text"))
    return data
