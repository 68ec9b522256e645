"""What else was measured, what is not known yet, and how to read the page."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from shared.kpis.report_figures import BEFORE, Figures
from shared.kpis.report_headlines import HEADLINES
from shared.kpis.report_tables import section, table
from shared.kpis.report_words import MISSING, SPACE, amount, long_date, short_date
from shared.pages.markup import Child, Markup, element

REST = (
    ("flush_rate", "Messages flushed"),
    ("episodes_reopened", "Cases reopened"),
    ("episodes_flushed", "Cases flushed"),
    ("close_rate", "Resolved for each one opened"),
    ("response_time_p50_s", "Median of all responses"),
    ("stage_queue_p50_s", "Median wait for an agent"),
    ("stage_pickup_p50_s", "Median from agent to answer"),
    ("stage_work_p50_s", "Median from answer to resolution"),
    ("messages_to_resolution_p50", "Messages to resolution, median"),
    ("over_threshold_rate", "Cases of too many messages"),
    ("private_move_offered", "Private talks offered"),
    ("private_move_rate", "Private talks accepted"),
    ("private_move_time_p50_s", "Median time to accept"),
    ("escalations_private", "Escalated: to a private talk"),
    ("escalations_call", "Escalated: to a call"),
    ("escalations_supervisor", "Escalated: to a supervisor"),
    ("escalations_by_message_count", "Escalated for their length"),
    ("escalations_by_breach", "Escalated for a breach"),
    ("escalations_by_low_score", "Escalated for a low score"),
    ("escalations_by_manual", "Escalated by hand"),
    ("handle_time_p50_s", "Median handle time"),
    ("handle_time_estimated_share", "Handle times estimated"),
    ("quality_score_mean", "Quality, of 100"),
    ("quality_reviewed_share", "Cases reviewed"),
)
_NAMES = {
    **{headline.metric: headline.name for headline in HEADLINES},
    **dict(REST),
    "call_deflection_savings": "Calls spared, in money",
    "csat_response_rate": "Satisfaction surveys answered",
    "nps_response_rate": "Recommendation surveys answered",
}


def rest(figures: Figures) -> Markup | None:
    """Every other figure that the day has, beside what is usual."""
    rows = [_beside(m, name, figures) for m, name in REST if _is_known(m, figures)]
    if not rows:
        return None
    return section("Also measured", table(["Figure", "Day", "Usually"], rows))


def _is_known(metric: str, figures: Figures) -> bool:
    """Whether there is a number to show, of the day or of those before."""
    row = figures.row(metric)
    return row is not None and (row["value"], figures.usual(metric)) != (None, None)


def _beside(metric: str, name: str, figures: Figures) -> tuple[Child, ...]:
    row = figures.row(metric) or {}
    unit, usual = row["unit"], figures.usual(metric)
    return name, amount(row["value"], unit), amount(usual, unit)


def pending(figures: Figures) -> Markup | None:
    """What looks ahead and is not known yet, and when it will be."""
    waiting = figures.waiting()
    if not waiting:
        return None
    rows = (
        (", ".join(_NAMES[m] for m in metrics if m in _NAMES), _weekday(day))
        for day, metrics in sorted(waiting.items())
    )
    return section("Not known yet", table(["Figure", "Known on"], rows))


def _weekday(day: date) -> str:
    return f"{day:%a}{SPACE}{short_date(day)}"


def footer(figures: Figures, timezone: ZoneInfo) -> Markup:
    """How the numbers are meant, and when they were computed."""
    before = figures.history("inbound_messages")[:-1]
    known = sum(value is not None for value in before)
    usual = (
        f"Usual is the median of the {BEFORE} days before, of which {known} are known; "
        "worse is what is worse than on nine in ten of them. Each small line is those "
        "days and this one, the dashes are the median."
    )
    times = (
        "Times are the platforms' own, durations by the clock where nothing else is "
        "said. Half within: the median. 9 in 10 within: the 90th percentile. "
        f"{MISSING} is nothing to measure."
    )
    zone = f"Days and hours are those of {timezone.key}.{_computed(figures, timezone)}"
    return element("footer", *(element("p", said) for said in (usual, times, zone)))


def _computed(figures: Figures, timezone: ZoneInfo) -> str:
    at = figures.computed_at
    if at is None:
        return ""
    local: datetime = at.astimezone(timezone)
    day: date = local.date()
    return f" Computed on {long_date(day)} at {local:%H:%M}."
