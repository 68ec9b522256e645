"""Messenger events: ``entry[].messaging[]`` and ``standby[]``.

Source: Meta, Messenger Platform: Webhooks.
Instagram's direct messages have the same shape.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.channels import messenger_content, tame
from shared.domain.messages import Event

# Events about a conversation's administration, not said by anyone.
NOTES = (
    "optin",
    "referral",
    "account_linking",
    "app_roles",
    "pass_thread_control",
    "take_thread_control",
    "request_thread_control",
    "policy-enforcement",
    "response_feedback",
    "send_cart",
)

# Meta's own inboxes, of pages and of Instagram (Meta, Conversation Routing).
INBOXES = ("263902037430900", "1217981644879628")
# How the keys begin that we give to messages: with their case, or as automatic.
OUR_KEY = re.compile(r"(?:c[0-9a-f]{19}|auto):")
# The best score of a feedback form (Meta, Customer Feedback Template).
BEST = {"csat": 5, "nps": 10, "ces": 7}
USER_REF = "user_ref"  # begins the person of a website's chat window

Handler = Callable[[Event, Mapping[str, Any]], Event | None]


def normalise(
    base: Event, entry: Mapping[str, Any], item: Mapping[str, Any]
) -> Event | None:
    """Turn one messaging item into an event; None if it is not understood.

    ``base`` brings channel, receipt and account (our page or Instagram
    account); whoever is not the account is the customer. What stands by belongs
    to another app for now and is called so (Meta, Webhooks: standby).
    """
    base = _with_parties(_with_time(base, entry, item), item)
    array = "standby" if tame.elements(entry.get("standby")) else "messaging"
    for name, handler in HANDLERS.items():
        if isinstance(item.get(name), Mapping):
            event = handler(base, item[name])
            return event and replace(event, what=f"{array}.{event.what or name}")
    for name in NOTES:
        if name in item:
            note_id = tame.content_id(name, tame.digest(item))
            return replace(base, id=note_id, kind="note", what=f"{array}.{name}")
    return None


def _with_time(base: Event, entry: Mapping[str, Any], item: Mapping[str, Any]) -> Event:
    watermark = tame.mapping(item.get("read") or item.get("delivery")).get("watermark")
    occurred_at, from_receipt = tame.dated(
        _moment(item.get("timestamp")) or tame.moment(watermark),
        base.received_at,
        fallback=_moment(entry.get("time")),
    )
    return replace(base, occurred_at=occurred_at, time_from_receipt=from_receipt)


def _moment(value: Any) -> datetime | None:
    """Read a time; messages passed on by other systems have it in words."""
    return tame.moment(value) or tame.timestamp(value)


def _with_parties(base: Event, item: Mapping[str, Any]) -> Event:
    """Say who wrote to whom; an echo is ours whatever its sender says.

    A button is only ever tapped by the customer: Instagram's documentation
    shows such entries under the customer's id.
    """
    sender = _party(item.get("sender"))
    recipient = _party(item.get("recipient"))
    tapped = recipient if "postback" in item else None
    account = tapped or base.account or recipient
    echo = tame.mapping(item.get("message")).get("is_echo") is True
    ours = echo or (sender is not None and sender == account)
    person = (
        recipient if sender == account or (echo and recipient != account) else sender
    )
    return replace(
        base,
        direction="outbound" if ours else "inbound",
        visibility="private",
        account=account,
        person=None if person == account else person,
        conversation=f"{account}:{person}" if account and person else None,
    )


def _party(value: Any) -> str | None:
    """Give a page-scoped id, or the reference a website's chat window made up."""
    party = tame.mapping(value)
    found = tame.identifier(party.get("id"))
    reference = tame.identifier(party.get(USER_REF))
    return found or (f"{USER_REF}:{reference}" if reference else None)


def _message(base: Event, message: Mapping[str, Any]) -> Event | None:
    mid = tame.identifier(message.get("mid"))
    if mid is None:
        return None
    if message.get("is_deleted") is True:
        deleted = tame.content_id(mid, "deleted")
        return replace(base, id=deleted, kind="deletion", target=mid, what="unsend")
    if base.person is None:
        return None
    return replace(
        base,
        id=mid,
        kind="message",
        what="echo" if message.get("is_echo") is True else "message",
        text=tame.text(message.get("text")),
        attachments=messenger_content.attachments(message),
        reply_to=messenger_content.answered(message),
        payload=tame.text(tame.mapping(message.get("quick_reply")).get("payload")),
        send_key=tame.text(message.get("metadata")),
        automatic=_is_of_program(message),
        raw=message if messenger_content.lost(message) else None,
    )


