"""X's API, played. Shapes and words: docs.x.com, Posts and Direct Messages."""

import time
from collections.abc import Iterator, Mapping
from email.utils import formatdate
from typing import Any

from infra.local.simulated_messages import Read, Reply, Sent, Webhook, new_id

ACCOUNT = "2000000001"  # the token says who sends; the simulator reads none
CHOICE_SEPARATOR = " / "
WINDOW_S = 60
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
    """Send a direct message back; of a post the call does not say whose it is."""
    if sent.kind == "direct_message":
        yield _direct_message(sent.id, (ACCOUNT, sent.to), sent.text, now_ms)


def answer(sent: Sent, score: int, now_ms: int) -> Iterator[Webhook]:
    """Type the score where it was spelt out."""
    choices = sent.text.splitlines()[-1].split(CHOICE_SEPARATOR)
    if sent.kind == "direct_message" and str(score) in choices:
        answer_id = f"{sent.id}-answer"
        yield _direct_message(answer_id, (sent.to, ACCOUNT), str(score), now_ms)


def _direct_message(
    message_id: str, parties: tuple[str, str], text: str, now_ms: int
) -> Webhook:
    event = {
        "type": "message_create",
        "id": message_id,
        "created_timestamp": str(now_ms),
        "message_create": {
            "sender_id": parties[0],
            "target": {"recipient_id": parties[1]},
            "message_data": {"text": text},
        },
    }
    return "x", {"for_user_id": ACCOUNT, "direct_message_events": [event]}
