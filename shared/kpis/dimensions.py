"""Dimensions: the ways a day is sliced, and to which slices a fact belongs."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any, TypeAlias

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


def cell_of(dimensions: tuple[str, ...]) -> Callable[[Any], Cell]:
    """Return the getter of all that decides a fact's slices."""
    names = [ATTRIBUTES[dimension] for dimension in dimensions]
    if len(names) == 1:
        (only,) = map(attrgetter, names)
        return lambda fact: (only(fact),)
    return attrgetter(*names)


def slices(dimension: str, value: Any) -> tuple[str, ...]:
    """Return the keys of a dimension to which facts with this value belong, each once.

    A cell has the value in the dimension's place.
    """
    if dimension == "topic":
        return topics(value)
    if value is None:
        return () if dimension == "agent" else (NONE,)
    return (value,)


def topics(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Return each topic once, or the one that stands for none."""
    return tuple(dict.fromkeys(labels)) or (NONE,)
