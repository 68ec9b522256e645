"""Random small worlds: facts of some local days, the rules then, and when one looks.

Drawn with dice, so that hypothesis can shrink them (``worlds``) and a seed can
make many at once (``world``). Fields go with their events as the log would have
it; instants lie on the edges of days, and probabilities on thresholds, often.
"""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, NamedTuple, TypeVar, get_args
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from shared.domain.costs import Costs
from shared.domain.metrics import Metrics, Recovery
from shared.domain.settings import Rulebook, Settings, default_settings
from shared.domain.survey_rules import Question, SurveyRules
from shared.kpis.days import bounds
from shared.kpis.facts import (
    ClockFact,
    EpisodeFact,
    Facts,
    HelpViewFact,
    MessageFact,
    SurveyEvent,
    SurveyFact,
)
from tests.unit.kpis.samples import (
    LOCAL_DAYS,
    ONE_DAY,
    answer,
    clock,
    episode,
    help_views,
    message,
)

TICK = timedelta(milliseconds=1)
FEW = 8
# How many days before an answer may lie that still counts, or no longer does.
LOOKBACKS = (1, 28, 29, 30, 31, 88, 89, 90, 91)

# Names a file format could stumble over are keys too.
KEYS = (None, "care", "=1+1", 'a,"b"\n', "żółć")
CHANNELS = {"facebook": True, "x": True, "phone": False, "email": False}
TOPICS = ("bill", "login", "-x")
CHANCES = (0.0, 0.25, 0.3, 0.5, 0.6, 1.0)  # thresholds among them


class World(NamedTuple):
    """What happened on ``days`` (and before them), as seen at ``computed_at``."""

    day: date
    zone: ZoneInfo
    facts: Facts
    rules: Rulebook
    computed_at: datetime
    days: Sequence[date]

    def __repr__(self) -> str:
        """Show the facts only where they are few: of a shrunk example."""
        number = sum(len(getattr(self.facts, kind.name)) for kind in fields(Facts))
        what = repr(self.facts) if number <= FEW else f"{number} facts"
        return f"World({self.zone.key} {self.day}, seen {self.computed_at}, {what})"


def worlds() -> st.SearchStrategy[World]:
    """A day, those beside it, and some on which answers still count in it."""
    return st.builds(
        _small_world, st.sampled_from(LOCAL_DAYS), st.randoms(use_true_random=False)
    )


def _small_world(where: tuple[str, date], dice: Random) -> World:
    name, day = where
    days = [day - ONE_DAY, day, day + ONE_DAY]
    before = [day - n * ONE_DAY for n in LOOKBACKS]
    return world(dice, ZoneInfo(name), days, before, most=6)


