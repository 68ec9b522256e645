"""What the words of a message are worth together: VADER's rules, in any language.

Negation, degree, capitals and contrast as in Hutto & Gilbert, "VADER: A
Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text", ICWSM
2014, and with its constants. Not its code, which knows English words only and
takes time with the square of the text. A negation ends with its clause here.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from vaderSentiment.vaderSentiment import C_INCR, N_SCALAR

from shared.text.lexicons import Lexicon, Modifiers, emoji
from shared.text.words import Token

REACH = 3  # words before a word that may change it
REACH_OF_NEVER = 6  # "nigdy w życiu nie byłem tak zły"
REACH_AFTER = 2  # "funktioniert leider nicht"
FADING = (1.0, 0.95, 0.9)  # of a degree, with its distance
BEFORE, AFTER = 0.5, 1.5  # a contrast
FACE = 2.0
SMILES = frozenset(")]DPp3*^")
SHRUGS = frozenset("oO|")
DRAWN = re.compile(r"(.)\1\1+")  # "sooo", "terriiible"
MOST_DRAWN = 4  # places of a word
NOTHING = (0.0, 1)  # a word that others begin with


class Hit(NamedTuple):
    """What is worth something, and where it begins."""

    place: int
    valence: float


def valences(said: Sequence[Token], lexicon: Lexicon, about: Modifiers) -> list[float]:
    """Value each word, phrase, emoji and face that is worth something, in order."""
    return [hit.valence for hit in hits(said, lexicon, about)]


def hits(said: Sequence[Token], lexicon: Lexicon, about: Modifiers) -> list[Hit]:
    """Value what is worth something, and say where it is."""
    if any(token.is_drawn for token in said):
        said = [_spelled(it, lexicon, about) if it.is_drawn else it for it in said]
    words = [token.text if token.kind == "word" else "" for token in said]
    found: list[Hit] = []
    unknown, undenied = lexicon.unknown, about.owed.unknown
    end = taken = shut = 0
    for place, word in enumerate(words):
        if place < end or (word in unknown and word in undenied):
            continue
        hit = lexicon.find(words, place) if word else None
        hit = None if hit == NOTHING else hit
        valence, length = hit or (0.0 if word else worth(said[place]), 1)
        if hit and valence:
            valence = _in_its_clause(said, place, taken, hit, about)
        elif word and hit is None and (owed := about.owed.find(words, place)):
            valence, length = _denied(said, place, shut, owed, about)
        if valence:
            found.append(Hit(place, valence))
        end = place + length
        taken = end if hit else taken
        shut = end if hit and hit[0] >= 0 else shut
    if about.contrasts.isdisjoint(words):
        return found
    turn = next(i for i, word in enumerate(words) if word in about.contrasts)
    return [Hit(at, v * (BEFORE if at < turn else AFTER)) for at, v in found]


def worth(token: Token) -> float:
    """Value an emoji or a face of signs; 0 if it says nothing."""
    if token.kind == "sign":
        return emoji().get(token.text, 0.0)
    if token.kind != "face" or token.text[-1] in SHRUGS:
        return 0.0
    broken = token.text.startswith("</")
    return FACE if token.text[-1] in SMILES and not broken else -FACE


def turned(valence: float) -> float:
    """Turn round what is denied, or meant the other way."""
    meant: float = valence * N_SCALAR
    return meant


def _in_its_clause(
    said: Sequence[Token],
    place: int,
    taken: int,
    found: tuple[float, int],
    about: Modifiers,
) -> float:
    """Strengthen, weaken or turn round what is said, up to the next stop.

    Turned round once, however often it is said: "ne ... pas", "nu ... nimic"; not at
    all by "never so" or "never better", which say how much.
    """
    valence, length = found
    this, after = said[place : place + length], said[place + length :][:REACH_AFTER]
    if any(token.is_loud for token in this):
        valence += C_INCR if valence > 0 else -C_INCR
    how_much = _is_never_so(this, said[:place], after, about)
    if any(token.text in about.negators for token in this):
        # "ne suis (pas content)" is turned round once.
        return turned(valence) if how_much and valence > 0 else valence
    is_denied = _is_denied_after(after, about)
    for distance, token in enumerate(_back(said[taken:place], REACH)):
        degree = about.degrees.get(token.text, 0.0) * FADING[distance]
        valence += degree if valence > 0 else -degree
        is_denied |= _denies(token, about)
    return turned(valence) if is_denied and not how_much else valence


def _is_never_so(
    this: Sequence[Token],
    before: Sequence[Token],
    after: Sequence[Token],
    about: Modifiers,
) -> bool:
    """Whether it says how much: never so good, nobody better."""
    words = [token.text for token in _back(before, REACH_OF_NEVER)]
    return not about.nevers.isdisjoint(words) and (
        not about.comparing.isdisjoint(words[:REACH])
        or any(token.text in about.comparing for token in this)
        or any(token.text in about.comparing_after for token in after)
    )


def _denied(
    said: Sequence[Token],
    place: int,
    shut: int,
    owed: tuple[float, int],
    about: Modifiers,
) -> tuple[float, int]:
    """Value what goes without saying, if it is denied: that nobody answers.

    Not "arrived without problems", "not only": ``shut`` is where such a phrase ends.
    """
    before = _back(said[shut:place], REACH + 1)
    after = said[place + owed[1] :][:REACH_AFTER]
    is_denied = any(_denies(token, about) for token in before)
    return owed if is_denied or _is_denied_after(after, about) else (0.0, 1)


def _back(said: Sequence[Token], reach: int) -> Iterator[Token]:
    """The words before, the nearest first, up to a stop."""
    for token in reversed(said[-reach:]):
        if token.kind != "word":
            return
        yield token


def _denies(token: Token, about: Modifiers) -> bool:
    return token.text in about.negators or token.text.endswith("n't")


def _is_denied_after(after: Sequence[Token], about: Modifiers) -> bool:
    for token in after:
        if token.kind != "word":
            return False
        if token.text in about.negators_after:
            return True
    return False


def _spelled(token: Token, lexicon: Lexicon, about: Modifiers) -> Token:
    """Spell a word that is drawn out as the lexicon does: it is said loudly."""
    if lexicon.find([token.text], 0):
        return token
    parts = DRAWN.split(token.text, MOST_DRAWN)
    fixed, runs = parts[::2], parts[1::2]
    for letters in product(*((2 * run, run) for run in runs)):
        word = "".join(a + b for a, b in zip(fixed, (*letters, ""), strict=True))
        if word in about.degrees or lexicon.find([word], 0):
            return token._replace(text=word, is_loud=True)
    return token
