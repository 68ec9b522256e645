"""What was promised and how long it took: clocks, response times, what is left."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from shared.kpis.report_charts import axis, bar, days_line, pair, scale
from shared.kpis.report_figures import Figures, name_of
from shared.kpis.report_tables import (
    Bar,
    bars,
    facts,
    folded,
    note,
    scrolling,
    section,
    table,
)
from shared.kpis.report_words import amount, count, duration, short_date
from shared.pages.markup import Markup, element, isolated

CLOCKS = (
    ("first_response_sla", "First response"),
    ("next_response_sla", "Next response"),
    ("resolution_sla", "Resolution"),
)
TIME = "first_response_time"
MEASURED = ("ratio", "s", "score")
LONGEST = 20  # rows of a table; those behind are folded
BACKLOGS = ("backlog", "backlog_waiting", "backlog_oldest_s")


def clocks(figures: Figures) -> Markup | None:
    """The share of the promises that were kept, of each kind."""
    rows = [
        Bar(name, _kept(metric, figures), _numbers(metric, figures))
        for metric, name in CLOCKS
        if figures.row(metric)
    ]
    if not rows:
        return None
    heads = ["Promise", "Kept", "Of", "Usually"]
    marked = any(figures.usual(metric) is not None for metric, _ in CLOCKS)
    return section(
        "Promises kept",
        bars(heads, rows),
        note("The stroke marks what is usual.") if marked else None,
    )


def _kept(metric: str, figures: Figures) -> Markup:
    return bar(figures.count(metric), usual=figures.usual(metric))


def _numbers(metric: str, figures: Figures) -> tuple[str, ...]:
    row = figures.row(metric) or {}
    kept, of = row["value"], row["denominator"] or 0
    return amount(kept, "ratio"), count(of), amount(figures.usual(metric), "ratio")


def response_times(figures: Figures) -> Markup | None:
    """How long first responses took on each channel: the half, and nine of ten."""
    if not figures.row(f"{TIME}_p50_s"):
        return None
    title = "Time to the first response"
    times = {
        key: (half, most)
        for key in figures.keys("channel", "inbound_messages")
        if (half := figures.value(f"{TIME}_p50_s", "channel", key)) is not None
        and (most := figures.value(f"{TIME}_p90_s", "channel", key)) is not None
    }
    if not times:
        return section(title, note("Nobody was answered for the first time."))
    on = scale([second for both in times.values() for second in both])
    rows = [
        Bar(isolated(key), pair(half, most, on), (duration(half), duration(most)))
        for key, (half, most) in times.items()
    ]
    return section(
        title,
        bars(["Channel", "● half", "□ 9 in 10"], rows, axis=axis(on)),
        note(
            "Half of them within the time of the dot, 9 in 10 within that of the "
            "square, by the clock, also while the desk was closed. The axis is "
            "logarithmic."
        ),
        folded("All responses, and business time", _all_times(list(times), figures)),
    )


def _all_times(keys: list[str], figures: Figures) -> Markup:
    names = [
        f"{metric}_{part}_{clock}"
        for metric in (TIME, "response_time")
        for clock in ("s", "business_s")
        for part in ("p50", "p90")
    ]
    heads = ["Channel", *("First, p50", "p90", "in business time, p50", "p90")]
    heads += ["All, p50", "p90", "in business time, p50", "p90"]
    rows = (
        (
            isolated(key),
            *(amount(figures.value(n, "channel", key), "s") for n in names),
        )
        for key in keys
    )
    return scrolling("Times of all responses", table(heads, rows))


def backlog(figures: Figures) -> Markup | None:
    """What stayed open at the end of the day, and of each day before."""
    left = figures.value("backlog")
    if left is None:
        return None
    history = figures.history("backlog")
    ends = (short_date(figures.days[0]), short_date(figures.day))
    label = (
        f"Cases open at the end of each day from {ends[0]} to {ends[1]}; "
        "the numbers follow"
    )
    histories = [figures.history(metric) for metric in BACKLOGS]
    rows = (
        (short_date(day), *map(amount, values, ("cases", "cases", "s")))
        for day, *values in zip(figures.days, *histories, strict=True)
    )
    return section(
        "Open at the end of the day",
        facts(
            (
                ("cases", count(left)),
                ("wait for us", amount(figures.value(BACKLOGS[1]), "cases")),
                ("the oldest, open for", amount(figures.value(BACKLOGS[2]), "s")),
            )
        ),
        element("figure", days_line(history, label, ends)),
        folded("Numbers by day", table(["Day", "Open", "Wait for us", "Oldest"], rows)),
    )


def queues(figures: Figures) -> Markup | None:
    """What each queue had to do and did."""
    columns = (
        ("Messages", "inbound_messages", "messages"),
        ("Cases opened", "cases_opened", "cases"),
        ("Resolved", "episodes_resolved", "episodes"),
        ("Open", "backlog", "cases"),
        ("First response in time", "first_response_sla", "ratio"),
        ("Half within", f"{TIME}_p50_s", "s"),
        ("9 in 10 within", f"{TIME}_p90_s", "s"),
        ("Satisfaction", "csat_mean", "score"),
    )
    return _slices("Queues", "queue", "inbound_messages", columns, figures)


def agents(figures: Figures, names: Mapping[str, str]) -> Markup | None:
    """What each agent did, under his name, with his id where another has it too."""
    times = Counter(names.values())
    called = {
        key: name if times[name] == 1 else f"{name} ({key})"
        for key, name in names.items()
    }
    columns = (
        ("Responses", "response_time_count", "responses"),
        ("Resolved", "episodes_resolved", "episodes"),
        ("First response in time", "first_response_sla", "ratio"),
        ("First, half within", f"{TIME}_p50_s", "s"),
        ("All, half within", "response_time_p50_s", "s"),
        ("Handled, half within", "handle_time_p50_s", "s"),
        ("Satisfaction", "csat_mean", "score"),
        ("Answers", "csat_answers", "answers"),
    )
    return _slices("Agents", "agent", "response_time_count", columns, figures, called)


def _slices(
    title: str,
    dimension: str,
    order: str,
    columns: tuple[tuple[str, str, str], ...],
    figures: Figures,
    called: Mapping[str, str] = MappingProxyType({}),
) -> Markup | None:
    """A table with a row for each key; columns that no key has are left out.

    What was counted for some keys did not happen for the others; what was measured
    for some could not be for the others.
    """
    keys = figures.keys(dimension, order)
    if not keys:
        return None
    shown = [
        column
        for column in columns
        if any(figures.row(column[1], dimension, key) for key in keys)
    ]

    def cell(key: str, metric: str, unit: str) -> str:
        ask = figures.value if unit in MEASURED else figures.count
        return amount(ask(metric, dimension, key), unit)

    def rows(some: list[str]) -> Markup:
        said = (
            (
                isolated(called.get(key) or name_of(key, f"no {dimension}")),
                *(cell(key, metric, unit) for _, metric, unit in shown),
            )
            for key in some
        )
        content = table([title[:-1], *(name for name, _, _ in shown)], said)
        return scrolling(f"{title}, a table", content)

    return section(title, *_folding(keys, rows))


def _folding(
    keys: list[str], rows: Callable[[list[str]], Markup]
) -> Iterator[Markup | None]:
    """A table of these keys, the end of a long one folded."""
    more = len(keys) - LONGEST
    if more <= 1:
        yield rows(keys)
    else:
        yield rows(keys[:LONGEST])
        yield note(f"The {LONGEST} with most of {len(keys)}.")
        yield folded(f"The other {more}", rows(keys[LONGEST:]))
