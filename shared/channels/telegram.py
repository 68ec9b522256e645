"""Telegram, both ways, as a bot.

Source: core.telegram.org/bots/api.

A webhook does not say which bot it is for, so a deployment has one. Its
account is always ``bot``, and the channel's secret holds its token under that
name: ``{"secret_tokens": ["..."], "tokens": {"bot": "<id>:<token>"}}``.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.channels import (
    signatures,
    tame,
    telegram_chats,
    telegram_messages,
    telegram_sends,
)
from shared.channels.base import Confirmation, reached_nobody, unknown
from shared.domain.messages import Event
from shared.errors import NotFound, Unverified

NAME = "telegram"
ACCOUNT = "bot"
SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
# Updates about the bot, its chats and its channel, not said by a customer.
NOTES = (
    "business_connection",
    "channel_post",
    "chat_boost",
    "chat_join_request",
    "chat_member",
    "chosen_inline_result",
    "edited_channel_post",
    "inline_query",
    "message_reaction_count",
    "poll",
    "poll_answer",
    "pre_checkout_query",
    "purchased_paid_media",
    "removed_chat_boost",
    "shipping_query",
)

render = telegram_sends.render
receipt = telegram_sends.receipt
reached = reached_nobody
acknowledge = telegram_sends.acknowledge


def confirm(_query: Mapping[str, str], _secret: Mapping[str, Any]) -> Confirmation:
    """Refuse: Telegram has no handshake.

    Raises:
        NotFound: always.

    """
    raise NotFound("Telegram has no handshake; call setWebhook.")


def verify(headers: Mapping[str, str], _body: bytes, secret: Mapping[str, Any]) -> None:
    """Compare the secret token given to setWebhook; the body is not signed.

    Raises:
        Unverified: it is missing or wrong, or none is set.

    """
    secrets = signatures.keys(secret, "secret_tokens")
    given = signatures.header(headers, SECRET)
    if not signatures.any_same(given, secrets):
        raise Unverified(f"{SECRET} is not the one given to setWebhook.")


def split(body: Any) -> list[dict[str, Any]]:
    """Give the update; one of several kinds or deleted messages for each."""
    whole = body if isinstance(body, dict) else {"body": body}
    kinds = [name for name, update in whole.items() if isinstance(update, Mapping)]
    outer = {name: update for name, update in whole.items() if name not in kinds}
    pieces = [
        {**outer, kind: update}
        for kind in kinds
        for update in tame.singly(whole[kind], ("message_ids",))
    ]
    return pieces or [whole]


def normalise(piece: Mapping[str, Any], received_at: datetime) -> Event:
    """Turn one update into an event."""
    kind = next((name for name in piece if isinstance(piece[name], Mapping)), "")
    what = tame.label(kind) or "update"
    base = Event(
        id="",
        channel=NAME,
        kind="note",
        direction="inbound",
        visibility="private",
        occurred_at=received_at,
        received_at=received_at,
        time_from_receipt=True,
        what=what,
        account=ACCOUNT,
    )
    handler = HANDLERS.get(kind)
    event = handler(base, piece[kind]) if handler else None
    return event or unknown(NAME, piece, received_at, what)


def _note(base: Event, update: Mapping[str, Any]) -> Event:
    note = tame.content_id("note", base.what, tame.digest(update))
    return replace(telegram_messages.dated(base, update.get("date")), id=note)


def _membership(base: Event, update: Mapping[str, Any]) -> Event:
    """Note who lets the bot in or out: ``kicked`` is a customer who blocks it."""
    note = _note(base, update)
    standing = tame.mapping(update.get("new_chat_member")).get("status")
    placed = telegram_chats.with_parties(note, update)
    return replace(placed, what=tame.label(base.what, standing))


HANDLERS: dict[str, Callable[[Event, Mapping[str, Any]], Event | None]] = {
    "message": telegram_messages.message,
    "edited_message": telegram_messages.edited,
    "business_message": telegram_messages.message,
    "edited_business_message": telegram_messages.edited,
    "deleted_business_messages": telegram_messages.deleted,
    "callback_query": telegram_messages.tapped,
    "message_reaction": telegram_messages.reaction,
    "my_chat_member": _membership,
    **dict.fromkeys(NOTES, _note),
}
