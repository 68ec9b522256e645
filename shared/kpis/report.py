"""The daily report: one day on one page, for people.

A page of HTML that needs nothing but itself: no script, no request, charts as
inline SVG. Its policy forbids the browser anything else (Content-Security-
Policy), and the names in it are text wherever they come from. Equal rows give
equal bytes.
"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from shared.kpis import (
    report_attention,
    report_calls,
    report_customers,
    report_headlines,
    report_rest,
    report_service,
    report_volume,
)
from shared.kpis.report_charts import PATTERNS
from shared.kpis.report_figures import Figures, RowDict
from shared.kpis.report_style import CSS, DARK, LIGHT
from shared.kpis.report_words import long_date
from shared.pages.markup import Markup, element


def report_path(day: date) -> str:
    return f"reports/daily/{day.isoformat()}.html"


def report(
    day: date,
    timezone: ZoneInfo,
    rows_by_day: Mapping[date, Sequence[RowDict]],
    hours_by_day: Mapping[date, Sequence[Mapping[str, Any]]],
    known: Mapping[str, date],
    names: Mapping[str, str],
) -> bytes:
    """Return the page of a local day, UTF-8.

    ``rows_by_day`` are the exported rows (``read_rows``) of the day and of those
    before it, ``hours_by_day`` their hours (``hourly.by_hour``), a day that was not
    computed missing. ``known`` tells for each KPI that looks ahead the day on which
    its value will be final, ``names`` what agents are called, as far as they are still
    there. What has no rows is left out of the page.
    """
    figures = Figures(day, rows_by_day, known)
    body = element(
        "body",
        PATTERNS,
        _masthead(figures, timezone),
        element(
            "main",
            report_attention.attention(figures),
            report_headlines.tiles(figures),
            element("div", *_columns(figures, hours_by_day), class_="columns"),
            element("div", *_wide(figures, names), class_="wide"),
        ),
        report_rest.footer(figures, timezone),
    )
    page = element("html", _head(day), body, lang="en")
    return f"<!doctype html>\n{page}\n".encode()


def _head(day: date) -> Markup:
    style = b64encode(sha256(CSS.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{style}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        *(
            element(
                "meta",
                name="theme-color",
                media=f"(prefers-color-scheme: {scheme})",
                content=palette["paper"],
            )
            for scheme, palette in (("light", LIGHT), ("dark", DARK))
        ),
        element("title", f"Customer care, {long_date(day)}"),
        # otherwise a browser asks the server for an icon
        element("link", rel="icon", href="data:,"),
        element("style", Markup(CSS)),
    )


def _masthead(figures: Figures, timezone: ZoneInfo) -> Markup:
    return element(
        "header",
        element(
            "p",
            element("span", "Customer care, the day"),
            element("span", timezone.key),
            class_="quiet",
        ),
        element("h1", long_date(figures.day)),
        report_headlines.lede(figures),
        None
        if figures.over
        else element(
            "p",
            "This day had not ended when its numbers were computed.",
            class_="note",
        ),
    )


def _columns(
    figures: Figures, hours_by_day: Mapping[date, Sequence[Mapping[str, Any]]]
) -> Sequence[Markup | None]:
    return (
        report_volume.hours(figures, hours_by_day),
        report_service.clocks(figures),
        report_service.response_times(figures),
        report_volume.topics(figures),
        report_service.backlog(figures),
        report_customers.recovery(figures),
        report_customers.csat(figures),
        report_customers.nps(figures),
        report_calls.calls(figures),
        report_rest.rest(figures),
        report_rest.pending(figures),
    )


def _wide(figures: Figures, names: Mapping[str, str]) -> Sequence[Markup | None]:
    return (
        report_service.queues(figures),
        report_service.agents(figures, names),
        report_headlines.four_weeks(figures),
    )
