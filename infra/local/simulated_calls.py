"""The calls of the sending APIs: their shapes, and their refusals.

Shapes and codes: platforms.md 2.1, 2.3, 2.7, 3.5, 3.6.
"""

import time
from collections.abc import Callable, Mapping
from email.utils import formatdate
from typing import Any

from infra.local.simulated_messages import Reply, Sent, new_id
from infra.local.simulated_platform import Platforms

WINDOW_S = 60


def handle(
    platforms: Platforms, parts: list[str], given: Mapping[str, Any], token: str
) -> Reply:
    """Answer a sending call as the platform does."""
    channel = "facebook" if parts[0] == "meta" else "x"
    if not token:
        return REFUSALS[channel]("broken")
    read = _read_meta(parts, given) if channel == "facebook" else _read_x(parts, given)
    if read is None:
        return REFUSALS[channel]("malformed")
    behaviour = platforms.next_behaviour(channel)
    if behaviour.mode not in ("accept", "timeout"):
        return REFUSALS[channel](behaviour.mode)
    sent, body = read
    platforms.record(sent)
    # A call that hangs has been carried out: that is what makes it hard.
    after_s = behaviour.seconds if behaviour.mode == "timeout" else 0.0
    return Reply(200 if channel == "facebook" else 201, body, after_s=after_s)


def _read_meta(
    parts: list[str], given: Mapping[str, Any]
) -> tuple[Sent, dict[str, Any]] | None:
    if len(parts) != 3:  # noqa: PLR2004 - meta, object, edge
        return None
    _, target, edge = parts
    if edge == "comments" and given.get("message"):
        comment = f"{target.split('_')[0]}_{new_id()}"
        sent = Sent(
            id=comment,
            channel="facebook",
            kind="comment",
            to=target,
            text=given["message"],
        )
        return sent, {"id": comment}
    return _read_messenger(target, given) if edge == "messages" else None


def _read_messenger(
    page: str, given: Mapping[str, Any]
) -> tuple[Sent, dict[str, Any]] | None:
    message = given.get("message") or {}
    person = (given.get("recipient") or {}).get("id")
    if not person or not message.get("text"):
        return None
    sent = Sent(
        id=f"m_{new_id()}",
        channel="facebook",
        kind="message",
        to=person,
        account=page,
        text=message["text"],
        metadata=message.get("metadata"),
        quick_replies=message.get("quick_replies", []),
    )
    return sent, {"recipient_id": person, "message_id": sent.id}


def _read_x(
    parts: list[str], given: Mapping[str, Any]
) -> tuple[Sent, dict[str, Any]] | None:
    text = given.get("text")
    if not text:
        return None
    if parts[1:] == ["2", "tweets"]:
        to = (given.get("reply") or {}).get("in_reply_to_tweet_id") or ""
        sent = Sent(id=new_id(), channel="x", kind="post", to=to, text=text)
        return sent, {"data": {"id": sent.id, "text": text}}
    if parts[1:4] == ["2", "dm_conversations", "with"] and parts[5:] == ["messages"]:
        person = parts[4]
        sent = Sent(
            id=new_id(), channel="x", kind="direct_message", to=person, text=text
        )
        return sent, {"data": {"dm_conversation_id": person, "dm_event_id": sent.id}}
    return None


def _refuse_meta(mode: str) -> Reply:
    status, code, words = {
        "refuse": (400, 551, "This person isn't available right now."),
        "rate_limit": (400, 613, "Calls to this api have exceeded the rate limit."),
        "broken": (401, 190, "Error validating access token."),
        "malformed": (400, 100, "Invalid parameter"),
    }[mode]
    error = {
        "message": f"(#{code}) {words}",
        "type": "OAuthException",
        "code": code,
        "fbtrace_id": new_id(),
    }
    return Reply(status, {"error": error})


def _refuse_x(mode: str) -> Reply:
    status, title, detail = {
        "refuse": (
            403,
            "Forbidden",
            "You do not have permission to DM one or more participants.",
        ),
        "rate_limit": (429, "Too Many Requests", "Too Many Requests"),
        "broken": (401, "Unauthorized", "Unauthorized"),
        "malformed": (400, "Invalid Request", "One or more parameters are invalid."),
    }[mode]
    now = time.time()
    limits = {
        "date": formatdate(now, usegmt=True),
        "x-rate-limit-reset": str(int(now) + WINDOW_S),
    }
    return Reply(
        status,
        {"title": title, "detail": detail, "type": "about:blank", "status": status},
        limits if mode == "rate_limit" else {},
    )


REFUSALS: dict[str, Callable[[str], Reply]] = {
    "facebook": _refuse_meta,
    "x": _refuse_x,
}
