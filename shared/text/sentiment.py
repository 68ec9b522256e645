"""The mood of a message, as probabilities, in nine languages; see MODEL.md.

The model is a logistic regression on 22 numbers that do not depend on the
language. What it is made from has no network and no clock, so the same text in
the same language is always the same mood.
"""

import json
from functools import cache
from math import exp
from typing import NamedTuple

from shared.text.features import features
from shared.text.lexicons import DATA, LANGUAGES
from shared.text.moods import Sentiment, weighed
from shared.text.valence import worth
from shared.text.words import clear, tokens

WORDLESS = "en"  # whose words a text is read with that has none


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


def _probabilities(measured: list[float]) -> list[float]:
    head = _head()
    sums = [
        sum(map(float.__mul__, weights, measured)) + intercept
        for weights, intercept in zip(head.weights, head.intercepts, strict=True)
    ]
    highest = max(sums)
    powers = [exp(it - highest) for it in sums]
    every = sum(powers)
    return [power / every for power in powers]


@cache
def _head() -> _Head:
    return _Head(**json.loads((DATA / "head.json").read_text(encoding="utf-8")))
