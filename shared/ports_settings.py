"""What the settings need of the world, as a Protocol."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from shared.domain.rulebook import Version


class SettingsStore(Protocol):
    """The documents of the settings, each in versions that never change."""

    def load(self) -> list[Version]:
        """Every version of every document, each document's oldest first."""

    def history(self, name: str, before: int | None, limit: int) -> list[Version]:
        """The versions of a document, newest first, those below ``before`` only."""

    def put(
        self,
        name: str,
        document: Mapping[str, Any],
        *,
        by: str,
        at: datetime,
        expected: int,
        restores: int | None = None,
        request: str | None = None,
    ) -> Version:
        """Store the version after the one expected; 0 means that there is none.

        Raises:
            Conflict: the newest version is another one.

        """
