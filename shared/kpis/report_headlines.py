"""The top of the report: what the day is, in one sentence, and its headlines."""

from typing import NamedTuple

from shared.kpis.report_charts import sparkline
from shared.kpis.report_figures import Figures
from shared.kpis.report_tables import folded, scrolling, table
from shared.kpis.report_words import (
    SPACE,
    amount,
    count,
    counted,
    difference,
    duration,
    share,
    short_date,
)
from shared.pages.markup import Child, Markup, element, together


class Headline(NamedTuple):
    """A figure, its name, and which way is better: 1 more, -1 less, 0 neither."""

    metric: str
    name: str
    better: int = 0


HEADLINES = (
    Headline("inbound_messages", "Messages"),
    Headline("cases_opened", "Cases opened"),
    Headline("episodes_resolved", "Resolved"),
    Headline("backlog", "Open at the end", -1),
    Headline("first_response_sla", "First responses in time", 1),
    Headline("first_response_time_p50_s", "Median first response", -1),
    Headline("end_to_end_p50_s", "Median to resolution", -1),
    Headline("sentiment_recovery", "Moods recovered", 1),
    Headline("csat_mean", "Satisfaction, of 5", 1),
    Headline("nps", "Net promoter score", 1),
    Headline("first_contact_resolution", "Resolved at first contact", 1),
    Headline("call_deflection", "Calls spared", 1),
)
_NEAR = 10  # percent within which a day's messages are as many as usual


def lede(figures: Figures) -> Markup:
    """The day in a few plain sentences."""
    if figures.computed_at is None:
        said = ["This day was not computed, so nothing is known of it."]
    else:
        parts = (_came(figures), _answered(figures), _left(figures))
        said = [sentence for sentence in parts if sentence]
    return element("p", " ".join(said), class_="lede")


def _came(figures: Figures) -> str:
    messages = figures.count("inbound_messages")
    if not messages:
        return "No customer wrote on this day."
    said = f"{counted(messages, 'message')} came in"
    if not figures.over:
        return f"{said} so far."
    usual = figures.usual("inbound_messages")
    weekday = figures.usual_on_weekday("inbound_messages")
    if usual:
        said += f", {_compared(messages, usual)} usual"
    if usual and weekday and _compared(messages, weekday) != _compared(messages, usual):
        said += f", {_compared(messages, weekday)} on other {figures.day:%A}s"
    return f"{said}."


def _compared(many: float, usual: float) -> str:
    percent = round(100 * (many - usual) / usual)
    if abs(percent) < _NEAR:
        return "about as many as"
    return f"{abs(percent):,}{SPACE}% {'more' if percent > 0 else 'fewer'} than"


def _answered(figures: Figures) -> str | None:
    row = figures.row("first_response_sla")
    if row is None or not row["denominator"]:
        return None
    met, of = count(row["numerator"]), count(row["denominator"])
    return f"{met} of {of} first responses were in time ({share(row['value'])})."


def _left(figures: Figures) -> str | None:
    left = figures.value("backlog")
    if left is None:
        return None
    if not left:
        return "Nothing was left open."
    oldest = figures.value("backlog_oldest_s")
    age = f", the oldest for {duration(oldest)}" if oldest else ""
    waiting = figures.count("backlog_waiting")
    asked = "wait" if waiting != 1 else "waits"
    wait = f"; {count(waiting)} {asked} for our answer" if waiting else ""
    return f"{counted(left, 'case')} stayed open{age}{wait}."


def tiles(figures: Figures) -> Markup | None:
    """The headlines that the day has rows of, each beside what is usual."""
    shown = [_tile(h, figures) for h in HEADLINES if figures.row(h.metric)]
    return element("dl", *shown, class_="tiles") if shown else None


def _tile(headline: Headline, figures: Figures) -> Markup:
    metric = headline.metric
    row = figures.row(metric) or {}
    value = amount(row["value"], row["unit"])
    spark = sparkline(figures.history(metric), figures.usual(metric))
    return element(
        "div",
        element("dt", headline.name),
        element("dd", value, class_="big"),
        element("dd", _beside(headline, figures), class_="note"),
        element("dd", spark, aria_hidden="true"),
        class_="tile",
    )


def _beside(headline: Headline, figures: Figures) -> Child:
    """What is to be said beside a headline: the difference, or why there is none."""
    metric = headline.metric
    row = figures.row(metric) or {}
    value, unit = row["value"], row["unit"]
    if known := figures.known_on(metric):
        return together((f"known on {short_date(known)}", _latest(metric, figures)))
    usual = figures.usual(metric)
    said = None if usual is None else f"usually {amount(usual, unit)}"
    if value is None:
        return ", ".join(filter(None, ("nothing to measure", said)))
    if usual is None:
        return "no earlier days"
    if not figures.over:
        return f"so far; {said}"
    direction, by = difference(value, usual, unit)
    if not direction:
        return by
    worse = figures.out_of_the_ordinary(metric) * headline.better < 0
    arrow, more = ("▲ ", "more") if direction > 0 else ("▼ ", "less")
    moved = element(
        "span",
        element("span", arrow, aria_hidden="true"),
        f"{by} {more}{': worse' if worse else ''}",
        class_="worse" if worse else None,
    )
    return together((moved, element("br"), said))


def _latest(metric: str, figures: Figures) -> Markup | None:
    latest = figures.latest(metric)
    if latest is None:
        return None
    day, row = latest
    said = f"{amount(row['value'], row['unit'])} on {short_date(day)}"
    return together((element("br"), said))


def four_weeks(figures: Figures) -> Markup | None:
    """The numbers behind the small lines: every headline of every day."""
    shown = [h for h in HEADLINES if figures.row(h.metric)]
    if not shown:
        return None
    histories = [figures.history(h.metric) for h in shown]
    units = [(figures.row(h.metric) or {})["unit"] for h in shown]
    rows = (
        (
            short_date(day),
            *(amount(h[n], u) for h, u in zip(histories, units, strict=True)),
        )
        for n, day in enumerate(figures.days)
    )
    content = table(["Day", *(h.name for h in shown)], rows)
    label = "Four weeks in numbers: every headline, day by day"
    return folded(label, scrolling(label, content))
