"""What the audit log needs of the world, as a Protocol."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from shared.domain.audit import Note


class Audit(Protocol):
    """Notes of reads of personal data, kept for a while."""

    def add(self, note: Note, kept: timedelta | None) -> None:
        """Keep a note for so long; None: for good."""

    def of_day(self, day: str, before: str | None, limit: int) -> list[Note]:
        """The notes of a UTC day, newest first, those before a key only."""
