"""Calls spared: cases that made no call necessary, and what that saved.

A day's are known some days later; until then the last day known stands in.
"""

from collections.abc import Iterator

from shared.kpis.report_charts import days_line
from shared.kpis.report_figures import Figures, RowDict
from shared.kpis.report_tables import facts, folded, note, section, table
from shared.kpis.report_words import amount, count, short_date
from shared.pages.markup import Child, Markup, element, together

SPARED, SAVED = "call_deflection", "call_deflection_savings"


def calls(figures: Figures) -> Markup | None:
    """Cases that made no call necessary, what that saved, and help that was read."""
    row = figures.row(SPARED)
    if row is None:
        return None
    known = figures.known_on(SPARED)
    return section(
        "Calls spared",
        facts([*_spared(row, figures), *_help(figures)]),
        note(
            f"Of this day it is known on {short_date(known)}. " if known else None,
            f"Of {count(row['denominator'])} cases and calls. "
            if row["denominator"]
            else None,
            "Spared: resolved on a social channel, and no call by this customer in the "
            "days after.",
        ),
        _saved_by_day(figures),
    )


def _spared(row: RowDict, figures: Figures) -> Iterator[tuple[str, Child]]:
    """What the day spared, or the last one of which it is known, and four weeks."""
    latest = figures.latest(SPARED) if figures.known_on(SPARED) else None
    on = f" on {short_date(latest[0])}" if latest else ""
    yield f"calls spared{on}", amount((latest[1] if latest else row)["value"], "ratio")
    saved = figures.row(SAVED)
    if saved is None:
        return
    unit, values = saved["unit"], figures.history(SAVED)
    money = values[figures.days.index(latest[0])] if latest else saved["value"]
    yield f"saved{on}", amount(money, unit)
    known = [value for value in values if value is not None]
    if len(known) > 1:
        yield f"saved on the {len(known)} days known", amount(sum(known), unit)


def _help(figures: Figures) -> Iterator[tuple[str, Child]]:
    row = figures.row("self_service_ratio")
    if row and row["value"] is not None:
        yield "pages of help read for each call", amount(row["value"], "score")


def _saved_by_day(figures: Figures) -> Markup | None:
    saved, values = figures.row(SAVED), figures.history(SAVED)
    known = [value for value in values if value is not None]
    if saved is None or len(known) <= 1 or min(known) < 0:
        return None
    unit, ends = saved["unit"], (short_date(figures.days[0]), short_date(figures.day))
    label = f"{unit} saved each day from {ends[0]} to {ends[1]}; the numbers follow"
    rows = (
        (short_date(day), amount(part, "ratio"), amount(money, unit))
        for day, part, money in zip(
            figures.days, figures.history(SPARED), values, strict=True
        )
    )
    return together(
        (
            element("figure", days_line(values, label, ends)),
            note(f"{unit} a day."),
            folded("Numbers by day", table(["Day", "Calls spared", "Saved"], rows)),
        )
    )
