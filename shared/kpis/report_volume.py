"""When customers wrote, and about what: the day's messages by hour and by topic."""

import csv
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

from shared.kpis.dimensions import NONE
from shared.kpis.report_charts import Stack, bar, stacks
from shared.kpis.report_figures import Figures
from shared.kpis.report_markup import Markup, element, isolated
from shared.kpis.report_tables import Bar, bars, folded, note, section, table
from shared.kpis.report_words import amount, count, share

TOPICS = 10
_COUNTS = ("inbound", "actionable", "public", "private", "negative")
_DAY = 24  # hours of a plain one


def read_volume(content: bytes) -> list[dict[str, str]]:
    """Read a ``volume.csv`` back, its cells as text."""
    return list(csv.DictReader(StringIO(content.decode(), newline="")))


def hours(volume: Sequence[Mapping[str, Any]], figures: Figures) -> Markup | None:
    """Messages by local hour, those that ask for an answer and the flushed ones.

    The hours are those of the day, be they 23, 24 or 25. None without a table.
    """
    by_hour = _by_hour(volume)
    if not by_hour:
        return None
    seen = [
        Stack(
            below=label[:2] if int(label[:2]) % 3 == 0 else "",
            title=f"{label[:5]}: {n['inbound']}, {n['actionable']} to answer",
            lower=n["actionable"],
            upper=n["inbound"] - n["actionable"],
        )
        for label, n in by_hour.items()
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
        *_remarks(by_hour, figures),
        folded("Numbers by hour", _hour_table(by_hour)),
    )


def _by_hour(volume: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    """The counts of each hour, all channels and topics, hours as they came."""
    found: dict[str, dict[str, int]] = {}
    for row in sorted(volume, key=lambda row: str(row["hour_start"])):
        of_hour = found.setdefault(row["hour"], dict.fromkeys(_COUNTS, 0))
        for name in _COUNTS:
            of_hour[name] += int(row[name])
    return found


def _remarks(by_hour: dict[str, dict[str, int]], figures: Figures) -> list[Markup]:
    found = []
    if len(by_hour) != _DAY:
        said = f"The clocks changed: this day has {len(by_hour)} hours."
        found.append(note(said))
    shown = sum(of_hour["inbound"] for of_hour in by_hour.values())
    messages = figures.value("inbound_messages")
    if messages is not None and shown > messages:
        found.append(
            note(
                "A message about two topics is counted under both: "
                f"{count(shown)} in the columns, {count(messages)} messages."
            )
        )
    return found


def _hour_table(by_hour: dict[str, dict[str, int]]) -> Markup:
    plain = len(by_hour) == _DAY
    rows = (
        (label[:5] if plain else label, *(count(of_hour[name]) for name in _COUNTS))
        for label, of_hour in by_hour.items()
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
    most = max((figures.count(metric, "topic", key) for key in keys), default=1)
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
