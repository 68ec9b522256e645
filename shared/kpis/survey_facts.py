"""Facts of surveys: asked, not asked and why, arrived, answered."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.domain.followups import FOLLOW_UP
from shared.domain.log import Entry
from shared.domain.survey_course import Reached, course
from shared.domain.survey_rules import LOW, kind_of
from shared.kpis.facts import SurveyFact
from shared.kpis.history import History


def survey_facts(history: History, now: datetime) -> Iterator[SurveyFact]:
    """What became of every survey, as far as the log tells; ``now`` is its end."""
    for reached in course(history.channel, history.steps, now):
        if reached.state == "suppressed":
            yield _fact(history, reached, reason=reached.step.entry.reason)
        elif reached.state == "delivered":
            yield _fact(history, reached, in_time=reached.answered)
        elif reached.state == "answered":
            followed_up = _is_followed_up(history, reached)
            score = reached.score
            yield _fact(history, reached, score=score, followed_up=followed_up)
        elif reached.state != "expired" or reached.arrived:
            # What never arrived does not expire: it is not in the response rate.
            yield _fact(history, reached)


def _is_followed_up(history: History, reached: Reached) -> bool:
    asked, score = reached.step.entry, reached.score
    is_low = score is not None and score <= LOW[kind_of(asked.id)]
    return is_low and any(_asks_why(s.entry, asked) for s in history.steps)


def _asks_why(entry: Entry, asked: Entry) -> bool:
    """Whether a message is the one that follows up a low answer to this survey."""
    key, _, _ = (entry.send_key or "").removeprefix(FOLLOW_UP).partition(":")
    is_one = (entry.send_key or "").startswith(FOLLOW_UP)
    return entry.kind == "message_sent" and is_one and key == asked.id


def _fact(history: History, reached: Reached, **said: Any) -> SurveyFact:
    """A fact about the survey that a step sent, or did not; of its episode."""
    asked, kind = reached.step.entry, kind_of(reached.survey)
    stretch = history.named(asked)
    about = stretch.last if stretch else reached.step.before
    if kind == "nps":
        about = replace(about, case=None)
    return SurveyFact(
        **history.common(about, reached.at),
        id=history.id(f"{asked.id}|{reached.state}"),
        at=reached.at,
        agent=asked.agent,
        survey=kind,
        event=reached.state,
        **said,
    )
