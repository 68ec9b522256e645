"""The live counters: how the open cases of a desk stand at one instant."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """What the work list tells of an open case.

    ``due`` is the first deadline that is not answered, ``at_risk_from`` the first
    instant from which little is left of one; ``waiting_since`` is the customer's
    oldest unanswered message. None: there is none.
    """

    channel: str
    queue: str
    agent: str | None
    due: datetime | None
    at_risk_from: datetime | None
    waiting_since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Counts of cases, and the longest wait of a customer in seconds, None: no wait.

    ``breached`` cases have a clock that passed its due instant unanswered;
    those ``at_risk`` have none, but one with little left of it.
    """

    open: int
    waiting: int
    longest_wait_s: float | None
    at_risk: int
    breached: int
    unassigned: int


def count(cases: Iterable[OpenCase], now: datetime) -> Counts:
    """Count open cases as they stand at ``now``."""
    known = list(cases)
    waits = [c.waiting_since for c in known if c.waiting_since is not None]
    # A platform's clock may run a little ahead of ours.
    longest = max((now - min(waits)).total_seconds(), 0.0) if waits else None
    breached = [_is_past(c.due, now) for c in known]
    return Counts(
        open=len(known),
        waiting=len(waits),
        longest_wait_s=longest,
        at_risk=sum(
            _is_past(c.at_risk_from, now) and not late
            for c, late in zip(known, breached, strict=True)
        ),
        breached=sum(breached),
        unassigned=sum(c.agent is None for c in known),
    )


def count_by(
    cases: Iterable[OpenCase], key: Callable[[OpenCase], str], now: datetime
) -> dict[str, Counts]:
    """Count the cases of each key, in order of the keys."""
    groups: dict[str, list[OpenCase]] = {}
    for case in cases:
        groups.setdefault(key(case), []).append(case)
    return {name: count(groups[name], now) for name in sorted(groups)}


def _is_past(instant: datetime | None, now: datetime) -> bool:
    return instant is not None and instant <= now
