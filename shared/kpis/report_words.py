"""Numbers in words, for people: ``12 min``, ``94 %``, ``8 % more``.

A number and its unit stay on one line (no-break spaces). Nothing is rounded to
a promise that was not kept: a share is 100 % only if it is all of it.
"""

from collections.abc import Callable
from datetime import date

MISSING = "\u2013"  # an en dash
MINUS = "\u2212"
SPACE = "\u00a0"
MINUTE, HOUR, DAY = 60, 3600, 86400
# Up to how many seconds a duration is told in steps of how many.
_STEPS = ((3 * MINUTE, 1), (DAY, MINUTE), (10 * DAY, HOUR))
_PARTS = ((DAY, "d"), (HOUR, "h"), (MINUTE, "min"), (1, "s"))
_TEN = 10
_SMALL = 20  # below this a change in percent says less than the number itself


def amount(value: float | None, unit: str) -> str:
    """Return a value of a row in its unit, a dash for None."""
    if value is None:
        return MISSING
    if unit.isupper():  # ISO 4217
        return f"{unit}{SPACE}{value:,.0f}".replace("-", MINUS)
    return _FORMATS.get(unit, count)(value)


def count(value: float) -> str:
    """``1,204``; below ten, what is no whole number has a decimal."""
    return f"{value:,.{_decimals(value)}f}"


def counted(number: float, what: str) -> str:
    """``1 case``, ``1,204 cases``."""
    return f"{count(number)} {what}{'s' * (number != 1)}"


def share(value: float) -> str:
    """``94 %``; near none and near all it has a decimal, and only those are 0, 100."""
    percent = value * 100
    if 0 < percent < 1 or 99 < percent < 100:  # noqa: PLR2004 - the last percent
        return f"{min(max(percent, 0.1), 99.9):.1f}{SPACE}%"
    return f"{percent:.0f}{SPACE}%"


def duration(seconds: float) -> str:
    """``45 s``, ``2 min 20 s``, ``2 h 5 min``, ``6 d 4 h``: what one can feel."""
    rest, said = _in_steps(seconds), []
    for size, name in _PARTS:
        many, rest = divmod(rest, size)
        if many:
            said.append(f"{many:,}{SPACE}{name}")
    return SPACE.join(said) or f"0{SPACE}s"


def _in_steps(seconds: float) -> int:
    step = next((step for limit, step in _STEPS if seconds < limit), DAY)
    return round(seconds / step) * step


def score(value: float) -> str:
    """``4.29``, ``84.2``: a mean."""
    return f"{value:.2f}" if value < _TEN else f"{value:.1f}"


def points(value: float) -> str:
    """``+31``, ``0``, or below it with a real minus: a net promoter score."""
    return f"{value:+.0f}".replace("-", MINUS) if round(value) else "0"


def _decimals(value: float) -> int:
    return int(value < _TEN and value != round(value))


def long_date(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B} {day.year}"


def short_date(day: date) -> str:
    return f"{day.day}{SPACE}{day:%b}"


def difference(value: float, usual: float, unit: str) -> tuple[int, str]:
    """Return how a value differs from the usual one: direction and words.

    Shares differ in points, times in time, counts of some size in percent. The
    direction is 1, -1, or 0 where both read the same. What is small is counted
    between the numbers as they read, so that who counts again finds the same.
    """
    if amount(value, unit) == amount(usual, unit):
        return 0, "as usual"
    return (1 if value > usual else -1), _size(value, usual, unit)


def _size(value: float, usual: float, unit: str) -> str:
    if unit not in _FORMATS and usual >= _SMALL:
        percent = round(100 * abs(value - usual) / usual)
        return f"{max(percent, 1):,}{SPACE}%"
    by = abs(_as_it_reads(value, unit) - _as_it_reads(usual, unit))
    if unit in ("ratio", "points"):
        whole = max(round(by * 100 if unit == "ratio" else by), 1)
        return f"{whole}{SPACE}point{'s' * (whole != 1)}"
    return amount(by, unit)


def _as_it_reads(value: float, unit: str) -> float:
    if unit == "s":
        return _in_steps(value)
    if unit == "ratio":
        return round(value, 2)
    if unit == "score":
        return round(value, 2 if value < _TEN else 1)
    return round(value, _decimals(value))


_FORMATS: dict[str, Callable[[float], str]] = {
    "ratio": share,
    "s": duration,
    "score": score,
    "points": points,
}
