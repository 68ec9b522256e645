"""The promises of a case as clocks, a pure function of the fold.

A clock ends once: met by what it waited for at or before its due instant, else
breached at the due instant, whoever looks and whenever. A first response is
owed even if the case is resolved without one; a next response only while the
episode is open. What is flushed owes nothing from then on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from shared.domain.cases import Step
from shared.domain.log import Entry
from shared.domain.policies import Policy
from shared.domain.promises import ends, policy_of, runs
from shared.domain.settings import Rules
from shared.domain.state import Case, Episode, Person
from shared.domain.times import to_milliseconds

ClockKind = Literal["first_response", "next_response", "resolution"]
Outcome = Literal["met", "breached"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One promise of one episode; ``ended_at`` and ``outcome`` None: running.

    ``due_at`` None: it stands still while the customer is the one to act.
    """

    kind: ClockKind
    episode: int
    started_at: datetime
    due_at: datetime | None
    ended_at: datetime | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """A clock that has ended, with the person's state when it did, or at last.

    ``by`` is the message that met or came after a wait for a next response.
    """

    clock: Clock
    person: Person
    by: Entry | None = None

    @property
    def is_recorded(self) -> bool:
        """Whether the log has its breach already."""
        case = self.person.case
        name = f"breached:{self.clock.kind}"
        return case is not None and name in case.episode.recorded


def clocks(case: Case, now: datetime) -> list[Clock]:
    """The clocks of the present episode as they stand at ``now``.

    Of waits only the present one; those that are over are in ``ended``.
    """
    episode = case.episode
    found = (
        _first_response(episode, now),
        _next_response(episode, now),
        _resolution(episode, now),
    )
    return [clock for clock in found if clock is not None]


def ended(steps: Iterable[Step], now: datetime) -> Iterator[Ended]:
    """Every clock that has ended by ``now``, of all cases and episodes replayed."""
    last: dict[tuple[str, int], Person] = {}
    for step in steps:
        wait = _ended_wait(step)
        if wait is not None and _has_ended(wait, now):
            yield Ended(wait, step.before, step.entry)
        case = step.after.case
        if case is not None:
            last[step.after.since, case.episode.number] = step.after
    for person in last.values():
        assert person.case is not None  # noqa: S101 - told to mypy
        for clock in clocks(person.case, now):
            if _has_ended(clock, now):
                yield Ended(clock, person)


def next_deadline(case: Case) -> datetime | None:
    """What falls due first and is not answered yet, also if it is overdue."""
    episode = case.episode
    if episode.resolved_at is not None:
        return None
    first = episode.due if episode.responded_at is None else None
    dues = (first, episode.next_due, episode.resolution_due)
    return min((due for due in dues if due is not None), default=None)


def next_wake(person: Person, now: datetime, rules: Rules) -> datetime | None:
    """When the workflow must look again: something is at risk then, or due.

    What is past and not in the log yet is to be looked at now.
    """
    case = person.case
    if case is None or case.episode.resolved_at is not None:
        return None
    wakes = [
        wake
        for clock in clocks(case, now)
        if (wake := _wake(person, case.episode, clock, rules)) is not None
    ]
    return max(now, min(wakes)) if wakes else None


def at_risk_from(
    person: Person, episode: Episode, clock: Clock, rules: Rules
) -> datetime | None:
    """From when on little is left of a clock that runs; None: nobody is warned."""
    policy = policy_of(episode, person.channel, rules)
    target = _target(policy, clock.kind)
    if clock.due_at is None or target is None or not policy.at_risk:
        return None
    start, left = clock.started_at, target
    if clock.kind == "resolution" and episode.resolution_since is not None:
        start = episode.resolution_since
        left = timedelta(seconds=episode.resolution_left or 0)
    unhurried = left - target * policy.at_risk
    return ends(policy, start, unhurried, rules) if unhurried > timedelta() else start


def risk_from(person: Person, rules: Rules) -> datetime | None:
    """From when on little is left of the first clock that is not answered yet."""
    case = person.case
    if case is None or case.episode.resolved_at is not None:
        return None
    episode = case.episode
    answered = {"first_response"} if episode.responded_at else set[str]()
    risks = [
        risk
        for clock in clocks(case, episode.opened_at)
        if clock.kind not in answered
        and (risk := at_risk_from(person, episode, clock, rules)) is not None
    ]
    return to_milliseconds(min(risks)) if risks else None


