"""How far off a forecast may be: the range in which four of five hours will lie.

Messages that come by chance vary as their mean (Poisson); a forecast is wrong
beyond that, by a share of itself: variance = mean + spread * mean², which is the
negative binomial distribution. The spread is what forecasts made of the past, as
if from that day, were wrong by; at least none, which is Poisson.
"""

from collections.abc import Iterable
from math import exp, lgamma, log, sqrt

LOW, HIGH = 0.1, 0.9  # so that 80 % lie between
_NORMAL = 1.2815515655446004  # the standard normal's value at HIGH
_LARGE = 200  # from which mean on the normal distribution is close enough


def spread_of(pairs: Iterable[tuple[float, float]]) -> float:
    """The spread of forecasts and what came: by moments, never below zero.

    Args:
        pairs: what was expected of an hour, and what came.

    """
    beyond = squares = 0.0
    for expected, came in pairs:
        beyond += (came - expected) ** 2 - expected
        squares += expected**2
    return max(beyond / squares, 0.0) if squares else 0.0


def bounds_of(mean: float, spread: float) -> tuple[int, int]:
    """The least numbers that at least 10 and 90 % of outcomes do not exceed."""
    if mean <= 0:
        return 0, 0
    if mean > _LARGE:
        sd = sqrt(mean + spread * mean**2)
        return max(round(mean - _NORMAL * sd), 0), round(mean + _NORMAL * sd)
    return _quantiles(mean, spread)


def _quantiles(mean: float, spread: float) -> tuple[int, int]:
    low, below, number = None, 0.0, 0
    while True:
        below += exp(_log_chance(number, mean, spread))
        if low is None and below >= LOW:
            low = number
        if below >= HIGH or number > _LARGE * 100:
            return low or 0, number
        number += 1


def _log_chance(number: int, mean: float, spread: float) -> float:
    """The logarithm of the chance of exactly so many."""
    if spread * mean < 1e-6:  # noqa: PLR2004 - no more than Poisson
        return number * log(mean) - mean - lgamma(number + 1)
    size = 1 / spread
    return (
        lgamma(number + size)
        - lgamma(size)
        - lgamma(number + 1)
        + size * log(size / (size + mean))
        + number * log(mean / (size + mean))
    )
