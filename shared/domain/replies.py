"""An agent's answer: to which message it goes, and the entry it becomes."""

from collections.abc import Iterable
from datetime import datetime

from shared.domain.log import Entry
from shared.domain.messages import Outbound, Visibility
from shared.domain.state import Case, Person
from shared.errors import BadInput, Conflict, SendRefused

VISIBILITIES: tuple[Visibility, ...] = ("public", "private")
# Where anybody can be written to privately, without having written so himself.
OPEN_CHANNELS = ("x",)


def read_visibility(value: object, entries: Iterable[Entry]) -> Visibility:
    """The visibility asked for; unsaid, the one the customer used last.

    Raises:
        BadInput: it is neither public nor private.

    """
    if value is None:
        last = latest(entries, None)
        return (last.visibility if last else None) or "private"
    for visibility in VISIBILITIES:
        if value == visibility:
            return visibility
    raise BadInput("Give 'visibility' as public or private.")


def latest(entries: Iterable[Entry], visibility: str | None) -> Entry | None:
    """The customer's latest message, of one visibility or of either."""
    messages = (
        e
        for e in entries
        if e.kind == "message_received" and visibility in (None, e.visibility)
    )
    return max(messages, key=lambda e: e.key, default=None)


def answer(
    person: Person,
    entries: Iterable[Entry],
    text: str,
    visibility: Visibility,
    key: str,
) -> Outbound:
    """Address an answer to the customer's latest message of that visibility.

    Raises:
        Conflict: he has not written this way, and the channel does not allow
            to begin so.
        SendRefused: the channel is not one we send on.

    """
    known = list(entries)
    answered = latest(known, visibility)
    may_begin = visibility == "private" and person.channel in OPEN_CHANNELS
    reached = answered or (latest(known, None) if may_begin else None)
    if reached is None:
        raise Conflict(f"The customer has no {visibility} message here to answer.")
    if reached.account is None:
        raise SendRefused(f"Answer on {person.channel} where the contact came from.")
    return Outbound(
        key=key,
        channel=person.channel,
        account=reached.account,
        person=reached.address or person.id.partition(":")[2],
        visibility=visibility,
        text=text,
        conversation=answered.conversation if answered else None,
        reply_to=answered.id if answered else None,
    )


def sent(
    out: Outbound, case: Case, at: datetime, platform_id: str, agent: str
) -> Entry:
    """The entry of an answer the platform has taken."""
    return Entry(
        at=at,
        id=platform_id,
        kind="message_sent",
        visibility=out.visibility,
        account=out.account,
        text=out.text,
        conversation=out.conversation,
        reply_to=out.reply_to,
        send_key=out.key,
        case=case.id,
        episode=case.episode.number,
        agent=agent,
    )


def failed(out: Outbound, case: Case, at: datetime, agent: str, reason: str) -> Entry:
    """The entry of an answer that was not sent, with the reason and the text."""
    return Entry(
        at=at,
        id=f"failed-{out.key}-{at.timestamp():.3f}",
        kind="send_failed",
        visibility=out.visibility,
        account=out.account,
        text=out.text,
        reply_to=out.reply_to,
        send_key=out.key,
        case=case.id,
        episode=case.episode.number,
        agent=agent,
        reason=reason,
    )


def resolution(case: Case, at: datetime, agent: str) -> Entry:
    """The entry of a resolution.

    Raises:
        Conflict: the case is resolved already.

    """
    if case.status == "resolved":
        raise Conflict("The case is resolved already.", code="already_resolved")
    return Entry(
        at=at,
        id=f"resolved-{case.id}-{case.episode.number}",
        kind="resolved",
        case=case.id,
        episode=case.episode.number,
        agent=agent,
    )
