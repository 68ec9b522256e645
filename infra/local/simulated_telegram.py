"""Telegram's Bot API, played. Shapes: core.telegram.org/bots/api."""

from collections.abc import Iterator, Mapping
from typing import Any

from infra.local.simulated_messages import (
    ACKNOWLEDGEMENT,
    Read,
    Reply,
    Sent,
    Webhook,
    choice,
    new_id,
)

PAYLOAD_BYTES = 64
WAIT_S = 60
STALE = "query is too old and response timeout expired or query ID is invalid"
REFUSALS = {
    "refuse": (403, "Forbidden: bot was blocked by the user"),
    "rate_limit": (429, f"Too Many Requests: retry after {WAIT_S}"),
    "broken": (401, "Unauthorized"),
    "malformed": (400, "Bad Request: message text is empty"),
    "stale": (400, f"Bad Request: {STALE}"),
}
TITLES = {"text": "title", "callback_data": "payload"}


def read(_channel: str, parts: list[str], given: Mapping[str, Any]) -> Read | None:
    """Understand ``/bot{token}/sendMessage`` and ``answerCallbackQuery``, else None."""
    if parts[1:] == ["answerCallbackQuery"]:
        return _acknowledgement(given), {"ok": True, "result": True}
    chat, text, files = given.get("chat_id"), given.get("text"), _files(parts, given)
    markup = given.get("reply_markup") or {}
    buttons = [one for row in markup.get("inline_keyboard", []) for one in row]
    fits = all(len(one["callback_data"].encode()) <= PAYLOAD_BYTES for one in buttons)
    is_text = parts[1:] == ["sendMessage"] and text
    if not chat or not (is_text or files) or not fits:
        return None
    number = int(new_id())
    sent = Sent(
        id=f"{chat}:{number}",
        channel="telegram",
        kind="message",
        to=str(chat),
        account="bot",
        text=text or "",
        attachments=files,
        quick_replies=[
            {TITLES[name]: it for name, it in one.items()} for one in buttons
        ],
    )
    return sent, {"ok": True, "result": _message(sent, 0)}


def _files(parts: list[str], given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The file of ``sendPhoto`` and its like, by its address."""
    for kind in ("photo", "video", "audio", "document"):
        if parts[1:] == [f"send{kind.title()}"] and given.get(kind):
            return [{"type": kind, "url": given[kind]}]
    return []


def _acknowledgement(given: Mapping[str, Any]) -> Sent:
    query = str(given.get("callback_query_id"))
    return Sent(
        id=query,
        channel="telegram",
        kind=ACKNOWLEDGEMENT,
        to=query,
        account="bot",
        text=str(given.get("text", "")),
    )


def _message(sent: Sent, date: int) -> dict[str, Any]:
    chat, _, number = sent.id.rpartition(":")
    kind = "supergroup" if chat.startswith("-") else "private"
    row = [
        {"text": one["title"], "callback_data": one["payload"]}
        for one in sent.quick_replies
    ]
    return {
        "message_id": int(number),
        "from": {"id": 1, "is_bot": True, "first_name": "Bot"},
        "chat": {"id": int(chat), "type": kind},
        "date": date,
        "text": sent.text,
        **({"reply_markup": {"inline_keyboard": [row]}} if row else {}),
    }


def refuse(mode: str) -> Reply:
    status, words = REFUSALS[mode]
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": words}
    if mode == "rate_limit":
        body["parameters"] = {"retry_after": WAIT_S}
    return Reply(status, body)


def echo(_sent: Sent, _now_ms: int) -> Iterator[Webhook]:
    """Send nothing: a bot does not hear itself."""
    yield from ()


def answer(sent: Sent, score: int, now_ms: int) -> Iterator[Webhook]:
    """Tap the score."""
    tapped = choice(sent, score)
    if tapped is None:
        return
    query = {
        "id": new_id(),
        "from": {"id": int(sent.to), "is_bot": False, "first_name": "Customer"},
        "message": _message(sent, now_ms // 1000),
        "chat_instance": "1",
        "data": tapped["payload"],
    }
    yield "telegram", {"update_id": int(new_id()), "callback_query": query}
