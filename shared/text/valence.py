"""What the words of a message are worth together: VADER's rules, in any language.

Negation, degree, capitals and contrast as in Hutto & Gilbert, "VADER: A
Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text", ICWSM
2014, and with its constants. Not its code, which knows English words only and
takes time with the square of the text. A negation ends with its clause here.
"""

from collections.abc import Sequence

from vaderSentiment.vaderSentiment import C_INCR, N_SCALAR

from shared.text.lexicons import Lexicon, Modifiers, emoji
from shared.text.words import Token

REACH = 3  # words before a word that may change it
REACH_AFTER = 2  # "funktioniert leider nicht"
FADING = (1.0, 0.95, 0.9)  # of a degree, with its distance
BEFORE, AFTER = 0.5, 1.5  # a contrast
FACE = 2.0
SMILES = frozenset(")]DPp3*^")
SHRUGS = frozenset("oO|")


def valences(said: Sequence[Token], lexicon: Lexicon, about: Modifiers) -> list[float]:
    """Value each word, phrase, emoji and face that is worth something, in order."""
    words = [token.text if token.kind == "word" else "" for token in said]
    found: list[tuple[int, float]] = []
    taken = place = 0
    while place < len(said):
        hit = lexicon.find(words, place) if words[place] else None
        valence, length = hit or (worth(said[place]), 1)
        if hit and valence:
            loud = any(token.is_loud for token in said[place : place + length])
            valence += (C_INCR if valence > 0 else -C_INCR) if loud else 0.0
            before = said[max(taken, place - REACH) : place]
            after = said[place + length : place + length + REACH_AFTER]
            if not about.negators.isdisjoint(words[place : place + length]):
                before, after = (), ()  # "ne suis (pas content)" is turned round once
            valence = _modified(valence, before, after, about)
        if valence:
            found.append((place, valence))
        place += length
        taken = place if hit else taken
    turn = next((i for i, word in enumerate(words) if word in about.contrasts), None)
    if turn is None:
        return [valence for _, valence in found]
    return [v * (BEFORE if place < turn else AFTER) for place, v in found]


def worth(token: Token) -> float:
    """Value an emoji or a face of signs; 0 if it says nothing."""
    if token.kind == "sign":
        return emoji().get(token.text, 0.0)
    if token.kind != "face" or token.text[-1] in SHRUGS:
        return 0.0
    broken = token.text.startswith("</")
    return FACE if token.text[-1] in SMILES and not broken else -FACE


def _modified(
    valence: float, before: Sequence[Token], after: Sequence[Token], about: Modifiers
) -> float:
    """Strengthen, weaken or turn round what is said, up to the next stop.

    Turned round once, however often it is said: "ne ... pas", "nu ... nimic"; not at
    all by "never so", which says how much.
    """
    is_turned = is_compared = False
    for distance, token in enumerate(reversed(before)):
        if token.kind != "word":
            break
        degree = about.degrees.get(token.text, 0.0) * FADING[distance]
        valence += degree if valence > 0 else -degree
        is_compared |= token.text in about.comparing
        if is_compared and token.text in about.nevers:
            return valence
        is_turned |= token.text in about.negators or token.text.endswith("n't")
    for token in after:
        if token.kind != "word":
            break
        is_turned |= token.text in about.negators_after
    return valence * N_SCALAR if is_turned else valence
