"""How fast a day's numbers come out of its facts: compute, and whole export.

Times depend on the machine and are printed, not gated.
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from time import process_time
from typing import Any
from zoneinfo import ZoneInfo

from shared.domain.settings import default_settings
from shared.kpis.daily import compute
from shared.kpis.days import bounds
from shared.kpis.exports import export
from shared.kpis.facts import ClockFact, EpisodeFact, Facts, MessageFact, SurveyFact

DAY = date(2026, 10, 25)
ZONE = ZoneInfo("Europe/Rome")
RULES = default_settings(ZONE.key)
COMPUTED_AT = datetime(2026, 10, 26, 3, tzinfo=UTC)
MESSAGES = 30_000  # of a busy day; a case for every five
CHANNELS = ("facebook", "x", "custom")
TOPICS: tuple[tuple[str, ...], ...] = ((), ("bill",), ("login", "bill"))


def busy_day(messages: int) -> Facts:
    """Make a day of facts spread evenly over its hours, every fifth a case."""
    cases = range(messages // 5)
    return Facts(
        messages=[_message(i, messages) for i in range(messages)],
        clocks=[_clock(i, len(cases)) for i in cases],
        episodes=[_episode(i, len(cases)) for i in cases],
        surveys=[_survey(i, len(cases)) for i in cases],
    )


def _where(i: int, of: int) -> dict[str, Any]:
    start, end = bounds(DAY, ZONE)
    return {
        "id": f"fact-{i:08}",
        "at": start + (end - start) * i / of,
        "person": f"person-{i % 5000:08}",
        "case": f"case-{i % 7000:08}",
        "channel": CHANNELS[i % 3],
        "social": True,
        "queue": f"queue-{i % 4}",
        "agent": f"agent-{i % 40}",
        "language": ("it", "pl", None)[i // 3 % 3],
        "topics": TOPICS[i // 7 % 3],
    }


def _message(i: int, of: int) -> MessageFact:
    seconds = i * 7919 % 86_400_000 / 1000
    answers: dict[str, Any] = {
        "direction": "outbound",
        "response": "first" if i % 4 else "next",
        "response_s": seconds,
        "response_business_s": seconds / 2,
    }
    role = answers if i % 2 else {"direction": "inbound", "sentiment": "negative"}
    visibility: Any = "public" if i % 3 else "private"
    return MessageFact(**_where(i, of), **role, visibility=visibility)


def _clock(i: int, of: int) -> ClockFact:
    where = _where(i, of)
    return ClockFact(
        **where,
        clock="first_response",
        episode=1,
        outcome="met" if i % 5 else "breached",
        started_at=where["at"] - timedelta(minutes=30),
        due_at=where["at"] + timedelta(minutes=30),
    )


def _episode(i: int, of: int) -> EpisodeFact:
    where = _where(i, of)
    event: Any = "opened" if i % 2 else "resolved"
    return EpisodeFact(**where, event=event, episode=1, opened_at=where["at"])


def _survey(i: int, of: int) -> SurveyFact:
    score = i % 5 + 1
    return SurveyFact(**_where(i, of), survey="csat", event="answered", score=score)


def measures() -> Iterator[dict[str, Any]]:
    """Yield facts per second of CPU time; ``goal`` is None: not gated."""
    facts = busy_day(MESSAGES)
    kinds = (facts.messages, facts.clocks, facts.episodes, facts.surveys)
    number = sum(map(len, kinds))
    for name, run in (("compute", compute), ("export", export)):
        yield {
            "name": f"kpis_{name}_facts_per_cpu_second",
            "value": round(number / _cpu_seconds(run, facts)),
            "unit": "facts/s",
            "goal": None,
            "ok": None,
        }


def _cpu_seconds(run: Callable[..., Any], facts: Facts) -> float:
    started = process_time()
    run(DAY, ZONE, facts, RULES, COMPUTED_AT)
    return process_time() - started


if __name__ == "__main__":
    for measure in measures():
        print(json.dumps(measure))
