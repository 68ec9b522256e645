"""What customers over channels need of the world, as a Protocol."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from shared.domain.customers import Customer, customer_id

if TYPE_CHECKING:
    from shared.domain.log import Entry
    from shared.ports import Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is stored under a customer's id: the person it was made of.

    ``customer`` is None while the person is alone, or not the first of his
    customer. ``version`` 0 means not stored yet.
    """

    person: str
    customer: Customer | None = None
    version: int = 0

    @property
    def id(self) -> str:
        return customer_id(self.person)


class Customers(Protocol):
    """Which persons are one customer, and who goes by a handle."""

    def get(self, ids: Iterable[str]) -> dict[str, Kept]:
        """What is stored under these customers' ids; one that is missing: nothing."""

    def save(
        self,
        changed: Sequence[Kept],
        cards: Sequence[Card],
        entries: Sequence[tuple[str, Entry]],
    ) -> None:
        """Store all of this or nothing; entries are paired with their persons.

        Raises:
            Conflict: something of it has changed since it was read.

        """

    def by_handle(self, key: str) -> list[str]:
        """Persons who have ever gone by this handle (``handle_key``)."""
