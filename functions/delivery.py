"""The way out: reserve a key, send under it once, record what left.

What was stopped is data (``Progress``): the desk tells the agent, the queue
tries again (functions/errands.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from functions import triggers
from functions.casebook import (
    Loaded,
    load,
    moment,
    present,
    record,
    unless_known,
)
from functions.dispatch import dispatch
from shared.channels import parts
from shared.domain import outgoing, replies, windows
from shared.domain.log import Entry
from shared.domain.messages import Delivery, Outbound
from shared.domain.times import from_text, to_text
from shared.errors import (
    DUPLICATE,
    BadInput,
    CareError,
    ChannelBroken,
    Conflict,
    Misconfigured,
    SendDelayed,
    SendRefused,
    SendUnconfirmed,
)
from shared.ports import Identity, Ports

NOT_SENT = (BadInput, SendRefused, SendDelayed, ChannelBroken, Misconfigured)
UNKNOWN = "It is not known yet whether this was sent; look at the timeline."
_TICK = timedelta(milliseconds=1)


class UnderWay(Conflict):
    """Another attempt under the same key has no outcome, or none yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an answer got: the parts that left, and what stopped the next one."""

    loaded: Loaded
    outs: Sequence[Outbound]
    sent: Sequence[Entry]
    error: CareError | None = None

    @property
    def part(self) -> int:
        """The number of the part that was stopped, from 1."""
        return len(self.sent) + 1

    @property
    def stopped(self) -> Outbound:
        return self.outs[len(self.sent)]


def send(loaded: Loaded, whole: Outbound, agent: str, ports: Ports) -> Progress:
    """Send an answer, in parts if it is long, and record each as it leaves.

    A repeat goes on with the part that was stopped.

    Raises:
        BadInput: it is too long even so.
        Conflict: its key stands for another answer.

    """
    outs = parts.split(whole)
    sent: list[Entry] = []
    for number, out in enumerate(outs, 1):
        try:
            outcome = _send_once(loaded, out, ports)
        except (*NOT_SENT, SendUnconfirmed, UnderWay) as error:
            return Progress(loaded=loaded, outs=outs, sent=sent, error=error)
        entry = replies.sent(
            out,
            present(loaded),
            # Parts may leave at the same moment; they must keep their order.
            from_text(str(outcome["at"])) + (number - 1) * _TICK,
            str(outcome["id"]),
            agent,
            number if len(outs) > 1 else None,
        )
        sent.append(entry)
        loaded = keep(loaded.person.id, entry, ports)
    if not whole.automatic:
        triggers.after_answer(loaded.person, ports)
    return Progress(loaded=loaded, outs=outs, sent=sent)


def keep(person: str, entry: Entry, ports: Ports) -> Loaded:
    """Record what has happened; it must not end as a lost race."""
    if entry.kind == "message_sent" and entry.visibility == "public":
        channel = person.partition(":")[0]
        ports.log.append([], posts=[(f"{channel}:{entry.id}", person)])
    try:
        return record(person, unless_known(entry), ports)
    except Conflict:
        ports.log.append([(person, entry)])
        return load(person, ports)


def settle(person: str, out: Outbound, content: str, at: str, ports: Ports) -> None:
    """Note under its key that a message has left after all."""
    ports.log.settle(person, out.key, {"id": content, "at": at, "asked": _asked(out)})


def _send_once(loaded: Loaded, out: Outbound, ports: Ports) -> Mapping[str, Any]:
    """Send, unless this key has been used; returns platform id and time."""
    person, now, asked = loaded.person.id, moment(loaded, ports), _asked(out)
    claimed = ports.log.claim(person, out.key, now, asked)
    if claimed is not None:
        return _claimed(claimed, asked, loaded, out.key, now)
    try:
        delivery = dispatch(out, ports)
    except NOT_SENT as error:
        if error.code == DUPLICATE and outgoing.was_tried(out, loaded.entries):
            # Only the echo can tell whether that is the one we had no answer for.
            raise SendUnconfirmed(error.message) from error
        ports.log.settle(person, out.key, None)
        raise
    outcome = {"id": delivery.id, "at": to_text(now), "asked": asked}
    ports.log.settle(person, out.key, outcome)
    _acquaint(person, out, delivery, ports)
    return outcome


def _asked(out: Outbound) -> str:
    """What a key stands for: the same key with other words is a mistake."""
    template = f"|{out.template}" if out.template else ""
    return sha256(f"{out.visibility}|{out.text}{template}".encode()).hexdigest()


def _claimed(
    claimed: Mapping[str, Any], asked: str, loaded: Loaded, key: str, now: datetime
) -> Mapping[str, Any]:
    """What became of an earlier attempt under this key."""
    if claimed.get("asked") != asked:
        raise Conflict("This Idempotency-Key was used for another answer.")
    if "id" in claimed:
        return claimed
    since = from_text(str(claimed["claimed_at"]))
    is_told = outgoing.attempted(loaded.entries, key) is not None
    if is_told or now < since + outgoing.UNDER_WAY:
        raise UnderWay(UNKNOWN, code="send_outcome_unknown")
    raise SendUnconfirmed("An earlier attempt was cut off; look at the timeline.")


def _acquaint(person: str, out: Outbound, delivery: Delivery, ports: Ports) -> None:
    """Remember the private id of somebody who was answered in public before.

    His private answer then joins the same person and case. An id that has a
    case of its own is left as it is: its log would lose its place.
    """
    if delivery.person is None or not windows.opens_talk(out):
        return
    key = f"{out.channel}:{delivery.person}"
    if key == person or ports.log.identities([key]):
        return
    if ports.log.cards([key])[key].person.case is None:
        ports.log.append([], identities={key: Identity(person=person)})
