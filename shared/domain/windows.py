"""When a platform takes a private message, as data; on the platform's own time.

Sources: Meta's pages on the Messenger Platform's messaging windows, on private
replies (of Messenger and of Instagram), on the Human Agent feature and on
WhatsApp's customer service window. X and Telegram have no window; who may be
written to there is told by their errors.

``human_agent`` are the channels where Meta lets a human answer for seven days;
it is left out for what is sent automatically.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from shared.domain.messages import ELSEWHERE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from shared.domain.log import Entry
    from shared.domain.messages import Outbound

DAY = timedelta(hours=24)
# Since the customer's last private message.
PRIVATE: Mapping[str, timedelta] = dict.fromkeys(
    ("facebook", "instagram", "whatsapp"), DAY
)
# The tag of an answer after it, and until when (Meta, Human Agent).
HUMAN_AGENT = "HUMAN_AGENT"
HUMAN_AGENT_CHANNELS = ("facebook", "instagram")
HUMAN_AGENT_WITHIN = timedelta(days=7)
# What can be answered privately without a private talk: once for each content.
PRIVATE_REPLY: Mapping[str, tuple[str, ...]] = {
    "facebook": ("comment", "post"),
    "instagram": ("comment",),
}
PRIVATE_REPLY_WITHIN = timedelta(days=7)
_WAY_OUT = {
    "whatsapp": "Send a template, or wait for the person to write.",
}
_OTHERWISE = "Answer publicly, or wait for the person to write."
_LEFT = frozenset({"message_sent", "survey_sent"})
_UNDER_WAY = frozenset({"send_queued", "send_unconfirmed"})


def closes_at(
    channel: str, message: Entry, human_agent: Collection[str] = ()
) -> datetime | None:
    """When the window that a customer's message opens is over; None: never.

    For a private message it is that of the talk, for a public one that of the
    private reply to it.
    """
    if message.visibility == "public":
        return message.at + PRIVATE_REPLY_WITHIN if channel in PRIVATE_REPLY else None
    window = HUMAN_AGENT_WITHIN if channel in human_agent else PRIVATE.get(channel)
    return None if window is None else message.at + window


def is_open(
    channel: str, message: Entry, now: datetime, human_agent: Collection[str] = ()
) -> bool:
    """Tell whether a private answer to this message is taken now."""
    end = closes_at(channel, message, human_agent)
    return end is None or now < end


def tag(
    channel: str, message: Entry, now: datetime, human_agent: Collection[str]
) -> str | None:
    """The tag that a private answer to this message needs now.

    Within the ordinary window there is none: Meta wants a plain response then.
    """
    if message.visibility == "public" or is_open(channel, message, now):
        return None
    return HUMAN_AGENT if is_open(channel, message, now, human_agent) else None


def length(channel: str, human_agent: Collection[str]) -> str:
    """How long a private talk stays open after the customer's message, in words."""
    return "7 days" if channel in human_agent else "24 hours"


def opens_talk(out: Outbound) -> bool:
    """Tell whether this is the one private reply to something public."""
    return out.visibility == "private" and is_answerable(out.channel, out.reply_to)


def is_answerable(channel: str, content: str | None) -> bool:
    """Tell whether a public content, by its id, can be answered privately."""
    kind, _, rest = (content or "").partition(":")
    return bool(rest) and kind in PRIVATE_REPLY.get(channel, ())


def is_on_ours(message: Entry) -> bool:
    """Tell whether it was said on a page of ours, where we may reply privately."""
    return not (message.conversation or "").startswith(ELSEWHERE)


def has_private_reply(content: str, entries: Iterable[Entry]) -> bool:
    """Tell whether a public content has had its one private reply, or may have."""
    about = [e for e in entries if e.reply_to == content and e.visibility == "private"]
    failed = {e.send_key for e in about if e.kind == "send_failed"}
    return any(
        e.kind in _LEFT or (e.kind in _UNDER_WAY and e.send_key not in failed)
        for e in about
    )


def way_out(channel: str) -> str:
    """What an agent can do outside the window, in one sentence."""
    return _WAY_OUT.get(channel, _OTHERWISE)
