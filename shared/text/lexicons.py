"""Words and what they are worth, -4 to 4, as the data files of this package say.

A line gives a valence and its words: ``|`` parts them, ``*`` ends the beginning
of a word, several words are a phrase. Where each file comes from and how it is
made: MODEL.md. A language's words are read when it is first met.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import vaderSentiment
from vaderSentiment.vaderSentiment import (
    B_DECR,
    B_INCR,
    BOOSTER_DICT,
    NEGATE,
    SPECIAL_CASES,
)

from shared.text.words import tokens

LANGUAGES = ("en", "it", "pt", "es", "fr", "de", "pl", "ru", "ro")
DATA = Path(__file__).parent / "data"
ELIDING = frozenset({"it", "fr"})  # l'attesa, n'arrive: two words
LONGEST_STEM = 20  # letters of a word that are compared with beginnings
SHORTEST_STEM = 2
SHORTEST_BARE = 5  # letters of a beginning without accents: "gên", not "gens"
ENDING = 4  # letters that may follow a stem of a general lexicon
OWED = -1.8  # what goes without saying, where it is denied
MOST_KEPT = 5000  # words remembered of a lexicon
KEY = 3  # letters by which a phrase is found whose first word is a beginning
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


Hit = tuple[float, int]  # a valence, and of how many words
Phrase = tuple[tuple[str, ...], float]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Valences of words, of beginnings of words, and of phrases.

    ``ending`` is how many letters may follow a beginning.
    """

    ending: int = LONGEST_STEM
    words: dict[str, float] = field(default_factory=dict)
    stems: dict[str, float] = field(default_factory=dict)
    phrases: dict[str, list[Phrase]] = field(default_factory=dict)
    met: dict[str, tuple[list[Phrase], Hit | None]] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)  # met, and nothing begins with them

    def find(self, words: Sequence[str], place: int) -> Hit | None:
        """Value what begins at a place, and say of how many words it is.

        A phrase goes before a word, the word itself before its beginning, a
        long beginning before a short one. A valence of 0 is to say nothing.
        """
        word = words[place]
        if word in self.unknown:
            return None
        phrases, alone = self.met.get(word) or self._meet(word)
        if phrases:
            following = words[place + 1] if place + 1 < len(words) else ""
            for phrase, valence in phrases:
                if phrase[1] != following and phrase[1][-1] != "*":
                    continue  # as most do, and quickly
                said = words[place : place + len(phrase)]
                if len(said) == len(phrase) and all(map(_fits, phrase, said)):
                    return valence, len(phrase)
        return alone

    def _meet(self, word: str) -> tuple[list[Phrase], Hit | None]:
        """Look a word up, and remember it within bounds: most words come again."""
        if len(self.met) + len(self.unknown) >= MOST_KEPT:
            self._forget()
        starting = *self.phrases.get(word, ()), *self.phrases.get(f"{word[:KEY]}*", ())
        phrases = [phrase for phrase in starting if _fits(phrase[0][0], word)]
        valence = self._alone(word)
        if valence is None and not phrases:
            self.unknown.add(word)  # as most words
            return [], None
        phrases.sort(key=lambda it: -len(it[0]))
        known = phrases, None if valence is None else (valence, 1)
        self.met[word] = known
        return known

    def _forget(self) -> None:
        self.met.clear()
        self.unknown.clear()

    def _alone(self, word: str) -> float | None:
        if word in self.words:
            return self.words[word]
        shortest = max(SHORTEST_STEM, len(word) - self.ending)
        for end in range(min(len(word), LONGEST_STEM), shortest - 1, -1):
            if word[:end] in self.stems:
                return self.stems[word[:end]]
        return None

    def add(self, entry: str, valence: float, language: str) -> None:
        """Add an entry as the files write it, and as people type it in a hurry.

        What is known already stays: in a file the first one counts.
        """
        self._forget()
        said = _parts(entry, language)
        self._keep(said, valence)
        bare = tuple(_bare(word, language) for word in said)
        is_open = len(bare) == 1 and bare[0].endswith("*")
        if bare != said and not (is_open and len(bare[0]) <= SHORTEST_BARE):
            self._keep(bare, valence)

    def _keep(self, said: tuple[str, ...], valence: float) -> None:
        if len(said) > 1:
            start = f"{said[0][:KEY]}*" if said[0].endswith("*") else said[0]
            self.phrases.setdefault(start, []).append((said, valence))
        elif said and said[0].endswith("*"):
            self.stems.setdefault(said[0][:-1], valence)
        elif said:
            self.words.setdefault(said[0], valence)


