"""Messages to WhatsApp users: text, files, and choices as buttons or a list."""

from collections.abc import Mapping
from typing import Any

from shared.channels import tame
from shared.channels.limits import (
    WHATSAPP_BODY,
    WHATSAPP_BUTTON,
    WHATSAPP_BUTTON_ID,
    WHATSAPP_BUTTONS,
    WHATSAPP_ROW,
    WHATSAPP_ROW_ID,
    WHATSAPP_ROWS,
    WHATSAPP_TEXT,
    at_most,
    distinct,
    within,
)
from shared.channels.paths import step
from shared.domain.messages import Outbound, QuickReply, SendCall, Template
from shared.errors import BadInput, SendUnconfirmed

DOCUMENT = "document"  # what WhatsApp calls any other file
OPEN_LIST = "Choose"  # on the button that opens a list of choices


def render(out: Outbound) -> SendCall:
    """Write a message; choices that are too many for buttons become a list.

    Shapes: Meta, WhatsApp Cloud: Messages. Our key comes back in every status.
    """
    if out.visibility == "public":
        raise BadInput("WhatsApp has nothing public; answer privately.")
    if out.template is not None:
        said = _template(out.template)
    else:
        said = _choices(out) if out.quick_replies else _text(out)
    quoted = {"context": {"message_id": out.reply_to}} if out.reply_to else {}
    return SendCall(
        service="meta",
        path=f"/{step(out.account)}/messages",
        json={
            "messaging_product": "whatsapp",
            **_recipient(out),
            **said,
            **quoted,
            "biz_opaque_callback_data": out.key,
        },
    )


def _recipient(out: Outbound) -> dict[str, str]:
    """Address a group, a phone, or a user who shows none.

    A group is the third part of its conversation; a question with choices
    goes to the person alone.
    """
    group = (out.conversation or "").split(":", 2)[2:]
    if group and not out.quick_replies:
        return {"recipient_type": "group", "to": group[0]}
    field = "to" if out.person.removeprefix("+").isdigit() else "recipient"
    return {"recipient_type": "individual", field: out.person}


def _text(out: Outbound) -> dict[str, Any]:
    """Write the text, or the one file by its address (WhatsApp Cloud: Media)."""
    for file in out.attachments:
        kind = DOCUMENT if file.type == "file" else file.type
        return {"type": kind, kind: {"link": file.url}}
    return {"type": "text", "text": {"body": within(out.text, WHATSAPP_TEXT)}}


def _template(template: Template) -> dict[str, Any]:
    """Name an approved text; its gaps are filled in order (Meta, Templates)."""
    gaps = [{"type": "text", "text": text} for text in template.parameters]
    body = [{"type": "body", "parameters": gaps}] if gaps else []
    said = {"name": template.name, "language": {"code": template.language}}
    return {"type": "template", "template": {**said, "components": body}}


def _choices(out: Outbound) -> dict[str, Any]:
    buttons = len(out.quick_replies) <= WHATSAPP_BUTTONS
    shown = _buttons(out.quick_replies) if buttons else _list(out.quick_replies)
    distinct("payloads", [reply.payload for reply in out.quick_replies])
    body = {"body": {"text": within(out.text, WHATSAPP_BODY)}}
    return {"type": "interactive", "interactive": {**shown, **body}}


def _buttons(replies: tuple[QuickReply, ...]) -> dict[str, Any]:
    distinct("titles", [reply.title for reply in replies])
    buttons = [
        {
            "type": "reply",
            "reply": {
                "id": within(reply.payload, WHATSAPP_BUTTON_ID),
                "title": within(reply.title, WHATSAPP_BUTTON),
            },
        }
        for reply in replies
    ]
    return {"type": "button", "action": {"buttons": buttons}}


def _list(replies: tuple[QuickReply, ...]) -> dict[str, Any]:
    at_most(WHATSAPP_ROWS, replies, "A list")
    rows = [
        {
            "id": within(reply.payload, WHATSAPP_ROW_ID),
            "title": within(reply.title, WHATSAPP_ROW),
        }
        for reply in replies
    ]
    return {
        "type": "list",
        "action": {"button": OPEN_LIST, "sections": [{"rows": rows}]},
    }


def receipt(response: Mapping[str, Any]) -> str:
    """Read the id of the message that was taken.

    Raises:
        SendUnconfirmed: there is none.

    """
    found = tame.identifier(tame.first(response.get("messages")).get("id"))
    if found is None:
        raise SendUnconfirmed("WhatsApp answered without an id.")
    return found


def reached(response: Mapping[str, Any]) -> str | None:
    """Read the user id, or else the phone as WhatsApp writes it."""
    contact = tame.first(response.get("contacts"))
    return tame.identifier(contact.get("user_id")) or tame.identifier(
        contact.get("wa_id")
    )
