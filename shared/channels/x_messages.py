"""Direct messages on X, from the Account Activity and the X Activity API alike."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shared.channels import tame, x_users, x_words
from shared.domain.messages import Attachment, Event


def normalise(
    base: Event, message: Mapping[str, Any], users: Mapping[str, Any]
) -> Event | None:
    """Turn one direct message into an event; None if it is not one.

    Captures of old deliveries do not say who of the two is ours: then the
    recipient is.
    """
    message_id = tame.identifier(message.get("id"))
    create = tame.mapping(message.get("message_create"))
    sender = tame.identifier(create.get("sender_id"))
    target = tame.mapping(create.get("target"))
    recipient = tame.identifier(target.get("recipient_id"))
    ours = sender == base.account
    person = recipient if ours else sender
    if message_id is None or sender is None or person is None:
        return None
    event = _with_content(base, tame.mapping(create.get("message_data")))
    event = x_users.with_profile(event, x_users.find(users.values(), person))
    return replace(
        with_time(event, message.get("created_timestamp")),
        id=f"dm:{message_id}",
        kind="message",
        direction="outbound" if ours else "inbound",
        visibility="private",
        account=base.account or recipient,
        person=person,
        conversation=_conversation(message, sender, recipient),
    )


def with_time(base: Event, created: Any) -> Event:
    """Date by milliseconds since 1970, which X sends as a string."""
    occurred_at, from_receipt = tame.dated(tame.moment(created), base.received_at)
    return replace(base, occurred_at=occurred_at, time_from_receipt=from_receipt)


def _with_content(base: Event, data: Mapping[str, Any]) -> Event:
    attachment = tame.mapping(data.get("attachment"))
    media = tame.mapping(attachment.get("media"))
    words = tame.text(data.get("text")) or ""
    left_out = (media.get("url"), _location_link(attachment, data))
    answer = tame.mapping(data.get("quick_reply_response"))
    kind = tame.identifier(media.get("type")) or tame.identifier(attachment.get("type"))
    return replace(
        base,
        text=x_words.readable(words, x_words.urls([data]), left_out),
        attachments=(Attachment(type=kind, url=_media_url(media)),) if kind else (),
        payload=tame.text(answer.get("metadata")),
    )


def _media_url(media: Mapping[str, Any]) -> str | None:
    return tame.text(media.get("media_url_https")) or tame.text(media.get("media_url"))


def _location_link(attachment: Mapping[str, Any], data: Mapping[str, Any]) -> Any:
    """Find the link X writes for a shared place, which nobody typed."""
    if attachment.get("type") != "location":
        return None
    return tame.first(tame.mapping(data.get("entities")).get("urls")).get("url")


def _conversation(
    message: Mapping[str, Any], sender: str, recipient: str | None
) -> str | None:
    """Name the conversation as the v2 API does: both ids, the smaller first."""
    said = tame.identifier(message.get("dm_conversation_id"))
    if said or recipient is None:
        return said
    return "-".join(sorted((sender, recipient), key=lambda one: (len(one), one)))


def encrypted(base: Event, payload: Mapping[str, Any]) -> Event | None:
    """Record that an encrypted message came or went; only the app can show it."""
    message_id = tame.identifier(payload.get("id"))
    sender = tame.identifier(payload.get("sender_id"))
    conversation = tame.identifier(payload.get("conversation_id"))
    others = [one for one in (conversation or "").split(":") if one != base.account]
    person = others[0] if sender == base.account else sender
    if message_id is None or not sender or not person:
        return None
    return replace(
        with_time(base, payload.get("created_at_msec")),
        id=f"chat:{message_id}",
        kind="message",
        direction="outbound" if sender == base.account else "inbound",
        visibility="private",
        person=person,
        attachments=(Attachment(type="encrypted"),),
        conversation=conversation,
    )
