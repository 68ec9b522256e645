"""What is still to be done about an answer: errands, and when they are due.

An errand holds ids only; what to send is in an entry of the log: ``send_queued``
for what waits, ``send_unconfirmed`` for what may have left without an answer.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from shared.domain import replies, windows
from shared.domain.asked import Answer
from shared.domain.log import Entry
from shared.domain.messages import Outbound, Template
from shared.domain.state import Case
from shared.domain.times import from_text, to_text
from shared.text.echoes import says

FIRST = timedelta(seconds=30)
LONGEST = timedelta(minutes=15)  # also what SQS can delay a message by
GIVE_UP = timedelta(hours=24)
# Retries after faults that the platform calls passing: some quarter of an hour.
FEW = 5
# When it is looked for what an attempt without an answer came to, after it.
CHECKS = (timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1))
# A function that sends has ended by then, one way or the other.
UNDER_WAY = timedelta(minutes=2)
_SKEW = timedelta(minutes=1)  # the platform's clock may be behind ours
_MOST_DOUBLINGS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """Something to do about an answer later.

    ``key`` is that of the whole answer, ``part`` the one that was stopped;
    ``attempt`` counts how often it was tried, or looked for, in vain, ``faults``
    how often the platform called that a passing fault.
    """

    task: Literal["send", "check"]
    person: str
    case: str
    key: str
    due: datetime
    part: int = 1
    attempt: int = 0
    faults: int = 0

    def again(self, due: datetime, part: int) -> "Errand":
        return replace(self, due=due, part=part, attempt=self.attempt + 1)


def to_body(errand: Errand) -> str:
    return json.dumps({**asdict(errand), "due": to_text(errand.due)})


def from_body(body: str) -> Errand:
    values = json.loads(body)
    return Errand(**{**values, "due": from_text(values["due"])})


def delay_s(errand: Errand, now: datetime) -> int:
    """For how many seconds the queue is to hold it; it may come early and wait on."""
    left = min(errand.due - now, LONGEST).total_seconds()
    return max(1, round(left))


def backoff(attempt: int, retry_after_s: float) -> timedelta:
    """How long to wait after so many tries in vain: doubled, up to 15 minutes.

    Never less than the platform asked for.
    """
    doubled = FIRST * (1 << min(attempt, _MOST_DOUBLINGS))
    return max(min(doubled, LONGEST), timedelta(seconds=retry_after_s))


def held(
    kind: Literal["send_queued", "send_unconfirmed"],
    out: Outbound,
    case: Case | None,
    at: datetime,
    agent: str,
    part: int | None = None,
) -> Entry:
    """The entry of an answer that has no end yet, with all that was to be sent."""
    template = out.template
    content_id = f"{kind.removeprefix('send_')}-{out.key}-{at.timestamp():.3f}"
    return replace(
        replies.sent(out, case, at, content_id, agent, part),
        kind=kind,
        address=out.person,
        raw={"template": asdict(template)} if template else None,
    )


def queued(answer: Answer, case: Case, at: datetime) -> Entry:
    """The entry of an answer that waits, and what its key stands for."""
    entry = held("send_queued", answer.out, case, at, answer.agent)
    return replace(entry, raw={**(entry.raw or {}), "asked": answer.asked})


def to_answer(channel: str, entry: Entry) -> Answer:
    """The answer that an entry of ``queued`` holds."""
    return Answer(
        out=to_outbound(channel, entry),
        agent=entry.agent or "",
        asked=(entry.raw or {}).get("asked", ""),
    )


def to_outbound(channel: str, entry: Entry) -> Outbound:
    """The answer that an entry of ``held`` holds."""
    template = (entry.raw or {}).get("template")
    return Outbound(
        key=entry.send_key or "",
        channel=channel,
        account=entry.account or "",
        person=entry.address or "",
        visibility=entry.visibility or "private",
        text=entry.text or "",
        conversation=entry.conversation,
        reply_to=entry.reply_to,
        automatic=entry.automatic,
        attachments=replies.read_attachments(entry.attachments),
        template=Template(**{**template, "parameters": tuple(template["parameters"])})
        if template
        else None,
    )


def waiting(entries: Iterable[Entry], key: str) -> Entry | None:
    """The latest entry of an answer under this key that waits and was not given up.

    Of what was erased there are no words left to send.
    """
    known = list(entries)
    mine = [e for e in known if e.send_key == key]
    last = max((e for e in mine if e.kind == "send_queued"), key=_at, default=None)
    if last is None or last.erased:
        return None
    if any(
        e.kind == "send_failed" and e.at > last.at and _is_under(key, e) for e in known
    ):
        return None
    return last


def why_not(
    out: Outbound,
    entry: Entry,
    entries: Iterable[Entry],
    now: datetime,
    human_agent: Collection[str] = (),
) -> str | None:
    """Why an answer that waits is not to be tried any more; None: try."""
    if now >= entry.at + GIVE_UP:
        return "gave_up"
    if out.visibility == "public" or out.template is not None:
        return None
    newest = _answered(out, entries)
    if newest is None or windows.is_open(out.channel, newest, now, human_agent):
        return None
    return "window_closed"


def tagged(
    out: Outbound,
    entries: Iterable[Entry],
    now: datetime,
    human_agent: Collection[str],
) -> Outbound:
    """An answer with the tag it needs if it is sent now.

    The ordinary window may have closed while it waited, or opened again.
    """
    newest = _answered(out, entries)
    if newest is None or out.visibility == "public" or out.automatic:
        return replace(out, tag=None)
    return replace(out, tag=windows.tag(out.channel, newest, now, human_agent))


def standing(entry: Entry, log: Iterable[Entry]) -> str:
    """How an answer stands that was not simply sent: "queued", "failed", "sent"…"""
    mine = [e for e in log if _is_under(entry.send_key or "", e)]
    if any(e.kind == "send_failed" and e.at > entry.at for e in mine):
        return "failed"
    if entry.kind == "send_unconfirmed":
        proven = any(e.kind == "message_sent" for e in mine)
        return "sent" if proven else "unconfirmed"
    # Parts may have left before the next one had to wait.
    left = any(e.kind == "message_sent" and e.at >= entry.at for e in mine)
    return "sent" if left else "queued"


def has_left(outs: Iterable[Outbound], log: Iterable[Entry]) -> bool:
    """Tell whether every part of an answer is recorded as sent."""
    return _are_all(outs, log, ("message_sent",))


def is_over(outs: Iterable[Outbound], log: Iterable[Entry]) -> bool:
    """Tell whether every part of an answer has left, or may have left."""
    return _are_all(outs, log, ("message_sent", "send_unconfirmed"))


def attempted(log: Iterable[Entry], key: str) -> Entry | None:
    """The attempt under the key of a part that ended without an answer."""
    mine = [e for e in log if e.kind == "send_unconfirmed" and e.send_key == key]
    return max(mine, key=_at, default=None)


def was_tried(out: Outbound, log: Sequence[Entry]) -> bool:
    """Tell whether it is open what became of an attempt to say the same."""
    return any(
        e.kind == "send_unconfirmed"
        and (e.text or "", e.visibility) == (out.text, out.visibility)
        and standing(e, log) == "unconfirmed"
        for e in log
    )


def proof(attempt: Entry, log: Sequence[Entry]) -> str | None:
    """What shows that an attempt was taken: the message's content id, or None.

    Our key settles it where the platform gives it back (Messenger's metadata,
    WhatsApp's biz_opaque_callback_data). Elsewhere it is the echo of the same
    words since then that no other send of ours accounts for.
    """
    key = attempt.send_key
    for entry in sorted(log, key=_at):
        if entry.kind == "message_sent" and entry.send_key == key:
            return entry.id
        if entry.kind == "status_received" and entry.send_key == key and entry.target:
            return entry.target
    ours = {e.id for e in log if e.kind == "message_sent" and e.agent is not None}
    for entry in sorted(log, key=_at):
        if entry.id not in ours and _is_echo(entry, attempt):
            return entry.id
    return None


def _are_all(
    outs: Iterable[Outbound], log: Iterable[Entry], kinds: tuple[str, ...]
) -> bool:
    known = {e.send_key for e in log if e.kind in kinds}
    return known.issuperset(out.key for out in outs)


def _is_echo(entry: Entry, attempt: Entry) -> bool:
    return (
        entry.kind == "message_sent"
        and entry.send_key is None
        and entry.at >= attempt.at - _SKEW
        and entry.visibility == attempt.visibility
        and says(entry.text, attempt.text, entry.addressed)
        and (bool(entry.attachments) or not attempt.attachments)
    )


def _is_under(key: str, entry: Entry) -> bool:
    """Tell whether an entry is about an answer, or about a part of it."""
    whose, _, part = (entry.send_key or "").rpartition(":")
    return entry.send_key == key or (whose == key and part.isdecimal())


def _answered(out: Outbound, entries: Iterable[Entry]) -> Entry | None:
    """The customer's latest message that opens the window this answer needs."""
    found = [e for e in entries if e.kind == "message_received" and _is_of_talk(out, e)]
    return max(found, key=_at, default=None)


def _is_of_talk(out: Outbound, message: Entry) -> bool:
    """Tell whether a customer's message opens the window this answer needs."""
    if windows.opens_talk(out):
        return message.message == out.reply_to
    return message.visibility == "private" and not message.off_channel


def _at(entry: Entry) -> datetime:
    return entry.at
