"""What one fact adds to the base of a KPI; None: it is not in it.

Durations are seconds, shares are 1 or 0, quotients a pair: what it adds to the
number that is divided, and to the number it is divided by.
"""

from collections.abc import Callable
from typing import Any

from shared.domain.settings import Settings
from shared.kpis.facts import (
    ClockFact,
    EpisodeEvent,
    EpisodeFact,
    HelpViewFact,
    MessageFact,
    SurveyFact,
)

CALL = "phone"  # the channel of calls
Pair = tuple[int, int]


def one(adds: Callable[[Any, Settings], Any]) -> Callable[[Any, Settings], int | None]:
    """Count the facts of a base."""

    def counted(fact: Any, rules: Settings) -> int | None:
        return None if adds(fact, rules) is None else 1

    return counted


# Messages


def inbound(message: MessageFact, _: Settings) -> int | None:
    return 1 if message.direction == "inbound" else None


def actionable(message: MessageFact, _: Settings) -> int | None:
    return int(message.actionable) if message.direction == "inbound" else None


def flushed(message: MessageFact, _: Settings) -> int | None:
    return int(not message.actionable) if message.direction == "inbound" else None


def first_response_s(message: MessageFact, _: Settings) -> float | None:
    return message.response_s if message.response == "first" else None


def first_response_business_s(message: MessageFact, _: Settings) -> float | None:
    return message.response_business_s if message.response == "first" else None


def response_s(message: MessageFact, _: Settings) -> float | None:
    return message.response_s if message.response else None


def response_business_s(message: MessageFact, _: Settings) -> float | None:
    return message.response_business_s if message.response else None


def _calls(message: MessageFact) -> bool:
    return message.direction == "inbound" and message.channel == CALL


def call(message: MessageFact, _: Settings) -> Pair | None:
    return (0, 1) if _calls(message) else None


def help_views(fact: HelpViewFact, _: Settings) -> Pair:
    return fact.views, 0


# Clocks


def met(kind: str) -> Callable[[ClockFact, Settings], int | None]:
    """Count the clocks of one kind: those met, of all that ended."""

    def adds(clock: ClockFact, _: Settings) -> int | None:
        return int(clock.outcome == "met") if clock.clock == kind else None

    return adds


# Episodes


def event(name: EpisodeEvent) -> Callable[[EpisodeFact, Settings], int | None]:
    def adds(episode: EpisodeFact, _: Settings) -> int | None:
        return 1 if episode.event == name else None

    return adds


def closing(episode: EpisodeFact, _: Settings) -> Pair | None:
    if episode.event == "resolved":
        return (1, 0)
    return (0, 1) if episode.event in ("opened", "reopened") else None


def still_open(episode: EpisodeFact, _: Settings) -> tuple[Any, ...] | None:
    if episode.event != "open" or episode.age_s is None:
        return None
    return episode.age_s, episode.age_business_s, episode.waiting


def offered(episode: EpisodeFact, _: Settings) -> tuple[Any, Any] | None:
    if episode.event != "private_offered":
        return None
    return episode.accepted_s, episode.accepted_business_s


def escalated(episode: EpisodeFact, _: Settings) -> tuple[Any, Any] | None:
    if episode.event != "escalated":
        return None
    return episode.escalation, episode.cause


def quality(episode: EpisodeFact, _: Settings) -> int | None:
    return episode.score if episode.event == "reviewed" else None


# Episodes that were resolved


def _says(field: str) -> Callable[[EpisodeFact, Settings], float | None]:
    """What is said in a field that may be empty."""

    def adds(episode: EpisodeFact, _: Settings) -> float | None:
        value: float | None = getattr(episode, field)
        return value

    return adds


queue_s, queue_business_s = map(_says, ("queue_s", "queue_business_s"))
pickup_s, pickup_business_s = map(_says, ("pickup_s", "pickup_business_s"))
work_s, work_business_s = map(_says, ("work_s", "work_business_s"))
end_to_end_s = _says("end_to_end_s")
end_to_end_business_s = _says("end_to_end_business_s")
messages = _says("messages")
handle_s, handle_business_s = map(_says, ("handle_s", "handle_business_s"))


def over_threshold(episode: EpisodeFact, _: Settings) -> int:
    return int(episode.over_threshold)


def at_first_contact(episode: EpisodeFact, _: Settings) -> int | None:
    """Not reopened, and the customer came on no other kind of channel."""
    if not episode.first_resolution:
        return None
    return int(not (episode.reopened_within or episode.contacted_within))


def deflected(episode: EpisodeFact, _: Settings) -> Pair | None:
    """Resolved on a social channel, and no call came after."""
    counts = episode.first_resolution and episode.social
    return (1, 1) if counts and not episode.called_within else None


def handle_estimated(episode: EpisodeFact, _: Settings) -> int | None:
    return None if episode.handle_s is None else int(episode.handle_estimated)


def reviewed(episode: EpisodeFact, _: Settings) -> int:
    return int(episode.reviewed_within)


# Surveys


def csat(survey: SurveyFact, _: Settings) -> tuple[int, bool] | None:
    answered = survey.survey == "csat" and survey.event == "answered"
    if not answered or survey.score is None:
        return None
    return survey.score, survey.followed_up


def nps(survey: SurveyFact, _: Settings) -> int | None:
    answered = survey.survey == "nps" and survey.event == "answered"
    return survey.score if answered else None


def delivered(kind: str) -> Callable[[SurveyFact, Settings], int | None]:
    """Count the surveys that reached a customer: those answered in time, of all."""

    def adds(survey: SurveyFact, _: Settings) -> int | None:
        if survey.survey != kind or survey.event != "delivered":
            return None
        return int(survey.in_time)

    return adds
