"""What is to be recorded of clocks that are at risk or breached, and what follows.

A warning or a breach and its consequences are one write: either all of it is in
the log or nothing, so that each follows once however often anybody looks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.domain import commands
from shared.domain.cases import Step, replay
from shared.domain.clocks import Clock, ended, to_warn
from shared.domain.commands import Act
from shared.domain.escalation import Reaction
from shared.domain.log import Entry
from shared.domain.settings import Rules
from shared.domain.state import Case, Person

LATE = timedelta(minutes=5)  # by which a timer that looks at once has looked


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """The entry of a warning or a breach, and those of what follows from it.

    ``frees`` is the agent from whom the case is taken.
    """

    entry: Entry
    more: tuple[Entry, ...] = ()
    frees: str | None = None


def next_alarm(
    steps: Sequence[Step], now: datetime, at: datetime, rules: Rules
) -> Alarm | None:
    """The first breach or warning that the log lacks, with its consequences.

    Also of a wait that was answered, late, before anybody looked.

    Args:
        steps: the replay of the present case; its last episode is meant.
        now: the clocks are read as they stand then.
        at: the time of what is done now: not before anything in the log.
        rules: those in force at the warning or the breach say what follows.

    """
    person = steps[-1].after if steps else None
    if person is None or person.case is None:
        return None
    known = {step.entry.id for step in steps}
    for breach, clock in _breaches(steps, now):
        if breach.id not in known:
            reaction = rules.at(breach.at).escalation.on_breach
            return _alarm(person.case, breach, clock, "breach", reaction, Act(at=at))
    for clock in to_warn(person, now, rules):
        warning = commands.warning(person, clock, at)
        if warning.id not in known:
            reaction = rules.at(at).escalation.on_risk
            act = Act(at=at)
            return _alarm(person.case, warning, clock, "at_risk", reaction, act)
    return None


def is_late(
    entry: Entry, start: Person, log: Sequence[Entry], now: datetime, rules: Rules
) -> bool:
    """Whether a timer was late: a breach that is recorded after LATE or more.

    Only if it was to be known by its due instant: not what follows from messages
    that came in later, or from what somebody did later.

    Args:
        entry: what is to be recorded now.
        start: the person before the first entry of the log.
        log: that of the present case, as far as it is known now.
        now: the present instant.
        rules: those in force.

    """
    if entry.kind != "breached" or now - entry.at <= LATE:
        return False
    known = [e for e in log if (e.processed_at or e.at) <= entry.at]
    steps = list(replay(start, known, rules))
    return any(e.id == entry.id for e, _ in _breaches(steps, now)) if steps else False


def _breaches(steps: Sequence[Step], now: datetime) -> Iterator[tuple[Entry, Clock]]:
    """The breaches of the last episode that no entry has been taken for."""
    last = steps[-1].after
    for found in ended(steps, now):
        then, case = found.person.case, last.case
        if then is None or case is None or found.person.since != last.since:
            continue
        is_present = found.clock.episode == case.episode.number
        if is_present and found.clock.outcome == "breached" and not found.is_recorded:
            # It may have been given its id for good only later.
            person = replace(found.person, case=replace(then, id=case.id))
            yield commands.breach(person, found.clock), found.clock


def _alarm(
    case: Case, entry: Entry, clock: Clock, cause: str, reaction: Reaction, act: Act
) -> Alarm:
    if case.status != "open":
        return Alarm(entry=entry)  # nobody is to hurry any more
    more = []
    routing, agent = case.episode.routing, case.episode.agent
    higher = routing.lifted(f"{cause} {clock.kind}")
    if reaction.raise_priority and higher is not None:
        more.append(commands.reroute(case, act, higher))
    if reaction.supervisor and "supervisor" not in case.episode.escalated:
        more.append(commands.escalate(case, act, "supervisor", cause))
    taken = reaction.reassign and agent is not None
    if taken:
        more.append(commands.unassign(case, act, cause))
    return Alarm(
        entry=entry,
        more=tuple(_of(clock, cause, e) for e in more),
        frees=agent if taken else None,
    )


def _of(clock: Clock, cause: str, entry: Entry) -> Entry:
    """Tell what follows from one clock apart from the same of another."""
    if entry.kind == "escalated":
        return entry
    return replace(entry, id=f"{entry.id}-{clock.kind}", reason=cause)
