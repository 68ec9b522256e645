"""What facts add to a slice, kept so that the parts of a day add up exactly.

A ``Tally`` counts how often each value came, a ``Sample`` keeps every number.
Both can be added to in any order, put together from parts, and written as JSON.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import Any, Self, TypeAlias

# 1 or 0, a score, the name of an outcome, or several of these together.
Value: TypeAlias = float | str | tuple[Any, ...] | None


class Tally:
    """How often each value came: few different ones, however many facts."""

    __slots__ = ("times",)

    def __init__(self) -> None:
        self.times: Counter[Any] = Counter()

    def add(self, value: Value) -> None:
        self.times[value] += 1

    def join(self, other: Self) -> None:
        known = self.times
        for value, times in other.times.items():  # Counter.update takes twice as long
            known[value] = known.get(value, 0) + times

    def __len__(self) -> int:
        return self.times.total()

    def __iter__(self) -> Iterator[Any]:
        for value, times in self.times.items():
            yield from repeat(value, times)

    def to_json(self) -> list[Any]:
        return sorted(self.times.items(), key=repr)

    @classmethod
    def from_json(cls, body: Iterable[Any]) -> Self:
        tally = cls()
        for value, times in body:
            tally.times[tuple(value) if isinstance(value, list) else value] = times
        return tally


class Sample:
    """Every number there was, 8 bytes each: for means and percentiles."""

    __slots__ = ("numbers",)

    def __init__(self, numbers: Iterable[float] = ()) -> None:
        self.numbers = array("d", numbers)

    def add(self, value: float) -> None:
        self.numbers.append(value)

    def join(self, other: Self) -> None:
        self.numbers.extend(other.numbers)

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[float]:
        return iter(self.numbers)

    def to_json(self) -> list[float]:
        return sorted(self.numbers)

    @classmethod
    def from_json(cls, body: Iterable[float]) -> Self:
        return cls(body)


Values: TypeAlias = Tally | Sample
