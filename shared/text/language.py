"""Which of nine languages a message is in, by its letters, one to three at a time.

How common they are is langdetect's count (MODEL.md), cut down to nine languages
and others that look like them. A message of a word or two tells too little: which
others it may be in is said too, for who knows the language of its talk.
"""

import re
from collections.abc import Mapping
from functools import cache
from itertools import chain, pairwise
from math import exp
from struct import unpack
from typing import NamedTuple

from shared.text.lexicons import DATA, LANGUAGES
from shared.text.words import clear

WORD = re.compile(r"[^\W\d_]+")
READ = 200  # characters tell it; more would only cost
STEP = 0.35  # of a frequency in the data, as a natural logarithm: half a bit
NEW = 0.18  # of what a gram tells; the rest those that overlap it have told
COMMON = 1.5  # for a word that short messages of a language are made of
FOREIGN = 6.0  # against languages that customers rarely write
CERTAIN = 0.9  # from here on a message tells its language by itself
POSSIBLE = 0.01  # down to here it may be in another of the nine


class Guess(NamedTuple):
    """A language, None if it is none of the nine, and how likely that is, 0..1.

    ``others`` of the nine it may be in as well, the likelier first; none where it
    is certain.
    """

    language: str | None
    confidence: float
    others: tuple[str, ...] = ()


class _Sums(dict[str, int]):
    """What a gram tells of all languages as one number, 16 bits each: added at once.

    Made of its digits when it is first met: all would cost a cold start 10 ms. What
    the digits begin with is in each: only differences mean something.
    """

    def __init__(self, digits: Mapping[str, str]) -> None:
        super().__init__()
        self._digits = digits

    def __missing__(self, gram: str) -> int:
        told = self._digits[gram].encode("utf-16-le")
        self[gram] = int.from_bytes(told, "little")
        return self[gram]


class _Profiles(NamedTuple):
    languages: tuple[str, ...]
    grams: Mapping[str, str]  # a digit a language
    numbers: _Sums
    common: Mapping[str, frozenset[str]]  # by language

    def knows(self, letters: str) -> bool:
        """Whether the greater part is written in letters of these languages."""
        return 2 * sum(map(self.grams.__contains__, letters)) > len(letters)

    def sums(self, said: str) -> tuple[int, ...]:
        """Add up what every one, two and three letters in a row tell, by language."""
        pairs = map("".join, pairwise(said))
        threes = map("".join, zip(said, said[1:], said[2:], strict=False))
        known = filter(self.grams.__contains__, chain(said, pairs, threes))
        total = sum(map(self.numbers.__getitem__, known))
        size = len(self.languages)
        return unpack(f"<{size}H", total.to_bytes(2 * size, "little"))


def guess(text: str) -> Guess:
    """Guess from the words alone; no language and 0 where there are none."""
    plain = clear(text)[:READ].lower()[:READ]  # "İ" becomes two
    words = WORD.findall(plain)
    profiles = _profiles()
    if not words:
        return Guess(None, 0.0)
    if not profiles.knows("".join(words)):
        return Guess(None, 1.0)
    said = f"_{'_'.join(words)}_"
    points = dict.fromkeys(profiles.languages, -FOREIGN)
    for language, common in profiles.common.items():
        points[language] = COMMON * sum(map(common.__contains__, words))
    for language, total in zip(profiles.languages, profiles.sums(said), strict=True):
        points[language] += STEP * NEW * total
    return _best(points)


def _best(points: Mapping[str, float]) -> Guess:
    language, *others = sorted(points, key=lambda it: -points[it])
    odds = {it: exp(point - points[language]) for it, point in points.items()}
    every = sum(odds.values())
    found, confidence = language if language in LANGUAGES else None, 1 / every
    if confidence >= CERTAIN:
        return Guess(found, confidence)
    possible = (it for it in others if it in LANGUAGES)
    return Guess(
        found, confidence, tuple(it for it in possible if odds[it] >= POSSIBLE * every)
    )


@cache
def _profiles() -> _Profiles:
    head, _, rows = (DATA / "languages.txt").read_text("utf-8").partition("\n")
    told = rows.split()
    grams = dict(zip(told[::2], told[1::2], strict=True))
    known = (DATA / "common.txt").read_text(encoding="utf-8").splitlines()[1:]
    common = {name: frozenset(words) for name, *words in map(str.split, known)}
    return _Profiles(tuple(head.split()), grams, _Sums(grams), common)
