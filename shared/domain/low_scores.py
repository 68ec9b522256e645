"""What came of a low score: of the question why, and of a supervisor's task."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.domain.cases import Step
from shared.domain.followups import FOLLOW_UP
from shared.domain.log import UNDELIVERED, Entry
from shared.domain.state import Episode, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class LowScore:
    """The task since ``at``, and when what came of it did; None: it has not yet.

    He was asked why, a person answered him, the task was handled: the case was
    reviewed or went on with another episode; and it was resolved (again).
    """

    score: int | None
    at: datetime
    followed_up_at: datetime | None
    answered_at: datetime | None
    handled_at: datetime | None
    resolved_at: datetime | None


def low_score(steps: Sequence[Step]) -> LowScore | None:
    """What came of the latest low score in a case's log; None: there was none."""
    tasks = [n for n, step in enumerate(steps) if step.entry.reason == "low_score"]
    if not tasks:
        return None
    task, since = steps[tasks[-1]].entry, steps[tasks[-1] + 1 :]
    return LowScore(
        score=task.score,
        at=task.at,
        followed_up_at=_first(
            [s.entry for s in steps if _asks_why(s.entry, task.survey)]
        ),
        answered_at=_first([s.entry for s in since if _answers(s.entry)]),
        handled_at=_first([s.entry for s in since if _handles(s)]),
        resolved_at=_first([s.entry for s in since if _resolves(s)]),
    )


def _first(entries: Sequence[Entry]) -> datetime | None:
    return entries[0].at if entries else None


def _asks_why(entry: Entry, survey: str | None) -> bool:
    key = f"{FOLLOW_UP}{survey}"
    is_it = entry.send_key == key or (entry.send_key or "").startswith(f"{key}:")
    return entry.kind == "message_sent" and is_it


def _answers(entry: Entry) -> bool:
    has_left = entry.kind == "message_sent" and entry.status != UNDELIVERED
    return has_left and not entry.automatic


def _handles(step: Step) -> bool:
    before, after = _episode(step.before), _episode(step.after)
    if before is None or after is None:
        return False
    goes_on = before.number < after.number
    return goes_on or (before.low_score_at is not None and after.low_score_at is None)


def _resolves(step: Step) -> bool:
    before, after = _episode(step.before), _episode(step.after)
    if before is None or after is None:
        return False
    return before.resolved_at is None and after.resolved_at is not None


def _episode(person: Person) -> Episode | None:
    return person.case.episode if person.case else None
