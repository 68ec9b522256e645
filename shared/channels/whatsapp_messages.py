"""WhatsApp messages, the customers' and those typed in the business app."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from shared.channels import tame, whatsapp_content, whatsapp_users
from shared.domain.messages import Attachment, Event

Handler = Callable[[Event, Mapping[str, Any]], Event | None]


def normalise(base: Event, message: Mapping[str, Any], contacts: Any) -> Event | None:
    """Turn a customer's message into an event; None if it is not understood."""
    if message.get("type") == "system":
        return whatsapp_users.system(base, message, contacts)
    sent = whatsapp_users.with_person(base, message, whatsapp_users.SENDER, contacts)
    return _read(sent, message)


def normalise_echo(
    base: Event, message: Mapping[str, Any], contacts: Any
) -> Event | None:
    """Turn a message of our own into an event: its person is the addressee."""
    names = whatsapp_users.RECIPIENT
    sent = whatsapp_users.with_person(base, message, names, contacts)
    return _read(replace(sent, direction="outbound"), message)


def _read(base: Event, message: Mapping[str, Any]) -> Event | None:
    number = tame.identifier(message.get("id"))
    if number is None or base.person is None:
        return None
    group = tame.identifier(message.get("group_id"))
    parts = (base.account, base.person, *([group] if group else []))
    event = replace(base, id=number, conversation=tame.content_id(*parts))
    handler = HANDLERS.get(tame.text(message.get("type")) or "", _message)
    return handler(event, message)


def _message(event: Event, message: Mapping[str, Any]) -> Event | None:
    content = whatsapp_content.read(message)
    if content is None:
        return None
    context = tame.mapping(message.get("context"))
    file = tame.mapping(message.get(tame.identifier(message.get("type")) or ""))
    return replace(
        event,
        kind="message",
        text=content.text,
        attachments=content.attachments + _advertisement(message),
        payload=content.payload,
        reply_to=tame.identifier(context.get("id")),
        raw=message if tame.lost(file.get("caption")) else None,
    )


def _advertisement(message: Mapping[str, Any]) -> tuple[Attachment, ...]:
    """Show the advertisement or post whose button led to the message."""
    referral = tame.mapping(message.get("referral"))
    url = tame.text(referral.get("source_url"))
    return (Attachment(type="referral", url=url),) if referral else ()


def _reaction(event: Event, message: Mapping[str, Any]) -> Event | None:
    """Read an emoji on a message; one without an emoji takes it back."""
    reaction = tame.mapping(message.get("reaction"))
    target = tame.identifier(reaction.get("message_id"))
    emoji = tame.text(reaction.get("emoji"))
    what = event.what if emoji else tame.label(event.what, "removed")
    event = replace(event, kind="reaction", target=target, text=emoji, what=what)
    return event if target else None


def _edit(event: Event, message: Mapping[str, Any]) -> Event | None:
    edit = tame.mapping(message.get("edit"))
    target = tame.identifier(edit.get("original_message_id"))
    content = whatsapp_content.read(tame.mapping(edit.get("message")))
    text = content.text if content else None
    return replace(event, kind="edit", target=target, text=text) if target else None


def _revoke(event: Event, message: Mapping[str, Any]) -> Event | None:
    revoke = tame.mapping(message.get("revoke"))
    target = tame.identifier(revoke.get("original_message_id"))
    return replace(event, kind="deletion", target=target) if target else None


def _opened(event: Event, _message: Mapping[str, Any]) -> Event:
    """Note that somebody opened the chat, and has said nothing yet."""
    return replace(event, kind="note")


HANDLERS: dict[str, Handler] = {
    "reaction": _reaction,
    "edit": _edit,
    "revoke": _revoke,
    "request_welcome": _opened,
}
