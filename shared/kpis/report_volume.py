"""When customers wrote, and about what: the day's messages by hour and by topic."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from statistics import median
from typing import Any, TypeAlias

from shared.kpis.dimensions import NONE
from shared.kpis.report_charts import Stack, bar, stacks
from shared.kpis.report_figures import Figures
from shared.kpis.report_tables import Bar, bars, folded, note, section, table
from shared.kpis.report_words import amount, count, counted, share
from shared.pages.markup import Markup, element, isolated

Hours: TypeAlias = Sequence[Mapping[str, Any]]
TOPICS = 10
_COUNTS = ("inbound", "actionable", "public", "private", "negative")
_DAY = 24  # hours of a plain one


def hours(figures: Figures, hours_by_day: Mapping[date, Hours]) -> Markup | None:
    """Messages by local hour, those that ask for an answer and the flushed ones.

    The hours are those of the day, be they 23, 24 or 25. None without them. Usual
    is the median of the same hour, by the local clock, of the days before.
    """
    by_hour = hours_by_day.get(figures.day)
    if not by_hour:
        return None
    usual = _usual(figures, hours_by_day)
    seen = [
        Stack(
            below=n["hour"][:2] if int(n["hour"][:2]) % 3 == 0 else "",
            title=f"{n['hour'][:5]}: {n['inbound']}, {n['actionable']} to answer",
            mark=usual.get(n["hour"][:5]),
            lower=n["actionable"],
            upper=n["inbound"] - n["actionable"],
        )
        for n in by_hour
    ]
    key = element(
        "p",
        element("span", _swatch("drawn"), "to be answered"),
        element("span", _swatch("hatched"), "flushed: asked for nothing"),
        element("span", _swatch("marked"), "usual") if usual else None,
        class_="legend",
    )
    label = f"Messages by hour, {len(seen)} columns; the numbers follow"
    return section(
        "Messages by hour",
        key,
        element("figure", stacks(seen, label)),
        _changed(by_hour),
        folded("Numbers by hour", _hour_table(by_hour, usual)),
    )


def _usual(figures: Figures, hours_by_day: Mapping[date, Hours]) -> dict[str, float]:
    """How many messages each hour of the clock usually has."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    for day in figures.days[:-1]:
        for one in hours_by_day.get(day, ()):
            found[one["hour"][:5]].append(one["inbound"])
    return {clock: median(many) for clock, many in found.items()}


def _changed(by_hour: Hours) -> Markup | None:
    if len(by_hour) == _DAY:
        return None
    return note(f"The clocks changed: this day has {len(by_hour)} hours.")


def _hour_table(by_hour: Hours, usual: Mapping[str, float]) -> Markup:
    plain = len(by_hour) == _DAY
    rows = (
        (
            n["hour"][:5] if plain else n["hour"],
            *(count(n[name]) for name in _COUNTS),
            *([amount(usual.get(n["hour"][:5]), "messages")] if usual else []),
        )
        for n in by_hour
    )
    heads = ["Hour", "All", "To answer", "Public", "Private", "Negative"]
    return table([*heads, "Usually"] if usual else heads, rows)


def _swatch(kind: str) -> Markup:
    box = (
        element("line", x2="100%", y1="50%", y2="50%", class_="mark")
        if kind == "marked"
        else element("rect", width="100%", height="100%", class_=kind)
    )
    return element("svg", box, class_="key", aria_hidden="true")


def topics(figures: Figures) -> Markup | None:
    """The ten topics with most messages, and how many had none."""
    metric = "inbound_messages"
    keys = [key for key in figures.keys("topic", metric) if key != NONE]
    messages = figures.count(metric)
    if not messages:
        return None
    most = max((figures.count(metric, "topic", key) for key in keys), default=0) or 1
    rows = [
        Bar(
            isolated(key),
            bar(figures.count(metric, "topic", key) / most),
            (
                count(figures.count(metric, "topic", key)),
                amount(figures.value("first_response_sla", "topic", key), "ratio"),
            ),
        )
        for key in keys[:TOPICS]
    ]
    more = len(keys) - TOPICS
    none = figures.count(metric, "topic", NONE)
    return section(
        "Topics",
        bars(["Topic", "Messages", "In time"], rows) if rows else None,
        note(
            f"{counted(more, 'more topic')}. " if more > 0 else None,
            f"{counted(none, 'message')} ({share(none / messages)}) had none. "
            "A message may have several. In time: of the first responses.",
        ),
    )
