"""The work list: where a case stands in it, and who waits in it for an agent."""

from datetime import datetime
from typing import NamedTuple

from shared.domain.clocks import next_deadline
from shared.domain.routing import PRIORITIES
from shared.domain.state import Case, Person
from shared.domain.times import from_text, to_text

LOW_SCORE = "low_score"  # resolved, and not well: for a supervisor to look at
# Open cases with nothing due are behind all that have something.
NOTHING_DUE = "9999-12-31T23:59:59.999Z"


class Waiting(NamedTuple):
    """Somebody with an open case that nobody has; the least ``place`` is first."""

    place: str
    person: str


def listed_as(case: Case) -> str:
    """The list in which a case stands: that of its status, or a supervisor's.

    Once he has reviewed it, or it is reopened, it is no task of his any more.
    """
    is_task = case.status == "resolved" and case.episode.low_score_at is not None
    return LOW_SCORE if is_task else case.status


def place(person: Person, case: Case) -> str:
    """Where a case stands among those of its status: no two are equal.

    Of what is open by the next deadline, the priority, and the person; of what
    is over by when it ended.
    """
    ended_at = case.episode.resolved_at
    if ended_at is not None:
        return f"{to_text(ended_at)}#{person.id}"
    due = next_deadline(case)
    rank = PRIORITIES.index(case.priority)
    return f"{to_text(due) if due else NOTHING_DUE}#{rank}#{person.id}"


def due_of(place: str) -> datetime | None:
    """The next deadline of an open case that stands at a place."""
    due = place.partition("#")[0]
    return None if due == NOTHING_DUE else from_text(due)


def is_waiting(person: Person) -> bool:
    """Whether he has an open case that nobody has; imported ones wait for nobody."""
    case = person.case
    return (
        case is not None
        and case.status == "open"
        and case.episode.agent is None
        and case.episode.timed_from is not None
    )


def is_snoozed(case: Case, now: datetime) -> bool:
    until = case.episode.snoozed_until
    return until is not None and now < until
