"""How urgent a message is: a score of 0 to 100 that is the sum of its reasons.

Nothing is learned and nothing hidden: each reason has its weight, and a message
names those it has. It says what to read first, not what is true.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from shared.text.judgements import MOST_URGENT
from shared.text.phrases import Phrases
from shared.text.urgency_words import URGENCY_WORDS

WIDE_REACH = 10_000  # followers
# A sentiment score below it: one airline tweet in twenty.
STRONG = -0.93
# A danger comes before any threat, and anything said before how it is said.
WEIGHTS: Mapping[str, int] = {
    "safety": 60,
    "vulnerable": 40,
    "legal": 40,
    "threat_to_leave": 30,
    "media_threat": 30,
    "repeated_contact": 25,
    "strong_negative": 15,
    "reach": 15,
}


@dataclass(frozen=True, slots=True)
class Urgency:
    """The score, and the reasons it is the sum of, the weightiest first."""

    score: int = 0
    reasons: tuple[str, ...] = ()


def judge(
    text: str | None,
    *languages: str,
    sentiment_score: float | None = None,
    followers: int | None = None,
) -> Urgency:
    """Say how urgent a message is, by its words, its mood and its author's reach.

    Its words are read in the languages that it may be in; none: in any.
    """
    found = set(_phrases().find(text, *languages))
    if sentiment_score is not None and sentiment_score < STRONG:
        found.add("strong_negative")
    if followers is not None and followers >= WIDE_REACH:
        found.add("reach")
    reasons = tuple(reason for reason in WEIGHTS if reason in found)
    return Urgency(
        min(MOST_URGENT, sum(WEIGHTS[reason] for reason in reasons)), reasons
    )


@cache
def _phrases() -> Phrases:
    """Lay the words out on first use, once per container."""
    return Phrases(URGENCY_WORDS)
