"""What is kept of a person outside his log, in memory: in the other fakes."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.domain.customers import customer_id
from shared.errors import Conflict
from shared.ports import Card
from shared.ports_privacy import Traces
from tests.fakes.customers import FakeCustomers
from tests.fakes.log import FakeLog
from tests.fakes.surveys import FakeSurveyLinks


class FakePersonal:
    """Looks into the other fakes."""

    def __init__(
        self, log: FakeLog, links: FakeSurveyLinks, customers: FakeCustomers
    ) -> None:
        self._log, self._links, self._customers = log, links, customers
        self._marks: dict[str, datetime] = {}

    def handles(self, person: str) -> list[str]:
        return sorted(key for key, whose in self._log.handles if whose == person)

    def forget_handles(self, person: str) -> None:
        self._log.handles -= {(key, person) for key in self.handles(person)}

    def sends(self, person: str) -> dict[str, Mapping[str, Any]]:
        mine = {k: v for (whose, k), v in self._log.sends.items() if whose == person}
        return dict(sorted(mine.items()))

    def forget_links(self, links: Iterable[str]) -> None:
        for link in links:
            self._links.links.pop(link, None)

    def heard_in(self, month: str) -> list[str]:
        cards = self._log.cards(self._log.items)
        days = {p: self._log.items[p].day or "" for p in cards}
        return [p for p, day in days.items() if day.startswith(f"heard#{month}#")]

    def forget(
        self, card: Card, traces: Traces, before: datetime, now: datetime
    ) -> None:
        person, log = card.person.id, self._log
        if card.version != log.cards([person])[person].version:
            raise Conflict("Something was written of him just now.")
        log.save(
            replace(Card.empty(person), version=card.version, heard=card.heard),
        )
        self._customers.forget(customer_id(person))
        self.forget_handles(person)
        old = [e.key for e in log.read(person) if e.at < before]
        for key in old:
            del log.entries[person][key]
        log.promises = {it for it in log.promises if it[0] != person}
        log.sends = {key: it for key, it in log.sends.items() if key[0] != person}
        channel = card.person.channel
        for key in (
            *(f"CASE#{case}" for case in traces.cases),
            *(f"POST#{channel}:{post}" for post in traces.posts),
        ):
            log.pointers.pop(key, None)
        for address in traces.addresses:
            log.known_ids.pop(f"{channel}:{address}", None)

    def mark(self, name: str) -> datetime | None:
        return self._marks.get(name)

    def set_mark(self, name: str, at: datetime) -> None:
        self._marks[name] = at
