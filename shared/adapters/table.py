"""The log, its cards and its pointers in DynamoDB.

Costs per call are in requests; ``append`` and ``cards`` batch, so that an
inbound message needs two requests at most.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from pynamodb.exceptions import PutError, TransactWriteError
from pynamodb.transactions import TransactWrite

from shared.adapters import corrections, day_index, sends, tokens, worklist, writes
from shared.adapters.cards import (
    card_key,
    folded_anew,
    from_item,
    to_item,
    unchanged,
)
from shared.adapters.conditions import is_lost, is_unmet
from shared.adapters.items import (
    AgentItem,
    CardItem,
    IdentityItem,
    Item,
    LogItem,
    PointerItem,
)
from shared.adapters.transactions import transact
from shared.domain.decisions import Promise
from shared.domain.live import OpenCase
from shared.domain.log import PREFIX, Entry, from_json
from shared.domain.settings import Rules
from shared.domain.times import from_text, midnight
from shared.domain.worklist import Waiting
from shared.errors import Conflict
from shared.ports import Card, Identity, Page, Stray
from shared.ports_workflow import Token


class DynamoLog:
    """``shared.ports.Log`` on the one table; ``items.bind`` has named it.

    ``rules`` are those to fold by: the log of whom another version of the fold has
    left a card of.
    """

    def __init__(self, rules: Callable[[], Rules]) -> None:
        self._rules = rules

    def cards(self, persons: Iterable[str]) -> dict[str, Card]:
        keys = {card_key(p): p for p in persons}
        found: dict[str, Card] = {}
        for item in CardItem.batch_get(list(keys), consistent_read=True):
            card = from_item(item)
            person = card.person.id
            if card.stale:
                card = folded_anew(card, self.read(person), self._rules())
            found[person] = card
        for person in keys.values():
            found.setdefault(person, Card.empty(person))
        return found

    def read(self, person: str, since: str = "") -> list[Entry]:
        found = LogItem.query(
            f"PERSON#{person}",
            LogItem.sk.between(since or PREFIX, PREFIX + "~"),
            LogItem.expires.does_not_exist(),  # what is forgotten is on its way out
            consistent_read=True,
        )
        return [from_json(item.sk, item.body) for item in found]

    def page(self, person: str, cursor: str | None, limit: int) -> Page:
        upper = cursor or PREFIX + "~"
        found = LogItem.query(
            f"PERSON#{person}",
            LogItem.sk.between(PREFIX, upper),
            LogItem.expires.does_not_exist(),
            scan_index_forward=False,
            limit=limit + 2,
        )
        items = [i for i in found if i.sk != cursor][: limit + 1]
        entries = [from_json(i.sk, i.body) for i in items[:limit]]
        return Page(entries, items[limit - 1].sk if len(items) > limit else None)

    def following(self, person: str, key: str, limit: int) -> list[Entry]:
        stretch = LogItem.sk.between(key, PREFIX + "~")
        kept = LogItem.expires.does_not_exist()
        found = LogItem.query(f"PERSON#{person}", stretch, kept, limit=limit)
        return [from_json(item.sk, item.body) for item in found]

    def corrections(self, person: str, messages: Iterable[str]) -> list[Entry]:
        return corrections.find(person, messages)

    def append(  # noqa: PLR0913 - one request for all
        self,
        entries: Iterable[tuple[str, Entry]],
        *,
        posts: Iterable[tuple[str, str]] = (),
        cases: Iterable[tuple[str, str]] = (),
        promises: Iterable[tuple[str, Promise]] = (),
        strays: Iterable[Stray] = (),
        identities: Mapping[str, Identity] = MappingProxyType({}),
        handles: Iterable[tuple[str, str]] = (),
        newest: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        entries = list(entries)
        corrections.note(entries)
        items: list[Item] = [
            writes.log_item(person, entry, newest.get(person, ""))
            for person, entry in entries
        ]
        items += [writes.pointer(f"POST#{post}", person) for post, person in posts]
        items += [writes.pointer(f"CASE#{case}", person) for case, person in cases]
        items += [writes.due_item(person, promise) for person, promise in promises]
        items += [writes.identity_item(key, known) for key, known in identities.items()]
        for key, person in handles:
            items += writes.handle_items(key, person)
        for stray in strays:
            items.append(writes.stray_item(stray))
            if stray.answers:
                items.append(writes.waiting_pointer(stray))
        # One key twice in a batch is refused; the same key is the same content.
        unique = {(item.pk, item.sk): item for item in items}
        with Item.batch_write() as batch:
            for item in unique.values():
                batch.save(item)

    def save(self, card: Card) -> None:
        item = to_item(card)
        try:
            item.save(unchanged(card))
        except PutError as error:
            if not is_unmet(error):
                raise
            raise Conflict("The card has changed; read it again.") from error

    def record(
        self,
        entry: Entry,
        card: Card,
        *,
        more: Sequence[Entry] = (),
        load: Mapping[str, int] | None = None,
        by_hand: bool = False,
        newest: str = "",
    ) -> None:
        person = card.person.id
        is_new = LogItem.pk.does_not_exist()
        try:
            with transact() as transaction:
                for new in (entry, *more):
                    item = writes.log_item(person, new, newest)
                    transaction.save(item, condition=is_new)
                transaction.save(to_item(card), condition=unchanged(card))
                for agent, change in (load or {}).items():
                    _change_load(transaction, agent, change, by_hand=by_hand)
        except TransactWriteError as error:
            if not is_lost(error):
                raise
            raise Conflict("Somebody else was first; read the case again.") from error

    def person_of_case(self, case_id: str) -> str | None:
        try:
            return PointerItem.get(f"CASE#{case_id}", "PERSON").person
        except PointerItem.DoesNotExist:
            return None

    def persons_of_posts(self, posts: Iterable[str]) -> dict[str, str]:
        return _pointed_at("POST#", posts)

    def identities(self, ids: Iterable[str]) -> dict[str, Identity]:
        keys = [(f"IDENTITY#{key}", "PERSON") for key in set(ids)]
        if not keys:
            return {}
        found = IdentityItem.batch_get(keys, consistent_read=True)
        return {
            item.pk.removeprefix("IDENTITY#"): Identity(
                person=item.person, until=from_text(item.until) if item.until else None
            )
            for item in found
        }

    def waiting_for(self, posts: Iterable[str]) -> dict[str, list[Entry]]:
        logs = _pointed_at("WAITING#", posts)
        return {post: _strays(log) for post, log in logs.items()}

    def work(
        self,
        status: str,
        queues: Iterable[str],
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page:
        return worklist.page(status, queues, cursor, limit)

    def unassigned(self, queues: Iterable[str]) -> list[Waiting]:
        return worklist.unassigned(queues)

    def held(self, agent: str, queues: Iterable[str]) -> list[str]:
        return worklist.held(agent, queues)

    def open_cases(self, queues: Iterable[str]) -> list[OpenCase]:
        return worklist.open_cases(queues)

    def open_persons(self, queues: Iterable[str]) -> set[str]:
        return worklist.open_persons(queues)

    def persons_between(
        self, start: datetime, end: datetime, shard: int | None = None
    ) -> set[str]:
        keys = day_index.keys_between(midnight(start), end, shard)
        return {pk.removeprefix("PERSON#") for pk, _ in keys}

    def ended_between(
        self, start: datetime, end: datetime, shard: int | None = None
    ) -> set[str]:
        keys = day_index.keys_between(start, end, shard)
        return {pk.removeprefix("PERSON#") for pk, sk in keys if writes.is_ending(sk)}

    def claim(
        self,
        person: str,
        key: str,
        now: datetime,
        note: Mapping[str, Any] = MappingProxyType({}),
    ) -> Mapping[str, Any] | None:
        return sends.claim(person, key, now, note)

    def claimed(self, person: str, key: str) -> Mapping[str, Any] | None:
        return sends.claimed(person, key)

    def settle(self, person: str, key: str, outcome: Mapping[str, Any] | None) -> None:
        sends.settle(person, key, outcome)

    def keep_token(self, case_id: str, episode: int, token: Token | None) -> bool:
        return tokens.keep(case_id, episode, token)

    def tokens(self, names: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Token]:
        return tokens.found(names)


def _strays(log: str) -> list[Entry]:
    """What waits in a log of nobody; it expires, whether it is found or not."""
    found = LogItem.query(
        f"PERSON#{log}",
        LogItem.sk.startswith(PREFIX),
        # A person may be called like such a log (``waiting:…``); his do not expire.
        LogItem.expires.exists(),
        consistent_read=True,
    )
    return [from_json(item.sk, item.body) for item in found]


def _pointed_at(prefix: str, posts: Iterable[str]) -> dict[str, str]:
    keys = [(f"{prefix}{post}", "PERSON") for post in set(posts)]
    if not keys:
        return {}
    # Consistent: an answer and what it answers may be stored at the same time.
    found = PointerItem.batch_get(keys, consistent_read=True)
    return {item.pk.removeprefix(prefix): item.person for item in found}


def _change_load(
    transaction: TransactWrite, agent: str, change: int, *, by_hand: bool
) -> None:
    """Move an agent's load: up if he is available and under capacity, down to 0."""
    item = AgentItem("AGENTS", f"AGENT#{agent}")
    able: Any = AgentItem.open_cases < AgentItem.capacity
    if not by_hand:
        able &= AgentItem.available == True  # noqa: E712 - builds a condition
    transaction.update(
        item,
        [AgentItem.open_cases.add(change)],
        condition=able if change > 0 else AgentItem.open_cases >= -change,
    )
