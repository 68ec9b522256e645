"""What the log says of surveys: which one is under way, its answer, who wants none.

A question is queued, then sent or withdrawn. The last answer while it is open
counts; an answer that is edited counts as it was edited.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from shared.domain.log import ADDED, Entry
from shared.domain.state import Person, Survey, answer_mark

# Why a question counts as not asked that the customer may have got all the same.
OUTCOME_UNKNOWN = "outcome_unknown"


def answers_survey(person: Person, entry: Entry) -> bool:
    """Tell whether a message answers the survey under way.

    A pressed button names the survey and counts for that one only. A typed
    score counts for the survey that is open at the message's own time, if it
    was written privately and no talk is going on in which it might be meant.
    """
    survey = person.survey
    if survey is None or not survey.takes(entry.at):
        return False
    if entry.survey is not None:
        return entry.survey == survey.id and entry.score is not None
    return score_of(survey, entry) is not None and _is_said_to_it(person, entry)


def edits_answer(person: Person, entry: Entry) -> bool:
    """Tell whether an edit gives the survey under way another score."""
    survey = person.survey
    return (
        survey is not None
        and survey.is_answered_by(entry.target)
        and survey.takes(entry.at)
        and score_of(survey, entry) is not None
    )


def opts_out(person: Person, entry: Entry) -> bool:
    """Tell whether a message says that its author wants no more surveys."""
    if entry.kind != "message_received" or entry.visibility != "private":
        return False
    return entry.opt_out == "sentence" or is_refusal(person, entry)


def is_refusal(person: Person, entry: Entry) -> bool:
    """Tell whether it says so in answer to a survey, and nothing else."""
    survey = person.survey
    return (
        entry.opt_out is not None
        and survey is not None
        and survey.takes(entry.at)
        and _is_said_to_it(person, entry)
    )


def refusals(said: Iterable[tuple[Person, Entry]]) -> Iterator[Entry]:
    """The entries that somebody wants no more surveys, by the messages that say so.

    Each message comes with the state before it.
    """
    for person, entry in said:
        if opts_out(person, entry):
            yield Entry(
                at=entry.at,
                id=f"opted-out-{entry.id}",
                kind="survey_opted_out",
                target=entry.id,
            )


def added_id(name: str) -> str:
    """The id of what was added: to an answer once, however often it is edited.

    To what asked for nothing each edit that asks adds a message, named by the edit.
    """
    return f"{name}:{ADDED}"


def additions(said: Sequence[tuple[Person, Entry]]) -> Iterator[Entry]:
    """The messages that were added by editing answers, or what asked for nothing.

    Each entry comes with the state before it. An answer that said more than its
    score from the start is a message already.
    """
    told = dict[str | None, Entry]()  # what is edited, by its id
    answers = set[str]()  # that were but scores
    opened = {entry.opens for _, entry in said if entry.what == ADDED}
    for person, entry in said:
        if entry.kind == "message_received" and not entry.says_more:
            told[entry.id] = entry
            answers.add(entry.id)
        first = told.get(entry.target) if entry.kind == "message_edited" else None
        if first is None or entry.erased:
            continue
        if entry.says_more and edits_answer(person, entry):
            name = added_id(first.id) if first.id in answers else None
            answers.discard(first.id)
        else:
            name = added_id(entry.id) if _asks(first, entry) else None
        if name is not None:
            # It takes over the case that the edit has opened if it was known first.
            opens = None if first.opens in opened else first.opens
            opened.add(opens)
            yield _added(entry, name, opens)


def _asks(first: Entry, edit: Entry) -> bool:
    """Tell whether an edit asks something where nothing was asked.

    What was read in it was kept for that (copies.py).
    """
    asks = edit.sentiment_model is not None and edit.flush is None and not edit.courtesy
    return asks and (first.flush is not None or first.courtesy)


def _added(edit: Entry, name: str, opens: str | None) -> Entry:
    return replace(
        edit,
        id=name,
        kind="message_received",
        what=ADDED,
        opens=opens,
        score=None,
        nps=None,
        says_more=False,
        raw=None,
    )


def is_contact(person: Person, entry: Entry) -> bool:
    """Tell whether a received message is a contact, and not about a survey.

    A button of an old survey is neither an answer any more nor a new issue. Who
    says more than his score has an issue.
    """
    if entry.survey is not None or is_refusal(person, entry):
        return False
    return entry.says_more or not answers_survey(person, entry)


def score_of(survey: Survey, entry: Entry) -> int | None:
    """The score that a message gives on the scale of a survey."""
    if entry.survey is not None or survey.kind == "csat":
        return entry.score
    return entry.nps


def answered(person: Person, entry: Entry) -> Person:
    """The state after an answer to the survey under way, or after its edit."""
    survey = person.survey
    assert survey is not None  # noqa: S101 - it is answered
    is_edit = entry.kind == "message_edited"
    answer = survey.answer if is_edit else answer_mark(entry.id)
    score = score_of(survey, entry)
    return replace(person, survey=replace(survey, score=score, answer=answer))


def queued(person: Person, entry: Entry) -> Person:
    """The state once a question is about to be sent."""
    survey = person.survey
    if entry.survey is None or entry.expires_at is None:
        return person
    if survey is not None and survey.id == entry.survey:
        # Sent in the same millisecond.
        return replace(person, survey=replace(survey, language=entry.language))
    former_at = survey.asked_at if survey is not None else None
    return replace(person, survey=_survey(entry, entry.survey, former_at))


def sent(person: Person, entry: Entry) -> Person:
    """The state once a question was sent; it may be answered already."""
    survey = person.survey
    if entry.expires_at is None:
        return person
    if survey is None or survey.id != entry.id:
        former_at = survey.asked_at if survey is not None else None
        return replace(person, survey=_survey(entry, entry.id, former_at))
    known = replace(survey, state="sent", expires_at=entry.expires_at)
    return replace(person, survey=known)


def withdrawn(person: Person, entry: Entry) -> Person:
    """The state once a question was not sent after all.

    Where nobody knows he may be looking at it: his answer counts, if he gives one.
    """
    survey = person.survey
    if survey is None or survey.state != "queued" or survey.id != entry.survey:
        return person
    may_have_it = entry.reason == OUTCOME_UNKNOWN
    state = replace(survey, state="sent" if may_have_it else "withdrawn")
    return replace(person, survey=state)


def opted_out(person: Person, entry: Entry) -> Person:
    """The state once somebody has said that he wants no surveys."""
    since = person.tally.opted_out_at or entry.at
    return replace(person, tally=replace(person.tally, opted_out_at=since))


def _survey(entry: Entry, survey: str, former_at: datetime | None) -> Survey:
    return Survey(
        id=survey,
        sent_at=entry.at,
        expires_at=entry.expires_at or entry.at,
        state="queued" if entry.kind == "survey_queued" else "sent",
        language=entry.language,
        former_at=former_at,
    )


def _is_said_to_it(person: Person, entry: Entry) -> bool:
    """Tell whether words may be meant for a survey: privately, outside of a talk."""
    talking = person.case is not None and person.case.status == "open"
    return entry.visibility == "private" and not talking
