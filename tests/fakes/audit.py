"""The audit log in memory; ``broken`` refuses every note."""

from dataclasses import dataclass, field
from datetime import timedelta

from shared.domain.audit import Note
from shared.domain.times import to_text
from shared.errors import StoreUnavailable


@dataclass
class FakeAudit:
    """Notes by their key."""

    notes: dict[str, Note] = field(default_factory=dict)
    broken: bool = False

    def add(self, note: Note, kept: timedelta | None) -> None:
        if self.broken:
            raise StoreUnavailable("The audit log did not answer.")
        self.notes[note.key] = note

    def of_day(self, day: str, before: str | None, limit: int) -> list[Note]:
        found = [n for n in self.notes.values() if to_text(n.at).startswith(day)]
        found.sort(key=lambda n: n.key, reverse=True)
        return [n for n in found if before is None or n.key < before][:limit]
