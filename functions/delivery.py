"""The way out: reserve a key, send under it once, record what became of it."""

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any

from functions.casebook import (
    Loaded,
    load,
    moment,
    present,
    record,
    unless_known,
)
from shared.channels import parts
from shared.domain import replies, windows
from shared.domain.log import Entry
from shared.domain.messages import Delivery, Outbound
from shared.domain.times import from_text, to_text
from shared.errors import (
    BadInput,
    ChannelBroken,
    Conflict,
    Misconfigured,
    SendDelayed,
    SendRefused,
    SendUnconfirmed,
)
from shared.ports import Identity, Ports

NOT_SENT = (BadInput, SendRefused, SendDelayed, ChannelBroken, Misconfigured)
_TICK = timedelta(milliseconds=1)


def send(
    loaded: Loaded, whole: Outbound, agent: str, ports: Ports
) -> tuple[Loaded, list[Entry]]:
    """Send an answer, in parts if it is long, and record each as it leaves.

    Returns:
        The state after it, and what was sent, in order.

    Raises:
        CareError: as ``send_once``; the parts before the one that failed have
            left, and a repeat goes on with that one.

    """
    outs, entries = parts.split(whole), []
    for number, out in enumerate(outs, 1):
        outcome = send_once(loaded, out, agent, ports)
        entry = replies.sent(
            out,
            present(loaded),
            # Parts may leave at the same moment; they must keep their order.
            from_text(str(outcome["at"])) + (number - 1) * _TICK,
            str(outcome["id"]),
            agent,
            number if len(outs) > 1 else None,
        )
        entries.append(entry)
        loaded = _recorded(loaded.person.id, entry, ports)
    return loaded, entries


def send_once(
    loaded: Loaded, out: Outbound, agent: str, ports: Ports
) -> Mapping[str, Any]:
    """Send, unless this key has been used; returns platform id and time.

    Raises:
        Conflict: the key stands for another answer, or it is not known what
            became of it.
        CareError: it was not sent, or perhaps; recorded, and see Sender.

    """
    person, now, asked = loaded.person.id, moment(loaded, ports), _asked(out)
    claimed = ports.log.claim(person, out.key, now, asked)
    if claimed is not None:
        return _claimed(claimed, asked)
    try:
        delivery = ports.sender.deliver(out)
    except (*NOT_SENT, SendUnconfirmed) as error:
        if not isinstance(error, SendUnconfirmed):
            ports.log.settle(person, out.key, None)
        entry = replies.failed(out, present(loaded), now, agent, error.code)
        record(person, unless_known(entry), ports)
        raise
    outcome = {"id": delivery.id, "at": to_text(now), "asked": asked}
    ports.log.settle(person, out.key, outcome)
    _acquaint(person, out, delivery, ports)
    return outcome


def _recorded(person: str, entry: Entry, ports: Ports) -> Loaded:
    """Record what has left; it must not end as a lost race."""
    if entry.visibility == "public":
        channel = person.partition(":")[0]
        ports.log.append([], posts=[(f"{channel}:{entry.id}", person)])
    try:
        return record(person, unless_known(entry), ports)
    except Conflict:
        ports.log.append([(person, entry)])
        return load(person, ports)


def _asked(out: Outbound) -> str:
    """What a key stands for: the same key with other words is a mistake.

    The visibility is no part of it: unsaid, it follows the customer's latest
    message, which may be another one when the request is repeated.
    """
    template = f"|{out.template}" if out.template else ""
    return sha256(f"{out.text}{template}".encode()).hexdigest()


def _claimed(claimed: Mapping[str, Any], asked: str) -> Mapping[str, Any]:
    if claimed.get("asked") != asked:
        raise Conflict("This Idempotency-Key was used for another answer.")
    if "id" not in claimed:
        raise Conflict(
            "It is not known yet whether this was sent; look at the timeline.",
            code="send_outcome_unknown",
        )
    return claimed


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
