"""Who is told of events, and who is asked for the customer card.

The addresses are settings; what signs and opens them is a secret and is not here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args
from urllib.parse import quote

EventType = Literal[
    "case.opened",
    "case.reopened",
    "case.assigned",
    "case.escalated",
    "case.breached",
    "case.resolved",
    "case.flushed",
    "message.received",
    "message.sent",
    "survey.answered",
    "customer.updated",
]
EVENT_TYPES: tuple[EventType, ...] = get_args(EventType)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """Whom events are posted to: of these types, None are all."""

    url: str
    events: frozenset[str] | None = None
    active: bool = True

    def wants(self, event: str) -> bool:
        return self.active and (self.events is None or event in self.events)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSource:
    """Who is asked for the card of a customer whose case is about to be routed.

    ``url`` has ``{channel}`` and ``{user}`` in it; of what comes only these
    ``attributes`` are taken, None are all.
    """

    url: str
    attributes: frozenset[str] | None = None

    def of(self, person: str) -> str:
        """The address that tells of one person, ``channel:user``."""
        channel, _, user = person.partition(":")
        step = quote(user, safe="")
        if user in (".", ".."):  # which a server might take for a step back
            step = user.replace(".", "%2E")
        filled = self.url.replace("{channel}", quote(channel, safe=""))
        return filled.replace("{user}", step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Integrations:
    """The systems that the product works with; a new deployment has none."""

    subscribers: Mapping[str, Subscriber] = field(default_factory=dict)
    card: CardSource | None = None

    def wanting(self, event: str) -> list[str]:
        """The names of those who are told of such an event."""
        return [name for name, it in self.subscribers.items() if it.wants(event)]

    @property
    def urls(self) -> list[str]:
        """Every address in it; the card's as for somebody on some channel."""
        card = [self.card.of("channel:user")] if self.card else []
        return [*(one.url for one in self.subscribers.values()), *card]
