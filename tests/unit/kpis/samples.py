"""Facts for tests: builders that need only what matters, and random small worlds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from shared.kpis.days import bounds
from shared.kpis.facts import (
    ClockFact,
    EpisodeFact,
    Fact,
    Facts,
    MessageFact,
    SurveyFact,
)

ROME = ZoneInfo("Europe/Rome")
DAY = date(2026, 5, 12)
NOON = datetime(2026, 5, 12, 12, tzinfo=UTC)
LATER = datetime(2026, 5, 13, 3, 30, tzinfo=UTC)
ONE_DAY = timedelta(days=1)

# Days around real clock changes, and plain ones; hours are whole in all of them.
LOCAL_DAYS = (
    ("Europe/Rome", date(2026, 5, 12)),
    ("Europe/Rome", date(2026, 3, 29)),
    ("Europe/Rome", date(2026, 10, 25)),
    ("America/New_York", date(2026, 11, 1)),
    ("America/Sao_Paulo", date(2018, 11, 4)),  # has no midnight
    ("Africa/Cairo", date(2024, 11, 1)),  # the day before has two 23 o'clocks
    ("Asia/Kathmandu", date(2026, 1, 1)),  # +05:45
    ("UTC", date(2024, 2, 29)),
)

WHERE: dict[str, Any] = {
    "at": NOON,
    "person": "p-1",
    "case": "c-1",
    "channel": "facebook",
    "social": True,
    "queue": "care",
    "agent": None,
}


def message(**changes: Any) -> MessageFact:
    plain = WHERE | {"id": "m-1", "direction": "inbound", "visibility": "public"}
    return MessageFact(**plain | changes)


def response(seconds: float, **changes: Any) -> MessageFact:
    """Answer a customer for the first time, after ``seconds`` of business time."""
    answer = {"direction": "outbound", "agent": "ann", "response": "first"}
    waited = {"response_s": seconds, "response_business_s": seconds}
    return message(**answer | waited | changes)


def clock(**changes: Any) -> ClockFact:
    plain = {"id": "k-1", "clock": "first_response", "episode": 1, "outcome": "met"}
    times = {"started_at": NOON, "due_at": NOON + timedelta(hours=1)}
    return ClockFact(**WHERE | plain | times | changes)


def episode(**changes: Any) -> EpisodeFact:
    plain = {"id": "e-1", "event": "opened", "episode": 1, "opened_at": NOON}
    return EpisodeFact(**WHERE | plain | changes)


def answer(score: int, **changes: Any) -> SurveyFact:
    plain = {"id": "s-1", "survey": "csat", "event": "answered", "score": score}
    return SurveyFact(**WHERE | plain | changes)


class World(NamedTuple):
    """Facts of a local day and of those around it."""

    day: date
    zone: ZoneInfo
    facts: Facts


F = TypeVar("F", bound=Fact)
# Names a file format could stumble over are keys too.
KEYS = st.sampled_from([None, "care", "=1+1", 'a,"b"\n', "żółć"])
TOPICS = st.lists(st.sampled_from(["bill", "login", "-x"]), max_size=3).map(tuple)
SECONDS = st.none() | st.integers(0, 10**8).map(lambda ms: ms / 1000)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    name, day = draw(st.sampled_from(LOCAL_DAYS))
    zone = ZoneInfo(name)
    times = _times(day, zone)
    facts = Facts(
        messages=draw(_many(message, times, MESSAGE)),
        clocks=draw(_many(clock, times, CLOCK)),
        episodes=draw(_many(episode, times, EPISODE)),
        surveys=draw(_many(answer, times, SURVEY)),
    )
    return World(day, zone, facts)


def _times(day: date, zone: ZoneInfo) -> st.SearchStrategy[datetime]:
    """Draw instants of the day and its neighbours, often right on the edge."""
    start, end = bounds(day, zone)
    before, _ = bounds(day - ONE_DAY, zone)
    _, after = bounds(day + ONE_DAY, zone)
    tick = timedelta(microseconds=1)
    edges = [start - tick, start, end - tick, end]
    span = (after - before) // tick - 1
    return st.sampled_from(edges) | st.integers(0, span).map(
        lambda ticks: before + ticks * tick
    )


def _many(
    build: Callable[..., F],
    times: st.SearchStrategy[datetime],
    varies: dict[str, st.SearchStrategy[Any]],
) -> st.SearchStrategy[list[F]]:
    drawn = st.fixed_dictionaries(EVERYWHERE | varies | {"at": times})
    facts = st.lists(drawn.map(lambda values: build(**values)), max_size=12)
    return facts.map(
        lambda some: [replace(fact, id=f"f-{i}") for i, fact in enumerate(some)]
    )


EVERYWHERE: dict[str, st.SearchStrategy[Any]] = {
    "channel": st.sampled_from(["facebook", "x"]),
    "queue": KEYS,
    "agent": KEYS,
    "language": st.sampled_from([None, "it", "pl"]),
    "customer_type": st.sampled_from(["social_only", "cross_channel"]),
    "topics": TOPICS,
}
MESSAGE: dict[str, st.SearchStrategy[Any]] = {
    "direction": st.sampled_from(["inbound", "outbound"]),
    "visibility": st.sampled_from(["public", "private"]),
    "actionable": st.booleans(),
    "sentiment": st.sampled_from([None, "negative", "neutral", "positive"]),
    "response": st.sampled_from([None, "first", "next"]),
    "response_s": SECONDS,
    "response_business_s": SECONDS,
}
CLOCK: dict[str, st.SearchStrategy[Any]] = {
    "clock": st.sampled_from(["first_response", "next_response", "resolution"]),
    "outcome": st.sampled_from(["met", "breached"]),
}
EPISODE: dict[str, st.SearchStrategy[Any]] = {
    "event": st.sampled_from(["opened", "reopened", "resolved"]),
}
SURVEY: dict[str, st.SearchStrategy[Any]] = {
    "survey": st.sampled_from(["csat", "nps"]),
    "event": st.sampled_from(["sent", "delivered", "suppressed", "answered"]),
    "score": st.none() | st.integers(1, 5),
}
