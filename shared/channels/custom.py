"""The custom channel: telephony, mailboxes and shops post contacts in our own form.

The contract, field by field, is in events/README.md. In what we said ``author``
is the agent, and without ``customer`` the ``conversation`` stands for the person.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.channels import signatures, tame
from shared.channels.base import (
    Confirmation,
    acknowledge_nothing,
    reached_nobody,
    unknown,
)
from shared.channels.messenger_content import files
from shared.domain.messages import Event, EventKind, Outbound, SendCall
from shared.errors import NotFound, SendRefused, SendUnconfirmed, Unverified

NAME = "custom"
SIGNATURE = "X-Signature-256"
# A call is a message with a length.
KINDS: dict[str, EventKind] = {
    "message": "message",
    "call": "message",
    "edit": "edit",
    "deletion": "deletion",
    "reaction": "reaction",
    "status": "status",
    "note": "note",
}
ABOUT_ANOTHER = ("edit", "deletion", "reaction", "status")
CHOICES = {"direction": ("inbound", "outbound"), "visibility": ("private", "public")}
CHANNEL_NAME = re.compile(r"[a-z][a-z0-9_-]{0,31}")

reached = reached_nobody
acknowledge = acknowledge_nothing


def confirm(_query: Mapping[str, str], _secret: Mapping[str, Any]) -> Confirmation:
    """Refuse: this channel has no handshake.

    Raises:
        NotFound: always.

    """
    raise NotFound("The custom channel has no handshake; just post to it.")


def verify(headers: Mapping[str, str], body: bytes, secret: Mapping[str, Any]) -> None:
    """Check ``X-Signature-256: sha256=<hex HMAC-SHA256 of the raw body>``.

    Raises:
        Unverified: signature missing or wrong, or no secret is set.

    """
    secrets = signatures.keys(secret, "secrets")
    given = signatures.header(headers, SIGNATURE)
    if not signatures.signed(given, body, secrets, signatures.hex_digest):
        raise Unverified(f"{SIGNATURE} does not match the body.")


def split(body: Any) -> list[dict[str, Any]]:
    """Cut a list into its elements; a single object is one piece."""
    parts = body if isinstance(body, list) and body else [body]
    return [part if isinstance(part, dict) else {"body": part} for part in parts]


def normalise(piece: Mapping[str, Any], received_at: datetime) -> Event:
    """Turn one element into an event; ``what`` names a field at fault."""
    fault = _fault(piece)
    if fault:
        return unknown(NAME, piece, received_at, f"custom.bad:{fault}")
    kind = piece.get("kind") or "message"
    occurred_at, from_receipt = tame.dated(
        tame.timestamp(piece["occurred_at"]), received_at
    )
    content_id = tame.identifier(piece["id"]) or ""
    if kind in ABOUT_ANOTHER:
        # A source may well number them like the message that they are about.
        content_id = f"{content_id}:{kind}"
    event = Event(
        id=content_id,
        channel=piece.get("channel") or NAME,
        kind=KINDS[kind],
        direction=piece.get("direction") or "inbound",
        visibility=piece.get("visibility") or "private",
        occurred_at=occurred_at,
        received_at=received_at,
        time_from_receipt=from_receipt,
        what=f"custom.{kind}",
    )
    return _with_parties(_with_content(event, piece), piece)


def _with_content(event: Event, piece: Mapping[str, Any]) -> Event:
    target = piece.get("target") if event.kind in ABOUT_ANOTHER else None
    return replace(
        event,
        account=tame.identifier(piece.get("account")),
        text=tame.text(piece.get("text")),
        attachments=files(piece.get("attachments")),
        conversation=tame.identifier(piece.get("conversation")),
        reply_to=tame.identifier(piece.get("in_reply_to")),
        target=tame.identifier(target),
        status=tame.identifier(piece.get("status")),
        social=piece.get("social") is True,
        duration_s=_length(piece),
        automatic=piece.get("automatic") is True,
        raw=piece if _is_lost(piece) else None,
    )


def _length(piece: Mapping[str, Any]) -> int | None:
    """Give the length in whole seconds; telephony has parts of one as well."""
    said: Any = piece.get("duration_s")
    return tame.number(round(said) if tame.is_fraction(said) else said)


def _is_lost(piece: Mapping[str, Any]) -> bool:
    """Tell whether something is said in a form that we cannot use."""
    untimed = piece.get("duration_s") is not None and _length(piece) is None
    listed = piece.get("attachments")
    odd = listed is not None and not isinstance(listed, list | Mapping)
    return untimed or odd or tame.lost(piece.get("text"))


def _fault(piece: Mapping[str, Any]) -> str | None:
    """Name the first field that keeps the element from being understood."""
    required = {
        "id": tame.identifier(piece.get("id")),
        "occurred_at": tame.timestamp(piece.get("occurred_at")),
        "channel": CHANNEL_NAME.fullmatch(_word(piece, "channel", NAME)),
        "kind": _word(piece, "kind", "message") in KINDS,
        **{
            name: _word(piece, name, words[0]) in words
            for name, words in CHOICES.items()
        },
        _person_field(piece): _person(piece),
    }
    if KINDS.get(_word(piece, "kind", "message")) in ABOUT_ANOTHER:
        required["target"] = tame.identifier(piece.get("target"))
    return next((name for name, value in required.items() if not value), None)


def _word(piece: Mapping[str, Any], name: str, default: str) -> str:
    value = piece.get(name) or default
    return value if isinstance(value, str) else ""


def _person_field(piece: Mapping[str, Any]) -> str:
    return "customer.id" if piece.get("direction") == "outbound" else "author.id"


def _person(piece: Mapping[str, Any]) -> str | None:
    """Find the customer; ``author`` is one of ours in what we said."""
    if piece.get("direction") != "outbound":
        return tame.identifier(tame.mapping(piece.get("author")).get("id"))
    customer = tame.identifier(tame.mapping(piece.get("customer")).get("id"))
    return customer or tame.identifier(piece.get("conversation"))


def _with_parties(event: Event, piece: Mapping[str, Any]) -> Event:
    author = tame.mapping(piece.get("author"))
    ours = event.direction == "outbound"
    customer = tame.mapping(piece.get("customer")) if ours else author
    agent = tame.identifier(piece.get("agent"))
    return replace(
        event,
        person=_person(piece),
        name=tame.text(customer.get("name")),
        handle=tame.identifier(customer.get("handle")),
        followers=tame.number(customer.get("followers")),
        agent=agent or (tame.identifier(author.get("id")) if ours else None),
    )


def render(out: Outbound) -> SendCall:
    """Refuse: the system that posted the contact delivers the answer.

    Raises:
        SendRefused: always; the answer is recorded only.

    """
    raise SendRefused(f"Answer on {out.channel} where the contact came from.")


def receipt(_response: Mapping[str, Any]) -> str:
    """Refuse: nothing is sent on this channel.

    Raises:
        SendUnconfirmed: always.

    """
    raise SendUnconfirmed("Nothing is sent on the custom channel.")
