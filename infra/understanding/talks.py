"""How well the language of short messages is told, alone and in their talk.

A talk is made of messages of one language: three whole ones, then one to four
words in a row of another. Who turns to another language in the middle of a talk
is made likewise, of two languages.
"""

from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import NamedTuple

from shared.text.language import Guess, guess
from shared.text.words import clear

TALKS = 1_000  # of each language
BEFORE = 3
MOST_WORDS = 4


class Told(NamedTuple):
    """Shares of short messages, 0..1, whose language is right, and of the unsure.

    Read alone, in their talk, and after a talk in another language; unsure are
    those that do not tell it by themselves.
    """

    alone: float
    in_talk: float
    turned: float
    unsure: float


def told(texts: Mapping[str, Sequence[str]], talks: int = TALKS) -> dict[str, Told]:
    """Measure on texts by language; the same texts give the same numbers."""
    return {language: _told(texts, language, talks) for language in texts}


def _told(texts: Mapping[str, Sequence[str]], language: str, talks: int) -> Told:
    random = Random(language)  # noqa: S311 - talks, not secrets
    others = [it for it in texts if it != language]
    counts = [0, 0, 0, 0]
    measured = 0
    for _ in range(talks):
        short = guess(_cut(random.choice(texts[language]), random))
        talk = random.sample(texts[language], BEFORE)
        elsewhere = random.sample(texts[random.choice(others)], BEFORE)
        if short.confidence == 0:
            continue  # nothing but names, numbers, signs
        measured += 1
        counts[0] += short.language == language
        counts[1] += _in_talk(short, talk) == language
        counts[2] += _in_talk(short, elsewhere) == language
        counts[3] += bool(short.others)
    return Told(*(count / max(1, measured) for count in counts))


def _cut(text: str, random: Random) -> str:
    words = clear(text).split()
    size = random.randint(1, MOST_WORDS)
    place = random.randint(0, max(0, len(words) - size))
    return " ".join(words[place : place + size])


def _in_talk(short: Guess, talk: Iterable[str]) -> str | None:
    """As ``shared/domain/readings.py`` reads it."""
    told_before = [it.language for it in map(guess, talk) if not it.others]
    spoken = next((it for it in reversed(told_before) if it), None)
    return spoken if spoken in short.others else short.language