def world(
    dice: Random,
    zone: ZoneInfo,
    days: Sequence[date],
    before: Sequence[date],
    most: int,
) -> World:
    """A world with up to ``most`` facts of each kind; answers also from ``before``."""
    when = _instants(dice, zone, days)
    earlier = _instants(dice, zone, [*days, *before])
    day = days[len(days) // 2]
    return World(
        day=day,
        zone=zone,
        facts=Facts(
            messages=_many(dice, most, lambda: _message(dice, when())),
            clocks=_many(dice, most, lambda: _clock(dice, when())),
            episodes=_many(dice, most, lambda: _episode(dice, when())),
            surveys=_many(dice, most, lambda: _survey(dice, earlier())),
            help_views=_many(dice, most // 3, lambda: _help_views(dice, when())),
        ),
        rules=_rules(dice, when()),
        computed_at=_look(dice, zone, day),
        days=days,
    )


F = TypeVar("F", MessageFact, ClockFact, EpisodeFact, SurveyFact, HelpViewFact)


def _many(dice: Random, most: int, draw: Callable[[], F]) -> list[F]:
    return [replace(draw(), id=f"f-{i}") for i in range(dice.randint(0, most))]


def _instants(
    dice: Random, zone: ZoneInfo, days: Sequence[date]
) -> Callable[[], datetime]:
    """Draw instants of some days, often right on the edge."""
    spans = [bounds(day, zone) for day in days]

    def draw() -> datetime:
        start, end = dice.choice(spans)
        if dice.randint(0, 3) == 0:
            return dice.choice([start, end - timedelta(microseconds=1)])
        return start + dice.randrange((end - start) // TICK) * TICK

    return draw


def _look(dice: Random, zone: ZoneInfo, day: date) -> datetime:
    """An instant about which something of that day comes to be known, or later."""
    _, end = bounds(day, zone)
    after = dice.choice([0, 1, 3, 7, 100]) * ONE_DAY
    return end + after + dice.choice([-TICK, timedelta(), TICK])


def _rules(dice: Random, changed_at: datetime) -> Rulebook:
    """Rules that change once; a day counts by those at its end."""
    return Rulebook(first=_settings(dice), pages=[(changed_at, _settings(dice))])


def _settings(dice: Random) -> Settings:
    return replace(
        default_settings("UTC"),
        metrics=Metrics(
            recovery=Recovery(
                started=dice.choice([0.5, 0.6]),
                recovered=dice.choice([0.25, 0.3]),
                advocate=dice.choice([0.5, 0.6]),
                unresolved=dice.choice([0.5, 0.6]),
                low_n=dice.choice([0, 1, 3, 100]),
            ),
            first_contact_days=dice.choice([1, 3, 7]),
            deflection_days=dice.choice([1, 3, 7]),
            review_days=dice.choice([1, 3, 7]),
        ),
        costs=Costs(
            cost_per_call=dice.choice([12, 0.5]),
            cost_per_social_contact=dice.choice([1, 2.25]),
        ),
        surveys=SurveyRules(csat=_question(dice), nps=_question(dice)),
    )


def _question(dice: Random) -> Question:
    return replace(SurveyRules().csat, expires=dice.choice([1, 3]) * ONE_DAY)


def _everywhere(dice: Random, at: datetime) -> dict[str, Any]:
    channel = dice.choice(list(CHANNELS))
    return {
        "at": at,
        "channel": channel,
        "social": CHANNELS[channel],
        "queue": dice.choice(KEYS),
        "agent": dice.choice(KEYS),
        "language": dice.choice([None, "it", "pl"]),
        "customer_type": dice.choice(["social_only", "cross_channel"]),
        "topics": _topics(dice),
    }


def _topics(dice: Random) -> tuple[str, ...]:
    return tuple(dice.choice(TOPICS) for _ in range(dice.choice([0, 1, 1, 2, 3])))


def _seconds(dice: Random) -> float:
    return dice.choice([0, 1, 60_000, dice.randrange(10**8)]) / 1000


def _twice(dice: Random, name: str) -> dict[str, float]:
    """A duration and how much of it was business time."""
    seconds = _seconds(dice)
    return {f"{name}_s": seconds, f"{name}_business_s": dice.choice([0.0, seconds / 2])}


def _maybe(dice: Random) -> bool:
    return dice.choice([False, True])


def _message(dice: Random, at: datetime) -> MessageFact:
    where = _everywhere(dice, at) | {"visibility": dice.choice(["public", "private"])}
    if _maybe(dice):
        kind = dice.choice(["first", "next", None])
        waited = _twice(dice, "response") if kind else {}
        return message(
            **where,
            direction="outbound",
            automatic=kind is None and _maybe(dice),
            response=kind,
            **waited,
        )
    reason = dice.choice([None, "spam"])
    moods = ("p_negative", "p_neutral", "p_positive")
    return message(
        **where,
        actionable=reason is None,
        flush_reason=reason,
        sentiment=dice.choice([None, "negative", "neutral", "positive"]),
        **({name: dice.choice(CHANCES) for name in moods} if _maybe(dice) else {}),
    )


def _clock(dice: Random, at: datetime) -> ClockFact:
    return clock(
        **_everywhere(dice, at),
        clock=dice.choice(["first_response", "next_response", "resolution"]),
        outcome=dice.choice(["met", "breached"]),
    )


def _episode(dice: Random, at: datetime) -> EpisodeFact:
    # The first is resolved: the events of which more is known are drawn more often.
    event = dice.choice(["resolved", "resolved", "resolved", *_OTHER_EVENTS])
    more = _OTHER_EVENTS.get(event, _resolved)(dice)
    return episode(**_everywhere(dice, at), event=event, **more)


def _resolved(dice: Random) -> dict[str, Any]:
    stages = [name for name in ("queue", "pickup", "work") if _maybe(dice)]
    handled = {**_twice(dice, "handle"), "handle_estimated": _maybe(dice)}
    return {
        **_moods(dice, ""),
        **_moods(dice, "reversed_"),
        **{
            name: seconds
            for stage in (*stages, "end_to_end")
            for name, seconds in _twice(dice, stage).items()
        },
        "messages": dice.randint(1, 30),
        "over_threshold": _maybe(dice),
        "answered": dice.choice([True, True, False]),
        "first_resolution": dice.choice([True, True, False]),
        "reopened_within": _maybe(dice),
        "contacted_within": _maybe(dice),
        "called_within": _maybe(dice),
        "reviewed_within": _maybe(dice),
        **(handled if _maybe(dice) else {}),
    }


def _moods(dice: Random, prefix: str) -> dict[str, float]:
    """What was the mood; half of the customers began angry, some ended silent."""
    found: dict[str, float] = {}
    if _maybe(dice):
        found[f"{prefix}start_p_negative"] = dice.choice([0.5, 0.6, 0.9, 0.1])
    if _maybe(dice):
        found[f"{prefix}end_p_negative"] = dice.choice(CHANCES)
        found[f"{prefix}end_p_positive"] = dice.choice(CHANCES)
    return found


_OTHER_EVENTS: dict[str, Callable[[Random], dict[str, Any]]] = {
    "opened": lambda _: {},
    "reopened": lambda _: {},
    "flushed": lambda _: {},
    "open": lambda dice: {**_twice(dice, "age"), "waiting": _maybe(dice)},
    "private_offered": lambda dice: dice.choice([{}, _twice(dice, "accepted")]),
    "escalated": lambda dice: {
        "escalation": dice.choice(["private", "call", "supervisor"]),
        "cause": dice.choice(["message_count", "breach", "low_score", "manual"]),
    },
    "reviewed": lambda dice: {"score": dice.randint(0, 100)},
}


_SURVEY_EVENTS: tuple[SurveyEvent, ...] = get_args(SurveyEvent)


def _survey(dice: Random, at: datetime) -> SurveyFact:
    survey = dice.choice(["csat", "nps"])
    event = dice.choice(["answered", "answered", *_SURVEY_EVENTS])
    more: dict[str, Any] = {"score": None}
    if event == "answered":
        score = dice.randint(1, 5) if survey == "csat" else dice.randint(0, 10)
        low = survey == "csat" and score <= 3
        more = {"score": score, "followed_up": low and _maybe(dice)}
    elif event == "delivered":
        more["in_time"] = _maybe(dice)
    elif event == "suppressed":
        more["reason"] = "already_asked"
    return answer(**_everywhere(dice, at), survey=survey, event=event, **more)


def _help_views(dice: Random, at: datetime) -> HelpViewFact:
    return help_views(at=at, views=dice.randint(0, 50), topics=_topics(dice))
