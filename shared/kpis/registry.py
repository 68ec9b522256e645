"""The registry: what each KPI counts, how it sums up, and its slices.

Each small function says what one fact adds to a KPI's base: 1 or 0 to a count
or a share, seconds to a duration, a score, an outcome; None if it is not in the
base. A new KPI is one function and one line.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, TypeAlias

from shared.domain.settings import Settings
from shared.kpis import adds
from shared.kpis.dimensions import BASE, CREDITED
from shared.kpis.recovery import control, recovered, recovered_reversed, recovery
from shared.kpis.summaries import (
    Summary,
    backlog,
    count,
    csat,
    deflection,
    durations,
    escalations,
    mean,
    nps,
    private_move,
    quotient,
    share,
)
from shared.kpis.values import Value

# Of facts; resolved: the episodes that were, of which most is told.
Kind: TypeAlias = Literal[
    "messages", "clocks", "episodes", "resolved", "surveys", "help_views"
]
Adds: TypeAlias = Callable[[Any, Settings], Value]
Window: TypeAlias = Callable[[Settings], timedelta]


@dataclass(frozen=True, slots=True)
class Kpi:
    """One KPI: each of its ``sources`` is a kind of facts and what one adds.

    ``known_after`` says how long after the end of its day it is known at last;
    until then its numbers are empty. None: it is known from the first fact on.
    """

    metric: str
    sources: tuple[tuple[Kind, Adds], ...]
    summary: Summary
    dimensions: tuple[str, ...]
    known_after: Window | None = None


@dataclass(frozen=True, slots=True)
class Rolling:
    """A KPI over the values that another one has on ``days`` local days."""

    metric: str
    of: str
    days: int
    summary: Summary


def at_midnight(_: Settings) -> timedelta:
    return timedelta()


def first_contact(rules: Settings) -> timedelta:
    return timedelta(days=rules.metrics.first_contact_days)


def no_call(rules: Settings) -> timedelta:
    return timedelta(days=rules.metrics.deflection_days)


def review(rules: Settings) -> timedelta:
    return timedelta(days=rules.metrics.review_days)


def csat_expiry(rules: Settings) -> timedelta:
    return rules.surveys.csat.expires


def nps_expiry(rules: Settings) -> timedelta:
    return rules.surveys.nps.expires


SEEN = (*BASE, "visibility")
TOPIC = ("topic",)
# Names of times and what one fact adds, in seconds and in business seconds.
TIMES: tuple[tuple[str, Kind, Adds, Adds], ...] = (
    (
        "first_response_time",
        "messages",
        adds.first_response_s,
        adds.first_response_business_s,
    ),
    ("response_time", "messages", adds.response_s, adds.response_business_s),
    ("stage_queue", "resolved", adds.queue_s, adds.queue_business_s),
    ("stage_pickup", "resolved", adds.pickup_s, adds.pickup_business_s),
    ("stage_work", "resolved", adds.work_s, adds.work_business_s),
    ("end_to_end", "resolved", adds.end_to_end_s, adds.end_to_end_business_s),
    ("handle_time", "resolved", adds.handle_s, adds.handle_business_s),
)


def _times(name: str, kind: Kind, seconds: Adds, business: Adds) -> tuple[Kpi, ...]:
    unit = "responses" if kind == "messages" else "episodes"
    of, of_business = ((kind, seconds),), ((kind, business),)
    number = ((kind, adds.one(seconds)),)
    hours = durations(name, "_business_s")
    return (
        Kpi(f"{name}_s", of, durations(name), CREDITED),
        Kpi(f"{name}_business_s", of_business, hours, CREDITED),
        Kpi(f"{name}_count", number, count(unit), CREDITED),
    )


def _kpi(
    metric: str,
    kind: Kind,
    what: Adds,
    summary: Summary,
    dimensions: tuple[str, ...],
    known_after: Window | None = None,
) -> Kpi:
    return Kpi(metric, ((kind, what),), summary, dimensions, known_after)


def _sla(clock: str) -> Kpi:
    return _kpi(f"{clock}_sla", "clocks", adds.met(clock), share, CREDITED)


KPIS: tuple[Kpi, ...] = (
    _kpi("inbound_messages", "messages", adds.inbound, count("messages"), SEEN),
    _kpi("actionable_messages", "messages", adds.actionable, count("messages"), SEEN),
    _kpi("flush_rate", "messages", adds.flushed, share, SEEN),
    _kpi("cases_opened", "episodes", adds.event("opened"), count("cases"), BASE),
    _kpi(
        "episodes_resolved",
        "episodes",
        adds.event("resolved"),
        count("episodes"),
        CREDITED,
    ),
    _kpi(
        "episodes_reopened", "episodes", adds.event("reopened"), count("episodes"), BASE
    ),
    _kpi(
        "episodes_flushed", "episodes", adds.event("flushed"), count("episodes"), BASE
    ),
    _kpi("close_rate", "episodes", adds.closing, quotient, BASE),
    _kpi("backlog", "episodes", adds.still_open, backlog, CREDITED, at_midnight),
    *map(_sla, ("first_response", "next_response", "resolution")),
    *(kpi for times in TIMES for kpi in _times(*times)),
    _kpi(
        "messages_to_resolution",
        "resolved",
        adds.messages,
        durations("messages_to_resolution", "", "messages"),
        CREDITED,
    ),
    _kpi("over_threshold_rate", "resolved", adds.over_threshold, share, CREDITED),
    _kpi("private_move", "episodes", adds.offered, private_move, BASE),
    _kpi("escalations", "episodes", adds.escalated, escalations, BASE),
    _kpi("sentiment_recovery", "resolved", recovered, recovery, CREDITED),
    _kpi(
        "sentiment_recovery_control", "resolved", recovered_reversed, control, CREDITED
    ),
    _kpi(
        "first_contact_resolution",
        "resolved",
        adds.at_first_contact,
        share,
        CREDITED,
        first_contact,
    ),
    _kpi("csat", "surveys", adds.csat, csat, CREDITED),
    _kpi(
        "csat_response_rate",
        "surveys",
        adds.delivered("csat"),
        share,
        CREDITED,
        csat_expiry,
    ),
    _kpi("nps", "surveys", adds.nps, nps, CREDITED),
    _kpi(
        "nps_response_rate",
        "surveys",
        adds.delivered("nps"),
        share,
        CREDITED,
        nps_expiry,
    ),
    Kpi(
        "call_deflection",
        (("resolved", adds.deflected), ("messages", adds.call)),
        deflection,
        BASE,
        no_call,
    ),
    Kpi(
        "self_service_ratio",
        (("help_views", adds.help_views), ("messages", adds.call)),
        quotient,
        TOPIC,
    ),
    _kpi(
        "handle_time_estimated_share",
        "resolved",
        adds.handle_estimated,
        share,
        CREDITED,
    ),
    _kpi("quality_score_mean", "episodes", adds.quality, mean, CREDITED),
    _kpi("quality_reviewed_share", "resolved", adds.reviewed, share, CREDITED, review),
)
ROLLING = (
    Rolling("nps_30d", "nps", 30, nps),
    Rolling("nps_90d", "nps", 90, nps),
)
