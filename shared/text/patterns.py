r"""Patterns that people write into settings, matched in time that grows with the text.

Python's regular expressions may take years on a line that somebody chose for it
(ReDoS). These know less and never look back: Glushkov's construction ("The
abstract theory of automata", 1961) gives one automaton for all patterns, its
states are the bits of a number, and each letter is one step.

What a pattern may have is in pattern_reader.py; it begins and ends where a word
does.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar

from shared.text.pattern_reader import Fits, Reader, bits

MOST_KEPT = 2000  # steps and letters remembered
T = TypeVar("T")


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
        self._steps: dict[tuple[int, str, bool], int] = {}
        self._letters: dict[str, int] = {}
        self._barren: set[str] = set()

    def may_begin(self, pieces: AbstractSet[str]) -> bool:
        """Whether any of them may begin with one of these words and single signs."""
        if not self._last:
            return False
        for piece in pieces - self._barren:
            states = self._after(0, piece[0], begins=True)
            for letter in piece[1:]:
                if not states:
                    break
                states = self._after(states, letter, begins=False)
            if states:
                return True
            if len(self._barren) >= MOST_KEPT:
                self._barren.clear()
            self._barren.add(piece)
        return False

    def find(self, text: str) -> set[int]:
        """Which of them a folded text has, by their places."""
        found: set[int] = set()
        if not self._last:
            return found
        states, inside = 0, False
        for place, letter in enumerate(text):
            was_inside, inside = inside, letter.isalnum()
            begins = not (was_inside and inside)
            if not states and not begins:
                continue  # most letters: none has begun, and none may begin here
            states = self._after(states, letter, begins=begins)
            if states & self._ends and _is_edge(letter, text[place + 1 : place + 2]):
                found |= {n for n, last in enumerate(self._last) if states & last}
        return found

    def _after(self, states: int, letter: str, *, begins: bool) -> int:
        """Every place that takes a letter after these, or at the beginning."""
        known = self._steps.get((states, letter, begins))
        if known is not None:
            return known
        following = self._first if begins else 0
        for place in bits(states):
            following |= self._follow[place]
        following &= self._taking(letter)
        _keep(self._steps, (states, letter, begins), following)
        return following

    def _taking(self, letter: str) -> int:
        """Every place that takes a letter."""
        known = self._letters.get(letter)
        if known is None:
            known = sum(1 << n for n, fits in enumerate(self._fits) if fits(letter))
            _keep(self._letters, letter, known)
        return known


def _is_edge(before: str, after: str) -> bool:
    """Whether no word goes on here."""
    return not (before.isalnum() and after.isalnum())


def _keep(memory: dict[T, int], key: T, value: int) -> None:
    """Remember within bounds: what comes in may be made to fill the memory."""
    if len(memory) >= MOST_KEPT:
        memory.clear()
    memory[key] = value
