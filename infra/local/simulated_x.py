"""X's API, played. Shapes and words: docs.x.com, Posts and Direct Messages."""

import re
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import formatdate
from html import escape
from typing import Any

from infra.local.simulated_messages import Read, Reply, Sent, Webhook, new_id

ACCOUNT = "2000000001"  # the token says who sends; the simulator reads none
CHOICE_SEPARATOR = " / "
WINDOW_S = 60
ADDRESSED = "@customer "
# A link ends where a sentence does, and needs no scheme.
LINK = re.compile(
    r"(?:https?://)?(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?]\S*[\w/])?", re.IGNORECASE
)
REFUSALS = {
    "refuse": (
        403,
        "Forbidden",
        "You do not have permission to DM one or more participants.",
    ),
    "rate_limit": (429, "Too Many Requests", "Too Many Requests"),
    "broken": (401, "Unauthorized", "Unauthorized"),
    "malformed": (400, "Invalid Request", "One or more parameters are invalid."),
}


def read(_channel: str, parts: list[str], given: Mapping[str, Any]) -> Read | None:
    """Understand a post or direct message; None if it is no call of ours."""
    text = given.get("text")
    if not text:
        return None
    if parts == ["2", "tweets"]:
        to = (given.get("reply") or {}).get("in_reply_to_tweet_id") or ""
        sent = Sent(id=new_id(), channel="x", kind="post", to=to, text=text)
        return sent, {"data": {"id": sent.id, "text": text}}
    if parts[:3] == ["2", "dm_conversations", "with"] and parts[4:] == ["messages"]:
        person = parts[3]
        sent = Sent(
            id=new_id(), channel="x", kind="direct_message", to=person, text=text
        )
        return sent, {"data": {"dm_conversation_id": person, "dm_event_id": sent.id}}
    return None


def refuse(mode: str) -> Reply:
    status, title, detail = REFUSALS[mode]
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


def echo(sent: Sent, now_ms: int) -> Iterator[Webhook]:
    """Send back what was sent, its links wrapped as X wraps them."""
    if sent.kind == "direct_message":
        yield _direct_message(sent.id, (ACCOUNT, sent.to), sent.text, now_ms)
    elif sent.to:
        yield _reply(sent, now_ms)


def answer(sent: Sent, score: int, now_ms: int) -> Iterator[Webhook]:
    """Type the score where it was spelt out."""
    choices = sent.text.splitlines()[-1].split(CHOICE_SEPARATOR)
    if sent.kind == "direct_message" and str(score) in choices:
        answer_id = f"{sent.id}-answer"
        yield _direct_message(answer_id, (sent.to, ACCOUNT), str(score), now_ms)


def _reply(sent: Sent, now_ms: int) -> Webhook:
    """Echo a reply; whom it is for the call does not say, so his name is invented."""
    text, entities = _wrapped(sent.text, sent.id, len(ADDRESSED))
    created = datetime.fromtimestamp(now_ms // 1000, UTC)
    post = {
        "id_str": sent.id,
        "text": f"{ADDRESSED}{text}",
        "display_text_range": [len(ADDRESSED), len(ADDRESSED) + len(text)],
        "created_at": created.strftime("%a %b %d %H:%M:%S %z %Y"),
        "timestamp_ms": str(now_ms),
        "user": {"id_str": ACCOUNT},
        "in_reply_to_status_id_str": sent.to,
        "entities": entities,
    }
    return "x", {"for_user_id": ACCOUNT, "tweet_create_events": [post]}


def _wrapped(text: str, sent_id: str, begins: int = 0) -> tuple[str, dict[str, Any]]:
    """Put a t.co link for each link, say what it stands for, escape the rest."""
    first, *others = (escape(piece, quote=False) for piece in LINK.split(text))
    wrapped, urls = first, []
    for number, typed in enumerate(LINK.findall(text)):
        short = f"https://t.co/{sent_id[-8:]}{number}"
        urls.append(_link(typed, short, begins + len(wrapped)))
        wrapped += short + others[number]
    return wrapped, {"urls": urls}


def _link(typed: str, short: str, at: int) -> dict[str, Any]:
    bare = typed.removeprefix("https://").removeprefix("http://")
    return {
        "url": short,
        "expanded_url": f"http://{typed}" if bare == typed else typed,
        "display_url": bare,
        "indices": [at, at + len(short)],
    }


def _direct_message(
    message_id: str, parties: tuple[str, str], text: str, now_ms: int
) -> Webhook:
    words, entities = _wrapped(text, message_id)
    event = {
        "type": "message_create",
        "id": message_id,
        "created_timestamp": str(now_ms),
        "message_create": {
            "sender_id": parties[0],
            "target": {"recipient_id": parties[1]},
            "message_data": {"text": words, "entities": entities},
        },
    }
    return "x", {"for_user_id": ACCOUNT, "direct_message_events": [event]}
