r"""Words, phrases and patterns under names, found in a message by language.

Case and accents do not count. ``deliver*`` is every word that begins so, of
three letters or more; what stands between slashes is a pattern (pattern_reader.py):
``/order (no )?\d{4,8}/``. Names of accounts and links are nobody's words.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from shared.text.folding import fold
from shared.text.pattern_reader import BadPattern
from shared.text.patterns import Patterns

ANY = "any"  # the words of every language
MAX_CHARACTERS = 1000  # read of a message
MOST_KEPT = 2000  # words remembered of a language
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
        found = {name for book in books for name in book.find(text)}
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
    """Phrases by the word they begin with, and the patterns as one."""

    def __init__(self, terms: Iterator[tuple[str, str]]) -> None:
        self._phrases: dict[str, list[tuple[str, _Phrase]]] = {}
        self._named: list[str] = []
        patterns: list[str] = []
        for name, term in terms:
            pattern = _pattern(term)
            if pattern is not None:
                self._named.append(name)
                patterns.append(pattern)
                continue
            first, *rest = TERM_WORD.findall(fold(term))
            self._phrases.setdefault(first, []).append((name, tuple(rest)))
        self._patterns = Patterns(patterns)
        self._stems = sorted({len(w) - 1 for w in self._phrases if w.endswith("*")})
        self._met: dict[str, tuple[tuple[str, _Phrase], ...]] = {}

    def find(self, text: str) -> set[str]:
        plain, words = _laid_out(text[:MAX_CHARACTERS])
        found = {self._named[place] for place in self._patterns.find(plain)}
        for place, word in enumerate(words):
            known = self._met.get(word)
            for name, rest in self._meet(word) if known is None else known:
                if name not in found and _follows(words, place + 1, rest):
                    found.add(name)
        return found

    def _meet(self, word: str) -> tuple[tuple[str, _Phrase], ...]:
        """Look up what begins so, and remember it within bounds: words come again."""
        if len(self._met) >= MOST_KEPT:
            self._met.clear()
        self._met[word] = tuple(self._starting(word))
        return self._met[word]

    def _starting(self, word: str) -> Iterator[tuple[str, _Phrase]]:
        yield from self._phrases.get(word, ())
        for length in self._stems:
            if length > len(word):
                return
            yield from self._phrases.get(f"{word[:length]}*", ())


@lru_cache(maxsize=8)
def _laid_out(text: str) -> tuple[str, Sequence[str]]:
    """Fold a text and part it into words; several readers ask for one in turn."""
    plain = fold(NOBODYS.sub(" ", text))
    return plain, WORD.findall(plain)


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
