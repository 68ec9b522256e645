"""What the numbers count by, and what a contact costs: defaults, and as JSON."""

from typing import Any

import pytest
from hypothesis import given

from shared.domain.costs import Costs
from shared.domain.costs_json import read_costs, write_costs
from shared.domain.metrics import Metrics, Published, Recovery
from shared.domain.metrics_json import read_metrics, write_metrics
from shared.errors import BadInput
from tests.unit.domain.json_samples import changed_somewhere

METRICS: dict[str, Any] = {
    "recovery": {
        "started": 0.7,
        "recovered": 0.3,
        "advocate": 0.5,
        "unresolved": 0.6,
        "low_n": 50,
    },
    "first_contact_days": 14,
    "deflection_days": 10,
    "review_days": 5,
    "lookback_days": 30,
    "promise": {"days": 7, "least": 100},
}
COSTS = {"currency": "EUR", "cost_per_call": 9.5, "cost_per_social_contact": 0.0}


def test_a_new_deployment_counts_as_the_metrics_are_defined() -> None:
    assert write_metrics(Metrics()) == {
        "recovery": {
            "started": 0.6,
            "recovered": 0.25,
            "advocate": 0.6,
            "unresolved": 0.5,
            "low_n": 100,
        },
        "first_contact_days": 7,
        "deflection_days": 7,
        "review_days": 7,
        "lookback_days": 14,
        "promise": {"days": 28, "least": 20},
    }
    assert write_costs(Costs()) == {
        "currency": "USD",
        "cost_per_call": 12,
        "cost_per_social_contact": 1,
    }


def test_what_is_left_out_is_as_in_a_new_deployment() -> None:
    found = read_metrics({"recovery": {"low_n": 50}, "promise": {"days": 7}})

    assert found == Metrics(recovery=Recovery(low_n=50), promise=Published(days=7))
    assert read_metrics({}) == Metrics()
    assert read_costs({"cost_per_call": 5}) == Costs(cost_per_call=5)


def test_a_whole_document_reads_back_as_it_was_put() -> None:
    assert write_metrics(read_metrics(METRICS)) == METRICS
    assert write_costs(read_costs(COSTS)) == COSTS


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({"low_n": 5}, "metrics"),
        ({"recovery": {"started": 1.1}}, "recovery.started"),
        ({"recovery": {"advocate": "0.6"}}, "recovery.advocate"),
        ({"recovery": {"low_n": 0.5}}, "recovery.low_n"),
        ({"recovery": None}, "recovery"),
        ({"first_contact_days": 0}, "first_contact_days"),
        ({"deflection_days": 31}, "deflection_days"),
        ({"review_days": 7.5}, "review_days"),
        ({"lookback_days": 366}, "lookback_days"),
        ({"promise": {"days": 91}}, "promise.days"),
        ({"promise": {"least": 0}}, "promise.least"),
        ({"promise": {"most": 1}}, "promise"),
    ],
)
def test_wrong_metrics_are_refused_with_the_field(
    document: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadInput, match=f"^{field} "):
        read_metrics(document)


def test_a_mood_cannot_be_both_won_back_and_unresolved() -> None:
    with pytest.raises(BadInput, match="less than recovery"):
        read_metrics({"recovery": {"recovered": 0.5}})


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({"cost_per_mail": 1}, "costs"),
        ({"currency": "usd"}, "currency"),
        ({"currency": 1}, "currency"),
        ({"cost_per_call": -1}, "cost_per_call"),
        ({"cost_per_social_contact": None}, "cost_per_social_contact"),
    ],
)
def test_wrong_costs_are_refused_with_the_field(
    document: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadInput, match=f"^{field} "):
        read_costs(document)


@given(changed_somewhere(METRICS))
def test_metrics_of_any_shape_are_read_or_refused(document: dict[str, Any]) -> None:
    try:
        found = read_metrics(document)
    except BadInput:
        return
    assert read_metrics(write_metrics(found)) == found
