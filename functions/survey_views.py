"""What the API shows of the survey about a case, and of what came of a low score."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from shared.domain.cases import Step
from shared.domain.low_scores import low_score
from shared.domain.state import Person
from shared.domain.survey_course import Reached, course
from shared.domain.survey_rules import kind_of
from shared.domain.surveys import survey_id
from shared.domain.times import to_text


def survey_view(
    person: Person, steps: Sequence[Step], now: datetime
) -> dict[str, Any] | None:
    """How far the latest survey in a case's log has come; None: there is none yet.

    ``reason`` says why it was suppressed; ``times`` when it came to each state.
    """
    waits = _waiting(person)
    if waits is not None:
        return waits
    found = list(course(person.channel, steps, now))
    if not found:
        return None
    mine = [reached for reached in found if reached.survey == found[-1].survey]
    last = mine[-1]
    reason = last.step.entry.reason if last.state == "suppressed" else None
    return {
        "id": last.survey,
        "kind": kind_of(last.survey),
        "state": last.state,
        "reason": reason,
        "score": last.score,
        "times": {reached.state: to_text(_at(reached)) for reached in mine},
    }


def low_score_view(steps: Sequence[Step]) -> dict[str, Any] | None:
    """What came of the latest low score in a case's log; None: there was none."""
    found = low_score(steps)
    if found is None:
        return None
    return {
        name: to_text(value) if isinstance(value, datetime) else value
        for name, value in asdict(found).items()
    }


def _waiting(person: Person) -> dict[str, Any] | None:
    """That of an episode that has ended, about which it is not decided yet."""
    case = person.case
    if case is None or case.episode.resolved_at is None or case.episode.asked:
        return None
    survey = survey_id(case.id, case.episode.number)
    queued = person.survey is not None and person.survey.id == survey
    if case.status != "resolved" or case.episode.timed_from is None or queued:
        return None
    return {
        "id": survey,
        "kind": "csat",
        "state": "eligible",
        "reason": None,
        "score": None,
        "times": {"eligible": to_text(case.episode.resolved_at)},
    }


def _at(reached: Reached) -> datetime:
    """When it came to a state: one about a case is eligible from its resolution on."""
    case = reached.step.before.case
    is_first = reached.state == "eligible" and kind_of(reached.survey) == "csat"
    ended = case.episode.resolved_at if is_first and case is not None else None
    return ended or reached.at
