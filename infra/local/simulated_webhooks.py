"""The webhooks a sent message brings about: its echo, the customer's score."""

import time
from collections.abc import Iterator, Mapping
from typing import Any

from infra.local.send import now_of
from infra.local.simulated_messages import Sent

X_ACCOUNT = "2000000001"  # the token says who sends; the simulator reads none
DELAY_S = 0.3  # so that our sender has had its answer
CHOICE_SEPARATOR = " / "

Webhook = tuple[str, dict[str, Any]]


def after(
    sent: Sent, stack: Mapping[str, Any], score: int | None, echo: bool
) -> Iterator[Webhook]:
    """Give the webhooks in the order in which a platform would send them.

    Public answers have no echo: the calls name neither our account nor whom
    they address. OSError if the stack's clock cannot be asked.
    """
    if echo:
        time.sleep(DELAY_S)
        yield from _echo(sent, _milliseconds(stack))
    if score is not None:
        time.sleep(DELAY_S)
        yield from _survey_answer(sent, score, _milliseconds(stack))


def _milliseconds(stack: Mapping[str, Any]) -> int:
    return int(now_of(stack) * 1000)


def _echo(sent: Sent, now_ms: int) -> Iterator[Webhook]:
    if sent.kind == "message":
        message = {"mid": sent.id, "text": sent.text, "metadata": sent.metadata}
        echo = {**message, "is_echo": True, "app_id": 1}
        yield _messenger(sent, sent.account, sent.to, echo, now_ms)
    elif sent.kind == "direct_message":
        yield _direct_message(sent.id, X_ACCOUNT, sent.to, sent.text, now_ms)


def _survey_answer(sent: Sent, score: int, now_ms: int) -> Iterator[Webhook]:
    """Tap the score where there are buttons, type it where it was spelt out."""
    answer_id = f"{sent.id}-answer"
    for reply in sent.quick_replies:
        if reply["title"] == str(score) or reply["payload"].endswith(f":{score}"):
            tapped = {"payload": reply["payload"]}
            message = {"mid": answer_id, "text": reply["title"], "quick_reply": tapped}
            yield _messenger(sent, sent.to, sent.account, message, now_ms)
            return
    choices = sent.text.splitlines()[-1].split(CHOICE_SEPARATOR)
    if sent.kind == "direct_message" and str(score) in choices:
        yield _direct_message(answer_id, sent.to, X_ACCOUNT, str(score), now_ms)


def _messenger(
    sent: Sent,
    sender: str | None,
    recipient: str | None,
    message: dict[str, Any],
    now_ms: int,
) -> Webhook:
    item = {
        "sender": {"id": sender},
        "recipient": {"id": recipient},
        "timestamp": now_ms,
        "message": message,
    }
    entry = {"id": sent.account, "time": now_ms, "messaging": [item]}
    return "facebook", {"object": "page", "entry": [entry]}


def _direct_message(
    message_id: str, sender: str, recipient: str, text: str, now_ms: int
) -> Webhook:
    event = {
        "type": "message_create",
        "id": message_id,
        "created_timestamp": str(now_ms),
        "message_create": {
            "sender_id": sender,
            "target": {"recipient_id": recipient},
            "message_data": {"text": text},
        },
    }
    return "x", {"for_user_id": X_ACCOUNT, "direct_message_events": [event]}