@dataclass(frozen=True, slots=True)
class Modifiers:
    """Words that change what others are worth: see data/modifiers.txt."""

    negators: frozenset[str]
    negators_after: frozenset[str]
    degrees: dict[str, float]
    contrasts: frozenset[str]
    nevers: frozenset[str]
    comparing: frozenset[str]
    comparing_after: frozenset[str]
    owed: Lexicon  # data/owed.txt


@cache
def care(language: str) -> Lexicon:
    """The words of customer care in a language."""
    column = LANGUAGES.index(language) + 1
    lexicon = Lexicon()
    for line in _lines("care.txt"):
        cells = line.split(";")
        for entry in cells[column].split("|"):
            lexicon.add(entry, float(cells[0]), language)
    return lexicon


@cache
def general(language: str) -> Lexicon:
    """The words of feeling in a language; those of English are VADER's.

    The phrases of customer care are in it too: what is said in several words is
    not what each of them says ("thanks for nothing"); and its words that say nothing.
    """
    lexicon = Lexicon(ending=0 if language == "en" else ENDING)
    ours = care(language)
    lexicon.phrases.update((k, [*them]) for k, them in ours.phrases.items())
    _read_general(lexicon, language)
    lexicon.words.update((word, 0.0) for word, v in ours.words.items() if not v)
    lexicon.stems.update((stem, 0.0) for stem, v in ours.stems.items() if not v)
    return lexicon


def _read_general(lexicon: Lexicon, language: str) -> None:
    if language == "en":
        lexicon.words.update(_vaders())
        for phrase, valence in SPECIAL_CASES.items():
            lexicon.add(phrase, valence, language)
        return
    for line in _lines(f"general.{language}.txt"):
        value, words, stems, phrases = line.split(";", 3)
        valence = float(value)
        lexicon.words.update(_all(words, valence))
        lexicon.stems.update(_all(stems, valence))
        for phrase in filter(None, phrases.split("|")):
            lexicon.add(phrase, valence, language)


def _vaders() -> Iterator[tuple[str, float]]:
    """The words of the package, without its faces: those are read by their signs."""
    file = Path(vaderSentiment.__file__).with_name("vader_lexicon.txt")
    for line in file.read_text(encoding="utf-8").splitlines():
        word, valence, _ = line.split("\t", 2)
        if word[0].isalpha():
            yield word, float(valence)


@cache
def emoji() -> dict[str, float]:
    """The feelings in pictures, the same in every language."""
    rows = (line.split(";") for line in _lines("emoji.txt"))
    return {sign: float(valence) for valence, signs in rows for sign in signs.split()}


@cache
def modifiers(language: str) -> Modifiers:
    """The words of a language that change what others are worth."""
    negators, after, more, less, contrasts, nevers, comparing, comparing_after = cells(
        "modifiers.txt", language
    )
    degrees = dict.fromkeys(more, B_INCR) | dict.fromkeys(less, B_DECR)
    if language == "en":
        negators |= frozenset(NEGATE)
        degrees = BOOSTER_DICT | degrees
    owed = Lexicon()
    for entry in sorted(cells("owed.txt", language)[0]):
        owed.add(entry, OWED, language)
    return Modifiers(
        negators, after, degrees, contrasts, nevers, comparing, comparing_after, owed
    )


def cells(name: str, language: str) -> list[frozenset[str]]:
    """The words of each cell of a language's line."""
    line = next(it for it in _lines(name) if it.startswith(f"{language} ;"))
    return [
        frozenset(word.strip() for word in cell.split("|")) - {""}
        for cell in line.split(";")[1:]
    ]


def _all(words: str, valence: float) -> dict[str, float]:
    return dict.fromkeys(words.split("|"), valence) if words else {}


def _lines(name: str) -> Iterator[str]:
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


def _parts(entry: str, language: str) -> tuple[str, ...]:
    """Cut an entry into words as messages are cut."""
    if entry.replace(" ", "").replace("*", "").isalpha():
        return tuple(entry.split())  # most are; cutting them takes ten times as long
    words: list[str] = []
    for part in entry.split():
        cut = tokens(part, elided=language in ELIDING)
        words += [token.text for token in cut if token.kind == "word"]
        if part.endswith("*") and words:
            words[-1] += "*"
    return tuple(words)


def _fits(pattern: str, word: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


def _bare(word: str, language: str) -> str:
    """Write a word without its accents; in German an e stands for two dots."""
    if language == "de":
        return word.translate(UMLAUTS)
    if language == "ru":
        return word
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word.replace("ł", "l"))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
