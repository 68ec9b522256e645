"""Where webhooks lie until they are in the log, as a Protocol."""

from collections.abc import Sequence
from typing import Protocol


class Queue(Protocol):
    def send(self, bodies: Sequence[str]) -> None:
        """Store the bodies durably.

        Raises:
            StoreUnavailable: at least one was not stored.

        """

    def done(self, handles: Sequence[str]) -> None:
        """Take received messages off the queue."""
