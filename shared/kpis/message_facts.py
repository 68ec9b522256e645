"""Facts of messages: who said what to whom, in which mood, and how long it took."""

from collections.abc import Iterator
from typing import Any

from shared.domain.cases import Step
from shared.domain.survey_state import is_contact
from shared.domain.triage import why_flushed
from shared.kpis.facts import MessageFact
from shared.kpis.history import History, about
from shared.kpis.responses import wait_ended


def message_facts(history: History) -> Iterator[MessageFact]:
    """Every message that was a contact, and every one of ours."""
    for step in history.steps:
        kind = step.entry.kind
        if kind == "message_sent":
            yield _sent(history, step)
        elif kind == "message_received" and is_contact(step.before, step.entry):
            yield _received(history, step)


def _received(history: History, step: Step) -> MessageFact:
    entry, case = step.read, step.after.case
    reason = _why_flushed(history, step)
    common = history.common(step.after, entry.at, social=entry.social)
    return MessageFact(
        **(common | about(entry)),
        id=history.id(entry.id),
        at=entry.at,
        agent=case.episode.agent if case else None,
        direction="inbound",
        visibility=entry.visibility or "private",
        actionable=reason is None,
        flush_reason=reason,
        sentiment=entry.sentiment,
        sentiment_score=entry.sentiment_score,
        p_negative=entry.p_negative,
        p_neutral=entry.p_neutral,
        p_positive=entry.p_positive,
    )


def _why_flushed(history: History, step: Step) -> str | None:
    """Why a message asks for no answer; also if its whole episode did not."""
    entry = step.entry
    reason = why_flushed(step.before, entry, history.settings.at(entry.at))
    stretch = history.stretch(step.after)
    if reason is not None or stretch is None:
        return reason
    return stretch.case.episode.flushed


def _sent(history: History, step: Step) -> MessageFact:
    entry = step.entry
    return MessageFact(
        **history.common(step.after, entry.at, social=entry.social),
        id=history.id(entry.id),
        at=entry.at,
        agent=entry.agent,
        direction="outbound",
        visibility=entry.visibility or "private",
        automatic=entry.automatic,
        **_response(history, step),
    )


def _response(history: History, step: Step) -> dict[str, Any]:
    """Which wait this human response ended, and how long that was."""
    wait = wait_ended(step)
    if wait is None:
        return {}
    seconds, business = history.seconds(wait.since, step.entry.at)
    return {
        "response": wait.kind,
        "response_s": seconds,
        "response_business_s": business,
    }