def to_warn(person: Person, now: datetime, rules: Rules) -> list[Clock]:
    """The clocks that run, are at risk, and have not been warned of."""
    case = person.case
    if case is None or case.episode.resolved_at is not None:
        return []
    return [
        clock
        for clock in clocks(case, now)
        if clock.outcome is None
        and f"warned:{clock.kind}" not in case.episode.recorded
        and (risk := at_risk_from(person, case.episode, clock, rules)) is not None
        and risk <= now
    ]


def business_time(
    clock: Clock, now: datetime, person: Person, rules: Rules
) -> timedelta:
    """Time a clock has run as its policy counts, to its end or to ``now``."""
    case = person.case
    assert case is not None  # noqa: S101 - a clock is of a case
    episode = case.episode
    policy = policy_of(episode, person.channel, rules)
    end = max(clock.ended_at or now, clock.started_at)
    if clock.kind != "resolution" or policy.resolution is None:
        return runs(policy, clock.started_at, end, rules)
    used = policy.resolution - timedelta(seconds=episode.resolution_left or 0)
    if episode.resolution_since is not None:
        used += runs(policy, episode.resolution_since, end, rules)
    return used


def _first_response(episode: Episode, now: datetime) -> Clock | None:
    due, met = episode.due, episode.responded_at
    if due is None or _is_withdrawn(episode, due, met):
        return None
    return _clock("first_response", episode, episode.opened_at, due, met, now)


def _next_response(episode: Episode, now: datetime) -> Clock | None:
    due, since = episode.next_due, episode.waiting_since
    if due is None or since is None or _is_withdrawn(episode, due):
        return None
    return _clock("next_response", episode, since, due, None, now)


def _resolution(episode: Episode, now: datetime) -> Clock | None:
    if episode.resolution_left is None:
        return None
    due, met = episode.resolution_due, episode.resolved_at
    if due is None and met is None:
        return Clock(
            kind="resolution",
            episode=episode.number,
            started_at=episode.opened_at,
            due_at=None,
        )
    if _is_withdrawn(episode, due):
        return None
    start = episode.opened_at
    return _clock("resolution", episode, start, due, met, now)


def _is_withdrawn(
    episode: Episode, due: datetime | None, met: datetime | None = None
) -> bool:
    """Whether the episode was flushed while this clock ran or stood still."""
    flushed_at = episode.resolved_at
    if episode.flushed is None or flushed_at is None:
        return False
    ended_before = met is not None and met <= flushed_at
    return not ended_before and (due is None or flushed_at < due)


def _clock(
    kind: ClockKind,
    episode: Episode,
    start: datetime,
    due: datetime | None,
    met: datetime | None,
    now: datetime,
) -> Clock:
    ended_at: datetime | None = None
    outcome: Outcome | None = None
    if met is not None and (due is None or met <= due):
        ended_at, outcome = met, "met"
    elif due is not None and due <= now:
        ended_at, outcome = due, "breached"
    return Clock(
        kind=kind,
        episode=episode.number,
        started_at=start,
        due_at=due,
        ended_at=ended_at,
        outcome=outcome,
    )


def _has_ended(clock: Clock, now: datetime) -> bool:
    """Whether it had by then: the log may know what came later."""
    return clock.ended_at is not None and clock.ended_at <= now


def _ended_wait(step: Step) -> Clock | None:
    """The wait for a next response that this step ended, with its outcome.

    A resolution ends it as well: it is breached if it was overdue by then, and
    nobody's if not. A flush leaves it to the end of the episode.
    """
    before, after = step.before.case, step.after.case
    if before is None or after is None or step.before.since != step.after.since:
        return None
    wait, at = before.episode, step.entry.at
    if wait.next_due is None or wait.waiting_since is None:
        return None
    if wait.number != after.episode.number or after.episode.waiting_since is not None:
        return None
    answered = at if step.entry.kind == "message_sent" else None
    clock = _clock(
        "next_response", wait, wait.waiting_since, wait.next_due, answered, at
    )
    return clock if clock.outcome is not None else None


def _wake(
    person: Person, episode: Episode, clock: Clock, rules: Rules
) -> datetime | None:
    if clock.outcome == "breached":
        known = f"breached:{clock.kind}" in episode.recorded
        return None if known else clock.due_at
    if clock.outcome is not None:
        return None
    if f"warned:{clock.kind}" not in episode.recorded:
        risk = at_risk_from(person, episode, clock, rules)
        if risk is not None:
            return risk
    return clock.due_at


def _target(policy: Policy, kind: ClockKind) -> timedelta | None:
    return {
        "first_response": policy.first_response,
        "next_response": policy.next_response,
        "resolution": policy.resolution,
    }[kind]
