"""WhatsApp Cloud, played. Shapes: developers.facebook.com, WhatsApp Cloud API."""

from collections.abc import Iterator, Mapping
from typing import Any

from infra.local.simulated_messages import Read, Reply, Sent, Webhook, choice, new_id
from infra.local.simulated_meta import refusal

BUTTONS, ROWS = 3, 10
BODY_CHARACTERS = 1_024  # of a text with choices
REFUSALS = {
    "refuse": (400, 131026, "Message undeliverable"),
    "rate_limit": (429, 130429, "Rate limit hit"),
    "broken": (401, 190, "Error validating access token."),
    "malformed": (400, 131009, "Parameter value is not valid"),
    "window": (400, 131047, "Re-engagement message"),
}


def read(_channel: str, parts: list[str], given: Mapping[str, Any]) -> Read | None:
    """Understand ``/{phone number id}/messages``; None if it is no call of ours."""
    person = given.get("to") or given.get("recipient")
    text, choices = _said(given)
    limit = BUTTONS if _interactive(given).get("type") == "button" else ROWS
    too_much = len(choices) > limit or (choices and len(text) > BODY_CHARACTERS)
    files = [
        {"type": kind, "url": given[kind]["link"]}
        for kind in ("image", "video", "audio", "document")
        if given.get("type") == kind
    ]
    if parts[1:] != ["messages"] or not person or not (text or files) or too_much:
        return None
    sent = Sent(
        id=f"wamid.{new_id()}",
        channel="whatsapp",
        kind="template" if given.get("template") else "message",
        to=person,
        account=parts[0],
        text=text,
        metadata=given.get("biz_opaque_callback_data"),
        quick_replies=choices,
        attachments=files,
    )
    known = "user_id" if given.get("recipient") else "wa_id"
    contact = {"input": person, known: person}
    return sent, {
        "messaging_product": "whatsapp",
        "contacts": [contact],
        "messages": [{"id": sent.id}],
    }


def _interactive(given: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = given.get("interactive") or {}
    return found


def _said(given: Mapping[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """Give the words, and buttons or list rows as title and payload."""
    interactive = _interactive(given)
    if not interactive:
        words = (given.get("text") or {}).get("body")
        return words or (given.get("template") or {}).get("name", ""), []
    action = interactive["action"]
    buttons = [one["reply"] for one in action.get("buttons", [])]
    rows = [row for part in action.get("sections", []) for row in part["rows"]]
    choices = [{"title": it["title"], "payload": it["id"]} for it in buttons or rows]
    return interactive["body"]["text"], choices


def refuse(mode: str) -> Reply:
    status, code, words = REFUSALS[mode]
    return refusal(status, code, words)


def echo(sent: Sent, now_ms: int) -> Iterator[Webhook]:
    """Tell what became of a message: there is no echo, but three statuses."""
    for word in ("sent", "delivered", "read"):
        status = {
            "id": sent.id,
            "status": word,
            "timestamp": str(now_ms // 1000),
            **_named(sent.to, "recipient_user_id", "recipient_id"),
            "biz_opaque_callback_data": sent.metadata,
        }
        yield _webhook(sent, {"statuses": [status]})


def answer(sent: Sent, score: int, now_ms: int) -> Iterator[Webhook]:
    """Choose the score, from the list or by its button."""
    tapped = choice(sent, score)
    if tapped is None:
        return
    kind = "button_reply" if len(sent.quick_replies) <= BUTTONS else "list_reply"
    chosen = {"id": tapped["payload"], "title": tapped["title"]}
    message = {
        **_named(sent.to, "from_user_id", "from"),
        "id": f"{sent.id}-answer",
        "timestamp": str(now_ms // 1000),
        "type": "interactive",
        "interactive": {"type": kind, kind: chosen},
        "context": {"id": sent.id},
    }
    yield _webhook(sent, {"messages": [message]})


def _named(person: str, user: str, phone: str) -> dict[str, str]:
    return {phone if person.isdigit() else user: person}


def _webhook(sent: Sent, said: Mapping[str, Any]) -> Webhook:
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"phone_number_id": sent.account},
        **said,
    }
    entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
    return "whatsapp", {"object": "whatsapp_business_account", "entry": [entry]}
