"""When customers wrote, and about what: the day's messages by hour and by topic."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.kpis.dimensions import NONE
from shared.kpis.report_charts import Stack, bar, stacks
from shared.kpis.report_figures import Figures
from shared.kpis.report_tables import Bar, bars, folded, note, section, table
from shared.kpis.report_words import amount, count, share
from shared.pages.markup import Markup, element, isolated

TOPICS = 10
_COUNTS = ("inbound", "actionable", "public", "private", "negative")
_DAY = 24  # hours of a plain one


def hours(by_hour: Sequence[Mapping[str, Any]]) -> Markup | None:
    """Messages by local hour, those that ask for an answer and the flushed ones.

    The hours are those of the day, be they 23, 24 or 25. None without them.
    """
    if not by_hour:
        return None
    seen = [
        Stack(
            below=n["hour"][:2] if int(n["hour"][:2]) % 3 == 0 else "",
            title=f"{n['hour'][:5]}: {n['inbound']}, {n['actionable']} to answer",
            lower=n["actionable"],
            upper=n["inbound"] - n["actionable"],
        )
        for n in by_hour
    ]
    key = element(
        "p",
        element("span", _swatch("drawn"), "to be answered"),
        element("span", _swatch("hatched"), "flushed: asked for nothing"),
        class_="legend",
    )
    label = f"Messages by hour, {len(seen)} columns; the numbers follow"
    return section(
        "Messages by hour",
        key,
        element("figure", stacks(seen, label)),
        _changed(by_hour),
        folded("Numbers by hour", _hour_table(by_hour)),
    )


def _changed(by_hour: Sequence[Mapping[str, Any]]) -> Markup | None:
    if len(by_hour) == _DAY:
        return None
    return note(f"The clocks changed: this day has {len(by_hour)} hours.")


def _hour_table(by_hour: Sequence[Mapping[str, Any]]) -> Markup:
    plain = len(by_hour) == _DAY
    rows = (
        (n["hour"][:5] if plain else n["hour"], *(count(n[name]) for name in _COUNTS))
        for n in by_hour
    )
    return table(["Hour", "All", "To answer", "Public", "Private", "Negative"], rows)


def _swatch(kind: str) -> Markup:
    box = element("rect", width="100%", height="100%", class_=kind)
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
            f"{count(more)} more topics. " if more > 0 else None,
            f"{count(none)} messages ({share(none / messages)}) had none. "
            "A message may have several. In time: of the first responses.",
        ),
    )
