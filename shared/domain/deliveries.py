"""What became of a message we sent, from what the platform said of it since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from shared.domain.log import Entry

# Statuses come in any order and more than once; a message never goes backwards.
# A failure is overtaken only by the proof that it arrived after all.
_RANKS = {"sent": 1, "failed": 2, "delivered": 3, "read": 4, "played": 5}
_ARRIVED = frozenset(s for s, rank in _RANKS.items() if rank > _RANKS["failed"])


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a message has got; ``reason`` is the platform's, of a failure."""

    status: str
    reason: str | None = None


def standing(message: Entry, log: Iterable[Entry]) -> Standing | None:
    """How far a message of ours has got; None if nothing was said of it.

    Args:
        message: the entry of what was sent.
        log: every status and every sent message of the same person. A status
            without a target is about all private messages up to its own time
            (Messenger's watermark); X and Instagram name the last one read.

    """
    known = list(log)
    said = [s for s in known if s.status in _RANKS and _is_about(s, message)]
    best = max(said, key=lambda s: (_RANKS[s.status or ""], s.at), default=None)
    if (best is None or best.status != "failed") and _was_read_past(message, known):
        return Standing("read")
    if best is None or best.status is None:
        return None
    return Standing(best.status, best.text if best.status == "failed" else None)


def arrived_at(message: Entry, log: Iterable[Entry]) -> datetime | None:
    """When a platform first said that a message of ours had arrived, if it did."""
    said = (s for s in log if s.status in _ARRIVED and _is_about(s, message))
    return min((s.at for s in said), default=None)


def _is_about(status: Entry, message: Entry) -> bool:
    if status.target is None and status.kind == "status_received":
        return message.visibility != "public" and message.at <= status.at
    return status.kind == "status_received" and status.target == message.id


def _was_read_past(message: Entry, log: Iterable[Entry]) -> bool:
    """Tell whether a later message of the same talk has been read."""
    known = list(log)
    read = {s.target for s in known if s.status == "read"}
    return message.visibility != "public" and any(
        e.id in read and e.visibility != "public" and e.at >= message.at for e in known
    )
