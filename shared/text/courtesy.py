"""Courtesies: messages that thank, agree or say goodbye and ask for nothing.

A message is one only if every word of it is known to be polite, in one of nine
languages, up to two names. Whatever else there is (a question, a digit, a link,
a "but", one word more) makes it a message that somebody must read: taking a
complaint for thanks costs a customer, taking thanks for a message one look.
"""

import re
from collections.abc import Iterator
from functools import cache

from shared.text.courtesies import EVERYWHERE, SPEECHES, Speech
from shared.text.folding import bare, fold
from shared.text.lexicons import LANGUAGES, care
from shared.text.no_names import NO_NAMES
from shared.text.words import clear
from shared.text.words import tokens as cut

LONGEST = 120  # characters, without the accounts mentioned
MOST_NAMES = 2
KIND = (
    "👍👌🙏❤♥💙💚💛🧡💜🖤🤍🤎💕💖💗💓💞💘💝😊🙂😀😃😄😁😉😍🥰😘😎🤗☺🤩🥳💪🙌🎉🎊👋🤝✌✅"
    "🌹🌸💐🌷🌺🌼🌻🌞☀✨🍀😇😚😙🤙"
)
MENTION = re.compile(r"(?<![\w@])@\w+")
REPEATED = re.compile(r"(.)\1+")
TOKEN = re.compile(
    rf"(?P<kind>[{KIND}]|[:;=]-?(?:[)\]*]|[DPp]\b)|<3)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<comma>,)"
    r"|(?P<stop>[.!¡…;~*\n)–—]|-(?=\s))"  # noqa: RUF001 - as people type them
    r"|(?P<pause>[\s'-])"
    r"|(?P<other>.)"
)
PART = re.compile(r"(?:[^|()]|\((?:[^()]|\([^()]*\))*\))+")
CHOICE = re.compile(r"\(([^()]*)\)(\??)")

# What may follow what, until the message is over: from a state, by a phrase of a
# part, to the next state. Names and reasons come only where a language has them.
NAME, COMMA, STOP = "§", ",", "."  # what stands for words that are no phrase
STANDING = frozenset({NAME, COMMA, STOP})
AGAIN = {
    "thanks": "thanked",
    "greetings": "greeted",
    "farewells": "agreed",
    "consent": "agreed",
}
POLITE = AGAIN | {"warm": "polite", COMMA: "polite", STOP: "polite"}
NAMING = POLITE | {"more": "greeted", COMMA: "greeted", NAME: "greeted"}
THANKED = {"more": "thanked", COMMA: "thanked", NAME: "thanked", "because": "because"}
# Who only says hello is about to ask something.
HAILED = AGAIN | dict.fromkeys(
    ("greetings", "warm", "more", COMMA, STOP, NAME), "hailed"
)
STEPS: dict[str, dict[str, str]] = {
    "begun": AGAIN
    | {"greetings": "hailed", "warm": "begun", COMMA: "begun", STOP: "begun"},
    "hailed": HAILED,
    "polite": POLITE,
    "agreed": POLITE | {"more": "agreed"},
    "greeted": NAMING,
    "thanked": NAMING | THANKED,
    "because": {"things": "reasoned"},
    "reasoned": NAMING | {"things": "reasoned"},
}
UNFINISHED = {"begun", "hailed", "because"}


def is_courtesy(text: str | None) -> bool:
    """Tell whether a message is polite and nothing else, kind emoji included."""
    if text is None or len(text) > 5 * LONGEST:
        return False
    plain = MENTION.sub("", bare(text)).strip()
    if len(plain) > LONGEST:
        return False
    tokens = []
    for found in TOKEN.finditer(plain):
        kind, said = found.lastgroup or "", found[0]
        if kind == "other" or (kind == "word" and not _may_be_polite(said)):
            return False  # as most messages by their first words
        if kind != "pause":
            tokens.append((kind, said))
    kinds = {kind for kind, _ in tokens}
    if "word" not in kinds:
        return "kind" in kinds
    taking = [language for language in _languages() if language.takes(tokens)]
    faults = _faults(text) if any(it.names(tokens) for it in taking) else set()
    return any(faults.isdisjoint(language.names(tokens)) for language in taking)


