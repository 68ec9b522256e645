"""The audit log in DynamoDB: a partition a UTC day, an item a read."""

from datetime import timedelta

from shared.adapters.items import AuditItem
from shared.domain.audit import Note
from shared.domain.times import from_text, to_text

_LAST = "9999"  # behind every key


class DynamoAudit:
    """``shared.ports_audit.Audit`` on the one table, 1 request a call."""

    def add(self, note: Note, kept: timedelta | None) -> None:
        AuditItem(
            _partition(to_text(note.at)),
            note.key,
            who=note.who,
            route=note.route,
            customers=list(note.customers) or None,
            case_id=note.case,
            expires=None if kept is None else int((note.at + kept).timestamp()),
        ).save()

    def of_day(self, day: str, before: str | None, limit: int) -> list[Note]:
        found = AuditItem.query(
            _partition(day),
            AuditItem.sk < (before or _LAST),
            consistent_read=True,
            scan_index_forward=False,
            limit=limit,
        )
        return [_note(item) for item in found]


def _partition(day: str) -> str:
    return f"AUDIT#{day[:10]}"


def _note(item: AuditItem) -> Note:
    at, _, name = item.sk.partition("#")
    return Note(
        at=from_text(at),
        id=name,
        who=item.who,
        route=item.route,
        customers=tuple(item.customers or ()),
        case=item.case_id,
    )
