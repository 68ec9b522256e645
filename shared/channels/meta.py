"""What Meta's channels share: handshake, signature, batches.

Source: developers.facebook.com, Graph API: Webhooks, Getting Started.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from shared.channels import signatures, tame
from shared.channels.base import Confirmation
from shared.domain.messages import Event
from shared.errors import BadInput, Unverified, WrongToken

SIGNATURE = "X-Hub-Signature-256"
TEST_ENTRY = "0"  # the id of what the app dashboard's test button sends
ARRAYS = ("changes", "messaging", "standby")


def confirm(query: Mapping[str, str], secret: Mapping[str, Any]) -> Confirmation:
    """Answer ``hub.challenge`` as plain text.

    Raises:
        WrongToken: the verify token is not ours, or we have none.
        BadInput: it is no subscription handshake.

    """
    ours = signatures.values(secret, "verify_token")
    if not signatures.any_same(query.get("hub.verify_token", ""), ours):
        raise WrongToken("Enter the channel's verify_token in the app dashboard.")
    challenge = query.get("hub.challenge", "")
    if query.get("hub.mode") != "subscribe" or not re.fullmatch(
        r"[\w-]{1,200}", challenge
    ):
        raise BadInput("hub.mode must be subscribe and hub.challenge be given.")
    return Confirmation(body=challenge)


def verify(headers: Mapping[str, str], body: bytes, secret: Mapping[str, Any]) -> None:
    r"""Check ``X-Hub-Signature-256`` with the app secrets.

    Meta signs the body with characters beyond ASCII escaped (``\u00e4``) and
    normally sends it so; where something on the way has decoded them, the
    escaped form is tried too. Both need the secret.

    Raises:
        Unverified: signature missing or wrong, or no secret is set.

    """
    secrets = signatures.keys(secret, "app_secrets")
    given = signatures.header(headers, SIGNATURE)
    if signatures.signed(given, body, secrets, signatures.hex_digest):
        return
    if not body.isascii() and signatures.signed(
        given, _escaped(body), secrets, signatures.hex_digest
    ):
        return
    raise Unverified(f"{SIGNATURE} does not match the body.")


def _escaped(body: bytes) -> bytes:
    words = body.decode("utf-8", "replace")
    return re.sub(
        r"[^\x00-\x7f]+", lambda found: json.dumps(found[0])[1:-1], words
    ).encode()


def split(body: Any) -> list[dict[str, Any]]:
    """Cut a batch into one piece per change or messaging item.

    A piece has the shape of a webhook with one entry of one item. A delivery
    of several messages becomes a piece for each.
    """
    whole = body if isinstance(body, dict) else {"body": body}
    entries = tame.elements(whole.get("entry"))
    outer = {name: value for name, value in whole.items() if name != "entry"}
    pieces = [{**outer, "entry": [part]} for entry in entries for part in _parts(entry)]
    return pieces or [whole]


def _parts(entry: Any) -> Iterator[Any]:
    """Give the entry once for each of its items; an odd entry as it is."""
    for part in tame.singly(entry, ARRAYS):
        yield from _deliveries(part)


def _deliveries(part: Any) -> Iterator[Any]:
    said = tame.mapping(part)
    name = "messaging" if tame.elements(said.get("messaging")) else "standby"
    item = tame.first(said.get(name))
    delivery = tame.mapping(item.get("delivery"))
    mids = tame.elements(delivery.get("mids"))
    if len(mids) < 2:  # noqa: PLR2004 - nothing to split
        yield part
        return
    for mid in mids:
        yield {**part, name: [{**item, "delivery": {**delivery, "mids": [mid]}}]}


def what(piece: Mapping[str, Any], expected: str) -> str:
    """Name the kind of a piece for counting, and its object if it is another."""
    entry = tame.first(piece.get("entry"))
    change = tame.first(entry.get("changes")) or flat_change(entry)
    value = tame.mapping(change.get("value"))
    item = tame.first(entry.get("messaging")) or tame.first(entry.get("standby"))
    if change:
        kind = tame.label(change.get("field"), value.get("item"), value.get("verb"))
    else:
        envelope = ("sender", "recipient", "timestamp")
        kind = tame.label("messaging", *(name for name in item if name not in envelope))
    return kind if piece.get("object") == expected else tame.label("object", kind)


def is_test(entry: Mapping[str, Any]) -> bool:
    """Tell what the app dashboard's test button sends: it must open no case."""
    return tame.identifier(entry.get("id")) == TEST_ENTRY


def aside(base: Event, kind: str, said: Mapping[str, Any]) -> Event:
    """Note something that nobody said to us."""
    note_id = tame.content_id(kind, tame.digest(said))
    return replace(base, id=note_id, kind="note", time_from_receipt=True, what=kind)


def flat_change(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the change an entry is itself, without an array."""
    return entry if "field" in entry and "value" in entry else {}