class _Language:
    """A language's phrases, by the word they begin with."""

    def __init__(self, speech: Speech) -> None:
        self._phrases: dict[str, set[tuple[str, tuple[str, ...]]]] = {}
        for part in Speech.__slots__:
            said = f"{getattr(speech, part)}|{getattr(EVERYWHERE, part)}"
            for phrase in _phrases(fold(said)):
                self._phrases.setdefault(phrase[0], set()).add((part, phrase))
        self._words = {
            word
            for phrases in self._phrases.values()
            for _, phrase in phrases
            for word in phrase
        }
        longest_first = sorted(self._words, key=lambda word: (-len(word), word))
        self._drawn = {_squeezed(word): word for word in longest_first}

    def words(self) -> set[str]:
        """All words of its phrases, and those without repeated letters."""
        return self._words | self._drawn.keys()

    def takes(self, tokens: list[tuple[str, str]]) -> bool:
        """Whether the whole message is said in these phrases and a name or two."""
        words: list[str] = []
        for kind, text in tokens:
            words.append(self._word(kind, text))
            if words[-1] not in self._words and words[-1] not in STANDING:
                return False  # no phrase has it, as most words of most messages
        if words.count(NAME) > MOST_NAMES:
            return False
        states: list[set[str]] = [{"begun"}, *(set() for _ in words)]
        for place, reached in enumerate(states[:-1]):
            for part, length in self._starting(words, place) if reached else ():
                states[place + length] |= {
                    STEPS[state][part] for state in reached if part in STEPS[state]
                }
        return not states[-1] <= UNFINISHED

    def names(self, tokens: list[tuple[str, str]]) -> set[str]:
        """The words that are no phrases and may be names, folded."""
        return {fold(text) for kind, text in tokens if self._word(kind, text) == NAME}

    def _starting(self, words: list[str], place: int) -> Iterator[tuple[str, int]]:
        """Yield every phrase that begins at a place: its part, how many words."""
        word = words[place]
        if word in STANDING:
            yield word, 1
        for part, phrase in self._phrases.get(word, ()):
            if tuple(words[place : place + len(phrase)]) == phrase:
                yield part, len(phrase)

    def _word(self, kind: str, text: str) -> str:
        """The word as the phrases have it, or what stands for it."""
        if kind != "word":
            return COMMA if kind == "comma" else STOP
        word = text.casefold()
        if word in self._words:
            return word
        drawn = self._drawn.get(_squeezed(word))
        if drawn is not None and len(drawn) <= len(word):
            return drawn  # "thaaanks"
        named = text.istitle() or _is_brand(text)
        return NAME if named and word not in NEVER_NAMES else word


@cache
def _languages() -> tuple[_Language, ...]:
    """Lay the phrases out on first use, once per container."""
    return tuple(_Language(speech) for speech in SPEECHES)


@cache
def _words() -> frozenset[str]:
    return frozenset().union(*(language.words() for language in _languages()))


def _may_be_polite(text: str) -> bool:
    """Whether a word may stand in a courtesy in any language, if only as a name."""
    word = text.casefold()
    if word in _words() or text.istitle() or _is_brand(text):
        return True
    return _squeezed(word) in _words()


def _phrases(said: str) -> Iterator[tuple[str, ...]]:
    """Yield the phrases that alternatives stand for, word by word."""
    for part in PART.findall(said):
        choice = CHOICE.search(part)
        if choice is None:
            yield tuple(part.split())
            continue
        options = [*choice[1].split("|"), *([""] if choice[2] else [])]
        for option in options:
            yield from _phrases(
                f"{part[: choice.start()]}{option}{part[choice.end() :]}"
            )


def _faults(text: str) -> set[str]:
    """The words of displeasure, folded: "Danke Verspätung" names nobody."""
    words = [token.text for token in cut(clear(text)) if token.kind == "word"]
    worths = (
        (word, care(code).find([word], 0)) for word in words for code in LANGUAGES
    )
    return {fold(word) for word, found in worths if found and found[0] < 0}


def _is_brand(text: str) -> bool:
    """Whether a word is written as only names are: AmazonHelp, iPhone."""
    return text not in {text.lower(), text.upper()}


def _squeezed(word: str) -> str:
    """Say a word with every letter once where it is repeated."""
    return REPEATED.sub(r"\1", word)


NEVER_NAMES = frozenset(fold(NO_NAMES).split())
