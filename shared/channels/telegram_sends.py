"""Messages of a Telegram bot: text, files, choices as an inline keyboard, taps."""

from collections.abc import Mapping
from typing import Any

from shared.channels import tame, telegram_chats, telegram_messages
from shared.channels.limits import (
    TELEGRAM_BUTTONS,
    TELEGRAM_PAYLOAD,
    TELEGRAM_TEXT,
    at_most,
    within,
)
from shared.domain.messages import Outbound, QuickReply, SendCall
from shared.errors import BadInput, SendUnconfirmed

SHORT = 4  # characters of a title, with which buttons stand in one row
METHODS = {
    "image": ("/sendPhoto", "photo"),
    "video": ("/sendVideo", "video"),
    "audio": ("/sendAudio", "audio"),
    "file": ("/sendDocument", "document"),
}
ROW = 6  # of them: more can hardly be told apart on a phone


def render(out: Outbound) -> SendCall:
    """Write a message to a person or into a group (Bot API: sendMessage).

    A file goes by its address (Bot API: Sending files). Text goes as it is: without
    a parse mode nothing in it is markup.
    """
    place = _private(out) if out.visibility == "private" else _group(out)
    keyboard = _keyboard(out.quick_replies) if out.quick_replies else None
    for file in out.attachments:
        path, field = METHODS[file.type]
        sent = {**place, field: file.url}
        return SendCall(service="telegram", path=path, json=sent, auth="path")
    choices = {"reply_markup": {"inline_keyboard": keyboard}} if keyboard else {}
    return SendCall(
        service="telegram",
        path="/sendMessage",
        json={
            **place,
            "text": within(out.text, TELEGRAM_TEXT),
            **_answer(out, str(place["chat_id"])),
            **choices,
        },
        auth="path",
    )


def _private(out: Outbound) -> dict[str, Any]:
    """Address the person's chat with the bot, or with a business account."""
    kind, _, rest = (out.conversation or "").partition(":")
    if kind != telegram_chats.BUSINESS:
        return {"chat_id": _number(out.person)}
    connection = rest.rpartition(":")[0]
    return {"chat_id": _number(out.person), "business_connection_id": connection}


def _group(out: Outbound) -> dict[str, Any]:
    if not out.conversation:
        raise BadInput("A public answer needs conversation, the group's chat.")
    chat, _, topic = out.conversation.partition(":")
    place = {"chat_id": _number(chat)}
    return {**place, "message_thread_id": _number(topic)} if topic else place


def _answer(out: Outbound, chat_id: str) -> dict[str, Any]:
    """Quote what is answered, if it is a message of that chat and still there."""
    chat, _, number = (out.reply_to or "").rpartition(":")
    there = chat.removeprefix(f"{telegram_chats.BUSINESS}:") == chat_id
    if not there or not number.isdigit():
        return {}
    quoted = {"message_id": int(number), "allow_sending_without_reply": True}
    return {"reply_parameters": quoted}


def _keyboard(replies: tuple[QuickReply, ...]) -> list[list[dict[str, str]]]:
    """Put short choices, such as scores, beside each other."""
    at_most(TELEGRAM_BUTTONS, replies, "A message")
    buttons = [
        {
            "text": reply.title,
            "callback_data": within(reply.payload, TELEGRAM_PAYLOAD),
        }
        for reply in replies
    ]
    is_short = all(len(reply.title) <= SHORT for reply in replies)
    in_row = ROW if is_short else 1
    return [buttons[n : n + in_row] for n in range(0, len(buttons), in_row)]


def _number(value: str) -> int | str:
    return int(value) if value.removeprefix("-").isdecimal() else value


def acknowledge(event_id: str) -> SendCall | None:
    """End the progress bar of a tapped button (Bot API: answerCallbackQuery)."""
    kind, _, query = event_id.partition(":")
    if kind != telegram_messages.PRESS:
        return None
    return SendCall(
        service="telegram",
        path="/answerCallbackQuery",
        json={"callback_query_id": query},
        auth="path",
    )


def receipt(response: Mapping[str, Any]) -> str:
    """Read the id of the message that was taken.

    Raises:
        SendUnconfirmed: there is none.

    """
    found = telegram_chats.content_id(tame.mapping(response.get("result")))
    if found is None:
        raise SendUnconfirmed("Telegram answered without a message.")
    return found
