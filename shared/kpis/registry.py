"""The registry: what each KPI counts, how it sums up, and its slices.

Each small function says what one fact adds to a KPI's base: 1 or 0 to a count
or a share, seconds to a duration, a score; None if it is not in the base. A new
KPI is one function and one line.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from shared.kpis.dimensions import BASE, CREDITED
from shared.kpis.facts import ClockFact, EpisodeFact, Facts, MessageFact, SurveyFact
from shared.kpis.summaries import Summary, count, durations, scores, share


@dataclass(frozen=True, slots=True)
class Kpi:
    """One KPI: ``adds`` is given each of the day's ``facts`` and must be pure."""

    metric: str
    facts: Callable[[Facts], Sequence[Any]]
    adds: Callable[[Any], float | None]
    summary: Summary
    dimensions: tuple[str, ...]


def inbound(message: MessageFact) -> float | None:
    return 1 if message.direction == "inbound" else None


def actionable(message: MessageFact) -> float | None:
    return int(message.actionable) if message.direction == "inbound" else None


def flushed(message: MessageFact) -> float | None:
    return int(not message.actionable) if message.direction == "inbound" else None


def first_response(message: MessageFact) -> float | None:
    return message.response_s if message.response == "first" else None


def first_response_business(message: MessageFact) -> float | None:
    return message.response_business_s if message.response == "first" else None


def a_first_response(message: MessageFact) -> float | None:
    return None if first_response(message) is None else 1


def any_response(message: MessageFact) -> float | None:
    return message.response_s if message.response else None


def any_response_business(message: MessageFact) -> float | None:
    return message.response_business_s if message.response else None


def a_response(message: MessageFact) -> float | None:
    return None if any_response(message) is None else 1


def opened(episode: EpisodeFact) -> float | None:
    return 1 if episode.event == "opened" else None


def resolved(episode: EpisodeFact) -> float | None:
    return 1 if episode.event == "resolved" else None


def reopened(episode: EpisodeFact) -> float | None:
    return 1 if episode.event == "reopened" else None


def met(kind: str) -> Callable[[ClockFact], float | None]:
    """Count the clocks of one kind: those met, of all that ended."""

    def adds(clock: ClockFact) -> float | None:
        return int(clock.outcome == "met") if clock.clock == kind else None

    return adds


def csat_score(survey: SurveyFact) -> float | None:
    answered = survey.survey == "csat" and survey.event == "answered"
    return survey.score if answered else None


MESSAGES, CLOCKS, EPISODES, SURVEYS = map(
    attrgetter, ("messages", "clocks", "episodes", "surveys")
)
SEEN = (*BASE, "visibility")
SECONDS, BUSINESS = durations("s"), durations("business_s")
FIRST, EVERY = "first_response_time", "response_time"

KPIS = (
    Kpi("inbound_messages", MESSAGES, inbound, count("messages"), SEEN),
    Kpi("actionable_messages", MESSAGES, actionable, count("messages"), SEEN),
    Kpi("flush_rate", MESSAGES, flushed, share, SEEN),
    Kpi("cases_opened", EPISODES, opened, count("cases"), BASE),
    Kpi("episodes_resolved", EPISODES, resolved, count("episodes"), CREDITED),
    Kpi("episodes_reopened", EPISODES, reopened, count("episodes"), BASE),
    Kpi("first_response_sla", CLOCKS, met("first_response"), share, CREDITED),
    Kpi("next_response_sla", CLOCKS, met("next_response"), share, CREDITED),
    Kpi("resolution_sla", CLOCKS, met("resolution"), share, CREDITED),
    Kpi(FIRST, MESSAGES, first_response, SECONDS, CREDITED),
    Kpi(FIRST, MESSAGES, first_response_business, BUSINESS, CREDITED),
    Kpi(f"{FIRST}_count", MESSAGES, a_first_response, count("responses"), CREDITED),
    Kpi(EVERY, MESSAGES, any_response, SECONDS, CREDITED),
    Kpi(EVERY, MESSAGES, any_response_business, BUSINESS, CREDITED),
    Kpi(f"{EVERY}_count", MESSAGES, a_response, count("responses"), CREDITED),
    Kpi("csat", SURVEYS, csat_score, scores, CREDITED),
)
