"""The way out: reserve a key, send under it once, record what left.

What was stopped is data (``Progress``): the desk tells the agent, the queue
tries again (functions/errands.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from functions import triggers, turns
from functions.acquaintance import acquaint
from functions.casebook import (
    Fact,
    Loaded,
    load,
    moment,
    record,
    unless_known,
)
from functions.correlation import tell_sent
from functions.dispatch import dispatch
from shared.channels import parts
from shared.domain import asked, invitations, outgoing, replies, windows
from shared.domain.asked import Answer
from shared.domain.log import Entry
from shared.domain.messages import Outbound
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
from shared.ports import Ports

NOT_SENT = (BadInput, SendRefused, SendDelayed, ChannelBroken, Misconfigured)
UNKNOWN = "It is not known yet whether this was sent; look at the timeline."
TICK = timedelta(milliseconds=1)


class UnderWay(Conflict):
    """Another attempt under the same key has no outcome, or none yet."""


class WasCutOff(SendUnconfirmed):
    """An attempt has ended without an outcome; ``since`` is when it was made."""

    def __init__(self, since: datetime) -> None:
        super().__init__("An earlier attempt was cut off; look at the timeline.")
        self.since = since


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an answer got: the parts that left, and what stopped the next one."""

    loaded: Loaded
    answer: Answer
    outs: Sequence[Outbound]
    sent: Sequence[Entry]
    error: CareError | None = None

    @property
    def part(self) -> int:
        """The number of the part that was stopped, from 1."""
        return len(self.sent) + 1

    @property
    def number(self) -> int | None:
        """The same, for the log: None if there is but one part."""
        return self.part if len(self.outs) > 1 else None

    @property
    def stopped(self) -> Outbound:
        return self.outs[len(self.sent)]


def first_attempt(loaded: Loaded, key: str, ports: Ports) -> Mapping[str, Any] | None:
    """What a key stands for (``asked``) and where that goes (``to``).

    None if nothing was tried under it, or only what was surely not sent and
    does not wait either.
    """
    claimed = ports.log.claimed(loaded.person.id, key)
    if claimed is not None:
        return claimed
    entry = outgoing.waiting(loaded.entries, key)
    if entry is None:
        return None
    return _note(outgoing.to_answer(loaded.person.channel, entry))


def send(loaded: Loaded, answer: Answer, ports: Ports) -> Progress:
    """Send an answer, in parts if it is long, and record each as it leaves.

    A repeat goes on with the part that was stopped. An answer whose turn has
    not come is delayed like one that the platform does not take now.

    Raises:
        BadInput: it is too long even so.
        Conflict: its key stands for another answer.

    """
    outs = parts.split(answer.out)
    sent: list[Entry] = []
    error: CareError | None = None
    for number, out in enumerate(outs, 1):
        try:
            outcome = _send_once(loaded, answer, out, number, ports)
        except (*NOT_SENT, SendUnconfirmed, UnderWay) as stopped:
            error = stopped
            break
        entry = replies.sent(
            out,
            loaded.case,
            from_text(str(outcome["at"])),
            str(outcome["id"]),
            answer.agent,
            number if len(outs) > 1 else None,
        )
        sent.append(entry)
        loaded = keep(loaded.person.id, entry, ports)
    tell_sent(loaded.entries, loaded.case.id if loaded.case else None, error)
    if error is None and not answer.out.automatic:
        triggers.after_answer(loaded.person, ports)
    return Progress(loaded=loaded, answer=answer, outs=outs, sent=sent, error=error)


def keep(person: str, entry: Entry, ports: Ports) -> Loaded:
    """Record what has happened; it must not end as a lost race.

    An answer with the link to a private talk is recorded as the offer it is.
    """
    if entry.kind == "message_sent" and entry.visibility == "public":
        channel = person.partition(":")[0]
        ports.log.append([], posts=[(f"{channel}:{entry.id}", person)])
    decide = unless_known(entry)

    def with_offer(found: Loaded) -> Fact | None:
        fact = decide(found)
        if fact is None or found.case is None:
            return fact
        return replace(fact, more=invitations.offered(found.case, fact.entry))

    try:
        return record(person, with_offer, ports)
    except Conflict:
        ports.log.append([(person, entry)])
        return load(person, ports)


def settle(person: str, out: Outbound, content: str, at: str, ports: Ports) -> None:
    """Note under its key that a message has left after all."""
    known = ports.log.claimed(person, out.key) or {}
    ports.log.settle(person, out.key, {**known, "id": content, "at": at})


def _send_once(
    loaded: Loaded, answer: Answer, out: Outbound, number: int, ports: Ports
) -> Mapping[str, Any]:
    """Send a part, unless its key has been used; returns platform id and time."""
    person, now, note = loaded.person.id, ports.clock.now(), _note(answer)
    claimed = ports.log.claim(person, out.key, now, note)
    if claimed is not None:
        outcome = _claimed(claimed, answer, loaded, out.key, now)
        make_known(person, outcome, ports)
        return outcome
    try:
        turns.take(answer.out, loaded.entries, now)
        delivery = dispatch(out, ports)
    except NOT_SENT as error:
        if error.code == DUPLICATE and outgoing.was_tried(out, loaded.entries):
            # Only the echo can tell whether that is the one we had no answer for.
            raise SendUnconfirmed(error.message) from error
        ports.log.settle(person, out.key, None)
        raise
    # Parts may leave at the same moment; they must keep their order.
    at = moment(loaded, ports) + (number - 1) * TICK
    outcome = {**note, "id": delivery.id, "at": to_text(at)}
    if delivery.person is not None and windows.opens_talk(out):
        outcome["reached"] = delivery.person
    ports.log.settle(person, out.key, outcome)
    make_known(person, outcome, ports)
    return outcome


def _note(answer: Answer) -> Mapping[str, Any]:
    to = asked.address(answer.out)
    return {"asked": answer.asked, "to": to, "agent": answer.agent}


def same(note: Mapping[str, Any], fingerprint: str) -> Mapping[str, Any]:
    """Give back what is kept under a key if it is of this answer.

    Raises:
        Conflict: the key stands for another one.

    """
    if note.get("asked") != fingerprint:
        raise Conflict("This Idempotency-Key was used for another answer.")
    return note


def _claimed(
    claimed: Mapping[str, Any], answer: Answer, loaded: Loaded, key: str, now: datetime
) -> Mapping[str, Any]:
    """What became of an earlier attempt under this key."""
    same(claimed, answer.asked)
    if "id" in claimed:
        return claimed
    since = from_text(str(claimed["claimed_at"]))
    is_told = outgoing.attempted(loaded.entries, key) is not None
    if is_told or now < since + outgoing.UNDER_WAY:
        raise UnderWay(UNKNOWN, code="send_outcome_unknown")
    raise WasCutOff(since)


def make_known(person: str, outcome: Mapping[str, Any], ports: Ports) -> None:
    """Make him known by the id a private reply has reached, with what waited for it."""
    if "reached" in outcome:
        for entry in acquaint(person, outcome["reached"], ports):
            keep(person, entry, ports)
