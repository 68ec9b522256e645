"""Summaries: from the values that facts add to a slice to its figures.

A summary gives the same figures for the values in any order, to the last bit,
so a day may be counted in parts, and takes numerator and denominator from the
same values, so that one cannot leave the other.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import fsum, sqrt
from typing import Any

from shared.domain.settings import Settings
from shared.kpis.percentiles import percentile
from shared.kpis.rows import Figure
from shared.kpis.values import Sample, Tally, Values

SATISFIED = 4  # the lowest CSAT score of a satisfied customer
LOW = 3  # the highest CSAT score that asks for a follow-up
PROMOTER, DETRACTOR = 9, 6  # NPS: from here on, up to here
Z = 1.959963984540054  # of a normal distribution: 95 % lie within

Figures = Callable[[str, Any, Settings], Iterator[Figure]]


@dataclass(frozen=True, slots=True)
class Summary:
    """How a KPI's values are kept, and what figures they come to."""

    figures: Figures
    holds: type[Values] = Tally


def count(unit: str) -> Summary:
    """Count the facts that add 1; those that add 0 only make the slice known."""

    def figures(metric: str, values: Tally, _: Settings) -> Iterator[Figure]:
        yield Figure(metric=metric, value=values.times[1], unit=unit)

    return Summary(figures)


def _share(metric: str, values: Tally, _: Settings) -> Iterator[Figure]:
    yield ratio(metric, values.times[1], len(values))


# Share of the facts that add 1 among those that add 1 or 0.
share = Summary(_share)


def _quotient(metric: str, values: Tally, _: Settings) -> Iterator[Figure]:
    over = sum(part[0] * times for part, times in values.times.items())
    under = sum(part[1] * times for part, times in values.times.items())
    yield ratio(metric, over, under)


# Facts add to what is divided and to what it is divided by, as a pair.
quotient = Summary(_quotient)


def durations(name: str, suffix: str = "_s", unit: str = "s") -> Summary:
    """Mean, median and 90th percentile, e.g. ``…_p50_business_s``."""

    def figures(_: str, values: Sample, __: Settings) -> Iterator[Figure]:
        ordered = sorted(values)
        # fsum is exact: the mean does not depend on the order of the facts
        total = fsum(ordered)
        yield ratio(f"{name}_mean{suffix}", total, len(ordered), unit)
        for part, at in (("p50", 0.5), ("p90", 0.9)):
            value = percentile(ordered, at)
            yield Figure(metric=f"{name}_{part}{suffix}", value=value, unit=unit)

    return Summary(figures, Sample)


def _mean(metric: str, values: Tally, _: Settings) -> Iterator[Figure]:
    yield ratio(metric, sum(values), len(values), "score")


mean = Summary(_mean)


def _csat(metric: str, values: Tally, _: Settings) -> Iterator[Figure]:
    """Each value is a score of 1 to 5 and whether a low one was followed up."""
    scores = [score for score, _ in values]
    answers = len(scores)
    satisfied = sum(score >= SATISFIED for score in scores)
    low = [followed for score, followed in values if score <= LOW]
    yield ratio(f"{metric}_mean", sum(scores), answers, "score")
    yield ratio(f"{metric}_share_4_5", satisfied, answers)
    for name, number in (
        ("answers", answers),
        ("low", len(low)),
        ("followed_up", sum(low)),
        *((f"count_{score}", scores.count(score)) for score in range(1, 6)),
    ):
        yield Figure(metric=f"{metric}_{name}", value=number, unit="answers")


csat = Summary(_csat)


