"""What a customer's message is given: a place in a queue, or a reason to flush it.

The rest of his log counts as well: what he has said before, and what is known
of him on other channels (``Surroundings``), which the log cannot tell. Which
case a message belongs to is written down as a table in CONTRIBUTING.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from shared.domain.conditions import Subject
from shared.domain.log import Entry
from shared.domain.routing import Routed, pressed_on, route
from shared.domain.settings import Settings
from shared.domain.state import Person

CustomerType = Literal["social_only", "cross_channel"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is known of a customer beyond the log of the person who writes.

    ``open_cases`` are those of his other identities; ``failed_elsewhere`` says
    that one of them is breached or was reopened; ``called_at`` when they last
    used a channel that is not social.
    """

    messages: int = 0
    complaints: int = 0
    open_cases: int = 0
    failed_elsewhere: bool = False
    called_at: datetime | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


ALONE = Surroundings()


def routed(
    person: Person, entry: Entry, rules: Settings, around: Surroundings = ALONE
) -> Routed:
    """Route a message that opens an episode; as stored with it, if it was."""
    stored = decided(entry)
    if stored is not None:
        return stored
    about = subject(person, entry, rules, around)
    return placed(about, rules, is_flushable=not entry.unflushed)


def pressed(person: Person, entry: Entry, rules: Settings) -> Routed:
    """What an open case is given after another message: urgency may have grown."""
    case = person.case
    assert case is not None  # noqa: S101 - it goes on
    about = subject(person, entry, rules)
    return pressed_on(case.episode.routing, about, rules.routing.raises)


def decided(entry: Entry) -> Routed | None:
    """How it was routed, as stored with it; a flush that was taken back is void."""
    if entry.routing is None or (is_flushed(entry) and entry.unflushed):
        return None
    return Routed.from_json(entry.routing)


def placed(about: Subject, rules: Settings, *, is_flushable: bool = True) -> Routed:
    """Route a message; where no rule names a policy the SLA settings do."""
    found = route(about, rules.routing, rules.calendars)
    if not is_flushable:
        found = replace(found, flush=None)
    if found.policy is None and found.flush is None:
        policy = rules.sla.policy_for(about.channel, found.queue, found.priority)
        found = replace(found, policy=policy.name)
    return found


def subject(
    person: Person, entry: Entry, rules: Settings, around: Surroundings = ALONE
) -> Subject:
    """What routing rules may ask about a message and who wrote it."""
    case = person.case
    own = int(case is not None and case.status == "open")
    calls = (person.tally.called_at, around.called_at)
    called = [at for at in calls if at is not None]
    return Subject(
        channel=person.channel,
        visibility=entry.visibility or "private",
        at=entry.at,
        language=entry.language,
        topics=entry.topics,
        sentiment=entry.sentiment,
        sentiment_score=entry.sentiment_score,
        urgency=entry.urgency,
        flush=entry.flush,
        followers=entry.followers,
        customer_type=customer_type(called, entry.at, rules.metrics.lookback),
        earlier_messages=person.tally.messages + around.messages,
        complaints=person.tally.complaints + around.complaints,
        open_cases=own + around.open_cases,
        failed_elsewhere=around.failed_elsewhere,
        attributes=around.attributes,
    )


def customer_type(
    called: Iterable[datetime], at: datetime, lookback: timedelta
) -> CustomerType:
    """What he was at an instant, by when he used a channel that is not social."""
    lately = any(at - lookback <= call < at for call in called)
    return "cross_channel" if lately else "social_only"


def why_flushed(person: Person, entry: Entry, rules: Settings) -> str | None:
    """Why a contact is not actionable; None: it asks for an answer.

    A courtesy asks for none once the customer has had his answer; outside of any
    talk an emoji or a sticker is first of all that. What is flushed by a rule, or
    for what it is, opens nothing, and is part of a talk that goes on already. What
    a supervisor unflushed does ask for an answer.
    """
    if entry.unflushed:
        return None
    case = person.case
    talking = case is not None and not is_over(person, entry, rules)
    is_thanks = entry.courtesy and (talking or entry.flush is None)
    if is_thanks and not _is_waiting(person, talking=talking):
        return "courtesy"
    if talking and case is not None and case.status == "open":
        return None
    return routed(person, entry, rules).flush


def is_flushed(entry: Entry) -> bool:
    """Whether a message was stored as one that opens nothing."""
    return bool((entry.routing or {}).get("flush"))


def is_over(person: Person, entry: Entry, rules: Settings) -> bool:
    """Whether a message begins a new case instead of going on with the present one.

    A case ends for good when nothing is said within the reopen window after its
    resolution. Nobody resolves imported conversations: such a case is over after
    as long a silence, and never goes on live.
    """
    case = person.case
    if case is None:
        return True
    episode = case.episode
    if episode.resolved_at is not None:
        return entry.at >= episode.resolved_at + rules.sla.reopen_within
    if episode.timed_from is not None:
        return False
    last_at = episode.last_at or episode.opened_at
    return not entry.historic or entry.at >= last_at + rules.sla.reopen_within


def _is_waiting(person: Person, *, talking: bool) -> bool:
    case = person.case
    if case is None or not talking or case.status != "open":
        return False
    return case.episode.waiting_since is not None
