"""The alarms: free of charge, explained in the runbook, of all that fails."""

import json
import re
from typing import Any

from cfnlint.decode import cfn_yaml

from infra import stack
from infra.alarms import ALARMS, HOUR, MOST, RUNBOOK
from infra.functions import ROOT
from shared.adapters import health, subscribers
from shared.ports_health import RESTARTED, SILENT, TIMER_LATE, UNKNOWN

TEMPLATE: dict[str, Any] = json.loads(stack.watch())["Resources"]
STACK: dict[str, Any] = cfn_yaml.loads(stack.template())["Resources"]
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


def of_type(resources: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [r["Properties"] for r in resources.values() if r["Type"] == kind]


def test_there_are_no_more_alarms_than_are_free_and_each_has_one_metric() -> None:
    alarms = of_type(TEMPLATE, "AWS::CloudWatch::Alarm")

    assert len(alarms) == len(ALARMS) <= MOST
    assert all("MetricName" in alarm and "Metrics" not in alarm for alarm in alarms)


def test_each_alarm_has_its_page_in_the_runbook_and_no_page_is_of_another() -> None:
    text = (ROOT / RUNBOOK).read_text(encoding="utf-8")

    assert HEADING.findall(text) == [alarm.name for alarm in ALARMS]


def test_each_alarm_tells_somebody() -> None:
    for alarm in of_type(TEMPLATE, "AWS::CloudWatch::Alarm"):
        assert alarm["AlarmActions"] == [{"Ref": "Alarms"}]


def test_the_log_of_every_function_is_watched_for_failures() -> None:
    logs = of_type(STACK, "AWS::Logs::LogGroup")
    filters = of_type(TEMPLATE, "AWS::Logs::MetricFilter")

    named = {log["LogGroupName"]["Fn::Sub"] for log in logs}
    assert {one["LogGroupName"]["Fn::Sub"] for one in filters} == named


def test_every_queue_of_dead_letters_has_its_alarm() -> None:
    """That of events rings as EventDead, which subscribers' letters are counted in."""
    dead = [q["QueueName"]["Fn::Sub"] for q in of_type(STACK, "AWS::SQS::Queue")]
    dead = [name for name in dead if name.endswith("-dead")]
    watched = {alarm.of[1] for alarm in ALARMS if alarm.namespace == "AWS/SQS"}

    assert set(dead) - watched == {"care-${Stage}-events-dead"}
    assert dict(named())["events-dead"] == subscribers.METRIC


def named() -> list[tuple[str, str]]:
    return [(alarm.name, alarm.metric) for alarm in ALARMS]


def test_what_we_count_ourselves_rings_whoever_counts_it() -> None:
    assert {
        name: metric for name, metric in named() if metric in health.METRICS.values()
    } == {
        "unknown-kinds": health.METRICS[UNKNOWN],
        "channel-silent": health.METRICS[SILENT],
        "timers-late": health.METRICS[TIMER_LATE],
    }
    assert health.METRICS[RESTARTED] == health.METRICS[TIMER_LATE]


def test_what_is_counted_once_an_hour_rings_for_an_hour() -> None:
    hourly = {alarm.name for alarm in ALARMS if alarm.period == HOUR}

    assert {"channel-silent", "events-dead"} <= hourly


def test_the_template_is_small_enough_to_be_sent() -> None:
    assert len(stack.watch().encode()) <= 51_200
