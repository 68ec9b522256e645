"""What the functions need of the world, as Protocols; adapters and fakes fit them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from shared.domain.state import Person
from shared.ports_events import EventPorts

if TYPE_CHECKING:
    from shared.domain.decisions import Promise
    from shared.domain.live import OpenCase
    from shared.domain.log import Entry
    from shared.domain.settings import Rules
    from shared.domain.worklist import Waiting
    from shared.ports_agents import Agents
    from shared.ports_audit import Audit
    from shared.ports_customers import Customers
    from shared.ports_files import Files
    from shared.ports_health import Health
    from shared.ports_numbers import HelpViewsStore, Kept, KpiRuns, Recomputes
    from shared.ports_outbound import Outbox, Rates, Sender
    from shared.ports_privacy import Personal
    from shared.ports_queue import Queue
    from shared.ports_secrets import Secrets
    from shared.ports_sentiments import Sentiments
    from shared.ports_settings import SettingsStore
    from shared.ports_surveys import SurveyLinks
    from shared.ports_workflow import Token, Workflow


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The cached fold of one person, with what lists show of him.

    ``version`` 0 means not stored yet. ``customer`` is the id of the customer he
    is with others, or of whom the CRM has told something. ``generation`` counts
    the workflow executions after the first one of the present episode. From
    ``at_risk_from`` on little is left of a promise of the open case. ``heard`` is
    the month (``2026-11``) in which something was last written in his log. A
    ``stale`` one is stored as another version of the fold made it.
    """

    person: Person
    version: int = 0
    name: str | None = None
    handle: str | None = None
    customer: str | None = None
    generation: int = 0
    at_risk_from: datetime | None = None
    heard: str | None = None
    stale: bool = False

    @staticmethod
    def empty(person: str) -> Card:
        return Card(person=Person(id=person))


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, where the next starts, and of a work list every place."""

    items: list[Any]
    next: str | None
    places: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whose log an id of a platform means; ``until`` when, if it has changed."""

    person: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stray:
    """An entry that is in nobody's log, or not yet.

    ``log`` names where it is kept. ``answers`` is the post it is about, where
    it may still find its person through that.
    """

    log: str
    entry: Entry
    answers: str | None = None


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, aware, in UTC."""


class Log(Protocol):
    """The log, its cards and its pointers."""

    def cards(self, persons: Iterable[str]) -> dict[str, Card]:
        """The cards of these persons; an empty one for each that has none."""

    def read(self, person: str, since: str = "") -> list[Entry]:
        """A person's entries from a key on, oldest first."""

    def page(self, person: str, cursor: str | None, limit: int) -> Page:
        """A person's entries, newest first, one page."""

    def following(self, person: str, key: str, limit: int) -> list[Entry]:
        """A person's entries from a key on, oldest first, no more than so many."""

    def corrections(self, person: str, messages: Iterable[str]) -> list[Entry]:
        """What changes how these messages are shown, however much later it came."""

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
        """Write entries and pointers; writing the same again changes nothing.

        ``entries`` pairs persons with entries, ``posts`` channel and content
        id ("x:post:1") with persons, ``cases`` case ids with persons,
        ``promises`` persons with what falls due for them. ``strays`` are kept
        raw and counted in no number. ``identities`` say whose log other ids of
        a platform mean. ``handles`` pairs what they are looked up by with persons.
        ``newest``: each card's newest key; what follows it that day costs less.
        """

    def identities(self, ids: Iterable[str]) -> dict[str, Identity]:
        """What is known of these ids; one that is missing means itself."""

    def waiting_for(self, posts: Iterable[str]) -> dict[str, list[Entry]]:
        """Strays about these posts that came before the posts themselves."""

    def save(self, card: Card) -> None:
        """Store a card unless it has changed since it was read.

        Raises:
            Conflict: another worker was first.

        """

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
        """Append new entries, save the card and change agents' loads, or nothing.

        Who gets more load must be available, unless it is given ``by_hand``.

        Raises:
            Conflict: an entry exists, the card has changed, or a load would
                leave 0..capacity.

        """

    def person_of_case(self, case_id: str) -> str | None:
        """Whose case this is."""

    def persons_of_posts(self, posts: Iterable[str]) -> dict[str, str]:
        """Who wrote these public posts, as far as known."""

    def unassigned(self, queues: Iterable[str]) -> list[Waiting]:
        """Persons with an open case without an agent, most urgent first."""

    def held(self, agent: str, queues: Iterable[str]) -> list[str]:
        """Persons with an open case of this agent, most urgent first."""

    def work(
        self,
        status: str,
        queues: Iterable[str],
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page:
        """Persons with a case of this status, most urgent or latest first.

        Pages go on behind the last one, whatever has come or gone since.
        """

    def open_cases(self, queues: Iterable[str]) -> list[OpenCase]:
        """Every open case in these queues, as the work list tells of it."""

    def open_persons(self, queues: Iterable[str]) -> set[str]:
        """Persons with an open case in these queues."""

    def persons_between(
        self, start: datetime, end: datetime, shard: int | None = None
    ) -> set[str]:
        """Everybody with an entry, or a promise falling due, before ``end``.

        From the beginning of the UTC day of ``start`` on: only the first of a day is
        sure to be in the index.

        ``shard``: of one part of all persons (``shared/domain/shards.py``).
        """

    def ended_between(
        self, start: datetime, end: datetime, shard: int | None = None
    ) -> set[str]:
        """Everybody of whom an episode was resolved or flushed in [start, end)."""

    def claim(
        self,
        person: str,
        key: str,
        now: datetime,
        note: Mapping[str, Any] = MappingProxyType({}),
    ) -> Mapping[str, Any] | None:
        """Reserve a send key: None if it is ours now, else what is stored.

        That is ``claimed_at`` and the note (what the key stands for), until
        ``settle`` puts the outcome in their place.
        """

    def claimed(self, person: str, key: str) -> Mapping[str, Any] | None:
        """What is stored under a send key; None if it is free."""

    def settle(self, person: str, key: str, outcome: Mapping[str, Any] | None) -> None:
        """Store the outcome under a reserved send key; None frees the key."""

    def keep_token(self, case_id: str, episode: int, token: Token | None) -> bool:
        """Keep (or with None, drop) the workflow's task token of an episode.

        False: that of a wait that began later is kept, and stays.
        """

    def tokens(self, names: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Token]:
        """The task tokens that the workflows of these episodes wait on, if any."""


class Ports(EventPorts, Protocol):
    """Everything at once; each is built when it is first asked for."""

    @property
    def timezone(self) -> ZoneInfo: ...
    @property
    def public_url(self) -> str | None: ...
    @property
    def settings(self) -> Rules: ...
    @property
    def settings_store(self) -> SettingsStore: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def log(self) -> Log: ...
    @property
    def customers(self) -> Customers: ...
    @property
    def agents(self) -> Agents: ...
    @property
    def health(self) -> Health: ...
    @property
    def queue(self) -> Queue: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def workflow(self) -> Workflow: ...
    @property
    def rates(self) -> Rates: ...
    @property
    def sender(self) -> Sender: ...
    @property
    def sentiments(self) -> Sentiments: ...
    @property
    def secrets(self) -> Secrets: ...
    @property
    def kept(self) -> Kept: ...
    @property
    def help_views(self) -> HelpViewsStore: ...
    @property
    def kpi_runs(self) -> KpiRuns: ...
    @property
    def recomputes(self) -> Recomputes: ...
    @property
    def files(self) -> Files: ...
    @property
    def survey_links(self) -> SurveyLinks: ...
    @property
    def personal(self) -> Personal: ...
    @property
    def audit(self) -> Audit: ...
