"""Whose turn it is: answers to one person leave in the order they were asked for."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from shared.channels import parts
from shared.domain import outgoing
from shared.domain.log import Entry
from shared.domain.messages import Outbound
from shared.errors import BEHIND, SendDelayed

LOOK_AGAIN = timedelta(minutes=1)


def take(whole: Outbound, log: Iterable[Entry], now: datetime) -> None:
    """Let an answer go on unless an earlier one of the same visibility waits.

    Raises:
        SendDelayed: one does; its code is BEHIND.

    """
    known = list(log)
    mine = outgoing.waiting(known, whole.key)
    earlier = (
        e
        for e in known
        if e.kind == "send_queued"
        and (e.visibility, e.send_key != whole.key) == (whole.visibility, True)
        and (mine is None or e.key < mine.key)
    )
    if any(_waits(e, known, whole.channel, now) for e in earlier):
        raise SendDelayed(
            "An earlier answer waits; this one is sent after it.",
            retry_after_s=LOOK_AGAIN.total_seconds(),
            code=BEHIND,
        )


def _waits(entry: Entry, log: list[Entry], channel: str, now: datetime) -> bool:
    """Tell whether an answer has parts that have not been tried to their end."""
    if now >= entry.at + outgoing.GIVE_UP:
        return False
    if outgoing.waiting(log, entry.send_key or "") != entry:
        return False
    outs = parts.split(outgoing.to_outbound(channel, entry))
    return not outgoing.is_over(outs, log)
