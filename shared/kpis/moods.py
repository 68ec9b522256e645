"""How a customer's mood was before he was answered and after, as probabilities.

A mood is taken from what he says before the first human response and after the
last one that ended a wait of his: thanks for thanks change nothing any more.
Reversed, the same rule is a control: what it finds is noise (metrics.md).
"""

from collections.abc import Iterable, Sequence
from statistics import fmean
from typing import Any

from shared.domain.cases import Step
from shared.domain.log import Entry
from shared.domain.survey_state import is_contact
from shared.kpis.responses import is_response, wait_ended

LAST_WORDS = 2


def moods(steps: Sequence[Step], later: Sequence[Step]) -> dict[str, Any]:
    """The moods of a resolved episode, as the fields of its fact.

    Empty where nobody answered: nothing has changed them then.

    Args:
        steps: the episode, from its opening to its end.
        later: what came soon after and opened nothing, such as thanks.

    """
    answers = [n for n, step in enumerate(steps) if is_response(step)]
    turns = [n for n in answers if wait_ended(steps[n])]
    if not answers:
        return {}
    before = _scored(steps[: answers[0]])
    after = _scored([*steps[turns[-1] :], *later]) if turns else []
    end_negative, end_positive = _means(after[-LAST_WORDS:])
    reversed_negative, reversed_positive = _means(before[:LAST_WORDS])
    return {
        "start_p_negative": _highest(before),
        "end_p_negative": end_negative,
        "end_p_positive": end_positive,
        "reversed_start_p_negative": _highest(after),
        "reversed_end_p_negative": reversed_negative,
        "reversed_end_p_positive": reversed_positive,
    }


def _scored(steps: Iterable[Step]) -> list[Entry]:
    """What the customer said that has a mood; no answers to surveys."""
    return [
        s.read
        for s in steps
        if s.entry.kind == "message_received"
        and s.read.p_negative is not None
        and is_contact(s.before, s.entry)
    ]


def _highest(said: Iterable[Entry]) -> float | None:
    return max((e.p_negative or 0 for e in said), default=None)


def _means(said: Sequence[Entry]) -> tuple[float | None, float | None]:
    """The mean P(negative) and P(positive)."""
    if not said:
        return None, None
    return fmean(e.p_negative or 0 for e in said), fmean(
        e.p_positive or 0 for e in said
    )
