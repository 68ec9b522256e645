"""What follows an answer to a survey: why it is low is asked, the best are thanked.

Pure; an errand of the outbound queue, decided again when it is run: the answer
may have been edited, or a reason given with it.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from shared.domain.log import Entry
from shared.domain.settings import Rules
from shared.domain.state import Case, Person, Survey
from shared.domain.survey_rules import BEST, LOW, SurveyRules

_TASK = "follow_up"
# Begins the send key of the message that asks why; then comes the survey's id.
FOLLOW_UP = "auto:followup:"
_THANKS = "auto:thanks:"


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """An errand: something may follow the answer to a survey; ids only.

    ``attempt`` counts how often the platform would not take it yet.
    """

    person: str
    survey: str
    attempt: int = 0

    def again(self) -> "FollowUp":
        return replace(self, attempt=self.attempt + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """What is to be said, under which send key, and whether a supervisor is to look."""

    supervisor: bool = False
    text: str | None = None
    key: str = ""


def to_body(owed: FollowUp) -> str:
    return json.dumps({"task": _TASK, **asdict(owed)})


def from_body(body: str) -> FollowUp | None:
    """Read a body of the outbound queue; None if it is another errand."""
    values = json.loads(body)
    if values.pop("task", None) != _TASK:
        return None
    return FollowUp(**values)


def due(person: Person, arrivals: Iterable[Entry], rules: Rules) -> FollowUp | None:
    """The errand that is due after messages; None: none of them is an answer."""
    survey = person.survey
    if survey is None:
        return None
    ids = {content for e in arrivals for content in (e.id, e.target)}
    is_answer = any(survey.is_answered_by(content) for content in ids)
    if not is_answer or not _matters(survey, rules.newest.surveys):
        return None
    return FollowUp(person=person.id, survey=survey.id)


def reaction(
    person: Person, entries: Iterable[Entry], survey_id: str, rules: SurveyRules
) -> Reaction:
    """What follows the answer to a survey, as it is now."""
    survey = person.survey
    if survey is None or survey.id != survey_id:
        return Reaction()
    question = rules.of(survey.kind)
    if _is_low(survey):
        wants_none = person.tally.opted_out_at is not None
        has_said = _has_said_why(survey, entries)
        asks = question.asks_why and not wants_none and not has_said
        why = rules.why.text_for(survey.language)
        return Reaction(
            supervisor=question.supervisor,
            text=why if asks else None,
            key=f"{FOLLOW_UP}{survey.id}",
        )
    if _is_best(survey) and question.thanks:
        text = rules.thanks.text_for(survey.language)
        return Reaction(text=text, key=f"{_THANKS}{survey.id}")
    return Reaction()


def task(case: Case, survey: Survey, at: datetime) -> Entry | None:
    """Have a supervisor look at how a case was handled, once an episode.

    It may be resolved by then, and have been escalated for another reason; None:
    he has it already, or it was nobody's issue.
    """
    if case.status == "flushed" or case.episode.low_score_at is not None:
        return None
    number = case.episode.number
    return Entry(
        at=at,
        id=f"escalated-{case.id}-{number}-low_score",
        kind="escalated",
        case=case.id,
        episode=number,
        what="supervisor",
        reason="low_score",
        survey=survey.id,
        score=survey.score,
    )


def _matters(survey: Survey, rules: SurveyRules) -> bool:
    question = rules.of(survey.kind)
    if _is_low(survey):
        return question.asks_why or question.supervisor
    return _is_best(survey) and question.thanks


def _is_low(survey: Survey) -> bool:
    return survey.score is not None and survey.score <= LOW[survey.kind]


def _is_best(survey: Survey) -> bool:
    return survey.score is not None and survey.score >= BEST[survey.kind]


def _has_said_why(survey: Survey, entries: Iterable[Entry]) -> bool:
    """Whether something was said beside the score, in the message or on the page."""
    return any(_is_answer(e, survey) and e.says_more for e in entries)


def _is_answer(entry: Entry, survey: Survey) -> bool:
    """Whether it is the latest answer, or that as it was edited."""
    edited = entry.target if entry.kind == "message_edited" else None
    return survey.is_answered_by(edited or entry.id)
