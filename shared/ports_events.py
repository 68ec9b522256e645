"""What events out need of the world, as Protocols."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from shared.domain.customers import Customer
    from shared.domain.log import Entry
    from shared.ports import Card
    from shared.ports_outside import Outside


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What has changed in the table, as far as events can come of it: one of these.

    A new ``entry`` of a person's log; a card, or a customer, before and after.
    """

    person: str = ""
    entry: Entry | None = None
    cards: tuple[Card | None, Card] | None = None
    customers: tuple[Customer | None, Customer] | None = None


class Changes(Protocol):
    def read(
        self,
        before: Mapping[str, Any] | None,
        after: Mapping[str, Any] | None,
    ) -> Change | None:
        """Read an item as the table's stream shows it; None: of no event.

        Raises:
            Exception: whatever it is, it is of this item and not of the store.

        """


class Posts(Protocol):
    """Events on their way to subscribers."""

    def send(self, bodies: Sequence[str]) -> None:
        """Store postings durably.

        Raises:
            StoreUnavailable: at least one was not stored.

        """

    def put(self, body: str, delay_s: int) -> None:
        """Store one, to come back after at most 900 seconds; raises as ``send``."""

    def set_aside(self, body: str) -> None:
        """Keep for people what no function can do anything with; raises likewise."""

    def lie_aside(self) -> bool:
        """Whether something does, or has failed as often as it may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a subscriber has been of late.

    ``failures`` are those in a row, ``failed_at`` and ``reason`` of the last one
    ever. Until ``peace_until`` he is not tried; the address ``gone`` has said that
    it is none any more.
    """

    delivered_at: datetime | None = None
    failed_at: datetime | None = None
    reason: str | None = None
    failures: int = 0
    peace_until: datetime | None = None
    gone: str | None = None


class Subscribers(Protocol):
    """What is kept of each subscriber: how he has been, and his dead letters."""

    def standing(self, name: str) -> Standing:
        """How he has been; a new one has not been at all."""

    def delivered(self, name: str, now: datetime) -> None:
        """Note a success: whatever failed before is over."""

    def failed(
        self,
        name: str,
        reason: str,
        now: datetime,
        *,
        peace_until: datetime | None = None,
        gone: str | None = None,
    ) -> None:
        """Note a failure."""

    def mend(self, name: str) -> None:
        """Let him be tried again at once, also where he said that he is gone."""

    def bury(self, name: str, event: str, body: str, why: str, now: datetime) -> None:
        """Keep a dead letter for 14 days, once an event."""

    def dead(self, name: str, limit: int) -> dict[str, str]:
        """Bodies of dead letters by event, no more than so many."""

    def count_lost(self, now: datetime) -> None:
        """Count in the metric of dead letters what is no subscriber's own."""

    def count_dead(self, name: str, most: int) -> int:
        """How many dead letters there are; ``most`` also where there are more."""

    def forget(self, name: str, events: Iterable[str]) -> None:
        """Take dead letters away."""

    def card_failed(self, why: str, now: datetime) -> None:
        """Count that a case was routed without the customer card."""


class EventPorts(Protocol):
    """The ports of this file, and the calls that they are for."""

    @property
    def changes(self) -> Changes: ...
    @property
    def posts(self) -> Posts: ...
    @property
    def subscribers(self) -> Subscribers: ...
    @property
    def outside(self) -> Outside: ...
