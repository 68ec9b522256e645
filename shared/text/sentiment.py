"""The mood of a message, as probabilities, in nine languages; see MODEL.md.

The model is a logistic regression on 22 numbers that do not depend on the
language. What it is made from has no network and no clock, so the same text in
the same language is always the same mood.
"""

import json
from dataclasses import dataclass
from functools import cache
from math import exp
from typing import Literal, NamedTuple

from shared.text.features import features
from shared.text.lexicons import DATA, LANGUAGES
from shared.text.valence import worth
from shared.text.words import clear, tokens

MODEL = "care-4"  # a change of the code or the data is a new model
WORDLESS = "en"  # whose words a text is read with that has none

Label = Literal["negative", "neutral", "positive"]
LABELS: tuple[Label, Label, Label] = ("negative", "neutral", "positive")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentiment:
    """How likely each mood is, 0..1 each; None: in no language that is known.

    ``score`` is P(positive) - P(negative), -1..1. Who is asked what the mood is
    says ``label``, the likeliest; who counts changes of mood uses the numbers.
    """

    label: Label = "neutral"
    score: float = 0.0
    negative: float | None = None
    neutral: float | None = None
    positive: float | None = None
    model: str = MODEL

    @property
    def confidence(self) -> float:
        """The probability of the label; 0 in a language that is not known."""
        return max(self.negative or 0.0, self.neutral or 0.0, self.positive or 0.0)


class _Head(NamedTuple):
    weights: list[list[float]]
    intercepts: list[float]


def understand(text: str | None, language: str | None) -> Sentiment | None:
    """Read the mood of the first 600 characters; None if there is nothing to read.

    In another language, or none, emoji and faces count alone.
    """
    if text is None or not text.strip():
        return None
    plain = clear(text)
    if language not in LANGUAGES:
        signs = [token for token in tokens(plain) if worth(token)]
        if not signs:
            return Sentiment()
        plain, language = " ".join(token.text for token in signs), WORDLESS
    return weighed(_probabilities(features(plain, language)))


def weighed(likely: list[float], model: str = MODEL) -> Sentiment:
    """The mood that these probabilities make, in the order of `LABELS`, sum 1."""
    negative, neutral, positive = (round(it, 3) for it in likely)
    return Sentiment(
        label=LABELS[likely.index(max(likely))],
        score=round(positive - negative, 3),
        negative=negative,
        neutral=neutral,
        positive=positive,
        model=model,
    )


def _probabilities(measured: list[float]) -> list[float]:
    head = _head()
    sums = [
        sum(map(float.__mul__, weights, measured)) + intercept
        for weights, intercept in zip(head.weights, head.intercepts, strict=True)
    ]
    powers = [exp(it - max(sums)) for it in sums]
    return [power / sum(powers) for power in powers]


@cache
def _head() -> _Head:
    return _Head(**json.loads((DATA / "head.json").read_text(encoding="utf-8")))
