"""Limits of what may be sent, as data, and how each platform counts."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from shared.channels.x_length import weighted_length
from shared.errors import BadInput


def utf8_bytes(text: str) -> int:
    """Count bytes, as Instagram does."""
    return len(text.encode("utf-8", "replace"))


def utf16_units(text: str) -> int:
    """Count as Telegram does: most emoji are 2."""
    return len(text.encode("utf-16-le", "replace")) // 2


@dataclass(frozen=True, slots=True)
class Limit:
    """What a sentence calls it, how much of it there may be, how that is counted."""

    what: str
    most: int
    count: Callable[[str], int] = len
    unit: str = "characters"


# Meta, Send API (a text has fewer than 2,000), Comments, Quick Replies
MESSENGER_TEXT = Limit("A Messenger message", 1_999)
FACEBOOK_COMMENT = Limit("A comment", 8_000)
QUICK_REPLY_TITLE = Limit("A quick reply", 20)
QUICK_REPLY_PAYLOAD = Limit("A quick reply's payload", 1_000)
QUICK_REPLIES = 13
# Meta, Instagram Platform: Messaging and Comments
INSTAGRAM_TEXT = Limit("An Instagram message", 1_000, utf8_bytes, "bytes")
INSTAGRAM_COMMENT = Limit("A comment on Instagram", 2_200)
# Meta, WhatsApp Cloud: Messages; the body beside buttons is shorter than one alone
WHATSAPP_TEXT = Limit("A WhatsApp message", 4_096)
WHATSAPP_BODY = Limit("A WhatsApp message with choices", 1_024)
WHATSAPP_BUTTON = Limit("A button", 20)
WHATSAPP_BUTTONS = 3
WHATSAPP_BUTTON_ID = Limit("A button's payload", 256)
WHATSAPP_ROW = Limit("A list row", 24)
WHATSAPP_ROWS = 10
WHATSAPP_ROW_ID = Limit("A list row's payload", 200)
# X, Counting Characters and Direct Messages
X_POST = Limit("A post", 280, weighted_length)
X_MESSAGE = Limit("A direct message", 10_000)
# Telegram, Bot API: sendMessage and InlineKeyboardButton
TELEGRAM_TEXT = Limit("A Telegram message", 4_096, utf16_units)
TELEGRAM_PAYLOAD = Limit("A button's payload", 64, utf8_bytes, "bytes")
TELEGRAM_BUTTONS = 100


def within(text: str, limit: Limit) -> str:
    """Give the text back.

    Raises:
        BadInput: it is empty, or longer than the limit; tells both lengths.

    """
    counted = limit.count(text)
    if counted > limit.most:
        raise BadInput(
            f"{limit.what} may have {limit.most} {limit.unit}, not {counted}."
        )
    if not text.strip():
        raise BadInput(f"{limit.what} must not be empty.")
    return text


def at_most(most: int, items: Collection[object], what: str) -> None:
    """Raise BadInput if there are more choices than a message may offer."""
    if len(items) > most:
        raise BadInput(f"{what} takes {most} quick replies, not {len(items)}.")


def distinct(what: str, values: Collection[str]) -> None:
    """Raise BadInput if two choices of a message agree in what tells them apart."""
    if len(set(values)) < len(values):
        raise BadInput(f"The choices of a message need {what} that differ.")
