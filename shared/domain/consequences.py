"""What is to be recorded of clocks that are at risk or breached, and what follows.

A warning or a breach and its consequences are one write: either all of it is in
the log or nothing, so that each follows once however often anybody looks.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain import commands
from shared.domain.clocks import Clock, clocks, to_warn
from shared.domain.commands import Act
from shared.domain.escalation import Reaction
from shared.domain.log import Entry
from shared.domain.settings import Rules
from shared.domain.state import Case, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """The entry of a warning or a breach, and those of what follows from it.

    ``frees`` is the agent from whom the case is taken.
    """

    entry: Entry
    more: tuple[Entry, ...] = ()
    frees: str | None = None


def next_alarm(
    person: Person, now: datetime, at: datetime, rules: Rules
) -> Alarm | None:
    """The first breach or warning that the log lacks, with its consequences.

    Args:
        person: the fold; one whose present case is meant.
        now: the clocks are read as they stand then.
        at: the time of what is done now: not before anything in the log.
        rules: those in force at the warning or the breach say what follows.

    """
    case = person.case
    if case is None:
        return None
    for clock in clocks(case, now):
        name = f"breached:{clock.kind}"
        if clock.outcome == "breached" and name not in case.episode.recorded:
            breach = commands.breach(person, clock)
            reaction = rules.at(breach.at).escalation.on_breach
            return _alarm(case, breach, clock, "breach", reaction, Act(at=at))
    for clock in to_warn(person, now, rules):
        warning = commands.warning(person, clock, at)
        reaction = rules.at(at).escalation.on_risk
        return _alarm(case, warning, clock, "at_risk", reaction, Act(at=at))
    return None


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
