"""What customers made of it: satisfaction, recommendation, mood."""

from shared.kpis.report_charts import bar
from shared.kpis.report_figures import Figures
from shared.kpis.report_tables import Bar, bars, facts, note, section
from shared.kpis.report_words import amount, count, counted, points, share, short_date
from shared.pages.markup import Child, Markup, element

RECOVERY = "sentiment_recovery"
_FULL = 100  # the best score that there is; the formula's interval may go beyond
ENDS = (
    ("advocates", "Positive"),
    ("neutral", "Neutral"),
    ("undetermined", "Hard to tell"),
    ("unresolved", "Still negative"),
    ("silent", "Said no more"),
)


def csat(figures: Figures) -> Markup | None:
    """How many gave each score, and what became of the low ones."""
    if not figures.row("csat_answers"):
        return None
    answers = figures.count("csat_answers")
    asked = _rate("csat_response_rate", "answered", figures)
    if not answers:
        return section("Satisfaction", note("No survey was answered."), asked)
    times = {score: figures.count(f"csat_count_{score}") for score in range(5, 0, -1)}
    rows = [
        Bar(_scored(score), bar(many / answers), (count(many), share(many / answers)))
        for score, many in times.items()
    ]
    return section(
        "Satisfaction",
        facts(
            (
                ("mean, of 5", amount(figures.value("csat_mean"), "score")),
                ("gave 4 or 5", amount(figures.value("csat_share_4_5"), "ratio")),
                ("answers", count(answers)),
            )
        ),
        bars(["Score", "Answers", "Share"], rows),
        _low_scores(figures),
        asked,
    )


def _low_scores(figures: Figures) -> Markup | None:
    followed, low = figures.value("csat_followed_up"), figures.count("csat_low")
    if followed is None:
        return None
    if not low:
        return note("Nobody gave 3 or less.")
    asked = f"{count(followed)} of them {'was' if followed == 1 else 'were'} asked why"
    return note(f"{count(low)} gave 3 or less, {asked}.")


def _scored(score: int) -> str:
    return {5: "5, best", 1: "1, worst"}.get(score, str(score))


def nps(figures: Figures) -> Markup | None:
    """Who would recommend us: the score with its interval, and the counts."""
    if not figures.row("nps_answers"):
        return None
    answers = figures.count("nps_answers")
    asked = _rate("nps_response_rate", "answered", figures)
    if not answers:
        body: list[Child] = [note("No survey was answered.")]
    else:
        kinds = (
            ("Promoters", "nps_promoters"),
            ("Passives", "nps_passives"),
            ("Detractors", "nps_detractors"),
        )
        rows = (
            Bar(name, bar(many / answers), (count(many), share(many / answers)))
            for name, metric in kinds
            for many in [figures.count(metric)]
        )
        body = [bars(["Customers", "Answers", "Share"], rows)]
    return section(
        "Net promoter score", facts(_scores(figures)), *body, _interval(figures), asked
    )


def _scores(figures: Figures) -> list[tuple[str, Child]]:
    spans = (("nps", "this day"), ("nps_30d", "30 days"), ("nps_90d", "90 days"))
    return [
        (name, amount(figures.value(metric), "points"))
        for metric, name in spans
        if figures.row(metric)
    ]


def _interval(figures: Figures) -> Markup | None:
    low, high = figures.value("nps_low"), figures.value("nps_high")
    if low is None or high is None:
        return None
    return note(
        "Promoters gave 9 or 10, detractors 6 or less. ",
        # All answers alike: an interval of no width, which says nothing.
        f"The 95\u00a0% interval of the day's score is {points(max(low, -_FULL))} "
        f"to {points(min(high, _FULL))}."
        if low < high
        else None,
    )


def recovery(figures: Figures) -> Markup | None:
    """How many cases that began negative ended better, beside the noise floor."""
    row = figures.row(RECOVERY)
    if row is None:
        return None
    title = "Moods recovered"
    if row["value"] is None:
        return section(title, note("No case that began negative was resolved."))
    span = figures.value(f"{RECOVERY}_low"), figures.value(f"{RECOVERY}_high")
    low, high = (row["value"] if end is None else end for end in span)
    control = figures.value(f"{RECOVERY}_control")
    usual = figures.usual(RECOVERY)
    rates = [
        Bar(
            "Recovered",
            bar(row["value"], usual=usual, span=(low, high)),
            (share(row["value"]),),
        ),
        Bar("Control", bar(control or 0, kind="hatched"), (amount(control, "ratio"),)),
    ]
    base = row["denominator"]
    return section(
        title,
        bars(["Cases", "Share"], rates),
        note(
            f"Of {counted(base, 'case')} that began negative. ",
            element("b", "So few say little: read it with care. ")
            if figures.value(f"{RECOVERY}_low_n")
            else None,
            f"The line is the 95\u00a0% interval, {share(low)} to {share(high)}. The "
            "control is the same rule with the talk read backwards: what chance would "
            "give. ",
            element("b", "The difference may be chance alone.")
            if control is not None and low <= control
            else None,
        ),
        bars(["How they ended", "Cases", "Share"], _ends(base, figures)),
    )


def _ends(base: float, figures: Figures) -> list[Bar]:
    of = {name: figures.count(f"{RECOVERY}_{name}") for name, _ in ENDS}
    # advocates are a part of the recovered
    of["neutral"] = figures.count(f"{RECOVERY}_recovered") - of["advocates"]
    return [
        Bar(said, bar(of[name] / base), (count(of[name]), share(of[name] / base)))
        for name, said in ENDS
    ]


def _rate(metric: str, what: str, figures: Figures) -> Markup | None:
    """A sentence about a rate that may not be known yet."""
    row = figures.row(metric)
    if row is None:
        return None
    if known := figures.known_on(metric):
        return note(f"What share was {what} is known on {short_date(known)}.")
    if row["value"] is None:
        return None
    of = count(row["denominator"])
    return note(f"{share(row['value'])} of {of} that were delivered were {what}.")
