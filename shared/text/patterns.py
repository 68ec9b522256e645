r"""Patterns that people write into settings, matched in time that grows with the text.

Python's regular expressions may take years on a line that somebody chose for it
(ReDoS). These know less and never look back: Glushkov's construction ("The
abstract theory of automata", 1961) gives one automaton for all patterns, its
states are the bits of a number, and each letter is one step. The steps of words
that come again are remembered.

What a pattern may have is in pattern_reader.py; it begins and ends where a word
does.
"""

import re
from collections.abc import Sequence

from shared.text.pattern_reader import Fits, Reader, bits

MOST_KEPT = 2000  # steps, and letters, remembered: a text may be made to fill them
PIECE = re.compile(r"[^\W_]+|[\W_]")  # a pattern begins and ends where one does


class Patterns:
    """Some patterns as one automaton.

    Raises:
        BadPattern: one of them is none.

    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self._fits: list[Fits] = []
        self._follow: list[int] = []
        self._first = 0
        self._last: list[int] = []
        for pattern in patterns:
            reader = Reader(pattern, len(self._fits))
            part = reader.read()
            self._fits += reader.fits
            self._follow += reader.follow
            self._first |= part.first
            self._last.append(part.last)
        self._ends = 0
        for last in self._last:
            self._ends |= last
        self._steps: dict[tuple[int, str], int] = {}
        self._barren: set[str] = set()  # words and signs that none begins with
        self._letters: dict[str, int] = {}

    def find(self, text: str) -> set[int]:
        """Which of them a folded text has, by their places."""
        found: set[int] = set()
        if not self._last:
            return found
        states = 0
        for piece in PIECE.findall(text):
            if not states and piece in self._barren:
                continue  # most: none has begun, and none begins here
            states = self._after(states, piece)
            if states & self._ends:
                found |= {n for n, last in enumerate(self._last) if states & last}
        return found

    def _after(self, states: int, piece: str) -> int:
        """Every place after a word or a sign, at whose first letter any may begin."""
        known = self._steps.get((states, piece))
        if known is not None:
            return known
        after, begun = states, self._first
        for letter in piece:
            for place in bits(after):
                begun |= self._follow[place]
            after, begun = begun & self._taking(letter), 0
            if not after:
                break
        if len(self._steps) + len(self._barren) >= MOST_KEPT:
            self._steps.clear()
            self._barren.clear()
        if states or after:
            self._steps[states, piece] = after
        else:
            self._barren.add(piece)
        return after

    def _taking(self, letter: str) -> int:
        """Every place that takes a letter."""
        known = self._letters.get(letter)
        if known is None:
            known = sum(1 << n for n, fits in enumerate(self._fits) if fits(letter))
            if len(self._letters) >= MOST_KEPT:
                self._letters.clear()
            self._letters[letter] = known
        return known
