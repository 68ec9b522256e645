"""A case's workflow waits: what starts the wait, cuts it short and ends it."""

from collections.abc import Iterable
from datetime import datetime

from shared.domain.decisions import Timer
from shared.domain.state import Case, Person
from shared.domain.waits import UNSAID, Wait, needed
from shared.ports import Ports


def begin_wait(timer: Timer, person: Person, ports: Ports) -> None:
    """Start an episode's workflow, which waits until something may be due."""
    wait = UNSAID
    if person.case is not None and person.case.is_present(timer.case, timer.episode):
        wait = needed(person, ports.clock.now(), ports.settings)
    ports.workflow.start(timer, wait)


def rearm(
    persons: Iterable[Person], ports: Ports, other: datetime | None = None
) -> None:
    """Tell the workflows that wait longer than their cases now allow.

    ``other`` is when there is something else to look at them for, if at all.
    Whoever calls has written first what makes a deadline nearer; a wait that
    begins keeps its token first and reads the log then: one sees the other.
    """
    waiting = {
        name: person
        for person in persons
        if person.case is not None and person.case.status == "open"
        for name in person.case.names()
    }
    now = ports.clock.now()
    for name, token in ports.log.tokens(waiting).items():
        wait = needed(waiting[name], now, ports.settings, other)
        if Wait(until=token.until).is_too_long(wait):
            ports.workflow.rearm(token.token, wait)


def end_wait(case: Case, ports: Ports) -> None:
    """Tell the workflow of a case that is over, if it still waits; harmless if not.

    The episode may have been timed under another id, given in a lost race.
    """
    resolved_at = case.episode.resolved_at
    if resolved_at is None:
        return
    ask_at = resolved_at + ports.settings.newest.surveys.csat.delay
    for name, token in ports.log.tokens(case.names()).items():
        ports.workflow.resolved(token.token, ask_at)
        ports.log.keep_token(*name, None)
