"""The dashboard: free of charge, of what the stack has, with all that rings."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from cfnlint.decode import cfn_yaml

from infra import stack
from infra.alarms import ALARMS
from infra.dashboard import MOST_METRICS, Metric, widgets
from infra.functions import ROLES
from shared.adapters import health, subscribers

FUNCTIONS = ("", *ROLES)
DRAWN = [metric for widget in widgets(FUNCTIONS) for metric in widget.metrics]
TEMPLATE: dict[str, Any] = json.loads(stack.watch())["Resources"]
STACK: dict[str, Any] = cfn_yaml.loads(stack.template())["Resources"]
OURS = {*health.METRICS.values(), health.METRIC, subscribers.METRIC}
# What AWS counts, of what we draw: the metrics' own pages in its documentation.
AWS = {
    "AWS/SQS": {
        "NumberOfMessagesSent",
        "NumberOfMessagesDeleted",
        "ApproximateAgeOfOldestMessage",
        "ApproximateNumberOfMessagesVisible",
    },
    "AWS/Lambda": {"Invocations", "Errors", "Duration", "Throttles"},
    "AWS/States": {"ExecutionsStarted", "ExecutionsFailed"},
    "care": {*OURS, subscribers.CARD_METRIC},
}


def named(kind: str, name: str) -> set[str]:
    """The names that the stack gives to its resources of a kind."""
    found = (r["Properties"] for r in STACK.values() if r["Type"] == kind)
    return {properties[name]["Fn::Sub"] for properties in found}


def of(namespace: str) -> Iterator[Metric]:
    return (metric for metric in DRAWN if metric.namespace == namespace)


def body() -> dict[str, Any]:
    properties = TEMPLATE["Dashboard"]["Properties"]
    found: dict[str, Any] = json.loads(properties["DashboardBody"]["Fn::Sub"])
    return found


def test_it_has_no_more_metrics_than_are_free() -> None:
    assert len(DRAWN) <= MOST_METRICS
    assert len({(m.namespace, m.name, m.of) for m in DRAWN}) == len(DRAWN)


@pytest.mark.parametrize("metric", DRAWN, ids=lambda m: f"{m.name} {m.of[1]}")
def test_each_line_is_of_a_metric_that_somebody_writes(metric: Metric) -> None:
    assert metric.name in AWS[metric.namespace]


def test_each_queue_is_one_of_the_stack_and_each_of_them_is_drawn() -> None:
    assert {m.of[1] for m in of("AWS/SQS")} == named("AWS::SQS::Queue", "QueueName")


def test_each_function_is_deployed_and_its_errors_are_drawn() -> None:
    logs = named("AWS::Logs::LogGroup", "LogGroupName")
    functions = {name.removeprefix("/aws/lambda/") for name in logs}

    assert {m.of[1] for m in of("AWS/Lambda")} <= functions
    assert {m.of[1] for m in of("AWS/Lambda") if m.name == "Errors"} == functions


def test_each_workflow_is_one_of_the_stack_and_each_of_them_is_drawn() -> None:
    machines = {m.of[1].rpartition(":")[2] for m in of("AWS/States")}

    assert machines == named("AWS::StepFunctions::StateMachine", "StateMachineName")


def test_what_we_count_is_drawn_with_the_dimension_that_it_is_written_with() -> None:
    assert {m.name for m in of("care")} == {*OURS, subscribers.CARD_METRIC}
    assert {m.of for m in of("care")} == {("Stage", "${Stage}")}


def test_every_alarm_is_shown_by_its_name() -> None:
    shown = body()["widgets"][0]["properties"]["alarms"]
    names = {arn.rpartition(":alarm:")[2] for arn in shown}
    alarms = [r["Properties"] for r in TEMPLATE.values() if "Alarm" in r["Type"]]

    assert names == {alarm["AlarmName"]["Fn::Sub"] for alarm in alarms}
    assert len(names) == len(ALARMS)


def test_no_two_widgets_lie_upon_each_other_and_none_beside_the_page() -> None:
    taken: set[tuple[int, int]] = set()
    for it in body()["widgets"]:
        squares = {
            (x, y)
            for x in range(it["x"], it["x"] + it["width"])
            for y in range(it["y"], it["y"] + it["height"])
        }
        assert taken.isdisjoint(squares)
        assert max(x for x, _ in squares) < 24
        taken |= squares


def test_each_line_is_told_as_cloudwatch_reads_it() -> None:
    for widget in body()["widgets"][1:]:
        for namespace, name, dimension, value, drawn in widget["properties"]["metrics"]:
            assert all((namespace, name, dimension, value))
            assert set(drawn) == {"stat"}
