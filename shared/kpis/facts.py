"""Facts: what the numbers are computed from, one record a fact.

The fold of the log yields them, the exports write them, every KPI is a
function of them alone. They carry no text, no name and no platform id:
``person`` and ``case`` are pseudonyms, stable within a deployment.
A fact belongs to the local day of its ``at``. Times are aware UTC datetimes,
durations are seconds; ``_business_s`` counts business hours only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeVar

CustomerType = Literal["social_only", "cross_channel"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every fact says of its case at the time."""

    id: str  # unique within its kind
    at: datetime
    person: str
    case: str | None
    channel: str
    social: bool
    queue: str | None
    agent: str | None
    language: str | None = None
    topics: tuple[str, ...] = ()
    customer_type: CustomerType = "social_only"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFact(Fact):
    """A message of the customer or of the brand.

    On the human response that ends a wait, ``response`` names the wait and
    ``response_s`` tells how long it took; ``agent`` is then the author.
    """

    direction: Literal["inbound", "outbound"]
    visibility: Literal["public", "private"]
    automatic: bool = False
    actionable: bool = True
    flush_reason: str | None = None
    sentiment: str | None = None  # negative, neutral, positive
    sentiment_score: float | None = None
    response: Literal["first", "next"] | None = None
    response_s: float | None = None
    response_business_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFact(Fact):
    """A clock that ended: ``at`` is the instant it was met or came due.

    ``agent`` is the author of the response for a met clock, the assignee at
    the due instant for a breached one.
    """

    clock: Literal["first_response", "next_response", "resolution"]
    episode: int
    outcome: Literal["met", "breached"]
    started_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeFact(Fact):
    """An episode opened, reopened, resolved or flushed; ``agent`` is the assignee."""

    event: Literal["opened", "reopened", "resolved", "flushed"]
    episode: int
    opened_at: datetime
    end_to_end_s: float | None = None
    end_to_end_business_s: float | None = None
    messages: int | None = None  # non-automatic, both directions, at resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyFact(Fact):
    """A survey sent, delivered, suppressed or answered; ``agent`` resolved it."""

    survey: Literal["csat", "nps"]
    event: Literal["sent", "delivered", "suppressed", "answered"]
    score: int | None = None
    reason: str | None = None  # of suppression


F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts of some stretch of time, by kind, in any order."""

    messages: Sequence[MessageFact] = ()
    clocks: Sequence[ClockFact] = ()
    episodes: Sequence[EpisodeFact] = ()
    surveys: Sequence[SurveyFact] = ()

    def within(self, start: datetime, end: datetime) -> "Facts":
        """Return those that happened in ``[start, end)``.

        Stores keep facts by UTC day: who asks for a local day is handed its
        neighbours' too, and drops them here.
        """
        return Facts(
            messages=_within(self.messages, start, end),
            clocks=_within(self.clocks, start, end),
            episodes=_within(self.episodes, start, end),
            surveys=_within(self.surveys, start, end),
        )


def _within(facts: Sequence[F], start: datetime, end: datetime) -> Sequence[F]:
    return [fact for fact in facts if start <= fact.at < end]


def join(parts: Iterable[Facts]) -> Facts:
    """The facts of many persons as one."""
    messages: list[MessageFact] = []
    clocks: list[ClockFact] = []
    episodes: list[EpisodeFact] = []
    surveys: list[SurveyFact] = []
    for part in parts:
        messages.extend(part.messages)
        clocks.extend(part.clocks)
        episodes.extend(part.episodes)
        surveys.extend(part.surveys)
    return Facts(messages=messages, clocks=clocks, episodes=episodes, surveys=surveys)
