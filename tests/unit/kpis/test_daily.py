"""The rows of a day, by example."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.costs import Costs
from shared.kpis.daily import compute
from shared.kpis.facts import Facts
from shared.kpis.rows import Row
from tests.unit.kpis.samples import (
    DAY,
    LATER,
    NOON,
    ONE_DAY,
    ROME,
    RULES,
    answer,
    clock,
    episode,
    message,
    response,
)

# Of nothing there is no median, no interval and no oldest.
OF_VALUES = re.compile(
    r"_p\d\d|(nps|\d\dd|recovery)_(low|high)$|_oldest(_business)?_s$"
)


def rows(**facts: Any) -> list[Row]:
    return compute(DAY, ROME, Facts(**facts), RULES, LATER)


def row(metric: str, dimension: str = "all", key: str = "all", **facts: Any) -> Row:
    (found,) = (
        one
        for one in rows(**facts)
        if (one.metric, one.dimension, one.key) == (metric, dimension, key)
    )
    return found


def keys(metric: str, dimension: str, **facts: Any) -> list[str]:
    return [
        one.key
        for one in rows(**facts)
        if (one.metric, one.dimension) == (metric, dimension)
    ]


def rate(found: Row) -> tuple[float | None, int | None, float | None]:
    return found.numerator, found.denominator, found.value


def test_a_row_says_what_it_is_of() -> None:
    found = row("inbound_messages", "channel", "facebook", messages=[message()])

    assert found == Row(
        date=DAY,
        timezone="Europe/Rome",
        dimension="channel",
        key="facebook",
        metric="inbound_messages",
        numerator=None,
        denominator=None,
        value=1,
        unit="messages",
        mature=True,
        computed_at=LATER,
    )


def test_a_day_without_facts_has_every_metric_once_counts_0_and_rates_empty() -> None:
    known = [one for one in rows() if one.mature]
    of_something = [one for one in known if one.denominator is None]
    counts = [one for one in of_something if not OF_VALUES.search(one.metric)]
    rest = [one for one in known if one not in counts]

    assert {one.dimension for one in rows()} == {"all"}
    assert len({one.metric for one in rows()}) == len(rows())
    assert {one.value for one in counts if one.unit != "flag"} == {0}
    assert {(one.value, one.denominator or None) for one in rest} == {(None, None)}


def test_what_looks_ahead_is_empty_until_its_window_has_passed() -> None:
    waits = {one.metric for one in rows() if not one.mature}

    assert waits == {
        "first_contact_resolution",
        "csat_response_rate",
        "nps_response_rate",
        "call_deflection",
        "call_deflection_savings",
        "quality_reviewed_share",
    }
    assert {one.value for one in rows() if not one.mature} == {None}


def test_only_inbound_messages_are_counted() -> None:
    heard = [message(), message(id="m-2", visibility="private"), response(5, id="m-3")]

    assert row("inbound_messages", messages=heard).value == 2
    assert row("inbound_messages", "visibility", "private", messages=heard).value == 1


def test_flushed_messages_are_the_numerator_of_the_flush_rate() -> None:
    heard = [message(), message(id="m-2", actionable=False), message(id="m-3")]

    assert rate(row("flush_rate", messages=heard)) == (1, 3, 1 / 3)
    assert row("actionable_messages", messages=heard).value == 2


def test_a_channel_whose_messages_were_all_flushed_counts_0_actionable() -> None:
    spam = [message(actionable=False)]

    assert row("actionable_messages", "channel", "facebook", messages=spam).value == 0


def test_a_message_with_two_topics_counts_under_each_and_once_in_all() -> None:
    heard = [message(topics=("bill", "login", "bill")), message(id="m-2")]

    assert keys("inbound_messages", "topic", messages=heard) == [
        "(none)",
        "bill",
        "login",
    ]
    assert row("inbound_messages", "topic", "bill", messages=heard).value == 1
    assert row("inbound_messages", messages=heard).value == 2


def test_what_has_no_queue_yet_counts_under_none() -> None:
    heard = [message(queue=None)]

    assert row("inbound_messages", "queue", "(none)", messages=heard).value == 1


def test_a_clock_is_met_or_breached_and_other_clocks_are_another_metric() -> None:
    ended = [
        clock(agent="ann"),
        clock(id="k-2", outcome="breached"),
        clock(id="k-3", clock="resolution"),
    ]

    assert rate(row("first_response_sla", clocks=ended)) == (1, 2, 0.5)
    assert rate(row("first_response_sla", "agent", "ann", clocks=ended)) == (1, 1, 1)


def test_a_breach_that_was_nobody_s_is_credited_to_nobody() -> None:
    assert keys("first_response_sla", "agent", clocks=[clock(agent=None)]) == []


def test_response_times_are_summed_up_in_elapsed_and_in_business_time() -> None:
    answers = [
        response(10.5, response_business_s=1),
        response(20, id="m-2"),
        response(60, id="m-3", response="next"),
    ]

    assert rate(row("first_response_time_mean_s", messages=answers)) == (30.5, 2, 15.25)
    assert row("first_response_time_p50_s", messages=answers).value == 15.25
    assert row("first_response_time_p90_s", messages=answers).value == 19.05
    assert row("first_response_time_p50_business_s", messages=answers).value == 10.5
    assert row("first_response_time_count", messages=answers).value == 2
    assert row("response_time_count", messages=answers).value == 3
    assert row("response_time_p50_s", "agent", "ann", messages=answers).value == 20


def test_the_mean_does_not_depend_on_the_order_of_adding() -> None:
    answers = [response(s, id=f"m-{s}") for s in (0.1, 0.2, 0.3, 1e9)]

    assert rows(messages=answers) == rows(messages=answers[::-1])


def test_csat_is_the_mean_the_share_of_4_and_5_and_the_count_of_each_score() -> None:
    surveys = [answer(score, id=f"s-{i}") for i, score in enumerate((5, 4, 4, 3, 1))]
    counts = [row(f"csat_count_{s}", surveys=surveys).value for s in range(1, 6)]

    assert rate(row("csat_mean", surveys=surveys)) == (17, 5, 3.4)
    assert rate(row("csat_share_4_5", surveys=surveys)) == (3, 5, 0.6)
    assert row("csat_low", surveys=surveys).value == 2
    assert row("csat_answers", surveys=surveys).value == 5
    assert counts == [1, 0, 1, 2, 1]


def test_the_nps_of_many_days_has_counts_and_an_interval_as_that_of_one() -> None:
    scores = (10, 9, 8, 3)
    surveys = [answer(n, id=f"s-{n}", survey="nps") for n in scores]
    parts = ("", "_low", "_high", "_promoters", "_passives", "_detractors", "_answers")
    of_day = [row(f"nps{part}", surveys=surveys).value for part in parts]

    assert of_day[0] == 25
    assert of_day[3:] == [2, 1, 1, 4]
    for days in ("30d", "90d"):
        found = [row(f"nps_{days}{part}", surveys=surveys).value for part in parts]
        assert found == of_day


def test_who_deflected_nothing_saved_nothing_also_where_calls_are_cheaper() -> None:
    rules = replace(RULES, costs=Costs(cost_per_call=1, cost_per_social_contact=2))
    found = compute(DAY, ROME, Facts(), rules, LATER + 8 * ONE_DAY)
    (saved,) = (r for r in found if r.metric == "call_deflection_savings")

    assert str(saved.value) == "0.0"


@pytest.mark.parametrize(
    "changes", [{"survey": "nps"}, {"event": "sent"}, {"score": None}]
)
def test_csat_counts_answers_to_csat_only(changes: dict[str, Any]) -> None:
    surveys = [answer(**{"score": 5} | changes)]

    assert row("csat_answers", surveys=surveys).value == 0


@pytest.mark.parametrize(
    ("event", "metric"),
    [
        ("opened", "cases_opened"),
        ("reopened", "episodes_reopened"),
        ("resolved", "episodes_resolved"),
    ],
)
def test_episodes_are_counted_by_what_became_of_them(event: str, metric: str) -> None:
    counted = {
        one.metric: one.value
        for one in rows(episodes=[episode(event=event)])
        if one.dimension == "all" and one.unit in ("cases", "episodes")
    }

    assert [name for name, value in counted.items() if value] == [metric]


def test_facts_of_other_days_are_ignored() -> None:
    tick = timedelta(microseconds=1)
    midnight = NOON.replace(hour=22)  # in Rome
    heard = [
        message(at=midnight - ONE_DAY - tick),
        message(at=midnight - ONE_DAY, id="m-2"),
        message(at=midnight - tick, id="m-3"),
        message(at=midnight, id="m-4"),
    ]

    assert row("inbound_messages", messages=heard).value == 2


def test_a_day_has_its_first_instant_and_not_the_next_day_s() -> None:
    start = NOON.replace(hour=22) - ONE_DAY
    at_both = [start, start + ONE_DAY]
    facts = Facts(
        messages=[message(at=at) for at in at_both],
        clocks=[clock(at=at) for at in at_both],
        episodes=[episode(at=at) for at in at_both],
        surveys=[answer(4, at=at) for at in at_both],
    )
    of_day = facts.within(start, start + ONE_DAY)

    assert of_day == Facts(
        messages=[message(at=start)],
        clocks=[clock(at=start)],
        episodes=[episode(at=start)],
        surveys=[answer(4, at=start)],
        help_views=[],
    )


def test_rows_are_ordered_by_dimension_key_and_metric() -> None:
    heard = [message(channel="x", topics=("a",)), message(id="m-2")]
    slices = [
        (one.dimension, one.key)
        for one in rows(messages=heard)
        if one.metric == "inbound_messages"
    ]

    assert slices == [
        ("all", "all"),
        ("channel", "facebook"),
        ("channel", "x"),
        ("queue", "care"),
        ("language", "(none)"),
        ("customer_type", "social_only"),
        ("visibility", "public"),
        ("topic", "(none)"),
        ("topic", "a"),
    ]
