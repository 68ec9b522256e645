"""An agent's answer: to which message it goes, and the entry it becomes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain import windows
from shared.domain.log import Entry
from shared.domain.messages import Attachment, Outbound, Template, Visibility
from shared.domain.state import Case, Person
from shared.errors import BadInput, Conflict, SendRefused

VISIBILITIES: tuple[Visibility, ...] = ("public", "private")
# Where anybody can be written to privately, without having written so himself.
OPEN_CHANNELS = ("x",)
INVITATION = "https://x.com/messages/compose?recipient_id="


def read_visibility(value: object, entries: Iterable[Entry]) -> Visibility:
    """The visibility asked for; unsaid, the one the customer used last.

    Raises:
        BadInput: it is neither public nor private.

    """
    if value is None:
        known = list(entries)
        last = latest(still_there(known), None) or latest(known, None)
        return (last.visibility if last else None) or "private"
    for visibility in VISIBILITIES:
        if value == visibility:
            return visibility
    raise BadInput("Give 'visibility' as public or private.")


def latest(entries: Iterable[Entry], visibility: str | None) -> Entry | None:
    """The customer's latest message on the channel, of one visibility or of either.

    Nobody is written to about what was erased.
    """
    messages = (
        e
        for e in entries
        if e.kind == "message_received"
        and visibility in (None, e.visibility)
        and not e.off_channel
        and not e.erased
    )
    return max(messages, key=lambda e: e.key, default=None)


def still_there(entries: Sequence[Entry]) -> list[Entry]:
    """What has not been taken back."""
    gone = {e.target for e in entries if e.kind == "message_deleted"}
    return [e for e in entries if e.message not in gone]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What an agent wants said, as he asked for it.

    ``invite`` adds a link that opens a direct message to us; X only, where a
    post with a link costs $0.20 instead of $0.015 (X API, Pricing).
    """

    text: str
    visibility: Visibility
    template: Template | None = None
    invite: bool = False
    attachments: tuple[Attachment, ...] = ()


def read_template(value: object) -> Template | None:
    """Read ``{"name", "language", "parameters": []}``.

    Raises:
        BadInput: it is anything else.

    """
    if value is None:
        return None
    if isinstance(value, dict):
        name, language = value.get("name"), value.get("language")
        gaps = value.get("parameters", [])
        fits = isinstance(gaps, list) and all(isinstance(g, str) and g for g in gaps)
        if isinstance(name, str) and isinstance(language, str) and name and fits:
            return Template(name=name, language=language, parameters=tuple(gaps))
    raise BadInput("Give 'template' as name, language and parameters, all texts.")


def read_attachments(
    value: Iterable[Mapping[str, str]] | None,
) -> tuple[Attachment, ...]:
    """Read ``[{"type", "url"}]`` as the contract has checked it."""
    return tuple(Attachment(type=it["type"], url=it["url"]) for it in value or ())


def words(template: Template) -> str:
    """What our log keeps of a template: its name and what filled its gaps."""
    return ": ".join((template.name, ", ".join(template.parameters) or "-"))


def read_invite(value: object) -> bool:
    """Read whether a public answer is to invite to a private talk.

    Raises:
        BadInput: it is anything but "private".

    """
    if value not in (None, "private"):
        raise BadInput("Give 'invite' as private, or leave it out.")
    return value is not None


def answer(
    person: Person,
    entries: Iterable[Entry],
    wish: Wish,
    key: str,
    now: datetime,
    human_agent: Collection[str] = (),
) -> Outbound:
    """Address an agent's answer to the customer's latest message of that visibility.

    On the channels of ``human_agent`` he has seven days for it.

    Raises:
        BadInput: a template or an invitation where there is none.
        Conflict: he has not written this way and the channel does not allow to
            begin so, he has taken back what he wrote (``message_deleted``), or
            its window is over (``window_closed``).
        SendRefused: the channel is not one we send on.

    """
    _check(person.channel, wish)
    known = list(entries)
    reached = _reached(person, known, wish, key, now, human_agent)
    if reached.account is None:
        raise SendRefused(f"Answer on {person.channel} where the contact came from.")
    quoted = _is_quoted(person.channel, reached, wish) and reached in still_there(known)
    return Outbound(
        key=key,
        channel=person.channel,
        account=reached.account,
        person=reached.address or person.id.partition(":")[2],
        visibility=wish.visibility,
        text=said(wish, reached.account),
        conversation=reached.conversation
        if reached.visibility == wish.visibility
        else None,
        reply_to=reached.message if quoted else None,
        template=wish.template,
        attachments=wish.attachments,
        tag=windows.tag(person.channel, reached, now, human_agent),
    )


