"""How long a case's workflow waits: until it must look at the case again.

One timer a case, armed at the earliest instant at which something may have to
be done, and left alone by what makes that later or void: it wakes once for
nothing rather than being set anew with every message.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from shared.domain.clocks import clocks, next_wake, to_warn
from shared.domain.promises import answered, policy_of
from shared.domain.settings import Rules
from shared.domain.state import Person
from shared.domain.times import to_text

# With nothing due the workflow looks now and then; a Standard execution may live
# for a year, and a wait that is never answered should not outlast a case.
IDLE = timedelta(days=30)
# How long it waits if nobody has said: the first look at the case will.
UNSAID_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """A wait that ends at ``until``, and ``then`` another one if nothing else is said.

    ``until`` None: nobody has said, so whoever looks at the case must. A second
    wait of which it is known already how long it lasts saves a transition.
    """

    seconds: int = UNSAID_S
    until: datetime | None = None
    then_seconds: int = UNSAID_S
    then_until: datetime | None = None

    def is_too_long(self, needed: "Wait") -> bool:
        """Whether this wait ends later than it must, or nobody knows when."""
        if self.until is None or needed.until is None:
            return True
        return needed.until < self.until

    def to_json(self) -> dict[str, Any]:
        """Say it as the state machine carries it."""
        return {
            "seconds": self.seconds,
            "until": to_text(self.until) if self.until else None,
            "then": {
                "seconds": self.then_seconds,
                "until": to_text(self.then_until) if self.then_until else None,
            },
        }


UNSAID = Wait()


def needed(
    person: Person, now: datetime, rules: Rules, other: datetime | None = None
) -> Wait:
    """The wait that a person's case needs from ``now`` on.

    ``other`` is when there is something else to look at the case for, if at all.
    What then follows is what would if the customer had his answer: most have.
    """
    if other is not None and other <= now:
        other = None  # that was looked at just now
    wakes = [wake for wake in (next_wake(person, now, rules), other) if wake]
    if not wakes:
        return Wait(seconds=_seconds(IDLE), until=now + IDLE)
    until = max(min(wakes), now)
    seconds = _seconds(until - now)
    after = next_wake(_answered(person, until, rules), until, rules)
    then = after if after is not None and after > until else until + IDLE
    return Wait(
        seconds=seconds,
        until=until,
        then_seconds=_seconds(then - now - timedelta(seconds=seconds)),
        then_until=then,
    )


def _answered(person: Person, at: datetime, rules: Rules) -> Person:
    """The person as he is if he has his answer by then, and what is due is noted."""
    case = person.case
    assert case is not None  # noqa: S101 - something is due for it
    episode = case.episode
    policy = policy_of(episode, person.channel, rules)
    risks = [f"warned:{clock.kind}" for clock in to_warn(person, at, rules)]
    breaches = [
        f"breached:{clock.kind}"
        for clock in clocks(case, at)
        if clock.outcome == "breached"
    ]
    episode = replace(
        answered(episode, policy, rules, at),
        responded_at=episode.responded_at or at,
        recorded=(*episode.recorded, *risks, *breaches),
    )
    return replace(person, case=replace(case, episode=episode))


def _seconds(span: timedelta) -> int:
    """Whole seconds, never early, and at least one: the least that can be waited."""
    return max(1, ceil(span.total_seconds()))
