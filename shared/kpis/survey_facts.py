"""Facts of surveys: asked, not asked and why, arrived, answered."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.domain.cases import Step
from shared.domain.deliveries import arrived_at, standing
from shared.domain.log import UNDELIVERED, Entry
from shared.domain.survey_state import answers_survey
from shared.kpis.facts import SurveyEvent, SurveyFact
from shared.kpis.history import History

# Channels that tell when a message has arrived; elsewhere what was sent has.
RECEIPTS = frozenset({"facebook", "whatsapp"})
LOW = 3  # and less is a low score
# Begins the send key of the message that asks why; then comes the survey's id.
FOLLOW_UP = "auto:followup:"


def survey_facts(history: History) -> Iterator[SurveyFact]:
    """What became of every survey, as far as the log tells."""
    answers = _answers(history)
    for step in history.steps:
        entry = step.entry
        if entry.kind == "survey_suppressed":
            yield _fact(history, step, "suppressed", reason=entry.reason)
        elif entry.kind == "survey_sent":
            found = answers.get(entry.id, [])
            arrived = _arrived(history, entry, found)
            yield _fact(history, step, "sent")
            if arrived is not None:
                in_time = bool(found)
                yield _fact(history, step, "delivered", at=arrived, in_time=in_time)
            if found:
                yield _answer(history, step, found[-1])


def _answers(history: History) -> dict[str, list[Entry]]:
    """The answers to each survey while it was open; the last one counts."""
    found: dict[str, list[Entry]] = {}
    for step in history.steps:
        survey, entry = step.before.survey, step.entry
        is_answer = entry.kind == "message_received" and answers_survey(
            step.before, entry
        )
        if survey is not None and is_answer:
            found.setdefault(survey.id, []).append(entry)
    return found


def _arrived(history: History, asked: Entry, answers: list[Entry]) -> datetime | None:
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


def _answer(history: History, step: Step, answer: Entry) -> SurveyFact:
    is_low = answer.score is not None and answer.score <= LOW
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
    when = at or asked.at
    stretch = history.named(asked)
    return SurveyFact(
        **history.common(stretch.last if stretch else step.before, when),
        id=history.id(f"{asked.id}|{event}"),
        at=when,
        agent=asked.agent,
        survey="csat",
        event=event,
        **said,
    )