def said(wish: Wish, account: str) -> str:
    """The text of an answer sent from this account, with its link if it has one."""
    link = f" {INVITATION}{account}" if wish.invite else ""
    return f"{wish.text}{link}"


def _check(channel: str, wish: Wish) -> None:
    if wish.template is not None and channel != "whatsapp":
        raise BadInput("Leave out 'template'; only WhatsApp has them.")
    if wish.invite and (channel, wish.visibility) != ("x", "public"):
        raise BadInput("Leave out 'invite'; it is for public answers on X.")


def _reached(
    person: Person,
    entries: Sequence[Entry],
    wish: Wish,
    key: str,
    now: datetime,
    human_agent: Collection[str],
) -> Entry:
    """Find the message to answer; what the same key sent before is no obstacle.

    A private one opens the talk, also if it has been taken back since.

    Raises:
        Conflict: there is none, or the platform takes no answer to it now.

    """
    channel, answered = person.channel, latest(entries, wish.visibility)
    public = latest(still_there(entries), "public")
    if wish.visibility == "public":
        return public or _nothing(wish, entries)
    if answered and (
        wish.template or windows.is_open(channel, answered, now, human_agent)
    ):
        return answered
    if (
        public
        and windows.is_on_ours(public)
        and windows.is_answerable(channel, public.id)
    ):
        others = [e for e in entries if e.send_key != key]
        return _privately(channel, public, others, now)
    if answered:
        length = windows.length(channel, human_agent)
        raise _closed(f"The reply window of {length} is over.", channel)
    may_begin = latest(entries, "public") if channel in OPEN_CHANNELS else None
    return may_begin or _nothing(wish, entries)


def _privately(
    channel: str, public: Entry, entries: Iterable[Entry], now: datetime
) -> Entry:
    if windows.has_private_reply(public.message, entries):
        raise _closed("The comment has had its one private reply.", channel)
    if not windows.is_open(channel, public, now):
        raise _closed("The comment is older than seven days.", channel)
    return public


def _closed(situation: str, channel: str) -> Conflict:
    return Conflict(f"{situation} {windows.way_out(channel)}", code="window_closed")


def _nothing(wish: Wish, entries: Iterable[Entry]) -> Entry:
    known = list(entries)
    if latest(known, "public") and not latest(still_there(known), "public"):
        problem = "The customer has deleted what he wrote; wait for him to write again."
        raise Conflict(problem, code="message_deleted")
    raise Conflict(f"The customer has no {wish.visibility} message here to answer.")


def _is_quoted(channel: str, reached: Entry, wish: Wish) -> bool:
    """Tell whether the answer names the message: not where it only begins a talk."""
    same = reached.visibility == wish.visibility
    return same or windows.is_answerable(channel, reached.id)


def sent(
    out: Outbound,
    case: Case | None,
    at: datetime,
    platform_id: str,
    agent: str,
    part: int | None = None,
) -> Entry:
    """The entry of an answer, or of a part of it, that the platform has taken.

    Who has no case may be sent something automatic all the same.
    """
    return Entry(
        at=at,
        id=platform_id,
        kind="message_sent",
        visibility=out.visibility,
        account=out.account,
        text=out.text or None,
        attachments=tuple({"type": it.type, "url": it.url} for it in out.attachments),
        conversation=out.conversation,
        reply_to=out.reply_to,
        send_key=out.key,
        part=part,
        case=case.id if case else None,
        episode=case.episode.number if case else None,
        agent=agent or None,
        automatic=out.automatic,
    )


def failed(
    out: Outbound,
    case: Case,
    at: datetime,
    agent: str,
    reason: str,
    part: int | None = None,
) -> Entry:
    """The entry of an answer that was not sent, with the reason and the text."""
    content_id = f"failed-{out.key}-{at.timestamp():.3f}"
    entry = sent(out, case, at, content_id, agent, part)
    return replace(entry, kind="send_failed", reason=reason)
