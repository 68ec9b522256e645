"""The rules in force, kept for a minute: read once, not with every event."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from shared.domain.rulebook import Version, assemble
from shared.domain.settings import Rulebook, Settings
from shared.observability import logger
from shared.ports_settings import SettingsStore

MAX_AGE = timedelta(minutes=1)


class KeptSettings:
    """A ``SettingsStore`` that knows its rules; what is put through it holds at once.

    Elsewhere it holds within a minute. ``first`` are the rules of a new
    deployment.
    """

    def __init__(self, store: SettingsStore, first: Settings) -> None:
        self._store = store
        self._versions: list[Version] = []
        self._book = Rulebook(first)
        self._read_at: datetime | None = None

    def rules(self, now: datetime) -> Rulebook:
        """Return the rules as they were read at most a minute ago."""
        read_at = self._read_at
        # A clock may be set back as well, at least the local stack's.
        if read_at is None or not timedelta() <= now - read_at < MAX_AGE:
            self.load()
            self._read_at = now
        return self._book

    def load(self) -> list[Version]:
        versions = self._store.load()
        if versions != self._versions:
            self._book, useless = assemble(self._book.first, versions)
            self._versions = versions
            for version, reason in useless:
                about = {"setting": version.name, "version": version.number}
                logger.error("Settings are of no use.", extra={**about, "why": reason})
        return versions

    def history(self, name: str, before: int | None, limit: int) -> list[Version]:
        return self._store.history(name, before, limit)

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
        version = self._store.put(
            *(name, document),
            by=by,
            at=at,
            expected=expected,
            restores=restores,
            request=request,
        )
        self._read_at = None
        return version
