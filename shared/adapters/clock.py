"""The clock of the functions: the machine's, shifted on the local stack only."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from shared.domain.times import to_milliseconds


class SystemClock:
    """``shared.ports.Clock``.

    ``offset_file`` holds the seconds by which the local stack's clock is ahead;
    it is read at each call, since it may be advanced at any moment.
    """

    def __init__(self, offset_file: str | None = None) -> None:
        self._file = Path(offset_file) if offset_file else None

    def now(self) -> datetime:
        now = datetime.now(UTC)
        if self._file is not None and self._file.exists():
            now += timedelta(seconds=float(self._file.read_text() or 0))
        return to_milliseconds(now)
