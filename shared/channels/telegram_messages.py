"""Telegram's updates about messages: new, edited, deleted, tapped, reacted to."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shared.channels import tame, telegram_chats, telegram_content
from shared.domain.messages import Event

PRESS = "callback"  # begins ids of taps; the query's own id follows


def message(base: Event, said: Mapping[str, Any]) -> Event | None:
    """Read a message; what a chat tells about itself is a note, as is a start."""
    event = _begun(base, said, said.get("date"))
    if event is None:
        return None
    event = replace(
        event,
        kind="message",
        text=telegram_content.words(said),
        attachments=telegram_content.attachments(said),
        payload=telegram_content.form_data(said),
        reply_to=_answered(said),
    )
    parameter = telegram_content.started(said)
    if parameter is not None:
        what = tame.label(event.what, "start")
        return replace(event, kind="note", what=what, payload=parameter or None)
    if tame.lost(said.get("text"), said.get("caption")):
        return replace(event, raw=said)
    silent = event.text is None and not event.attachments
    return replace(event, kind="note") if silent or _by_machine(said) else event


def edited(base: Event, said: Mapping[str, Any]) -> Event | None:
    """Read a message's new words."""
    event = _begun(base, said, said.get("edit_date"))
    if event is None or _by_machine(said):
        return event
    turn = tame.identifier(said.get("edit_date")) or tame.digest(said)
    return replace(
        event,
        id=tame.content_id(event.id, "edit", turn),
        kind="edit",
        target=event.id,
        text=telegram_content.words(said),
    )


def _begun(base: Event, said: Mapping[str, Any], date: Any) -> Event | None:
    number = telegram_chats.content_id(said)
    event = telegram_chats.with_parties(dated(base, date), said)
    if number is None or event.person is None:
        return None
    return replace(event, id=number)


def dated(base: Event, date: Any) -> Event:
    occurred_at, from_receipt = tame.dated(tame.moment(date), base.received_at)
    return replace(base, occurred_at=occurred_at, time_from_receipt=from_receipt)


def _by_machine(said: Mapping[str, Any]) -> bool:
    """Tell bots, our channel's posts in its group, and a group's anonymous admins."""
    chat = tame.mapping(said.get("chat")).get("id")
    as_chat = tame.mapping(said.get("sender_chat")).get("id")
    bot = not as_chat and tame.mapping(said.get("from")).get("is_bot") is True
    own = as_chat is not None and as_chat == chat
    return bot or own or said.get("is_automatic_forward") is True


def _answered(said: Mapping[str, Any]) -> str | None:
    answered = tame.mapping(said.get("reply_to_message"))
    connection = said.get("business_connection_id")
    marked = {**answered, "business_connection_id": connection}
    return telegram_chats.content_id(marked)


def deleted(base: Event, said: Mapping[str, Any]) -> Event | None:
    """Read the deletion of one message of a business chat; it has no date."""
    number = next(iter(tame.elements(said.get("message_ids"))), None)
    target = telegram_chats.content_id({**said, "message_id": number})
    event = telegram_chats.with_parties(dated(base, None), said)
    if target is None:
        return None
    deletion = tame.content_id(target, "deleted")
    return replace(event, id=deletion, kind="deletion", target=target)


def tapped(base: Event, query: Mapping[str, Any]) -> Event | None:
    """Read a tap on a button of ours: no date, for the message's is our own."""
    number = tame.identifier(query.get("id"))
    ours = tame.mapping(query.get("message"))
    placed = telegram_chats.with_parties(dated(base, None), ours)
    event = telegram_chats.described_by(placed, tame.mapping(query.get("from")))
    if number is None or event.person is None:
        return None
    data = tame.text(query.get("data"))
    return replace(
        event,
        id=tame.content_id(PRESS, number),
        kind="message",
        direction="inbound",
        visibility=placed.visibility if ours else "private",
        conversation=placed.conversation if ours else event.person,
        text=telegram_content.title(ours, data),
        payload=data,
        reply_to=telegram_chats.content_id(ours),
    )


def reaction(base: Event, said: Mapping[str, Any]) -> Event | None:
    """Read who now shows what on a message; nothing if it was taken back."""
    target = telegram_chats.content_id(said)
    author = tame.mapping(said.get("user") or said.get("actor_chat"))
    shown = {**said, "from": author}
    event = telegram_chats.with_parties(dated(base, said.get("date")), shown)
    if target is None:
        return None
    now = tame.elements(said.get("new_reaction"))
    turn = tame.digest([said.get("date"), now])
    return replace(
        event,
        id=tame.content_id("reaction", target, event.person, turn),
        kind="reaction",
        target=target,
        text=tame.text(tame.mapping(now[-1]).get("emoji")) if now else None,
        what=event.what if now else tame.label(event.what, "removed"),
    )
