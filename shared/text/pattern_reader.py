r"""Read a pattern into the places of an automaton, and what may follow each.

A pattern has letters, ``.``, ``\d \w \s``, ``[a-z]`` and ``[^a-z]``, groups,
``|``, ``? * +`` and ``{2}`` or ``{2,5}``. Whatever else is refused.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from shared.text.folding import fold

MOST_PLACES = 200  # letters of one pattern, those of a repetition each time
MOST_TIMES = 50  # of a repetition
MOST_READ = 1000  # pieces, those of a repetition each time: groups may be empty
MOST_DEEP = 20  # groups within groups
CLASSES: Mapping[str, Callable[[str], bool]] = {
    "d": str.isdecimal,
    "w": str.isalnum,
    "s": str.isspace,
}
SPECIAL = frozenset("\\.[](){}|?*+^$")

Fits = Callable[[str], bool]


class BadPattern(ValueError):
    """Something that no pattern may have; says what."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a pattern: where it may begin and end, as bits of places."""

    first: int = 0
    last: int = 0
    empty: bool = True  # whether it also matches nothing


class Reader:
    """Reads one pattern from left to right; its places are numbered from one on."""

    def __init__(self, pattern: str, offset: int) -> None:
        # Folding would turn what they mean around.
        if any(f"\\{letter}" in pattern for letter in "DWSB"):
            raise BadPattern("has an upper-case letter after a backslash")
        self._text = fold(pattern)
        self._at = 0
        self._offset = offset
        self._read = 0
        self._depth = 0
        self.fits: list[Fits] = []
        self.follow: list[int] = []

    def read(self) -> Part:
        part = self._choice()
        if self._at < len(self._text):
            raise BadPattern("has a ) without its (")
        if part.empty:
            raise BadPattern("matches nothing at all")
        return part

    def _choice(self) -> Part:
        part = self._sequence()
        while self._took("|"):
            other = self._sequence()
            part = Part(
                part.first | other.first,
                part.last | other.last,
                part.empty or other.empty,
            )
        return part

    def _sequence(self) -> Part:
        part = Part()
        while self._peek() not in ("", "|", ")"):
            part = self._joined(part, self._repeated())
        return part

    def _repeated(self) -> Part:
        begins = self._at
        part = self._atom()
        ends = self._at
        least, most = self._times()
        behind = self._at
        if most is None:
            self._link(part.last, part.first)
        for time in range(2, (most or least) + 1):
            # Each time has places of its own: the same words are read again.
            self._at = begins
            part = self._again(part, ends, is_needed=time <= least)
        self._at = behind
        if most is None and least > 1:
            raise BadPattern("has {n,} without an end")
        return Part(part.first, part.last, empty=True) if least == 0 else part

    def _again(self, part: Part, ends: int, *, is_needed: bool) -> Part:
        other = self._atom()
        assert self._at == ends  # noqa: S101 - the same words
        joined = self._joined(part, other)
        if is_needed:
            return joined
        return Part(joined.first, joined.last | part.last, joined.empty or part.empty)

    def _times(self) -> tuple[int, int | None]:
        """How often the piece before it may stand; None: without an end."""
        for sign, times in (("?", (0, 1)), ("*", (0, None)), ("+", (1, None))):
            if self._took(sign):
                self._no_second()
                return times
        if not self._took("{"):
            return 1, 1
        inside, closed, _ = self._text[self._at :].partition("}")
        low, comma, high = inside.partition(",")
        if not closed or not low.isdecimal() or (comma and not high.isdecimal()):
            raise BadPattern("has a { that is neither {2} nor {2,5}")
        self._at += len(inside) + 1
        least, most = int(low), int(high or low)
        if not (least <= most and 1 <= most <= MOST_TIMES):
            raise BadPattern(f"repeats more than {MOST_TIMES} times, or never")
        self._no_second()
        return least, most

    def _no_second(self) -> None:
        if self._peek() in {"?", "*", "+", "{"}:
            raise BadPattern("repeats a repetition; put it in a group")

    def _atom(self) -> Part:
        self._read += 1
        if self._read > MOST_READ:
            raise BadPattern(f"has more than {MOST_READ} pieces")
        letter = self._take()
        if letter == "(":
            return self._group()
        if letter == "[":
            return self._place(self._set())
        if letter == ".":
            return self._place(lambda _: True)
        if letter == "\\":
            return self._place(self._escaped())
        if letter in SPECIAL:
            raise BadPattern(f"has a {letter} that means nothing here")
        return self._place(letter.__eq__)

    def _group(self) -> Part:
        if self._peek() == "?":
            raise BadPattern("has a (?, which is not known")
        self._depth += 1
        if self._depth > MOST_DEEP:
            raise BadPattern(f"has more than {MOST_DEEP} groups within groups")
        part = self._choice()
        self._depth -= 1
        if not self._took(")"):
            raise BadPattern("has a ( without its )")
        return part

    def _escaped(self) -> Fits:
        letter = self._take()
        if letter in CLASSES:
            return CLASSES[letter]
        if letter.isalnum():
            raise BadPattern(f"has \\{letter}, which is not known")
        return letter.__eq__

    def _set(self) -> Fits:
        """Read ``a-z0-9€]``, what stands between brackets."""
        negated = self._took("^")
        kinds: list[Fits] = []
        while not self._took("]"):
            letter = self._take()
            if letter == "\\":
                kinds.append(self._escaped())
            elif self._peek() == "-" and self._text[self._at + 1 : self._at + 2] != "]":
                self._at += 1
                kinds.append(_between(letter, self._take()))
            else:
                kinds.append(letter.__eq__)
        return lambda it: any(fits(it) for fits in kinds) != negated

    def _place(self, fits: Fits) -> Part:
        if len(self.fits) >= MOST_PLACES:
            raise BadPattern(f"has more than {MOST_PLACES} places")
        self.fits.append(fits)
        self.follow.append(0)
        bit = 1 << (self._offset + len(self.fits) - 1)
        return Part(bit, bit, empty=False)

    def _joined(self, part: Part, other: Part) -> Part:
        self._link(part.last, other.first)
        return Part(
            part.first | (other.first if part.empty else 0),
            other.last | (part.last if other.empty else 0),
            part.empty and other.empty,
        )

    def _link(self, ends: int, begins: int) -> None:
        for place in bits(ends):
            self.follow[place - self._offset] |= begins

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _took(self, letter: str) -> bool:
        found = self._peek() == letter
        self._at += found
        return found

    def _take(self) -> str:
        letter = self._peek()
        if not letter:
            raise BadPattern("ends too early")
        self._at += 1
        return letter


def _between(low: str, high: str) -> Fits:
    if high < low:
        raise BadPattern(f"has [{low}-{high}], which is the wrong way round")
    return lambda it: low <= it <= high


def bits(number: int) -> Iterator[int]:
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest
