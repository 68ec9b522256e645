"""A message as the 22 numbers that the model weighs; none depends on the language.

Seven sums of either lexicon, then emoji, gaps, marks and length: the order is that
of the weights in data/head.json.
"""

from collections.abc import Sequence
from math import sqrt, tanh

from vaderSentiment.vaderSentiment import normalize

from shared.text.lexicons import ELIDING, care, general, modifiers
from shared.text.mockery import mocking
from shared.text.valence import Hit, hits, turned, worth
from shared.text.words import tokens

MANY_MARKS = 3
MANY_WORDS = 40
MANY_HITS = 4
SHOWING = ("sign", "face")  # what is worth something without a word


def features(plain: str, language: str) -> list[float]:
    """Measure a cleared text in one of the nine languages."""
    said = tokens(plain, elided=language in ELIDING)
    about = modifiers(language)
    hits_of_care = hits(said, care(language), about)
    hits_of_feeling = hits(said, general(language), about)
    mocked = mocking(plain, said, [*hits_of_care, *hits_of_feeling], language)
    words_of_care = _meant(hits_of_care, mocked)
    words_of_feeling = _meant(hits_of_feeling, mocked)
    signs = [
        Hit(place, worth(token))
        for place, token in enumerate(said)
        if token.kind in SHOWING
    ]
    emphasis = _emphasis(plain)
    letters = sum(map(str.isalpha, plain))
    capitals = sum(map(str.isupper, plain))
    words = sum(token.kind == "word" for token in said)
    return [
        *_sums(words_of_care, emphasis),
        *_sums(words_of_feeling, emphasis),
        tanh(sum(_meant(signs, mocked)) / 2),
        float(not words_of_care),
        float(not words_of_feeling),
        min(plain.count("!"), MANY_MARKS) / MANY_MARKS,
        min(plain.count("?"), MANY_MARKS) / MANY_MARKS,
        min(words, MANY_WORDS) / MANY_WORDS,
        float(any(token.kind == "dots" for token in said)),
        float(2 * capitals > letters),
    ]


def _meant(found: Sequence[Hit], mocked: frozenset[int]) -> list[float]:
    """What is said, turned round where it mocks."""
    return [turned(v) if v > 0 and place in mocked else v for place, v in found]


def _sums(worths: Sequence[float], emphasis: float) -> list[float]:
    good = [it for it in worths if it > 0]
    bad = [it for it in worths if it < 0]
    total = sum(worths)
    stressed = total + (emphasis if total > 0 else -emphasis if total < 0 else 0.0)
    last = worths[-1] if worths else 0.0
    return [
        normalize(stressed),
        min(len(good), MANY_HITS) / 2,
        min(len(bad), MANY_HITS) / 2,
        tanh(sum(good) / 3),
        tanh(sum(bad) / 3),
        tanh(last / 2),
        total / sqrt(total * total + 4),
    ]


def _emphasis(plain: str) -> float:
    """What VADER adds for marks: up to four of !, and two or more of ?."""
    asked = plain.count("?")
    doubt = 0.0 if asked < 2 else 0.18 * asked if asked <= 3 else 0.96  # noqa: PLR2004
    return 0.292 * min(plain.count("!"), 4) + doubt
