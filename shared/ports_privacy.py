"""What is kept of a person outside his log, his card and the bucket, as a Protocol."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from shared.ports import Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """What leads to a person from elsewhere: ids as the log has them."""

    cases: frozenset[str]
    posts: frozenset[str]
    addresses: frozenset[str]  # other ids that the platform gives him


class Personal(Protocol):
    """What export shows and erasure takes away."""

    def handles(self, person: str) -> list[str]:
        """Every handle that he has ever gone by, as it is looked up."""

    def forget_handles(self, person: str) -> None:
        """Let nobody find him by a handle any more."""

    def sends(self, person: str) -> dict[str, Mapping[str, Any]]:
        """What is stored under each send key reserved for him."""

    def forget_links(self, links: Iterable[str]) -> None:
        """Forget whose these links to surveys are; fine if nobody's."""

    def heard_in(self, month: str) -> list[str]:
        """Whose newest entry is of before the month in which it was written."""

    def forget(
        self, card: "Card", traces: Traces, before: datetime, now: datetime
    ) -> None:
        """Forget what was ``before``: his log is empty, and nothing leads to it.

        The customer whom he leads goes with him; of who is forgotten already, what
        is left of his log.

        Raises:
            Conflict: something was written of him since the card was read.

        """

    def mark(self, name: str) -> datetime | None:
        """How far a task has come."""

    def set_mark(self, name: str, at: datetime) -> None:
        """Note how far it has come."""