def _nps(metric: str, values: Tally, _: Settings) -> Iterator[Figure]:
    """Net promoter score with the 95 % interval of a normal approximation."""
    answers = len(values)
    promoters = sum(score >= PROMOTER for score in values)
    detractors = sum(score <= DETRACTOR for score in values)
    net = promoters - detractors
    yield points(metric, net, answers)
    low = high = None
    if answers:
        variance = (promoters + detractors) / answers - (net / answers) ** 2
        half = Z * sqrt(max(0.0, variance) / answers)
        low, high = 100 * (net / answers - half), 100 * (net / answers + half)
    yield Figure(metric=f"{metric}_low", value=low, unit="points")
    yield Figure(metric=f"{metric}_high", value=high, unit="points")
    for name, number in (
        ("answers", answers),
        ("promoters", promoters),
        ("passives", answers - promoters - detractors),
        ("detractors", detractors),
    ):
        yield Figure(metric=f"{metric}_{name}", value=number, unit="answers")


nps = Summary(_nps)


def _backlog(metric: str, values: Tally, _: Settings) -> Iterator[Figure]:
    """Each value is an age, that in business time, and whether the customer waits."""
    times = values.times
    waiting = sum(waits * number for (_, _, waits), number in times.items())
    oldest = max((age for age, _, _ in times), default=None)
    oldest_business = max((age for _, age, _ in times), default=None)
    yield Figure(metric=metric, value=len(values), unit="episodes")
    yield Figure(metric=f"{metric}_waiting", value=waiting, unit="episodes")
    yield Figure(metric=f"{metric}_oldest_s", value=oldest, unit="s")
    yield Figure(metric=f"{metric}_oldest_business_s", value=oldest_business, unit="s")


backlog = Summary(_backlog)


def _private_move(metric: str, values: Tally, _: Settings) -> Iterator[Figure]:
    """Each value is how long until an offer was accepted, twice; None: it was not."""
    accepted = sorted(seconds for seconds, _ in values if seconds is not None)
    business = sorted(seconds for _, seconds in values if seconds is not None)
    yield Figure(metric=f"{metric}_offered", value=len(values), unit="episodes")
    yield Figure(metric=f"{metric}_accepted", value=len(accepted), unit="episodes")
    yield ratio(f"{metric}_rate", len(accepted), len(values))
    for name, seconds in (("s", accepted), ("business_s", business)):
        median = percentile(seconds, 0.5)
        yield Figure(metric=f"{metric}_time_p50_{name}", value=median, unit="s")


private_move = Summary(_private_move)


def _escalations(metric: str, values: Tally, _: Settings) -> Iterator[Figure]:
    """Each value is a kind and a cause."""
    kinds = [kind for kind, _ in values]
    causes = [cause for _, cause in values]
    yield Figure(metric=metric, value=len(kinds), unit="episodes")
    for kind in ("private", "call", "supervisor"):
        name = f"{metric}_{kind}"
        yield Figure(metric=name, value=kinds.count(kind), unit="episodes")
    for cause in ("message_count", "breach", "low_score", "manual"):
        name = f"{metric}_by_{cause}"
        yield Figure(metric=name, value=causes.count(cause), unit="episodes")


escalations = Summary(_escalations)


def _deflection(metric: str, values: Tally, rules: Settings) -> Iterator[Figure]:
    """Each value is deflected, or a call; see ``quotient``."""
    yield from _quotient(metric, values, rules)
    saved = rules.costs.cost_per_call - rules.costs.cost_per_social_contact
    yield Figure(
        metric=f"{metric}_savings",
        value=values.times[1, 1] * saved + 0.0,  # not -0.0, where calls are cheaper
        unit=rules.costs.currency,
    )


deflection = Summary(_deflection)


def ratio(
    metric: str, numerator: float, denominator: int, unit: str = "ratio"
) -> Figure:
    return Figure(
        metric=metric,
        numerator=numerator,
        denominator=denominator,
        value=numerator / denominator if denominator else None,
        unit=unit,
    )


def points(metric: str, net: int, answers: int) -> Figure:
    return Figure(
        metric=metric,
        numerator=100 * net,
        denominator=answers,
        value=100 * net / answers if answers else None,
        unit="points",
    )
