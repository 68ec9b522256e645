"""Customers over channels in memory, beside the log, whose cards they change."""

import json
from collections.abc import Iterable, Sequence

from shared.domain.customers import from_json, to_json
from shared.domain.log import Entry
from shared.errors import Conflict
from shared.ports import Card
from shared.ports_customers import Kept
from tests.fakes.log import FakeLog


class FakeCustomers:
    """Keeps what the table would keep, as text, so that nothing is shared."""

    def __init__(self, log: FakeLog) -> None:
        self._log = log
        self._kept: dict[str, tuple[str, str | None, int]] = {}

    def get(self, ids: Iterable[str]) -> dict[str, Kept]:
        return {one: self._read(one) for one in ids if one in self._kept}

    def save(
        self,
        changed: Sequence[Kept],
        cards: Sequence[Card],
        entries: Sequence[tuple[str, Entry]],
    ) -> None:
        for kept in changed:
            if kept.version != (self._kept.get(kept.id) or ("", None, 0))[2]:
                raise Conflict("The customer has changed.")
        for person, entry in entries:
            if entry.key in self._log.entries.get(person, {}):
                raise Conflict("The entry exists.")
        stored = self._log.cards(card.person.id for card in cards)
        if any(stored[c.person.id].version != c.version for c in cards):
            raise Conflict("A card has changed.")
        for kept in changed:
            self._kept[kept.id] = _written(kept)
        for card in cards:
            self._log.save(card)
        self._log.append(entries)

    def by_handle(self, key: str) -> list[str]:
        return sorted(person for known, person in self._log.handles if known == key)

    def forget(self, one: str) -> None:
        self._kept.pop(one, None)

    def _read(self, one: str) -> Kept:
        person, body, version = self._kept[one]
        customer = from_json(person, json.loads(body)) if body else None
        return Kept(person=person, customer=customer, version=version)


def _written(kept: Kept) -> tuple[str, str | None, int]:
    body = json.dumps(to_json(kept.customer)) if kept.customer else None
    return kept.person, body, kept.version + 1
