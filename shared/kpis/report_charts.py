"""Charts as inline SVG: bars, spans and lines in shares of the room there is.

Everything along the page is in percent and everything up it in pixels, so that
a chart fits any width while its letters keep their size. A chart inside a table
is decoration of the numbers beside it and hidden from screen readers; one that
stands alone is an image with a label, and its table follows it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil, floor, log, log10

from shared.kpis.report_words import count, duration
from shared.pages.markup import Markup, element, together

BAR = 12  # height of a bar
# Durations that an axis may be marked with, from a second to a month.
_MARKS = (1, 10, 60, 600, 3600, 21600, 86400, 604800, 2592000)
_MARGIN = 0.1  # of the width, for the marks beside a chart

PATTERNS = element(
    "svg",
    element(
        "defs",
        element(
            "pattern",
            element("path", d="M-1 1l2-2M0 5l5-5M4 6l2-2", class_="hatch"),
            id="hatch",
            width=5,
            height=5,
            patternUnits="userSpaceOnUse",
        ),
    ),
    width=0,
    height=0,
    class_="patterns",
    aria_hidden="true",
)


def bar(
    part: float,
    *,
    kind: str = "drawn",
    usual: float | None = None,
    span: tuple[float, float] | None = None,
) -> Markup:
    """A bar of ``part`` (0..1) of the width, ``drawn`` or ``hatched``.

    ``usual`` is marked by a stroke, ``span`` (an interval) by a line.
    """
    middle = BAR / 2
    return _hidden(
        BAR,
        element("rect", width="100%", height=BAR, class_="track"),
        element("rect", width=_percent(part), height=BAR, class_=kind),
        span and _line(span, (middle, middle), "halo"),
        span and _line(span, (middle, middle), "span"),
        usual if usual is None else _line((usual, usual), (-2, BAR + 2), "mark"),
    )


@dataclass(frozen=True, slots=True)
class Scale:
    """A logarithmic axis of durations in seconds, between two of its marks."""

    marks: tuple[int, ...]

    def at(self, seconds: float) -> float:
        """Where a duration lies on the axis, 0..1."""
        low, high = self.marks[0], self.marks[-1]
        inside = min(max(seconds, low), high)
        return log(inside / low) / log(high / low)


def scale(seconds: Sequence[float]) -> Scale:
    """The shortest axis that holds these durations; at least one step long."""
    least, most = min(seconds), max(seconds)
    below = [mark for mark in _MARKS if mark <= least] or [_MARKS[0]]
    above = [mark for mark in _MARKS if mark > most] or [_MARKS[-1]]
    inside = [mark for mark in _MARKS if below[-1] <= mark <= above[0]]
    return Scale(tuple(inside) if len(inside) > 1 else _MARKS[-2:])


def pair(first: float, second: float, on: Scale) -> Markup:
    """Two durations on one axis: a dot and a hollow square, joined."""
    a, b, middle = on.at(first), on.at(second), BAR / 2
    square = element("path", d="M-3.5 2.5h7v7h-7z", class_="hollow")
    return _hidden(
        BAR,
        *(_line((at, at), (-3, BAR + 3), "grid") for at in map(on.at, on.marks)),
        _line((a, b), (middle, middle), "link"),
        element("svg", square, x=_percent(b)),
        element("circle", cx=_percent(a), cy=middle, r=4.5, class_="drawn"),
    )


def axis(on: Scale) -> Markup:
    """The ends of an axis in words: more would not fit on a phone."""
    return _hidden(
        BAR,
        element("text", duration(on.marks[0]), y=10),
        element("text", duration(on.marks[-1]), x="100%", y=10, text_anchor="end"),
    )


def sparkline(values: Sequence[float | None], usual: float | None) -> Markup:
    """A small line of many days; a dot is the last, the dashes are what is usual."""
    known = [value for value in values if value is not None]
    height = 26
    if not known:
        return _hidden(height)
    low, room = min(known), (max(known) - min(known)) or 1
    lifted = 0 if max(known) > min(known) else 0.5  # a flat line lies in the middle
    points = [v if v is None else (v - low) / room + lifted for v in values]
    level = None if usual is None else height * (1 - (usual - low) / room - lifted)
    return _hidden(
        height,
        None if level is None else _line((0, 1), (level, level), "usual"),
        _strokes(points, height),
        _dot(points, height),
    )


def days_line(
    values: Sequence[float | None], label: str, ends: tuple[str, str]
) -> Markup:
    """A count over days from zero on: a line over its area, the last day a dot."""
    height = 90
    marks = steps(max((value for value in values if value is not None), default=0))
    points = [value if value is None else value / marks[-1] for value in values]
    return _framed(
        height,
        marks,
        label,
        _strokes(points, height, area=True),
        _dot(points, height),
        element("text", ends[0], y=height + 15),
        element("text", ends[1], x="100%", y=height + 15, text_anchor="end"),
    )


@dataclass(frozen=True, slots=True)
class Stack:
    """One column: what is written below it, told of it, and stands on each other.

    A ``mark`` is a stroke across it.
    """

    below: str
    title: str
    lower: float
    upper: float
    mark: float | None = None


def stacks(columns: Sequence[Stack], label: str) -> Markup:
    """Columns side by side, the lower part of each drawn, the upper one hatched."""
    height = 120
    marks = steps(max(max(c.lower + c.upper, c.mark or 0) for c in columns))
    width, unit = 1 / len(columns), height / marks[-1]
    drawn = (_column(c, n * width, width, unit, height) for n, c in enumerate(columns))
    return _framed(height, marks, label, *drawn)


def _column(
    column: Stack, left: float, width: float, unit: float, height: float
) -> Markup:
    lower, upper = column.lower * unit, column.upper * unit
    box = {"x": _percent(left + width * 0.12), "width": _percent(width * 0.76)}
    return element(
        "g",
        element("title", column.title),
        element("rect", **box, y=height - lower, height=lower, class_="drawn"),
        element("rect", **box, y=height - lower - upper, height=upper, class_="hatched")
        if upper
        else None,
        *(
            _line((left, left + width), (height - column.mark * unit,) * 2, kind)
            for kind in ("halo", "mark")
            if column.mark is not None
        ),
        element(
            "text",
            column.below,
            x=_percent(left + width / 2),
            y=height + 15,
            text_anchor="middle",
        ),
    )


def steps(most: float) -> list[float]:
    """Round marks of an axis for counts, from 0 to at least ``most``: 3 to 5."""
    if most <= 1:
        return [0, 1]
    rough = 10 ** floor(log10(most))
    step = next(s * rough for s in (0.2, 0.25, 0.5, 1, 2.5) if most <= 4 * s * rough)
    whole = max(1, ceil(step))
    return [float(whole * n) for n in range(ceil(most / whole) + 1)]


def _framed(
    height: float, marks: Sequence[float], label: str, *drawn: Markup | None
) -> Markup:
    """An image beside the marks of its height, with a line of text below it."""
    return element(
        "svg",
        *_ladder(marks, height),
        element("svg", *drawn, x=_percent(_MARGIN), width=_percent(1 - _MARGIN)),
        _line((_MARGIN, 1), (height, height), "axis"),
        width="100%",
        height=height + 20,
        role="img",
        aria_label=label,
    )


def _ladder(marks: Sequence[float], height: float) -> Iterator[Markup]:
    for mark in marks:
        y = height * (1 - mark / marks[-1])
        yield _line((_MARGIN, 1), (y, y), "grid")
        yield element(
            "text",
            count(mark),
            x=_percent(_MARGIN * 0.8),
            y=y + 4,
            text_anchor="end",
        )


def _strokes(
    points: Sequence[float | None], height: float, *, area: bool = False
) -> Markup:
    """A line through points (0..1 of the height), broken where one is missing."""
    placed = [(n, p) for n, p in enumerate(points)]
    runs = [
        [(n, 1 - p) for n, p in run if p is not None]
        for there, run in groupby(placed, lambda at: at[1] is not None)
        if there
    ]
    lines = [" ".join(f"{n},{y:.4f}" for n, y in run) for run in runs]
    below = [
        f"{run[0][0]},1 {line} {run[-1][0]},1"
        for run, line in zip(runs, lines, strict=True)
    ]
    return element(
        "svg",
        *(element("polygon", points=at, class_="area") for at in below if area),
        *(element("polyline", points=at, class_="line") for at in lines),
        viewBox=f"0 0 {len(points) - 1} 1",
        width="100%",
        height=height,
        preserveAspectRatio="none",
    )


def _dot(points: Sequence[float | None], height: float) -> Markup | None:
    last = points[-1]
    if last is None:
        return None
    y = height * (1 - last)
    return element("circle", cx="100%", cy=y, r=3.5, class_="drawn")


def _line(x: tuple[float, float], y: tuple[float, float], kind: str) -> Markup:
    (x1, x2), (y1, y2) = map(_percent, x), y
    return element("line", x1=x1, x2=x2, y1=y1, y2=y2, class_=kind)


def _hidden(height: float, *children: Markup | None) -> Markup:
    return element(
        "svg", together(children), width="100%", height=height, aria_hidden="true"
    )


def _percent(part: float) -> str:
    return f"{100 * part:.2f}%"
