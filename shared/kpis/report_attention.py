"""What is worth a look: what of the day is out of the ordinary, in a few sentences.

Out of the ordinary is a figure over everything beyond nine in ten of the days
before, and a channel, queue or topic beyond all of them and by much: there are
many, and some are always beyond nine in ten.
"""

from collections.abc import Iterator
from statistics import median

from shared.kpis.dimensions import NONE
from shared.kpis.report_figures import ENOUGH, Figures
from shared.kpis.report_headlines import HEADLINES
from shared.kpis.report_tables import note, section
from shared.kpis.report_words import amount, count, share
from shared.pages.markup import Markup, element, isolated, together

MESSAGES, IN_TIME = "inbound_messages", "first_response_sla"
LINES = 3  # of each kind at most
_MUCH = 1.5  # times what is usual, beside how the day as a whole is
_MANY = 10  # messages more than usual
_SILENT = 0.1  # of the usual messages, and fewer
_FEW = 20  # first responses of which a share says little
_POINTS = 0.05  # of a share, below what is usual


def attention(figures: Figures) -> Markup | None:
    """What to look at first; None while too little is known to tell."""
    if not figures.over or len(figures.before(MESSAGES)) < ENOUGH:
        return None
    found = [*_silent(figures), *_worse(figures), *_late(figures), *_busy(figures)]
    lines = (element("li", line) for line in found)
    return element(
        "div",
        section(
            "Worth a look",
            element("ul", *lines)
            if found
            else note("Nothing of this day is out of the ordinary."),
        ),
        class_="attention",
    )


def _worse(figures: Figures) -> Iterator[Markup]:
    """Headlines that are worse than on nine in ten of the days before."""
    for metric, name, better in HEADLINES:
        row = figures.row(metric)
        if row and better * figures.out_of_the_ordinary(metric) < 0:
            now, usual = (
                amount(value, row["unit"])
                for value in (row["value"], figures.usual(metric))
            )
            yield together((f"{name}: ", element("b", now), f", usually {usual}."))


def _late(figures: Figures) -> Iterator[Markup]:
    """Channels and queues with fewer responses in time than on any day before."""
    found = []
    for dimension in ("channel", "queue"):
        for key in figures.keys(dimension, IN_TIME):
            row = figures.row(IN_TIME, dimension, key)
            before = figures.before(IN_TIME, dimension, key)
            if row is None or row["value"] is None or len(before) < ENOUGH:
                continue
            less = median(before) - row["value"]
            enough = row["denominator"] >= _FEW
            if enough and row["value"] < min(before) and less >= _POINTS:
                found.append((-less, dimension, key, row["value"], median(before)))
    for _, dimension, key, now, usual in sorted(found)[:LINES]:
        yield together(
            (
                "Only ",
                element("b", share(now)),
                f" of first responses in time {_where(dimension)}",
                isolated(key),
                f", usually {share(usual)}.",
            )
        )


def _busy(figures: Figures) -> Iterator[Markup]:
    """Topics and channels with more messages than on any day before."""
    usual_of_all = figures.usual(MESSAGES) or 1
    whole = max(figures.count(MESSAGES) / usual_of_all, 1)
    found = []
    for dimension in ("topic", "channel"):
        for key in figures.keys(dimension, MESSAGES):
            before = figures.counts_before(MESSAGES, dimension, key)
            if key == NONE or len(before) < ENOUGH:
                continue
            now, usual = figures.count(MESSAGES, dimension, key), median(before)
            much = now >= _MUCH * whole * usual and now >= usual + _MANY
            if much and now > max(before):
                found.append((usual - now, dimension, key, now, usual))
    for _, dimension, key, now, usual in sorted(found)[:LINES]:
        yield _messages("", now, dimension, key, usual, ".")


def _silent(figures: Figures) -> Iterator[Markup]:
    """Channels from which next to nothing came: perhaps they are not connected."""
    for key in sorted(figures.keys_before("channel")):
        before = figures.counts_before(MESSAGES, "channel", key)
        now = figures.count(MESSAGES, "channel", key)
        if len(before) < ENOUGH or now >= min(before):
            continue
        usual = median(before)
        if usual >= _MANY and now <= _SILENT * usual:
            asked = ". Is the channel still connected?"
            only = "Only " if now else ""
            yield _messages(only, now, "channel", key, usual, asked)


def _messages(
    only: str, now: float, dimension: str, key: str, usual: float, end: str
) -> Markup:
    many = f"{count(now) if now else 'No'} message{'s' * (now != 1)}"
    return together(
        (
            only,
            element("b", many),
            f" {_where(dimension)}",
            isolated(key),
            f", usually {count(usual)}{end}",
        )
    )


def _where(dimension: str) -> str:
    return {"topic": "about ", "channel": "on ", "queue": "in queue "}[dimension]
