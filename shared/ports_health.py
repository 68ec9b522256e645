"""What the functions note of each channel's health, as a Protocol."""

from datetime import datetime
from typing import Any, Protocol

# What is counted of a channel and watched by an alarm; of the first the platform's
# own kind follows, after a space.
UNKNOWN, SILENT, TIMER_LATE = "unknown", "silent", "timer_late"
RESTARTED = "mended_started"  # a timer that the sweep had to start again


class Health(Protocol):
    def count(self, channel: str, what: str, now: datetime) -> None:
        """Add one to a counter of a channel, e.g. "rejected", "unknown"."""

    def read(self) -> dict[str, dict[str, Any]]:
        """All counters by channel."""

    def mark_broken(
        self, channel: str, account: str, reason: str, now: datetime
    ) -> None:
        """Note that nothing can be sent from an account; since the first time."""

    def clear_broken(self, channel: str, account: str) -> None:
        """Note that something was sent from it; harmless if it was well."""

    def broken(self) -> dict[str, dict[str, dict[str, Any]]]:
        """Broken accounts by channel: ``since``, ``reason`` and ``count``."""
