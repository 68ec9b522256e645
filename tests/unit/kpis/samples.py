"""Facts for tests: builders that need only what matters."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shared.domain.settings import default_settings
from shared.kpis.facts import (
    ClockFact,
    EpisodeFact,
    HelpViewFact,
    MessageFact,
    SurveyFact,
)

ROME = ZoneInfo("Europe/Rome")
RULES = default_settings("Europe/Rome")
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


def answer(score: int | None, **changes: Any) -> SurveyFact:
    plain = {"id": "s-1", "survey": "csat", "event": "answered", "score": score}
    return SurveyFact(**WHERE | plain | changes)


def help_views(**changes: Any) -> HelpViewFact:
    plain: dict[str, Any] = {"id": "h-1", "at": NOON, "views": 1}
    return HelpViewFact(**plain | changes)
