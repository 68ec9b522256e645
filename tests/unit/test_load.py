"""A burst is laid out by chance but the same for a seed, and its report is held."""

from collections import Counter
from dataclasses import asdict

import pytest

from bench.load import HOURLY_MEAN, PER_CUSTOMER, Outcome, measures, plan

WHOLE = Outcome(4, 0, [0.1, 0.2, 0.3, 0.9], 1.5, 0, 0, 2.0)


def test_a_burst_has_its_rate_and_keeps_to_its_seconds() -> None:
    made = plan(50, 20, "ab12cd34")

    assert len(made) == pytest.approx(1000, rel=0.1)
    assert made == sorted(made, key=lambda one: one.due)
    assert made[-1].due < 20
    assert len({one.id for one in made}) == len(made)
    assert made == plan(50, 20, "ab12cd34")


def test_a_customer_writes_a_few_messages_and_some_come_twice() -> None:
    made = plan(50, 20, "ab12cd34")

    assert max(Counter(one.user for one in made).values()) == PER_CUSTOMER
    assert 20 < sum(one.copies - 1 for one in made) < 90


def test_two_bursts_are_of_different_customers() -> None:
    one, other = (plan(50, 2, run) for run in ("ab12cd34", "ab12cd35"))

    assert not {m.user for m in one} & {m.user for m in other}


def test_the_mean_hour_is_that_of_the_reference_log() -> None:
    assert pytest.approx(672.9, abs=0.1) == HOURLY_MEAN


def test_the_report_tells_percentiles_of_what_was_waited() -> None:
    told = {line["name"]: line["value"] for line in measures(WHOLE)}

    assert told["load_acknowledged_p50"] == 300
    assert told["load_acknowledged_p99"] == 900
    assert told["load_rate"] == 2


@pytest.mark.parametrize("what", ["refused", "lost", "doubled"])
def test_one_message_amiss_is_enough(what: str) -> None:
    fields = {**asdict(WHOLE), what: 1}
    amiss = Outcome(**fields)

    told = {line["name"]: line["ok"] for line in measures(amiss)}

    assert WHOLE.is_whole
    assert not amiss.is_whole
    assert told[f"load_{what}"] is False
