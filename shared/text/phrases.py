r"""Words, phrases and patterns under names, found in a message by language.

Case and accents do not count. ``deliver*`` is every word that begins so, of
three letters or more; what stands between slashes is a pattern (pattern_reader.py):
``/order (no )?\d{4,8}/``. Names of accounts and links are nobody's words.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from shared.text.folding import fold
from shared.text.pattern_reader import BadPattern
from shared.text.patterns import Patterns

ANY = "any"  # the words of every language
MAX_CHARACTERS = 1000  # read of a message
LEAST_STEM = 3  # letters before a star
NOBODYS = re.compile(r"https?://\S+|www\.\S+|(?<![\w@])@\w[\w.]*")
WORD = re.compile(r"[^\W_]+")
TERM = re.compile(r"/[^/]*/|[^|]+")
STAR_INSIDE = re.compile(r"\*\w")
TERM_WORD = re.compile(r"[^\W_]+\*?")

Terms = Mapping[str, Mapping[str, Sequence[str]]]  # name -> language -> terms
_Phrase = tuple[str, ...]


def terms(said: str) -> tuple[str, ...]:
    r"""Part what is written ``parcel*|my order|/no\. \d{4,8}/`` into its terms."""
    return tuple(TERM.findall(said))


def why_no_term(term: str) -> str | None:
    """What is wrong with a word, a phrase or a pattern; None: nothing."""
    pattern = _pattern(term)
    if pattern is not None:
        try:
            Patterns([pattern])
        except BadPattern as error:
            return str(error)
        return None
    words = TERM_WORD.findall(fold(term))
    if not words:
        return "has no word"
    stems = [word for word in words if word.endswith("*")]
    if len(stems) != term.count("*") or STAR_INSIDE.search(term):
        return "has a * that does not end a word"
    if any(len(stem) <= LEAST_STEM for stem in stems):
        return f"has fewer than {LEAST_STEM} letters before a *"
    return None


class Phrases:
    """What is said under each name, laid out for a language when it is asked for."""

    def __init__(self, words: Terms) -> None:
        self._words = words
        self._languages = {code for by in words.values() for code in by} - {ANY}
        self._books: dict[str | None, _Book] = {}

    def find(self, text: str | None, *languages: str) -> tuple[str, ...]:
        """The names of which a text has a word in one of its languages, in their order.

        In languages that are not known, or have no words, those of all count.
        """
        if not text:
            return ()
        known = [code for code in languages if code in self._languages]
        books = [self._book(code) for code in known] or [self._book(None)]
        said = _laid_out(text[:MAX_CHARACTERS])
        found = {name for book in books for name in book.find(said)}
        return tuple(name for name in self._words if name in found)

    def _book(self, code: str | None) -> "_Book":
        if code not in self._books:
            self._books[code] = _Book(self._of(code))
        return self._books[code]

    def _of(self, code: str | None) -> Iterator[tuple[str, str]]:
        for name, by_language in self._words.items():
            for language, said in by_language.items():
                if code is None or language in {code, ANY}:
                    yield from ((name, term) for term in said)


class _Book:
    """Phrases by the word they begin with or its beginning, and the patterns as one."""

    def __init__(self, terms: Iterator[tuple[str, str]]) -> None:
        self._words: dict[str, list[tuple[str, _Phrase]]] = {}
        self._heads: dict[str, list[tuple[str, str, _Phrase]]] = {}
        self._named: list[str] = []
        patterns: list[str] = []
        for name, term in terms:
            pattern = _pattern(term)
            if pattern is not None:
                self._named.append(name)
                patterns.append(pattern)
                continue
            first, *rest = TERM_WORD.findall(fold(term))
            if first.endswith("*"):
                begun = self._heads.setdefault(first[:LEAST_STEM], [])
                begun.append((first[:-1], name, tuple(rest)))
            else:
                self._words.setdefault(first, []).append((name, tuple(rest)))
        self._patterns = Patterns(patterns)

    def find(self, said: "_Said") -> set[str]:
        found = {self._named[place] for place in self._patterns.find(said.plain)}
        for name, following, rest in self._begun(said):
            if name not in found and _follows(said.words, following, rest):
                found.add(name)
        return found

    def _begun(self, said: "_Said") -> Iterator[tuple[str, int, _Phrase]]:
        """What begins at a word: under which name, where it goes on, and how."""
        if not self._words.keys().isdisjoint(said.words):
            for place, word in enumerate(said.words):
                for name, rest in self._words.get(word, ()):
                    yield name, place + 1, rest
        if not self._heads.keys().isdisjoint(said.heads):
            for place, head in enumerate(said.heads):
                for stem, name, rest in self._heads.get(head, ()):
                    if said.words[place].startswith(stem):
                        yield name, place + 1, rest


class _Said(NamedTuple):
    """A text folded, its words, and what they begin with."""

    plain: str
    words: Sequence[str]
    heads: Sequence[str]


def words_of(text: str) -> Sequence[str]:
    """The folded words of a text, but for names of accounts and links."""
    return _laid_out(text[:MAX_CHARACTERS]).words


@lru_cache(maxsize=8)
def _laid_out(text: str) -> _Said:
    """Fold a text and part it into words; several readers ask for one in turn."""
    plain = fold(NOBODYS.sub(" ", text))
    words = WORD.findall(plain)
    return _Said(plain, words, [word[:LEAST_STEM] for word in words])


def _follows(words: Sequence[str], place: int, rest: _Phrase) -> bool:
    said = words[place : place + len(rest)]
    return len(said) == len(rest) and all(map(_is, said, rest))


def _is(word: str, wanted: str) -> bool:
    if wanted.endswith("*"):
        return word.startswith(wanted[:-1])
    return word == wanted


def _pattern(term: str) -> str | None:
    slashes = len(term) > 1 and term.startswith("/") and term.endswith("/")
    return term[1:-1] if slashes else None
