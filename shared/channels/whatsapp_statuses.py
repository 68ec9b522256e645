"""What became of our WhatsApp messages: sent, delivered, read, failed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shared.channels import tame, whatsapp_users
from shared.domain.messages import Event


def normalise(base: Event, status: Mapping[str, Any], contacts: Any) -> Event | None:
    """Read what became of a message of ours; ``text`` is why it failed.

    They come in any order. Our key comes back in each,
    as ``biz_opaque_callback_data``.
    """
    message = tame.identifier(status.get("id"))
    word = tame.identifier(status.get("status"))
    if message is None or word is None:
        return None
    group = whatsapp_users.ids(status, whatsapp_users.PARTICIPANT)
    names = whatsapp_users.PARTICIPANT if group else whatsapp_users.ADDRESSEE
    event = whatsapp_users.with_person(base, status, names, contacts)
    fault = tame.first(status.get("errors"))
    code = tame.identifier(fault.get("code"))
    return replace(
        event,
        id=tame.content_id(message, word, event.person),
        kind="status",
        direction="outbound",
        status=word,
        target=message,
        send_key=tame.text(status.get("biz_opaque_callback_data")),
        what=tame.label(base.what, code),
        text=_reason(fault, code),
    )


def _reason(fault: Mapping[str, Any], code: str | None) -> str | None:
    """Give the platform's code and its words, the more exact ones if any."""
    details = tame.mapping(fault.get("error_data")).get("details")
    words = tame.text(details) or tame.text(fault.get("title"))
    return ": ".join(one for one in (code, words) if one) or None
