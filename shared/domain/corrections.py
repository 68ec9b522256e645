"""Which entries change how an older message is shown, however much later they come."""

from shared.domain.log import UNDELIVERED, Entry

_KINDS = frozenset({"message_edited", "message_deleted", "unflushed"})


def corrected_by(entry: Entry) -> str | None:
    """The id of the message that is shown otherwise because of this entry, if any.

    An edit, a deletion, a flush that was taken back, and a message of ours that
    never arrived. That one arrived or was read is told soon or does not matter.
    """
    failed = entry.kind == "status_received" and entry.status == UNDELIVERED
    return entry.target if failed or entry.kind in _KINDS else None
