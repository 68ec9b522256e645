"""Facts of surveys: asked, not asked and why, arrived, answered."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from shared.domain.cases import Step
from shared.domain.deliveries import arrived_at, standing
from shared.domain.followups import FOLLOW_UP
from shared.domain.log import UNDELIVERED, Entry
from shared.domain.survey_rules import LOW, kind_of
from shared.domain.survey_state import (
    OUTCOME_UNKNOWN,
    answers_survey,
    edits_answer,
    score_of,
)
from shared.kpis.facts import SurveyEvent, SurveyFact
from shared.kpis.history import History

# Channels that tell when a message has arrived; elsewhere what was sent has.
RECEIPTS = frozenset({"facebook", "whatsapp"})
_DECIDED = ("survey_queued", "survey_suppressed", "survey_sent")


class Answer(NamedTuple):
    """An answer to a survey, in time."""

    at: datetime
    score: int | None


def survey_facts(history: History, now: datetime) -> Iterator[SurveyFact]:
    """What became of every survey, as far as the log tells; ``now`` is its end."""
    answers, known = _answers(history), set[str]()
    for step in history.steps:
        entry = step.entry
        if entry.kind not in _DECIDED:
            continue
        survey = entry.survey or entry.id
        if survey not in known:
            known.add(survey)
            yield _fact(history, step, "eligible")
        if entry.kind == "survey_queued":
            yield _fact(history, step, "queued")
        elif entry.kind == "survey_sent" or _came_through(entry, answers):
            yield from _sent(history, step, answers.get(survey, []), now)
        else:
            yield _fact(history, step, "suppressed", reason=entry.reason)


def _came_through(entry: Entry, answers: dict[str, list[Answer]]) -> bool:
    """Whether a question of which nobody knew if it was sent was answered."""
    return entry.reason == OUTCOME_UNKNOWN and entry.survey in answers


def _sent(
    history: History, step: Step, answers: list[Answer], now: datetime
) -> Iterator[SurveyFact]:
    """What became of a survey that was sent: what arrived is answered, or expires."""
    entry, ends = step.entry, step.entry.expires_at
    yield _fact(history, step, "sent")
    arrived = _arrived(history, entry, answers)
    if arrived is None:
        return
    yield _fact(history, step, "delivered", at=arrived, in_time=bool(answers))
    if answers:
        yield _answer(history, step, answers[-1])
    elif ends is not None and ends <= now:
        yield _fact(history, step, "expired", at=ends)


def _answers(history: History) -> dict[str, list[Answer]]:
    """The answers to each survey while it was open; the last one counts."""
    found: dict[str, list[Answer]] = {}
    for step in history.steps:
        survey, entry = step.before.survey, step.entry
        if survey is not None and _is_answer(step):
            answer = Answer(entry.at, score_of(survey, entry))
            found.setdefault(survey.id, []).append(answer)
    return found


def _is_answer(step: Step) -> bool:
    if step.entry.kind == "message_edited":
        return edits_answer(step.before, step.entry)
    is_said = step.entry.kind in ("message_received", "survey_answered")
    return is_said and answers_survey(step.before, step.entry)


def _arrived(history: History, asked: Entry, answers: list[Answer]) -> datetime | None:
    """When the question had reached the customer, if anything tells; an answer does."""
    log = [step.entry for step in history.steps]
    question = _question(asked, log)
    if history.channel in RECEIPTS:
        arrived = arrived_at(question, log)
    else:
        found = standing(question, log)
        has_failed = found is not None and found.status == UNDELIVERED
        arrived = None if has_failed else asked.at
    told = [at for at in (arrived, *(a.at for a in answers[:1])) if at is not None]
    return max(asked.at, min(told)) if told else None


def _question(asked: Entry, log: list[Entry]) -> Entry:
    """The message that asked: as the platform dates it, or else as we do."""
    sent = (e for e in log if e.kind == "message_sent" and e.id == asked.target)
    unseen = replace(asked, kind="message_sent", id=asked.target or "")
    return next(sent, unseen)


def _answer(history: History, step: Step, answer: Answer) -> SurveyFact:
    low = LOW[kind_of(step.entry.id)]
    is_low = answer.score is not None and answer.score <= low
    followed_up = is_low and any(_asks_why(s.entry, step.entry) for s in history.steps)
    return _fact(
        history,
        step,
        "answered",
        at=answer.at,
        score=answer.score,
        followed_up=followed_up,
    )


def _asks_why(entry: Entry, asked: Entry) -> bool:
    """Whether a message is the one that follows up a low answer to this survey."""
    key, _, _ = (entry.send_key or "").removeprefix(FOLLOW_UP).partition(":")
    is_one = (entry.send_key or "").startswith(FOLLOW_UP)
    return entry.kind == "message_sent" and is_one and key == asked.id


def _fact(
    history: History,
    step: Step,
    event: SurveyEvent,
    *,
    at: datetime | None = None,
    **said: Any,
) -> SurveyFact:
    """A fact about the survey that a step sent, or did not; of its episode."""
    asked = step.entry
    when, kind = at or asked.at, kind_of(asked.survey or asked.id)
    stretch = history.named(asked)
    about = stretch.last if stretch else step.before
    if kind == "nps":
        about = replace(about, case=None)
    return SurveyFact(
        **history.common(about, when),
        id=history.id(f"{asked.id}|{event}"),
        at=when,
        agent=asked.agent,
        survey=kind,
        event=event,
        **said,
    )
