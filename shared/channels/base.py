"""What a channel is, and what becomes of events no channel understands.

A channel is a module with these eight functions; the package's ``CHANNELS``
lists them. All are pure: no clock, no environment, no network.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from shared.channels import tame
from shared.domain.messages import Event, Outbound, SendCall

JSON = "application/json"
PLAIN = "text/plain; charset=utf-8"
UNREADABLE = "unreadable"  # holds a body, or a part of one, that is no use as JSON
WORDED = ("message", "edit")  # what somebody has said
LONGEST = 1_000  # characters of a name or a mark, of which no platform takes more
UNNAMED = "unnamed"  # begins the person invented where a platform hides the author


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """The answer to a platform's GET handshake."""

    body: str
    status: int = 200
    content_type: str = PLAIN


class Channel(Protocol):
    """One platform, both ways."""

    def confirm(
        self, query: Mapping[str, str], secret: Mapping[str, Any], /
    ) -> Confirmation:
        """Answer the handshake; WrongToken, BadInput or NotFound if it is none."""

    def verify(
        self, headers: Mapping[str, str], body: bytes, secret: Mapping[str, Any], /
    ) -> None:
        """Raise Unverified unless one of our secrets signed exactly these bytes."""

    def split(self, body: Any, /) -> list[dict[str, Any]]:
        """Cut parsed JSON into pieces of one event each; at least one piece.

        Pieces keep the platform's shape and are self-contained, so that
        splitting a piece gives the piece. What has an odd shape stays whole.
        """

    def normalise(self, piece: Mapping[str, Any], received_at: datetime, /) -> Event:
        """Turn one piece into one event; never raises on JSON.

        An inbound message always has a ``person``; where the platform hides
        the author it is an invented one of that content object alone.
        ``time_from_receipt`` also marks times that another delivery of the
        same event might give differently (the platform's sending time, or a
        provider time in the future, which counts as received now).
        """

    def render(self, out: Outbound, /) -> SendCall:
        """Say how to send it; BadInput over a limit, SendRefused if never."""

    def receipt(self, response: Mapping[str, Any], /) -> str:
        """Read the content id its echo will have; SendUnconfirmed without one."""

    def reached(self, response: Mapping[str, Any], /) -> str | None:
        """Read whom it went to, if that is said.

        For a private answer to something public this id is the person of the
        private talk, which need not be the id the public words came with.
        """

    def acknowledge(self, event_id: str, /) -> SendCall | None:
        """Say which call shows the customer that an event of his has arrived.

        None where the platform shows nobody that it waits for one.
        """


def reached_nobody(_response: Mapping[str, Any]) -> str | None:
    """Say that a platform's answer names no addressee."""
    return None


def acknowledge_nothing(_event_id: str) -> None:
    """Say that a platform waits for no acknowledgement but the webhook's answer."""


def kept(event: Event, piece: Mapping[str, Any]) -> Event:
    """Keep the piece of a message in which we found nothing: it may say something."""
    said = (event.text, event.attachments, event.payload, event.duration_s, event.raw)
    silent = not any(one not in (None, ()) for one in said)
    return replace(event, raw=piece) if silent and event.kind in WORDED else event


def read(
    channel: Channel, name: str, piece: Mapping[str, Any], received_at: datetime
) -> Event:
    """Turn a queued piece into an event, with all that it says; never raises."""
    if piece.keys() == {UNREADABLE}:
        return unknown(name, piece, received_at, UNREADABLE)
    return _short(kept(channel.normalise(piece, received_at), piece))


def _short(event: Event) -> Event:
    """Cut off what is never as long, and would not fit the table."""
    said = (event.name, event.payload, event.send_key)
    if not any(text is not None and len(text) > LONGEST for text in said):
        return event
    name, payload, key = (text and text[:LONGEST] for text in said)
    return replace(event, name=name, payload=payload, send_key=key)


def by_ours(event: Event, own: Collection[str]) -> Event:
    """See one of our own accounts in the other party: that is no customer.

    Whom it concerns is told by what it answers then.
    """
    if event.person is None or event.person not in own:
        return event
    author = event.person if event.direction == "inbound" else event.account
    return replace(
        event,
        direction="outbound",
        account=author,
        person=None,
        aliases=(),
        former=(),
        name=None,
        handle=None,
        followers=None,
    )


def unknown(
    channel: str, piece: Mapping[str, Any], received_at: datetime, what: str
) -> Event:
    """Keep a piece raw and countable by ``what``."""
    return Event(
        id=f"unknown:{tame.digest(piece)}",
        channel=channel,
        kind="unknown",
        direction="inbound",
        visibility="private",
        occurred_at=received_at,
        received_at=received_at,
        time_from_receipt=True,
        what=what,
        raw=piece,
    )