def _is_of_program(message: Mapping[str, Any]) -> bool:
    """Find echoes of another app's program: it marks them, and not as we do.

    Nothing tells a person who works with another tool from a program that
    marks nothing; both count as people.
    """
    mark = tame.text(message.get("metadata"))
    if message.get("is_echo") is not True or mark is None:
        return False
    ours = OUR_KEY.match(mark) is not None
    return not ours and tame.identifier(message.get("app_id")) not in INBOXES


def _postback(base: Event, postback: Mapping[str, Any]) -> Event | None:
    if base.person is None:
        return None
    payload = tame.text(postback.get("payload"))
    when = base.occurred_at.isoformat()
    return replace(
        base,
        id=tame.identifier(postback.get("mid"))
        or tame.content_id("postback", base.person, when, payload),
        kind="message",
        text=tame.text(postback.get("title")),
        payload=payload,
        raw=postback
        if tame.lost(postback.get("title"), postback.get("payload"))
        else None,
    )


def _edit(base: Event, edit: Mapping[str, Any]) -> Event | None:
    mid = tame.identifier(edit.get("mid"))
    if mid is None:
        return None
    turn = tame.identifier(edit.get("num_edit")) or tame.digest(edit)
    return replace(
        base,
        id=tame.content_id(mid, "edit", turn),
        kind="edit",
        target=mid,
        text=tame.text(edit.get("text")),
    )


def _reaction(base: Event, reaction: Mapping[str, Any]) -> Event | None:
    mid = tame.identifier(reaction.get("mid"))
    if mid is None:
        return None
    action = tame.identifier(reaction.get("action")) or "react"
    when = base.occurred_at.isoformat()
    return replace(
        base,
        id=tame.content_id(mid, base.person, action, when),
        kind="reaction",
        target=mid,
        text=tame.text(reaction.get("emoji")) or tame.text(reaction.get("reaction")),
        what=tame.label("reaction", action),
    )


def _read(base: Event, read: Mapping[str, Any]) -> Event:
    return _status(base, read, "read", tame.identifier(read.get("mid")))


def _delivery(base: Event, delivery: Mapping[str, Any]) -> Event:
    mids = tame.elements(delivery.get("mids"))
    return _status(
        base, delivery, "delivered", tame.identifier(mids[0]) if mids else None
    )


def _status(
    base: Event, said: Mapping[str, Any], status: str, mid: str | None
) -> Event:
    """Record a status of one message of ours, or of all up to the watermark.

    That is how far somebody has read, not when he did.
    """
    scope = mid or tame.identifier(said.get("watermark")) or tame.digest(said)
    reached = tame.moment(said.get("watermark")) if mid is None else None
    occurred_at, from_receipt = (
        tame.dated(reached, base.received_at)
        if reached
        else (base.occurred_at, base.time_from_receipt)
    )
    return replace(
        base,
        occurred_at=occurred_at,
        time_from_receipt=from_receipt,
        id=tame.content_id(status, base.person, scope),
        kind="status",
        direction="outbound",
        status=status,
        target=mid,
    )


def _feedback(base: Event, feedback: Mapping[str, Any]) -> Event | None:
    """Read the answer to a feedback template: one question on one screen.

    The question's id is that of whoever sent the form: the payload is
    ``{question id}:{score}``. The text is what he would have typed, "4/5" and his
    words on the next line, so that it is read like any typed answer.
    """
    screen = tame.first(feedback.get("feedback_screens"))
    asked = list(tame.mapping(screen.get("questions")).items())[:1]
    if base.person is None or not asked:
        return None
    question, answer = asked[0][0], tame.mapping(asked[0][1])
    score = tame.identifier(answer.get("payload"))
    best = BEST.get(tame.text(answer.get("type")) or "")
    said = f"{score}/{best}" if score and best else score
    words = tame.text(tame.mapping(answer.get("follow_up")).get("payload"))
    return replace(
        base,
        id=tame.content_id("feedback", base.account, base.person, question),
        kind="message",
        text="\n".join(part for part in (said, words) if part) or None,
        payload=f"{question}:{score or ''}",
    )


HANDLERS: dict[str, Handler] = {
    "message": _message,
    "postback": _postback,
    "message_edit": _edit,
    "reaction": _reaction,
    "read": _read,
    "delivery": _delivery,
    "messaging_feedback": _feedback,
}
