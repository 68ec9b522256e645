"""A whole deployment in memory: the ports the functions ask for, all fakes."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from functions.ingest import Record, ingest_batch
from functions.outbound import deliver
from shared.adapters.changes import StreamChanges
from shared.adapters.kept import KeptAnswers
from shared.adapters.rules import KeptSettings
from shared.channels.rates import Rate
from shared.domain.decisions import Timer
from shared.domain.help_views import HelpViews
from shared.domain.settings import Rulebook, default_settings
from shared.domain.survey_occasions import Candidate
from shared.domain.times import to_text
from shared.domain.waits import UNSAID, Wait
from shared.errors import StoreUnavailable
from tests.fakes.audit import FakeAudit
from tests.fakes.customers import FakeCustomers
from tests.fakes.events_out import FakeOutside, FakePosts, FakeSubscribers
from tests.fakes.log import FakeAgents, FakeLog
from tests.fakes.personal import FakePersonal
from tests.fakes.sender import FakeSender
from tests.fakes.sentiments import FakeSentiments
from tests.fakes.settings import FakeSettings
from tests.fakes.surveys import FakeSurveyLinks

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
LATE = MONDAY + timedelta(days=60)  # received long after all of it happened
KEY = b"0123456789abcdef0123456789abcdef"


@dataclass
class FakeClock:
    """A clock that moves only when told to."""

    at: datetime = MONDAY

    def now(self) -> datetime:
        return self.at

    def advance(self, **by: float) -> datetime:
        self.at += timedelta(**by)
        return self.at


@dataclass
class FakeQueue:
    """Bodies in order, with handles; ``broken`` refuses everything."""

    bodies: dict[str, str] = field(default_factory=dict)
    broken: bool = False
    sent: int = 0

    def send(self, bodies: Sequence[str]) -> None:
        if self.broken:
            raise StoreUnavailable("The queue did not answer.")
        for body in bodies:
            self.sent += 1
            self.bodies[f"h{self.sent}"] = body

    def done(self, handles: Sequence[str]) -> None:
        for handle in handles:
            self.bodies.pop(handle, None)


@dataclass
class FakeOutbox:
    """Errands in order with their delays; ``broken`` refuses everything."""

    errands: list[tuple[str, int]] = field(default_factory=list)
    broken: bool = False

    def put(self, body: str, delay_s: int) -> None:
        if self.broken:
            raise StoreUnavailable("The outbound queue did not answer.")
        self.errands.append((body, delay_s))


@dataclass
class FakeWorkflow:
    """Remembers what was started and answered; ``broken`` refuses to start."""

    started: dict[str, Timer] = field(default_factory=dict)
    surveys: dict[str, Candidate] = field(default_factory=dict)
    waits: dict[str, Wait] = field(default_factory=dict)
    rearmed: list[tuple[str, Wait]] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    ask_at: dict[str, datetime] = field(default_factory=dict)
    running: set[str] = field(default_factory=set)
    failed: dict[str, datetime] = field(default_factory=dict)  # surveys, and when
    broken: bool = False

    def start(self, timer: Timer, wait: Wait = UNSAID) -> None:
        if self.broken:
            raise ConnectionError("Step Functions did not answer.")
        if timer.name not in self.started:
            self.started[timer.name] = timer
            self.waits[timer.name] = wait
            self.running.add(timer.name)

    def start_survey(self, candidate: Candidate) -> None:
        if self.broken:
            raise ConnectionError("Step Functions did not answer.")
        self.surveys.setdefault(candidate.name, candidate)

    def lost_surveys(self, since: datetime) -> Iterable[Candidate]:
        ended = [self.surveys[name] for name, at in self.failed.items() if at >= since]
        again = [replace(it, generation=it.generation + 1) for it in ended]
        return [it for it in again if it.name not in self.surveys]

    def is_running(self, timer: Timer) -> bool:
        return timer.name in self.running

    def resolved(self, token: str, ask_at: datetime) -> None:
        self.answered.append(token)
        self.ask_at[token] = ask_at

    def rearm(self, token: str, wait: Wait) -> None:
        self.rearmed.append((token, wait))


@dataclass
class FakeHealth:
    """Counters by channel and what."""

    counters: dict[tuple[str, str], int] = field(default_factory=dict)
    last_at: dict[tuple[str, str], datetime] = field(default_factory=dict)
    accounts: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)

    def count(self, channel: str, what: str, now: datetime) -> None:
        key = (channel, what)
        self.counters[key] = self.counters.get(key, 0) + 1
        self.last_at[key] = now

    def read(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for (channel, what), total in self.counters.items():
            last_at = to_text(self.last_at[channel, what])
            found.setdefault(channel, {})[what] = {"total": total, "last_at": last_at}
        return found

    def mark_broken(
        self, channel: str, account: str, reason: str, now: datetime
    ) -> None:
        first = {"since": to_text(now), "reason": reason, "count": 0}
        known = self.accounts.setdefault(channel, {}).setdefault(account, first)
        known |= {"reason": reason, "count": known["count"] + 1}

    def clear_broken(self, channel: str, account: str) -> None:
        self.accounts.get(channel, {}).pop(account, None)

    def broken(self) -> dict[str, dict[str, dict[str, Any]]]:
        return {
            channel: dict(found) for channel, found in self.accounts.items() if found
        }


@dataclass
class FakeRates:
    """Buckets as the times from which they are full again."""

    full_at: dict[str, datetime] = field(default_factory=dict)

    def take(self, name: str, rate: Rate, now: datetime) -> float:
        full_at = max(self.full_at.get(name, now), now)
        ahead = full_at - now - timedelta(milliseconds=rate.slack_ms)
        if ahead > timedelta():
            return ahead.total_seconds()
        self.full_at[name] = full_at + timedelta(milliseconds=rate.step_ms)
        return 0.0

    def close(self, name: str, rate: Rate, now: datetime, until: datetime) -> None:
        ends = until + timedelta(milliseconds=rate.slack_ms)
        self.full_at[name] = max(self.full_at.get(name, now), ends)


@dataclass
class FakeSecrets:
    """One known secret a channel."""

    channels: dict[str, Mapping[str, Any]] = field(
        default_factory=lambda: {
            "facebook": {
                "app_secrets": ["fb-secret"],
                "verify_token": "fb-verify",
                "tokens": {"1000000001": "fb-token"},
            },
            "x": {
                "consumer_secrets": ["x-secret"],
                "tokens": {"2000000001": "x-token"},
            },
            "custom": {"secrets": ["custom-secret"]},
        }
    )

    def channel(self, channel: str) -> Mapping[str, Any]:
        return self.channels.get(channel, {})

    events_out: dict[str, Any] = field(default_factory=dict)

    link_secrets: tuple[bytes, ...] = (KEY,)

    def key(self) -> bytes:
        return KEY

    def link_keys(self) -> Sequence[bytes]:
        return self.link_secrets

    def events(self) -> Mapping[str, Any]:
        return self.events_out


@dataclass
class FakeFiles:
    """Objects by path, in the order they were last written; of now unless told."""

    objects: dict[str, bytes] = field(default_factory=dict)
    written_at: dict[str, datetime] = field(default_factory=dict)

    def write(self, path: str, body: bytes) -> None:
        self.objects.pop(path, None)
        self.objects[path] = body

    def read(self, path: str) -> bytes | None:
        return self.objects.get(path)

    def paths(self, prefix: str) -> list[str]:
        return sorted(path for path in self.objects if path.startswith(prefix))

    def paths_before(self, prefix: str, instant: datetime) -> list[str]:
        written = {path: datetime.now(UTC) for path in self.objects} | self.written_at
        return [path for path in self.paths(prefix) if written[path] < instant]

    def change(self, path: str, make: Callable[[bytes | None], bytes]) -> None:
        self.write(path, make(self.objects.get(path)))

    def delete(self, path: str) -> None:
        self.objects.pop(path, None)

    def link(self, path: str, seconds: int) -> str:
        return f"https://files.example/{path}?for={seconds}"


@dataclass
class FakeHelpViews:
    """Reports by instant and id."""

    reports: dict[tuple[datetime, str], HelpViews] = field(default_factory=dict)

    def put(self, views: HelpViews) -> None:
        self.reports[views.at, views.id] = views

    def between(self, start: datetime, end: datetime) -> list[HelpViews]:
        found = sorted(self.reports.items(), key=lambda it: it[0])
        return [views for (at, _), views in found if start <= at < end]


@dataclass
class FakeKpiRuns:
    """Remembers what was started, by name; small days stay in one function."""

    above: int = 20_000
    started: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def start(self, name: str, request: Mapping[str, Any]) -> None:
        self.started.setdefault(name, request)


@dataclass
class FakeRecomputes:
    """Remembers what was asked for; ``broken`` refuses everything."""

    asked: list[Mapping[str, Any]] = field(default_factory=list)
    broken: bool = False

    def start(self, request: Mapping[str, Any]) -> None:
        if self.broken:
            raise StoreUnavailable("The numbers cannot be computed now.")
        self.asked.append(request)


class World:
    """``shared.ports.Ports`` in memory, with what tests do again and again."""

    def __init__(self, timezone: str = "UTC", at: datetime = MONDAY) -> None:
        self.timezone = ZoneInfo(timezone)
        self.public_url: str | None = "https://care.example/api"
        self.settings_store = KeptSettings(FakeSettings(), default_settings(timezone))
        self.clock = FakeClock(at)
        self.log = FakeLog()
        self.customers = FakeCustomers(self.log)
        self.agents = FakeAgents(self.log)
        self.health = FakeHealth()
        self.queue = FakeQueue()
        self.outbox = FakeOutbox()
        self.workflow = FakeWorkflow()
        self.rates = FakeRates()
        self.sender = FakeSender()
        self.sentiments = FakeSentiments()
        self.secrets = FakeSecrets()
        self.kept = KeptAnswers()
        self.help_views = FakeHelpViews()
        self.kpi_runs = FakeKpiRuns()
        self.recomputes = FakeRecomputes()
        self.files = FakeFiles()
        self.survey_links = FakeSurveyLinks()
        self.personal = FakePersonal(self.log, self.survey_links, self.customers)
        self.audit = FakeAudit()
        self.changes = StreamChanges()
        self.posts = FakePosts()
        self.subscribers = FakeSubscribers()
        self.outside = FakeOutside()

    @property
    def settings(self) -> Rulebook:
        return self.settings_store.rules(self.clock.now())

    def put_settings(self, name: str, document: Mapping[str, Any]) -> None:
        """Put a settings document, in force from now on."""
        store, now = self.settings_store, self.clock.now()
        number = sum(version.name == name for version in store.load())
        store.put(name, document, by="ada", at=now, expected=number)

    def drain(self) -> None:
        """Let ingest take everything off the queue, ten at a time."""
        while self.queue.bodies:
            batch = list(self.queue.bodies.items())[:10]
            ingest_batch([Record(body=b, handle=h) for h, b in batch], self)
            self.queue.done([h for h, _ in batch])

    def deliver(self) -> None:
        """Wait until the next errand comes off the outbound queue, and run it."""
        body, delay_s = self.outbox.errands.pop(0)
        self.clock.advance(seconds=delay_s)
        deliver(body, self)


def contact(**changes: Any) -> dict[str, Any]:
    """A custom channel's event: an e-mail of one customer, unless said otherwise."""
    at = changes.pop("at", MONDAY)
    return {
        "id": "m1",
        "channel": "email",
        "social": False,
        "occurred_at": to_text(at),
        "direction": "inbound",
        "author": {"id": "u1", "name": "Customer One"},
        "text": "Where is my order?",
        **changes,
    }


def envelope(
    piece: Mapping[str, Any],
    channel: str = "custom",
    *,
    received_at: datetime | None = None,
    historic: bool = False,
) -> str:
    """A queue body as the webhook function writes it."""
    head = {"channel": channel, "received_at": to_text(received_at or LATE)}
    return json.dumps({**head, "piece": piece, "historic": historic})
