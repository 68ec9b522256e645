"""Facebook pages and Instagram accounts, played: one Graph API.

Shapes and codes: developers.facebook.com, Send API, Pages API, Instagram Platform.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from infra.local.simulated_messages import Read, Reply, Sent, Webhook, choice, new_id

OBJECTS = {"facebook": "page", "instagram": "instagram"}
PREFIXES = {"facebook": "m_", "instagram": "aWdfZA"}
PUBLIC = ("comments", "replies", "mentions")
MARKS = ((False, None), (True, "HUMAN_AGENT"))  # messaging_type says so, and tag
REFUSALS = {
    "refuse": (400, 551, 0, "This person isn't available right now."),
    "rate_limit": (400, 613, 0, "Calls to this api have exceeded the rate limit."),
    "broken": (401, 190, 0, "Error validating access token."),
    "malformed": (400, 100, 0, "Invalid parameter"),
    "window": (400, 10, 2018278, "This message is sent outside of allowed window."),
    "not_granted": (
        400,
        100,
        2018276,
        'Cannot tag messages with "HUMAN_AGENT" without prior approval.',
    ),
    "answered": (400, 10900, 0, "Activity already replied to."),
}


def read(channel: str, parts: list[str], given: Mapping[str, Any]) -> Read | None:
    """Understand ``/{object}/{edge}``; None if it is no call of ours."""
    if len(parts) != 2:  # noqa: PLR2004 - object and edge
        return None
    target, edge = parts
    if edge in PUBLIC and given.get("message"):
        return _comment(channel, given.get("comment_id") or target, given["message"])
    return _private(channel, target, given) if edge == "messages" else None


def _comment(channel: str, target: str, text: str) -> Read:
    post = f"{target.partition('_')[0]}_" if channel == "facebook" else ""
    sent = Sent(
        id=f"{post}{new_id()}", channel=channel, kind="comment", to=target, text=text
    )
    return sent, {"id": sent.id}


def _private(channel: str, account: str, given: Mapping[str, Any]) -> Read | None:
    message, recipient = given.get("message") or {}, given.get("recipient") or {}
    content = recipient.get("comment_id") or recipient.get("post_id")
    # Who wrote in public has an id of his own in private.
    person = recipient.get("id") or (new_id() if content else None)
    tag = given.get("tag")
    # The other tags have been refused since April 2026 (Meta, Message Tags).
    marks = (given.get("messaging_type") == "MESSAGE_TAG", tag)
    file = message.get("attachment")
    # One or the other: a message has no text beside its attachment.
    if not person or bool(message.get("text")) == bool(file) or marks not in MARKS:
        return None
    sent = Sent(
        id=f"{PREFIXES[channel]}{new_id()}",
        channel=channel,
        kind="message",
        to=person,
        account=account,
        text=message.get("text", ""),
        metadata=message.get("metadata"),
        quick_replies=message.get("quick_replies", []),
        privately=content,
        tag=tag,
        attachments=[{"type": file["type"], **file["payload"]}] if file else [],
    )
    return sent, {"recipient_id": person, "message_id": sent.id}


def refuse(mode: str) -> Reply:
    status, code, subcode, words = REFUSALS[mode]
    return refusal(status, code, words, subcode)


def refusal(status: int, code: int, words: str, subcode: int = 0) -> Reply:
    """Write an error as the Graph API does."""
    error = {
        "message": f"(#{code}) {words}",
        "type": "OAuthException",
        "code": code,
        "fbtrace_id": new_id(),
    }
    about = {"error_subcode": subcode} if subcode else {}
    return Reply(status, {"error": {**error, **about}})


def echo(sent: Sent, now_ms: int) -> Iterator[Webhook]:
    """Send a private message back; a public answer names neither us nor anybody."""
    if sent.kind != "message":
        return
    said: dict[str, Any] = {"mid": sent.id, "is_echo": True}
    if sent.text:
        said["text"] = sent.text
    if sent.attachments:  # by an address of Meta's own
        said["attachments"] = [
            {"type": it["type"], "payload": {"url": f"https://cdn.example/{sent.id}"}}
            for it in sent.attachments
        ]
    if sent.metadata is not None:
        said |= {"metadata": sent.metadata, "app_id": 1}
    yield _webhook(sent, (sent.account, sent.to), said, now_ms)


def answer(sent: Sent, score: int, now_ms: int) -> Iterator[Webhook]:
    """Tap the score."""
    tapped = choice(sent, score)
    if tapped is None:
        return
    reply = {"payload": tapped["payload"]}
    said = {"mid": f"{sent.id}-answer", "text": tapped["title"], "quick_reply": reply}
    yield _webhook(sent, (sent.to, sent.account), said, now_ms)


def _webhook(
    sent: Sent,
    parties: tuple[str | None, str | None],
    message: dict[str, Any],
    now_ms: int,
) -> Webhook:
    item = {
        "sender": {"id": parties[0]},
        "recipient": {"id": parties[1]},
        "timestamp": now_ms,
        "message": message,
    }
    entry = {"id": sent.account, "time": now_ms, "messaging": [item]}
    return sent.channel, {"object": OBJECTS[sent.channel], "entry": [entry]}
