"""Which of nine languages a message is in, by its letters, one to three at a time.

How common they are is langdetect's count (MODEL.md), cut down to nine languages
and others that look like them. A message of a word or two tells too little: which
others it may be in is said too, for who knows the language of its talk.
"""

import re
from collections.abc import Mapping
from functools import cache
from itertools import chain
from math import exp
from operator import add
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
BITS = 16  # of a sum
MOST_KEPT = 10_000  # words remembered


class Guess(NamedTuple):
    """A language, None if it is none of the nine, and how likely that is, 0..1.

    ``others`` of the nine it may be in as well, the likelier first; none where it
    is certain.
    """

    language: str | None
    confidence: float
    others: tuple[str, ...] = ()


class _Grams(dict[str, int]):
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


class _Words(dict[str, int]):
    """What a word tells as one number: sums of its grams, of which it is common.

    Both by language; then how many of its letters are known. No gram goes beyond a
    word, and most words come again: they are remembered within bounds.
    """

    def __init__(
        self, size: int, digits: Mapping[str, str], common: Mapping[str, int]
    ) -> None:
        super().__init__()
        self._size = size  # languages
        self._digits = digits
        self._grams = _Grams(digits)
        self._common = common

    def __missing__(self, word: str) -> int:
        said = f"_{word}_"
        pairs = [*map(add, said, said[1:])]
        longer = chain(pairs, map(add, pairs, said[2:]))
        letters = [*filter(self._digits.__contains__, word)]
        known = chain(letters, filter(self._digits.__contains__, longer))
        told = sum(map(self._grams.__getitem__, known))
        told |= self._common.get(word, 0) << BITS * self._size
        told |= len(letters) << BITS * 2 * self._size
        if len(self) >= MOST_KEPT:
            self.clear()
        self[word] = told
        return told


class _Profiles(NamedTuple):
    languages: tuple[str, ...]
    words: _Words


def guess(text: str) -> Guess:
    """Guess from the words alone; no language and 0 where there are none."""
    plain = clear(text)[:READ].lower()[:READ]  # "İ" becomes two
    words = WORD.findall(plain)
    if not words:
        return Guess(None, 0.0)
    profiles = _profiles()
    languages = profiles.languages
    told = sum(map(profiles.words.__getitem__, words))
    size = 2 * len(languages) + 1
    *sums, known = unpack(f"<{size}H", told.to_bytes(BITS // 8 * size, "little"))
    if 2 * known <= sum(map(len, words)):
        return Guess(None, 1.0)  # the greater part is in letters of no such language
    points = {}
    common = sums[len(languages) :]
    for language, total, many in zip(languages, sums, common, strict=False):
        ours = COMMON * many if language in LANGUAGES else -FOREIGN
        points[language] = ours + STEP * NEW * total
    return _best(points)


def _best(points: Mapping[str, float]) -> Guess:
    language = max(points, key=points.__getitem__)
    odds = {it: exp(point - points[language]) for it, point in points.items()}
    every = sum(odds.values())
    found, confidence = language if language in LANGUAGES else None, 1 / every
    if confidence >= CERTAIN:
        return Guess(found, confidence)
    others = [it for it in LANGUAGES if it != language and odds[it] >= POSSIBLE * every]
    return Guess(found, confidence, tuple(sorted(others, key=lambda it: -points[it])))


@cache
def _profiles() -> _Profiles:
    head, _, rows = (DATA / "languages.txt").read_text("utf-8").partition("\n")
    told = rows.split()
    grams = dict(zip(told[::2], told[1::2], strict=True))
    languages = tuple(head.split())
    common: dict[str, int] = {}
    for line in (DATA / "common.txt").read_text(encoding="utf-8").splitlines()[1:]:
        language, *words = line.split()
        bit = 1 << BITS * languages.index(language)
        for word in words:
            common[word] = common.get(word, 0) | bit
    return _Profiles(languages, _Words(len(languages), grams, common))
