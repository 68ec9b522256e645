"""The normal form: what happened on a platform, said the same way for all of them.

Channel modules make these from webhook bodies, ingest stores them, the desk
renders answers back. All are plain frozen records; times are aware and in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Direction = Literal["inbound", "outbound"]
Visibility = Literal["public", "private"]
ELSEWHERE = "@"  # begins the conversation where we are named outside our own pages
EventKind = Literal[
    "message",  # a post, comment, direct message, e-mail, call, postback
    "edit",  # new text of an earlier message
    "deletion",  # an earlier message was taken back
    "reaction",  # a like, an emoji on a message
    "status",  # sent, delivered, read, failed: about a message of ours
    "note",  # concerns the account, not a customer: follows, posts of our own
    "unknown",  # kept raw and counted
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file the message points to; its content is never fetched here."""

    type: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened on a platform.

    ``id`` names the content object, never the delivery: two deliveries of the
    same comment carry the same id, an edit or deletion has an id of its own.
    ``person`` is the customer's user id on the channel, also for messages of
    our own (then the addressee). It is None where the platform does not say,
    as for a page's own public answer: that names the comment in ``reply_to``.
    ``aliases`` are other ids the same person goes by on the channel now,
    ``former`` those that were his until this event and name him no more.
    """

    id: str
    channel: str
    kind: EventKind
    direction: Direction
    visibility: Visibility
    occurred_at: datetime
    received_at: datetime
    time_from_receipt: bool = False  # the platform gave no time
    what: str = ""  # the platform's own kind, for counting: "feed.comment.add"
    account: str | None = None  # our page, app or phone number on the channel
    person: str | None = None
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    name: str | None = None
    handle: str | None = None
    followers: int | None = None
    text: str | None = None
    addressed: tuple[str, ...] = ()  # names the platform put before it, without @
    attachments: tuple[Attachment, ...] = ()
    conversation: str | None = None  # thread key on the platform
    reply_to: str | None = None  # content id of the message answered
    target: str | None = None  # content id edited, deleted, reacted to, delivered
    payload: str | None = None  # of a quick reply or button, as we sent it
    send_key: str | None = None  # our own key, returned by an echo
    status: str | None = None  # of a status event
    broken: str | None = None  # why the account can send nothing, and what to do
    social: bool = True
    duration_s: int | None = None  # of a call
    automatic: bool = False  # sent by the system, not by a human
    agent: str | None = None  # who of ours wrote it, where the source says so
    raw: Mapping[str, Any] | None = None  # the platform's own words, if not understood


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickReply:
    """A tap-to-answer button: what the customer reads, what we get back."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A text the platform has approved beforehand, and what fills its gaps."""

    name: str
    language: str
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbound:
    """A message to send, before a channel renders it.

    ``key`` is ours and stable over retries; channels that can carry it hand
    it back in the echo. With a ``template`` the text is only for our own log.
    What a channel renders has a text or one file.
    """

    key: str
    channel: str
    account: str
    person: str
    visibility: Visibility
    text: str
    conversation: str | None = None
    reply_to: str | None = None
    quick_replies: tuple[QuickReply, ...] = ()
    automatic: bool = False
    template: Template | None = None
    attachments: tuple[Attachment, ...] = ()
    tag: str | None = None  # Meta's, for what is sent after its 24 hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What a platform said about a message it took.

    ``id`` is the content id its echo will have; ``person`` whom it went to,
    where that is said: the private id of somebody answered in public.
    """

    id: str
    person: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendCall:
    """One HTTP call of a platform's sending API, without host and token.

    ``service`` picks base URL and errors ("meta", "x", "telegram"); ``auth``
    says how the token travels: in a bearer header, in the query parameter
    ``access_token``, or as the path's first part, ``/bot{token}``.
    """

    service: str
    path: str
    json: Mapping[str, Any] = field(default_factory=dict)
    method: str = "POST"
    auth: Literal["bearer", "query", "path"] = "bearer"
