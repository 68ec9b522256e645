"""Routing: which queue, priority, policy and skills a message's case is given.

The first rule whose conditions hold decides; what it leaves open comes from
``otherwise``. What the customer has been through then raises the priority.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self

from shared.domain.conditions import Calendars, Subject, When, why_not
from shared.text.judgements import FLUSHES

DEFAULT_QUEUE = "default"
DEFAULT_PRIORITY = "normal"
PRIORITIES = ("urgent", "high", "normal", "low")


def raised(priority: str, steps: int = 1) -> str:
    """The priority so many steps higher, at most urgent."""
    return PRIORITIES[max(0, PRIORITIES.index(priority) - steps)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """What a rule gives; None: what ``otherwise`` says.

    ``flush`` is the reason why nobody is to answer; it stands alone.
    """

    queue: str | None = None
    priority: str | None = None
    policy: str | None = None
    skills: tuple[str, ...] | None = None
    flush: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Otherwise:
    """What a case is given where no rule says anything else.

    Without a policy the SLA settings decide.
    """

    queue: str = DEFAULT_QUEUE
    priority: str = DEFAULT_PRIORITY
    policy: str | None = None
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    name: str
    when: When = field(default_factory=When)
    then: Then = Then()


@dataclass(frozen=True, slots=True, kw_only=True)
class Raise:
    """What raises a priority by one step each; None: nothing of the kind does.

    At least so many complaints or followers, a sentiment below the number, at
    least that urgency, a customer who has asked elsewhere in vain.
    """

    complaints: int | None = None
    sentiment_below: float | None = None
    urgency: int | None = None
    reach: int | None = None
    failed_elsewhere: bool = False


RAISE = Raise(
    complaints=2,
    sentiment_below=-0.9,  # one message in twenty: see shared/text/urgency.py
    urgency=50,
    reach=10_000,
    failed_elsewhere=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """The rules in order; ``version`` is that of the settings, 0 of a new desk.

    ``flushes`` are the reasons for which a message that by itself asks for
    nothing is flushed, whatever rules say.
    """

    flushes: tuple[str, ...] = FLUSHES
    rules: tuple[Rule, ...] = ()
    otherwise: Otherwise = Otherwise()
    raises: Raise = RAISE
    version: int = 0

    @property
    def queues(self) -> frozenset[str]:
        """Every queue that a case may be given."""
        named = {rule.then.queue for rule in self.rules} - {None}
        return frozenset(queue for queue in named if queue) | {self.otherwise.queue}


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """The decision about a case, with what spoke for it.

    ``policy`` None: the SLA settings decide. ``flush`` is the reason why nobody
    is to answer. ``rule`` None: none matched. ``version`` is that of the rules.
    """

    queue: str = DEFAULT_QUEUE
    priority: str = DEFAULT_PRIORITY
    policy: str | None = None
    skills: tuple[str, ...] = ()
    flush: str | None = None
    rule: str | None = None
    reasons: tuple[str, ...] = ()
    version: int = 0

    def lifted(self, why: str) -> Self | None:
        """The same with the priority one step up; None: it is urgent already."""
        priority = raised(self.priority)
        if priority == self.priority:
            return None
        return replace(self, priority=priority, reasons=(*self.reasons, why))

    def to_json(self) -> dict[str, Any]:
        """Say the decision, leaving out what is at its default."""
        said = {f.name: (getattr(self, f.name), f.default) for f in fields(self)}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, (value, default) in said.items()
            if value != default
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read a decision as it was stored; numbers may come as decimals."""
        names = {f.name for f in fields(cls)}
        known = {name: said for name, said in value.items() if name in names}
        for name in {"skills", "reasons"} & known.keys():
            known[name] = tuple(known[name])
        if "version" in known:
            known["version"] = int(known["version"])
        return cls(**known)


def pressed_on(routed: Routed, subject: Subject, raises: Raise) -> Routed:
    """The decision about an open case after another message: raised by what is new.

    Each reason counts once an episode, however often it comes.
    """
    for reason in _raising(subject, raises):
        known = {why.partition(" ")[0] for why in routed.reasons}
        if reason.partition(" ")[0] not in known:
            routed = routed.lifted(reason) or routed
    return routed


def route(subject: Subject, routing: Routing, calendars: Calendars) -> Routed:
    """Decide what the case that a message opens is given.

    ``calendars`` holds at least the default one, whose zone is that of local
    times.
    """
    otherwise = routing.otherwise
    if subject.flush in routing.flushes:
        return _flushed(routing, subject.flush, None)
    rule = _matching(subject, routing, calendars)
    then = rule.then if rule else Then()
    name = rule.name if rule else None
    if then.flush is not None:
        return _flushed(routing, then.flush, name)
    reasons = tuple(_raising(subject, routing.raises))
    return Routed(
        queue=then.queue or otherwise.queue,
        priority=raised(then.priority or otherwise.priority, len(reasons)),
        policy=then.policy or otherwise.policy,
        skills=otherwise.skills if then.skills is None else then.skills,
        rule=name,
        reasons=reasons,
        version=routing.version,
    )


def _flushed(routing: Routing, reason: str | None, rule: str | None) -> Routed:
    return Routed(
        queue=routing.otherwise.queue,
        priority=routing.otherwise.priority,
        flush=reason,
        rule=rule,
        version=routing.version,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """Whether a rule's conditions hold, and if not the first that does not."""

    rule: str
    matched: bool
    why_not: str | None = None


def explain(
    subject: Subject, routing: Routing, calendars: Calendars
) -> tuple[Explained, ...]:
    """Tell of every rule whether it matches; the first that does decides."""
    against = (
        (rule.name, why_not(rule.when, subject, calendars)) for rule in routing.rules
    )
    return tuple(
        Explained(rule=name, matched=reason is None, why_not=reason)
        for name, reason in against
    )


def _matching(subject: Subject, routing: Routing, calendars: Calendars) -> Rule | None:
    return next(
        (r for r in routing.rules if why_not(r.when, subject, calendars) is None), None
    )


def _raising(subject: Subject, raises: Raise) -> list[str]:
    """What raises the priority of this message, by one step each."""
    reasons = []
    if raises.complaints is not None and subject.complaints >= raises.complaints:
        reasons.append(f"complaints {subject.complaints}")
    score, below = subject.sentiment_score, raises.sentiment_below
    if below is not None and score is not None and score < below:
        reasons.append(f"sentiment {score:g}")
    if raises.urgency is not None and subject.urgency >= raises.urgency:
        reasons.append(f"urgency {subject.urgency}")
    reach = subject.followers
    if raises.reach is not None and reach is not None and reach >= raises.reach:
        reasons.append(f"reach {reach}")
    if raises.failed_elsewhere and subject.failed_elsewhere:
        reasons.append("failed elsewhere")
    return reasons
