"""Praise that means its opposite, as a mark or a complaint beside it shows.

Only praise is turned round. Without a mark or a complaint in the same message who
does not know what happened sees no mockery.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from shared.text.lexicons import Lexicon, cells, modifiers
from shared.text.valence import Hit
from shared.text.words import Token

BAD = -1.4  # a complaint; fainter words are none
APPLAUSE = frozenset("👏👍🙌👌🎉💐🏆🥇🎊")
REACH = 5  # words from the thanks to what for
MARK = re.compile(
    r"(?<![\w/])/s(?![\w/])|</?(?:sarcas|iron)\w*>|(?i:#(?:not|sarcas[a-z]*|sarkas[a-z]*"
    r"|iron[iy][a-z]*|sarkazm|ironia|сарказм|ирония|sqn)(?!\w)|\bsqn\b|só que não)"
)
QUOTED = re.compile(r'["“”„«»]\s?([^\W\d_]+(?: [^\W\d_]+)?)\s?["“”„«»]')
UPSIDE_DOWN = "🙃"


class _Words(NamedTuple):
    thanks: frozenset[str]
    reasons: frozenset[str]
    applause: Lexicon
    openers: Lexicon


def mocking(
    plain: str, said: Sequence[Token], found: Sequence[Hit], language: str
) -> frozenset[int]:
    """The places of what is praise by its words alone."""
    praise = {hit.place for hit in found if hit.valence > 0}
    if not praise:
        return frozenset()
    if MARK.search(plain) or _is_upside_down(said, praise):
        return frozenset(praise)
    places = {*_quoted(plain, said)}
    bad = {hit.place for hit in found if hit.valence <= BAD} - praise
    if bad:
        words = _words(language)
        places |= {*_thanks(said, praise | _done(said, language), bad, words)}
        mocked = {*_applauding(said, praise, words)}
        if praise <= mocked | places:
            places |= mocked
    return frozenset(places & praise)


def _is_upside_down(said: Sequence[Token], praise: set[int]) -> bool:
    """Whether the face that smiles upside down is the only sign that smiles."""
    signs = {said[place].text for place in praise if said[place].kind == "sign"}
    return not signs and any(token.text == UPSIDE_DOWN for token in said)


def _quoted(plain: str, said: Sequence[Token]) -> Iterator[int]:
    """Your "great" service; names and titles have capitals."""
    words = {w for it in QUOTED.findall(plain) if it.islower() for w in it.split()}
    return (place for place, token in enumerate(said) if token.text in words)


def _done(said: Sequence[Token], language: str) -> set[int]:
    """Where somebody has done what he is thanked for: fixing my problem."""
    texts = [token.text if token.kind == "word" else "" for token in said]
    owed = modifiers(language).owed
    return {at for at, text in enumerate(texts) if text and owed.find(texts, at)}


def _thanks(
    said: Sequence[Token], good: set[int], bad: set[int], words: _Words
) -> Iterator[int]:
    """Thanks for losing my bag, unless something good comes before what is bad."""
    for place, token in enumerate(said):
        if token.text not in words.thanks:
            continue
        reason = _next(said, place, words.reasons)
        worths = [at for at in range(reason, reason + REACH) if at in bad or at in good]
        if worths and worths[0] in bad and _is_clause(said[place : worths[0]]):
            yield place


def _next(said: Sequence[Token], place: int, words: frozenset[str]) -> int:
    """Where the next of some words is; the end if it is not soon."""
    soon = range(place + 1, min(place + 1 + REACH, len(said)))
    return next((at for at in soon if said[at].text in words), len(said))


def _is_clause(said: Sequence[Token]) -> bool:
    return all(token.kind == "word" for token in said)


def _applauding(
    said: Sequence[Token], praise: set[int], words: _Words
) -> Iterator[int]:
    texts = [token.text if token.kind == "word" else "" for token in said]
    for place in praise:
        if said[place].kind == "sign":
            if said[place].text in APPLAUSE:
                yield place
        elif words.applause.find(texts, place):
            yield place
        elif place <= 1 and (hit := words.openers.find(texts, place)):
            after = place + hit[1]
            if after < len(said) and said[after].kind in ("stop", "dots"):
                yield place


@cache
def _words(language: str) -> _Words:
    thanks, reasons, *others = cells("mockery.txt", language)
    lexicons = (Lexicon(), Lexicon())
    for lexicon, entries in zip(lexicons, others, strict=True):
        for entry in sorted(entries):
            lexicon.add(entry, 1.0, language)
    return _Words(thanks, reasons, *lexicons)
