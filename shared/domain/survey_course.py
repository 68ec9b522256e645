"""What became of each survey, state by state, as a log tells: nothing of it is stored.

It is eligible, then suppressed for a reason or queued, sent, delivered, and at last
answered or expired. What nobody knows to have arrived is not delivered; whoever
answers has got it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, NamedTuple, get_args

from shared.domain.cases import Step
from shared.domain.deliveries import arrived_at, standing
from shared.domain.log import UNDELIVERED, Entry, EntryKind
from shared.domain.survey_state import (
    OUTCOME_UNKNOWN,
    answers_survey,
    edits_answer,
    score_of,
)

State = Literal[
    "eligible", "suppressed", "queued", "sent", "delivered", "answered", "expired"
]
STATES: tuple[State, ...] = get_args(State)
# Channels that tell when a message has arrived; elsewhere what was sent has.
RECEIPTS = frozenset({"facebook", "whatsapp"})
DECIDED = ("survey_queued", "survey_suppressed", "survey_sent")
# Of what no entry tells: what the timeline shows of it.
_SHOWN: dict[State, EntryKind] = {
    "delivered": "survey_delivered",
    "expired": "survey_expired",
}


class Answer(NamedTuple):
    """An answer to a survey, in time."""

    at: datetime
    score: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A state that a survey has come to; ``step`` is the entry that decided on it.

    ``answered`` says of one that was sent that it was, in the end; ``arrived``
    whether it has reached the customer.
    """

    survey: str
    state: State
    at: datetime
    step: Step
    score: int | None = None
    answered: bool = False
    arrived: bool = False


def course(channel: str, steps: Sequence[Step], now: datetime) -> Iterator[Reached]:
    """Every state of every survey that the steps of a log decide on, until ``now``."""
    answers, known = _answers(steps), set[str]()
    log = [step.entry for step in steps]
    for step in steps:
        entry = step.entry
        if entry.kind not in DECIDED:
            continue
        survey = entry.survey or entry.id
        if survey not in known:
            known.add(survey)
            yield Reached(survey=survey, state="eligible", at=entry.at, step=step)
        if entry.kind == "survey_queued":
            yield Reached(survey=survey, state="queued", at=entry.at, step=step)
        elif entry.kind == "survey_sent" or _came_through(entry, answers):
            given = answers.get(survey, [])
            arrived = _arrived(channel, entry, log, given)
            yield from _sent(survey, step, arrived, given, now)
        else:
            yield Reached(survey=survey, state="suppressed", at=entry.at, step=step)


def shown(channel: str, steps: Sequence[Step], now: datetime) -> list[Entry]:
    """The states that no entry tells, as entries of the timeline; none is stored."""
    return [
        Entry(
            at=reached.at,
            id=f"{reached.survey}-{reached.state}",
            kind=_SHOWN[reached.state],
            survey=reached.survey,
            case=reached.step.entry.case,
            episode=reached.step.entry.episode,
        )
        for reached in course(channel, steps, now)
        if reached.state in _SHOWN
    ]


def _sent(
    survey: str,
    step: Step,
    arrived: datetime | None,
    answers: Sequence[Answer],
    now: datetime,
) -> Iterator[Reached]:
    """What became of a survey that was sent; of its answers the last one counts."""
    asked, ends = step.entry, step.entry.expires_at
    sent = Reached(
        survey=survey,
        state="sent",
        at=asked.at,
        step=step,
        answered=bool(answers),
        arrived=arrived is not None,
    )
    yield sent
    if arrived is not None:
        yield replace(sent, state="delivered", at=arrived)
    if answers:
        at, score = answers[-1]
        yield replace(sent, state="answered", at=at, score=score)
    elif ends is not None and ends <= now:
        yield replace(sent, state="expired", at=ends)


def _came_through(entry: Entry, answers: Mapping[str, Sequence[Answer]]) -> bool:
    """Whether a question of which nobody knew if it was sent was answered."""
    return entry.reason == OUTCOME_UNKNOWN and entry.survey in answers


def _answers(steps: Sequence[Step]) -> dict[str, list[Answer]]:
    """The answers to each survey while it was open; the last one counts."""
    found: dict[str, list[Answer]] = {}
    for step in steps:
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


def _arrived(
    channel: str, asked: Entry, log: Sequence[Entry], answers: Sequence[Answer]
) -> datetime | None:
    """When the question had reached the customer, if anything tells; an answer does."""
    question = _question(asked, log)
    if channel in RECEIPTS:
        arrived = arrived_at(question, log)
    else:
        found = standing(question, log)
        has_failed = found is not None and found.status == UNDELIVERED
        arrived = None if has_failed else asked.at
    told = [at for at in (arrived, *(a.at for a in answers[:1])) if at is not None]
    return max(asked.at, min(told)) if told else None


def _question(asked: Entry, log: Sequence[Entry]) -> Entry:
    """The message that asked: as the platform dates it, or else as we do."""
    sent = (e for e in log if e.kind == "message_sent" and e.id == asked.target)
    unseen = replace(asked, kind="message_sent", id=asked.target or "")
    return next(sent, unseen)
