"""Random rules, customers and what raises them, from few values: they often meet."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from shared.domain.conditions import CUSTOMER_TYPES, LocalTime, Opening, Subject, When
from shared.domain.hours import DAY, Hours
from shared.domain.routing import PRIORITIES, Otherwise, Raise, Rule, Then
from shared.domain.routing_json import SENTIMENTS, VISIBILITIES

WEEK = datetime(2026, 3, 23, tzinfo=UTC)  # with a clock change in Europe
CHANNELS = ("x", "telegram", "phone")
LANGUAGES = ("en", "it", "de")
TOPICS = ("refund", "delivery", "login")
TIERS = ("gold", "iron")
FEW = st.integers(1, 3)
SCORES = st.sampled_from([-1.0, -0.6, -0.3, 0.0, 0.5, 1.0])


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    """Draw one or more of these, each once."""
    drawn = st.lists(st.sampled_from(values), min_size=1, unique=True)
    return drawn.map(tuple)


@st.composite
def _local_times(draw: st.DrawFn) -> LocalTime:
    opens = draw(st.integers(0, DAY - 1))
    length = draw(st.integers(1, DAY - 1 if opens else DAY))
    days = draw(some(("mon", "tue", "sat", "sun")))
    return LocalTime(days, Hours(opens, opens + length))


CONDITIONS: dict[str, st.SearchStrategy[Any]] = {
    "channel": some(CHANNELS),
    "visibility": st.sampled_from(VISIBILITIES),
    "language": some(LANGUAGES),
    "topic": some(TOPICS),
    "sentiment": some(SENTIMENTS),
    "sentiment_below": SCORES,
    "urgency": FEW,
    "reach": FEW,
    "customer_type": st.sampled_from(CUSTOMER_TYPES),
    "earlier_messages": FEW,
    "complaints": FEW,
    "open_cases": FEW,
    "failed_elsewhere": st.booleans(),
    "attributes": st.dictionaries(st.sampled_from(["tier", "land"]), some(TIERS)),
    "hours": st.builds(Opening, st.sampled_from(["default", "night"]), st.booleans()),
    "local_time": _local_times(),
}
WHENS = st.sets(st.sampled_from(sorted(CONDITIONS)), max_size=3).flatmap(
    lambda names: st.builds(When, **{name: CONDITIONS[name] for name in names})
)
NAMES = st.sampled_from(["default", "vip", "night-2"])
SKILLS = st.lists(st.sampled_from(LANGUAGES), max_size=2).map(tuple)
THENS = st.builds(Then, flush=st.sampled_from(["spam", "advertising"])) | st.builds(
    Then,
    queue=st.none() | NAMES,
    priority=st.none() | st.sampled_from(PRIORITIES),
    policy=st.none() | NAMES,
    skills=st.none() | SKILLS,
)
RULES = st.lists(
    st.builds(Rule, name=st.text("abc", min_size=1), when=WHENS, then=THENS),
    max_size=5,
    unique_by=lambda rule: rule.name,
).map(tuple)
OTHERWISES = st.builds(
    Otherwise,
    queue=NAMES,
    priority=st.sampled_from(PRIORITIES),
    policy=st.none() | NAMES,
    skills=SKILLS,
)
RAISES = st.builds(
    Raise,
    complaints=st.none() | FEW,
    sentiment_below=st.none() | SCORES,
    urgency=st.none() | FEW,
    reach=st.none() | FEW,
    failed_elsewhere=st.booleans(),
)
SUBJECTS = st.builds(
    Subject,
    channel=st.sampled_from(CHANNELS),
    visibility=st.sampled_from(VISIBILITIES),
    at=st.integers(0, 7 * DAY).map(lambda minutes: WEEK + timedelta(minutes=minutes)),
    language=st.none() | st.sampled_from(LANGUAGES),
    topics=st.just(()) | some(TOPICS),
    sentiment=st.none() | st.sampled_from(SENTIMENTS),
    sentiment_score=st.none() | SCORES,
    urgency=st.integers(0, 4),
    flush=st.sampled_from([None, "spam", "praise"]),
    followers=st.none() | st.integers(0, 4),
    customer_type=st.sampled_from(CUSTOMER_TYPES),
    earlier_messages=st.integers(0, 4),
    complaints=st.integers(0, 4),
    open_cases=st.integers(0, 4),
    failed_elsewhere=st.booleans(),
    attributes=st.dictionaries(
        st.sampled_from(["tier", "land"]), st.sampled_from(TIERS)
    ),
)
