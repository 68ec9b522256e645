"""Percentiles by linear interpolation between order statistics."""

from collections.abc import Sequence
from math import ceil, floor


def percentile(ordered: Sequence[float], share: float) -> float | None:
    """Return the value below which ``share`` (0..1) of sorted values lie.

    The same as numpy's default and SQL's ``quantile_cont`` (Hyndman and Fan,
    "Sample Quantiles in Statistical Packages", 1996, type 7), up to the last bit
    of a double. None of nothing.
    """
    if not ordered:
        return None
    position = (len(ordered) - 1) * share
    below, above = ordered[floor(position)], ordered[ceil(position)]
    return below + (above - below) * (position - floor(position))
