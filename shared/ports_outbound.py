"""What the way out needs of the world, as Protocols."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from shared.channels.rates import Rate
    from shared.domain.messages import Delivery, Outbound


class Outbox(Protocol):
    def put(self, body: str, delay_s: int) -> None:
        """Store an errand durably, to come back after at most 900 seconds.

        Raises:
            StoreUnavailable: it was not stored.

        """


class Rates(Protocol):
    """Token buckets, shared by every function that sends."""

    def take(self, name: str, rate: Rate, now: datetime) -> float:
        """Take a token; returns 0, or in how many seconds there will be one."""

    def close(self, name: str, rate: Rate, now: datetime, until: datetime) -> None:
        """Give no token until then, as the platform wants it."""


class Sender(Protocol):
    def deliver(self, out: Outbound) -> Delivery:
        """Send a message once and say what the platform answered.

        Raises:
            BadInput: over a limit. SendDelayed: not sent, try again later.
            SendRefused: never. SendUnconfirmed: perhaps sent.
            ChannelBroken: not until somebody acts.

        """

    def acknowledge(self, channel: str, account: str, event_id: str) -> None:
        """Show a customer that an event has arrived, where the platform waits.

        Raises:
            CareError: it was not shown; a second time is harmless.

        """
