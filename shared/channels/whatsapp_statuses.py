"""What became of our WhatsApp messages: sent, delivered, read, failed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shared.channels import tame, whatsapp_users
from shared.channels.refusals import META_BAD_REQUEST, META_CODES, Failure
from shared.domain.messages import Event

# A platform that took a message does not try it again, and neither do we.
AGAIN = "It is not tried again by itself; send it again later."
UNSAID = "Change it or use another channel."


def normalise(base: Event, status: Mapping[str, Any], contacts: Any) -> Event | None:
    """Read what became of a message of ours.

    Of one that failed ``text`` is why and what to do, ``broken`` what the code
    says of the account. They come in any order. Our key comes back in each,
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
    failed = word == "failed"
    return replace(
        event,
        id=tame.content_id(message, word, event.person),
        kind="status",
        direction="outbound",
        status=word,
        target=message,
        send_key=tame.text(status.get("biz_opaque_callback_data")),
        what=tame.label(base.what, code),
        text=_reason(fault, code) if failed else None,
        broken=_broken(code) if failed else None,
    )


def _reason(fault: Mapping[str, Any], code: str | None) -> str:
    """Give the platform's code and words, the more exact ones if any, and advice."""
    details = tame.mapping(fault.get("error_data")).get("details")
    words = tame.text(details) or tame.text(fault.get("title"))
    said = ": ".join(one for one in (code, words) if one).rstrip(".")
    return f"{said}. {_advice(code)}" if said else _advice(code)


def _advice(code: str | None) -> str:
    """Say what to do about a message that failed after it was taken."""
    failure = _failure(code)
    if failure is None:
        return UNSAID
    return AGAIN if failure.family == "later" else failure.sentence


def _broken(code: str | None) -> str | None:
    failure = _failure(code)
    return failure.sentence if failure and failure.family == "broken" else None


def _failure(code: str | None) -> Failure | None:
    """Find what the code stands for, as it would if the send had been refused."""
    number = tame.number(code)
    return None if number is None else META_CODES.get(number, META_BAD_REQUEST)
