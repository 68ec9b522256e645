"""What is promised to whom: SLA policies, and which of them a case gets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from shared.domain.calendars import DEFAULT_CALENDAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A named set of targets; None: nothing is promised.

    Targets are open time of the ``calendar`` if ``business``, else elapsed
    time. With ``pauses`` the next response and the resolution stand still while
    the customer is the one to answer. A clock is at risk when less than the
    share ``at_risk`` of its target is left; 0: never.
    """

    name: str
    first_response: timedelta | None = None
    next_response: timedelta | None = None
    resolution: timedelta | None = None
    business: bool = True
    pauses: bool = True
    at_risk: float = 0.2
    calendar: str = DEFAULT_CALENDAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Which cases get a policy; None: any channel, queue or priority."""

    policy: str
    channel: str | None = None
    queue: str | None = None
    priority: str | None = None

    def takes(self, channel: str, queue: str, priority: str) -> bool:
        return (
            self.channel in {None, channel}
            and self.queue in {None, queue}
            and self.priority in {None, priority}
        )


_HOUR = timedelta(hours=1)
_STANDARD = Policy(
    name="standard",
    first_response=_HOUR,
    next_response=_HOUR,
    resolution=16 * _HOUR,
)
_FAST = Policy(
    name="fast",
    first_response=timedelta(minutes=15),
    next_response=_HOUR,
    resolution=16 * _HOUR,
)


def _promised() -> dict[str, Policy]:
    return {policy.name: policy for policy in (_STANDARD, _FAST)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sla:
    """The policies by name, and the assignments in order: the first that takes it.

    Every policy named in ``assign`` and ``otherwise`` exists: the reader has
    seen to it. ``reopen_within`` is how long after its end a case takes a new
    message as its next episode, elapsed time.
    """

    policies: Mapping[str, Policy] = field(default_factory=_promised)
    assign: tuple[Assignment, ...] = (Assignment(channel="x", policy="fast"),)
    otherwise: str = "standard"
    reopen_within: timedelta = timedelta(days=7)

    def policy_for(self, channel: str, queue: str, priority: str) -> Policy:
        """The policy of a case to which routing gave none by name."""
        taking = (a.policy for a in self.assign if a.takes(channel, queue, priority))
        return self.policies[next(taking, self.otherwise)]
