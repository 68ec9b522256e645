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

from shared.domain.triage import CustomerType


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
    p_negative: float | None = None  # probabilities, 0..1; None: not known
    p_neutral: float | None = None
    p_positive: float | None = None
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


EpisodeEvent = Literal[
    "opened",
    "reopened",
    "resolved",
    "flushed",
    "open",
    "private_offered",
    "escalated",
    "reviewed",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeFact(Fact):
    """Something that became of an episode; ``agent`` is the assignee then.

    ``open`` says, in the last millisecond of a local day, that it is open. The
    fields behind are those of one event each and None, or False, with others.
    What lies ``within`` is so within the windows of the rules at the day's end.

    Moods of a resolved one are probabilities. ``start``: the highest P(negative) of
    the customer's messages before the first human response. ``end``: the mean of
    his last one or two after the last response that ended a wait; None: nothing
    with a mood was said there. ``reversed``: the same with the order reversed.
    Stages: opened, first assigned, first human response, resolved; None where one
    of the two did not happen, or not in this order.
    """

    event: EpisodeEvent
    episode: int
    opened_at: datetime
    # resolved
    start_p_negative: float | None = None
    end_p_negative: float | None = None
    end_p_positive: float | None = None
    reversed_start_p_negative: float | None = None
    reversed_end_p_negative: float | None = None
    reversed_end_p_positive: float | None = None
    queue_s: float | None = None
    queue_business_s: float | None = None
    pickup_s: float | None = None
    pickup_business_s: float | None = None
    work_s: float | None = None
    work_business_s: float | None = None
    end_to_end_s: float | None = None
    end_to_end_business_s: float | None = None
    messages: int | None = None  # non-automatic, both directions
    over_threshold: bool = False  # more messages than the rules escalate after
    answered: bool = False  # by a person
    first_resolution: bool = False  # of its case
    reopened_within: bool = False
    contacted_within: bool = False  # the customer came on a channel not social
    called_within: bool = False
    reviewed_within: bool = False
    handle_s: float | None = None
    handle_business_s: float | None = None
    handle_estimated: bool = False
    # open
    age_s: float | None = None
    age_business_s: float | None = None
    waiting: bool = False  # the customer's message is the last one
    # private_offered
    accepted_s: float | None = None
    accepted_business_s: float | None = None
    # escalated
    escalation: Literal["private", "call", "supervisor"] | None = None
    cause: Literal["message_count", "breach", "low_score", "manual"] | None = None
    # reviewed
    score: int | None = None  # 0 to 100


SurveyEvent = Literal[
    "eligible", "suppressed", "queued", "sent", "delivered", "answered", "expired"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyFact(Fact):
    """What became of a survey; ``agent`` is who resolved what it asks about.

    ``in_time`` says of a delivered one that it was answered before it expired,
    ``followed_up`` of a low answer that the customer was asked why.
    """

    survey: Literal["csat", "nps"]
    event: SurveyEvent
    score: int | None = None
    reason: str | None = None  # of suppression
    in_time: bool = False
    followed_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpViewFact:
    """Pages of the website's help read in some stretch of time, as it reports."""

    id: str
    at: datetime
    views: int
    topics: tuple[str, ...] = ()


F = TypeVar("F", MessageFact, ClockFact, EpisodeFact, SurveyFact, HelpViewFact)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts of some stretch of time, by kind, in any order."""

    messages: Sequence[MessageFact] = ()
    clocks: Sequence[ClockFact] = ()
    episodes: Sequence[EpisodeFact] = ()
    surveys: Sequence[SurveyFact] = ()
    help_views: Sequence[HelpViewFact] = ()

    def within(self, start: datetime, end: datetime) -> "Facts":
        """Return those that happened in ``[start, end)``.

        A log is folded as a whole; what it tells of other days is dropped here.
        """
        return Facts(
            messages=_within(self.messages, start, end),
            clocks=_within(self.clocks, start, end),
            episodes=_within(self.episodes, start, end),
            surveys=_within(self.surveys, start, end),
            help_views=_within(self.help_views, start, end),
        )


def _within(facts: Sequence[F], start: datetime, end: datetime) -> Sequence[F]:
    return [fact for fact in facts if start <= fact.at < end]


def join(parts: Iterable[Facts]) -> Facts:
    """The facts of many persons as one."""
    messages: list[MessageFact] = []
    clocks: list[ClockFact] = []
    episodes: list[EpisodeFact] = []
    surveys: list[SurveyFact] = []
    help_views: list[HelpViewFact] = []
    for part in parts:
        messages.extend(part.messages)
        clocks.extend(part.clocks)
        episodes.extend(part.episodes)
        surveys.extend(part.surveys)
        help_views.extend(part.help_views)
    return Facts(
        messages=messages,
        clocks=clocks,
        episodes=episodes,
        surveys=surveys,
        help_views=help_views,
    )
