"""The log in memory; held to the same contract suite as the one in DynamoDB."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from shared.adapters.cards import from_item, open_case, to_item
from shared.adapters.items import CardItem
from shared.adapters.worklist import read_cursor, write_cursor
from shared.domain.agents import Agent
from shared.domain.corrections import corrected_by
from shared.domain.decisions import Promise
from shared.domain.live import OpenCase
from shared.domain.log import Entry, from_json, to_json
from shared.domain.shards import shard_of
from shared.domain.times import midnight, to_text
from shared.domain.worklist import Waiting
from shared.errors import Conflict, NotFound
from shared.ports import Card, Identity, Page, Stray
from shared.ports_workflow import Token


class FakeLog:
    """Keeps what the table would keep, as text, so that nothing is shared."""

    def __init__(self) -> None:
        self.entries: dict[str, dict[str, str]] = {}
        self.items: dict[str, CardItem] = {}
        self.pointers: dict[str, str] = {}
        self.sends: dict[tuple[str, str], dict[str, Any]] = {}
        self.kept_tokens: dict[tuple[str, int], Token] = {}
        self.agents: dict[str, Agent] = {}
        self.promises: set[tuple[str, Promise]] = set()
        self.strays: dict[str, dict[str, Stray]] = {}
        self.known_ids: dict[str, Identity] = {}
        self.handles: set[tuple[str, str]] = set()

    def cards(self, persons: Iterable[str]) -> dict[str, Card]:
        return {
            p: from_item(self.items[p]) if p in self.items else Card.empty(p)
            for p in persons
        }

    def read(self, person: str, since: str = "") -> list[Entry]:
        log = self.entries.get(person, {})
        return [from_json(k, json.loads(log[k])) for k in sorted(log) if k >= since]

    def page(self, person: str, cursor: str | None, limit: int) -> Page:
        newest = list(reversed(self.read(person)))
        rest = [e for e in newest if cursor is None or e.key < cursor]
        more = len(rest) > limit
        return Page(rest[:limit], rest[limit - 1].key if more else None)

    def following(self, person: str, key: str, limit: int) -> list[Entry]:
        return self.read(person, key)[:limit]

    def corrections(self, person: str, messages: Iterable[str]) -> list[Entry]:
        wanted = set(messages)
        return [e for e in self.read(person) if corrected_by(e) in wanted]

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
        for person, entry in entries:
            self._put(person, entry)
        self.pointers |= {f"POST#{post}": person for post, person in posts}
        self.pointers |= {f"CASE#{case}": person for case, person in cases}
        self.promises |= set(promises)
        self.known_ids |= identities
        self.handles |= set(handles)
        for stray in strays:
            self.strays.setdefault(stray.log, {})[stray.entry.key] = stray

    def save(self, card: Card) -> None:
        self._check(card)
        self.items[card.person.id] = to_item(card)

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
        self._check(card)
        known = self.entries.get(card.person.id, {})
        if any(new.key in known for new in (entry, *more)):
            raise Conflict("The entry exists.")
        for agent_id, change in (load or {}).items():
            agent = self.agents.get(agent_id)
            if agent is None or agent.load + change < 0:
                raise Conflict("The agent cannot take it.")
            able = agent.load < agent.capacity and (by_hand or agent.available)
            if change > 0 and not able:
                raise Conflict("The agent cannot take it.")
        for agent_id, change in (load or {}).items():
            agent = self.agents[agent_id]
            self.agents[agent_id] = replace(agent, load=agent.load + change)
        for new in (entry, *more):
            self._put(card.person.id, new)
        self.items[card.person.id] = to_item(card)

    def identities(self, ids: Iterable[str]) -> dict[str, Identity]:
        return {i: self.known_ids[i] for i in ids if i in self.known_ids}

    def kept(self) -> list[Entry]:
        """What is in nobody's log."""
        return [s.entry for log in self.strays.values() for s in log.values()]

    def waiting_for(self, posts: Iterable[str]) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for log in self.strays.values():
            for stray in log.values():
                if stray.answers in set(posts):
                    found.setdefault(stray.answers or "", []).append(stray.entry)
        return found

    def person_of_case(self, case_id: str) -> str | None:
        return self.pointers.get(f"CASE#{case_id}")

    def persons_of_posts(self, posts: Iterable[str]) -> dict[str, str]:
        found = {p: self.pointers.get(f"POST#{p}") for p in posts}
        return {p: person for p, person in found.items() if person is not None}

    def work(
        self,
        status: str,
        queues: Iterable[str],
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page:
        listed = self._listed(status, queues)
        if status != "open":
            listed.reverse()
        if cursor is not None:
            after = read_cursor(cursor)
            listed = [
                w
                for w in listed
                if w.place != after and (w.place > after) == (status == "open")
            ]
        shown = listed[:limit]
        more = len(listed) > limit
        places = [write_cursor(w.place) for w in shown]
        persons = [w.person for w in shown]
        return Page(persons, places[-1] if more else None, places)

    def unassigned(self, queues: Iterable[str]) -> list[Waiting]:
        listed = self._listed("open", queues)
        return [w for w in listed if self.items[w.person].agent is None]

    def held(self, agent: str, queues: Iterable[str]) -> list[str]:
        listed = self._listed("open", queues)
        return [w.person for w in listed if self.items[w.person].agent == agent]

    def open_cases(self, queues: Iterable[str]) -> list[OpenCase]:
        listed = self._listed("open", queues)
        return [open_case(self.items[w.person]) for w in listed]

    def open_persons(self, queues: Iterable[str]) -> set[str]:
        return {w.person for w in self._listed("open", queues)}

    def persons_between(
        self, start: datetime, end: datetime, shard: int | None = None
    ) -> set[str]:
        begin = midnight(start)
        active = {
            p
            for p in self.entries
            if any(begin <= e.at < end and e.kind != "understood" for e in self.read(p))
        }
        due = {p for p, due in self.promises if begin <= due.due < end}
        return {p for p in active | due if shard in (None, shard_of(p))}

    def ended_between(
        self, start: datetime, end: datetime, shard: int | None = None
    ) -> set[str]:
        return {
            p
            for p in self.persons_between(start, end, shard)
            if any(
                start <= e.at < end and e.kind in ("resolved", "flushed")
                for e in self.read(p)
            )
        }

    def claim(
        self,
        person: str,
        key: str,
        now: datetime,
        note: Mapping[str, Any] = MappingProxyType({}),
    ) -> Mapping[str, Any] | None:
        stored = self.claimed(person, key)
        if stored is None:
            self.sends[person, key] = {**note, "claimed_at": to_text(now)}
        return stored

    def claimed(self, person: str, key: str) -> Mapping[str, Any] | None:
        return self.sends.get((person, key))

    def settle(self, person: str, key: str, outcome: Mapping[str, Any] | None) -> None:
        if outcome is None:
            self.sends.pop((person, key), None)
        else:
            self.sends[person, key] = dict(outcome)

    def keep_token(self, case_id: str, episode: int, token: Token | None) -> bool:
        if token is None:
            self.kept_tokens.pop((case_id, episode), None)
            return True
        known = self.kept_tokens.get((case_id, episode))
        if known and token.entered and (known.entered or "") > token.entered:
            return False
        self.kept_tokens[case_id, episode] = token
        return True

    def tokens(self, names: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Token]:
        return {
            name: self.kept_tokens[name] for name in names if name in self.kept_tokens
        }

    def _listed(self, status: str, queues: Iterable[str]) -> list[Waiting]:
        works = {f"{status}#{queue}" for queue in queues}
        found = ((i.due, p) for p, i in self.items.items() if i.work in works)
        return sorted(Waiting(due or "", person) for due, person in found)

    def _put(self, person: str, entry: Entry) -> None:
        text = json.dumps(to_json(entry))
        self.entries.setdefault(person, {})[entry.key] = text

    def _check(self, card: Card) -> None:
        stored = self.items.get(card.person.id)
        if card.version != (int(stored.version) if stored else 0):
            raise Conflict("The card has changed.")


class FakeAgents:
    """Agents beside the log, since loads change in its transaction."""

    def __init__(self, log: FakeLog) -> None:
        self._agents = log.agents
        self._former: set[str] = set()

    def all(self) -> list[Agent]:
        return [self._agents[a] for a in sorted(self._agents)]

    def get(self, agent_id: str) -> Agent | None:
        return self._agents.get(agent_id)

    def put(self, agent: Agent) -> Agent:
        old = self._agents.get(agent.id)
        if old is not None:
            agent = replace(agent, available=old.available, load=old.load)
        self._agents[agent.id] = agent
        self._former.discard(agent.id)
        return agent

    def change(self, agent_id: str, change: Callable[[Agent], Agent]) -> Agent:
        for _ in range(5):
            known = self._agents.get(agent_id)
            if known is None:
                raise NotFound(f"There is no agent {agent_id!r}.")
            changed = change(known)
            if self._agents.get(agent_id) == known:
                return self.put(changed)
        raise Conflict("Others are changing this agent.")

    def delete(self, agent_id: str) -> None:
        self._agents.pop(agent_id, None)
        self._former.add(agent_id)

    def is_former(self, agent_id: str) -> bool:
        return agent_id in self._former

    def set_available(self, agent_id: str, available: bool) -> Agent:
        if agent_id not in self._agents:
            raise NotFound(f"There is no agent {agent_id!r}.")
        agent = replace(self._agents[agent_id], available=available)
        self._agents[agent_id] = agent
        return agent
