"""The one dashboard of a stage, ``care-{stage}``, as a table of widgets.

Three dashboards of up to 50 metrics each cost nothing; this one has no more. What
rings is drawn with the alarm's own metric.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from infra.alarms import ALARMS, MACHINES, Alarm
from shared.adapters import subscribers
from shared.names import APP

MOST_METRICS = 50
PERIOD = 300  # seconds
WIDTH, HEIGHT, ACROSS = 8, 6, 3  # in squares of CloudWatch's grid, which is 24 wide
_SENT, _DONE = "NumberOfMessagesSent", "NumberOfMessagesDeleted"
# Functions whose slowness or throttling somebody waits for; '' is all HTTP routes.
BUSY = ("", "ingest", "deliver", "await_deadline", "ask", "publish", "post_event")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One line of a widget: a metric with its one dimension, as of an alarm."""

    namespace: str
    name: str
    of: tuple[str, str]
    statistic: str = "Sum"

    def drawn(self) -> list[Any]:
        dimension = [part for part in self.of if part]
        return [self.namespace, self.name, *dimension, {"stat": self.statistic}]


@dataclass(frozen=True, slots=True)
class Widget:
    title: str
    metrics: Sequence[Metric]


def widgets(functions: Sequence[str]) -> list[Widget]:
    """Everything that is drawn, of a stage with these functions."""
    return [*_of_queues(), *_of_functions(functions), *_of_cases()]


def _of_queues() -> Iterator[Widget]:
    coming = [
        _function("Invocations", ""),
        _queue(_SENT, "inbound"),
        _queue(_DONE, "inbound"),
    ]
    yield Widget("What comes in", coming)
    queues = ("inbound", "outbound", "events")
    oldest = [_queue("ApproximateAgeOfOldestMessage", q, "Maximum") for q in queues]
    yield Widget("What waits: age of the oldest (s)", oldest)
    dead = [
        *_ringing("inbound-dead", "outbound-dead", "events-dead"),
        _queue("ApproximateNumberOfMessagesVisible", "events-dead", "Maximum"),
    ]
    yield Widget("Dead letters", dead)


def _of_functions(functions: Sequence[str]) -> Iterator[Widget]:
    yield Widget("Errors of functions", [_function("Errors", f) for f in functions])
    slow = [_function("Duration", f, "p99") for f in BUSY]
    yield Widget("Duration of functions (ms, 99th percentile)", slow)
    yield Widget("Throttled functions", [_function("Throttles", f) for f in BUSY])


def _of_cases() -> Iterator[Widget]:
    run = [
        _machine("ExecutionsStarted", "case"),
        *_ringing("case-failed"),
        _machine("ExecutionsStarted", "survey"),
        _machine("ExecutionsFailed", "survey"),
        _machine("ExecutionsFailed", "kpis"),
    ]
    yield Widget("Workflows", run)
    told = [_queue(_SENT, "events"), _queue(_DONE, "events"), _card_failed()]
    yield Widget("Events out", told)
    health = ("channel-broken", "channel-silent", "timers-late", "unknown-kinds")
    yield Widget("Health of channels", _ringing(*health))


def resource(functions: Sequence[str]) -> dict[str, Any]:
    """The dashboard as CloudFormation makes it: all alarms first, then the widgets."""
    arn = "arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm"
    alarms = [f"{arn}:{APP}-${{Stage}}-{alarm.name}" for alarm in ALARMS]
    top = {
        "type": "alarm",
        **_place(0, 0, WIDTH * ACROSS, 2),
        "properties": {"title": "Alarms", "alarms": alarms},
    }
    body = {"widgets": [top, *_drawn(widgets(functions))]}
    text = json.dumps(body, separators=(",", ":"))
    return {
        "Type": "AWS::CloudWatch::Dashboard",
        "Properties": {
            "DashboardName": {"Fn::Sub": f"{APP}-${{Stage}}"},
            "DashboardBody": {"Fn::Sub": text},
        },
    }


def _drawn(found: Sequence[Widget]) -> Iterator[dict[str, Any]]:
    for n, widget in enumerate(found):
        down, across = divmod(n, ACROSS)
        yield {
            "type": "metric",
            **_place(across * WIDTH, 2 + down * HEIGHT, WIDTH, HEIGHT),
            "properties": {
                "title": widget.title,
                "region": "${AWS::Region}",
                "period": PERIOD,
                "metrics": [metric.drawn() for metric in widget.metrics],
            },
        }


def _place(x: int, y: int, width: int, height: int) -> dict[str, int]:
    return {"x": x, "y": y, "width": width, "height": height}


def _queue(name: str, queue: str, statistic: str = "Sum") -> Metric:
    of = ("QueueName", f"{APP}-${{Stage}}-{queue}")
    return Metric(namespace="AWS/SQS", name=name, of=of, statistic=statistic)


def _function(name: str, function: str, statistic: str = "Sum") -> Metric:
    named = f"{APP}-${{Stage}}-{function}" if function else f"{APP}-${{Stage}}"
    of = ("FunctionName", named)
    return Metric(namespace="AWS/Lambda", name=name, of=of, statistic=statistic)


def _machine(name: str, machine: str) -> Metric:
    of = ("StateMachineArn", f"{MACHINES}:{APP}-${{Stage}}-{machine}")
    return Metric(namespace="AWS/States", name=name, of=of)


def _card_failed() -> Metric:
    """Cases that were routed without what the CRM knows: no alarm, but worth a line."""
    return Metric(namespace=APP, name=subscribers.CARD_METRIC, of=("Stage", "${Stage}"))


def _ringing(*names: str) -> list[Metric]:
    known = {alarm.name: alarm for alarm in ALARMS}
    return [_of(known[name]) for name in names]


def _of(alarm: Alarm) -> Metric:
    return Metric(
        namespace=alarm.namespace,
        name=alarm.metric,
        of=alarm.of,
        statistic=alarm.statistic,
    )
