"""Receive webhooks: verify the raw bytes, split into events, queue, answer.

Nothing is understood here and nothing waits on anything but the queue, so the
answer comes in time and what a platform has said is safe before it is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from chalice.app import Request, Response

from functions.correlation import NAME, of_request
from shared.channels import CHANNELS, Channel, Confirmation, tame
from shared.channels.base import UNREADABLE
from shared.domain.times import to_text
from shared.errors import NotFound, TooLarge, Unverified
from shared.observability import logger

if TYPE_CHECKING:
    from shared.ports import Ports

MAX_BODY = 3 * 1024 * 1024  # WhatsApp's largest, see platforms: "up to 3 MB"
MAX_EVENTS = 5_000  # of a body; Meta sends 1,000. More take too long to queue
MAX_DEPTH = 100  # of what is queued as JSON; Python's own limit moves with its stack
MAX_QUEUED = 200 * 1024  # larger pieces are parked in the bucket


def confirm_request(channel: str, request: Request, ports: Ports) -> Response:
    """Answer a handshake as it comes from Chalice."""
    answer = confirm_webhook(channel, dict(request.query_params or {}), ports)
    return Response(
        body=answer.body,
        status_code=answer.status,
        headers={"Content-Type": answer.content_type},
    )


def receive_request(channel: str, request: Request, ports: Ports) -> dict[str, int]:
    """Receive a webhook as it comes from Chalice, base64 undone."""
    raw = request.raw_body
    body = raw.encode() if isinstance(raw, str) else raw
    about = of_request(request)
    return receive_webhook(channel, dict(request.headers), body, ports, about)


def confirm_webhook(
    channel: str, query: Mapping[str, str], ports: Ports
) -> Confirmation:
    """Answer a platform's handshake.

    Raises:
        NotFound: no such channel. WrongToken: the verify token is not ours.

    """
    return _channel(channel).confirm(query, ports.secrets.channel(channel))


def receive_webhook(
    channel: str,
    headers: Mapping[str, str],
    body: bytes,
    ports: Ports,
    correlation_id: str | None = None,
) -> dict[str, int]:
    """Verify a webhook, store its events durably and say how many there were.

    Raises:
        NotFound: no such channel. TooLarge: over the limit.
        Unverified: bad signature; only a counter remembers it.
        StoreUnavailable: not stored; the platform must deliver again.

    """
    module = _channel(channel)
    if len(body) > MAX_BODY:
        raise TooLarge(f"Send at most {MAX_BODY} bytes in one request.")
    now, secret = ports.clock.now(), ports.secrets.channel(channel)
    try:
        module.verify(headers, body, secret)
    except Unverified:
        _count_rejected(channel, ports)
        raise
    pieces = _pieces(module, body)
    if len(pieces) > MAX_EVENTS:
        raise TooLarge(f"Send at most {MAX_EVENTS} events in one request.")
    # Our accounts go along: behind the queue nobody may read secrets.
    own = tame.mapping(secret.get("tokens"))
    head = {"channel": channel, "received_at": to_text(now)}
    if correlation_id is not None:
        head[NAME] = correlation_id
    ports.queue.send([_envelope(head, piece, own, ports) for piece in pieces])
    return {"received": len(pieces)}


def _count_rejected(channel: str, ports: Ports) -> None:
    """Count a forgery; whether that succeeds must not change the answer to it."""
    try:
        ports.health.count(channel, "rejected", ports.clock.now())
    except Exception:  # noqa: BLE001 - as above
        logger.exception("A rejected webhook was not counted.")


def _channel(channel: str) -> Channel:
    module = CHANNELS.get(channel)
    if module is None:
        raise NotFound(f"There is no channel {channel!r}; use {', '.join(CHANNELS)}.")
    return module


def _pieces(module: Channel, body: bytes) -> list[dict[str, Any]]:
    """Cut a body into events; it is signed, so whatever it is will be kept."""
    try:
        parsed = json.loads(body)
        if not tame.is_deep(parsed, MAX_DEPTH):
            return module.split(parsed)
        return [_shallow(piece) for piece in module.split(parsed)]
    except (ValueError, RecursionError):
        return [{UNREADABLE: body.decode("utf-8", "replace")}]


def _shallow(piece: dict[str, Any]) -> dict[str, Any]:
    """Give a piece that is nested too deep as text: nothing behind it can fail then."""
    return {UNREADABLE: json.dumps(piece)} if tame.is_deep(piece, MAX_DEPTH) else piece


def _envelope(
    head: Mapping[str, Any],
    piece: Mapping[str, Any],
    own: Iterable[str],
    ports: Ports,
) -> str:
    # Escaped to ASCII: a body may hold half a surrogate pair, which has no UTF-8.
    said = json.dumps(piece)
    head = {**head, "own": [account for account in own if account in said]}
    if len(said) <= MAX_QUEUED:
        return json.dumps({**head, "piece": piece})
    # By its words: a repeat is the same file. What the queue is told is in it as
    # well, so that the file is enough should its message be lost.
    path = f"parked/{head['channel']}/{sha256(said.encode()).hexdigest()}.json"
    ports.files.write(path, json.dumps({**head, "piece": piece}).encode())
    return json.dumps({**head, "parked": path})
