"""Dimensions: the ways a day is sliced, and to which slices a fact belongs."""

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any, TypeAlias

from shared.kpis.facts import Fact

# The key of facts for which nothing is known: no queue yet, no topic.
NONE = "(none)"

# Dimension -> the attribute of a fact that says its key, in the order of the rows.
ATTRIBUTES = {
    "channel": "channel",
    "queue": "queue",
    "agent": "agent",
    "language": "language",
    "customer_type": "customer_type",
    "visibility": "visibility",
    "topic": "topics",
}
ORDER = ("all", *ATTRIBUTES)

# For every base. All but topic partition it: their rows add up to ``all``.
BASE = ("channel", "queue", "language", "customer_type", "topic")
# Where a person can be credited; what nobody can be credited with has no agent row.
CREDITED = ("channel", "queue", "agent", "language", "customer_type", "topic")

Cell: TypeAlias = tuple[Any, ...]
Slice: TypeAlias = tuple[str, str]  # dimension, key


def cell_of(dimensions: tuple[str, ...]) -> Callable[[Fact], Cell]:
    """Return the getter of all that decides a fact's slices; needs two or more."""
    return attrgetter(*(ATTRIBUTES[dimension] for dimension in dimensions))


def slices(dimensions: tuple[str, ...], cell: Cell) -> Iterator[Slice]:
    """Yield the slices to which the facts of one cell belong, each once."""
    yield "all", "all"
    for dimension, value in zip(dimensions, cell, strict=True):
        if dimension == "topic":
            yield from ((dimension, topic) for topic in topics(value))
        elif value is not None:
            yield dimension, value
        elif dimension != "agent":
            yield dimension, NONE


def topics(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Return each topic once, or the one that stands for none."""
    return tuple(dict.fromkeys(labels)) or (NONE,)
