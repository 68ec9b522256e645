"""The alarms as one table, and the resources of ``care-{stage}-watch`` made of it.

A stack of its own, since CloudFormation takes 51,200 bytes in a request; it knows
the other stack's things by their names (shared/names.py). There are ten alarms at
most, each on one metric: so many cost nothing, and a quiet product is to be free.
https://aws.amazon.com/cloudwatch/pricing/
"""

from dataclasses import dataclass
from typing import Any

from shared.names import APP

RUNBOOK = "infra/RUNBOOK.md"
MOST = 10
ERRORS = "Errors"  # lines of the functions' logs that tell of a failure
# What Lambda and our logger write of a function that failed: the logger's level, the
# runtime's own lines of a time that was up and of a process that died.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
FAILURES = '?ERROR ?CRITICAL ?"Task timed out" ?"Runtime exited"'

HOUR = 3_600  # seconds: what is looked at every hour rings as long

MACHINES = "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One alarm: it rings while the metric is above ``threshold``.

    ``name`` is also its heading in the runbook. ``of`` is the one dimension and its
    value, in which CloudFormation's ``${Stage}`` may stand.
    """

    name: str
    says: str
    namespace: str
    metric: str
    of: tuple[str, str] = ("Stage", "${Stage}")
    statistic: str = "Sum"
    period: int = 300  # seconds
    threshold: int = 0


def _dead(queue: str, says: str) -> Alarm:
    return Alarm(
        name=f"{queue}-dead",
        says=says,
        namespace="AWS/SQS",
        metric="ApproximateNumberOfMessagesVisible",
        of=("QueueName", f"{APP}-${{Stage}}-{queue}-dead"),
        statistic="Maximum",
        period=60,
    )


ALARMS = (
    _dead("inbound", "Events from a platform could not be ingested five times"),
    _dead("outbound", "What waited to be sent could not be looked after five times"),
    Alarm(
        name="events-dead",
        says="An event was not told to a subscriber, or cannot be told to anybody",
        namespace=APP,
        metric="EventDead",
        period=HOUR,
    ),
    Alarm(
        name="inbound-age",
        says="Events from platforms wait for more than five minutes to be ingested",
        namespace="AWS/SQS",
        metric="ApproximateAgeOfOldestMessage",
        of=("QueueName", f"{APP}-${{Stage}}-inbound"),
        statistic="Maximum",
        threshold=300,
    ),
    Alarm(
        name="errors",
        says="A function failed; its log says why",
        namespace=APP,
        metric=f"{ERRORS}-${{Stage}}",  # a filter of logs can make no dimension
        of=("", ""),
    ),
    Alarm(
        name="case-failed",
        says="A case's timer ended in an error; the sweep starts it again",
        namespace="AWS/States",
        metric="ExecutionsFailed",
        of=("StateMachineArn", f"{MACHINES}:{APP}-${{Stage}}-case"),
    ),
    Alarm(
        name="channel-broken",
        says="Nothing can be sent from an account; GET /health says what to do",
        namespace=APP,
        metric="ChannelBroken",
    ),
    Alarm(
        name="channel-silent",
        says="A channel where much is expected has heard nothing for hours",
        namespace=APP,
        metric="ChannelSilent",
        period=HOUR,
    ),
    Alarm(
        name="timers-late",
        says="A deadline was noticed late, or the timer of a case was not there",
        namespace=APP,
        metric="TimersLate",
    ),
    Alarm(
        name="unknown-kinds",
        says="A platform sends what we do not understand; GET /health says what",
        namespace=APP,
        metric="UnknownKinds",
        period=HOUR,
    ),
)


def resources(functions: tuple[str, ...]) -> dict[str, Any]:
    """The alarms, the topic they ring on, and what counts failures in logs.

    ``functions`` are those whose logs are watched; that of all HTTP routes has no
    name of its own: ''.
    """
    topic = {"TopicName": _sub(f"{APP}-${{Stage}}-alarms")}
    return {
        "Alarms": {"Type": "AWS::SNS::Topic", "Properties": topic},
        **{_id(a.name, "Alarm"): _alarm(a) for a in ALARMS},
        **{_id(f or "api", "Failures"): _failures(f) for f in functions},
    }


def _alarm(alarm: Alarm) -> dict[str, Any]:
    dimension, value = alarm.of
    dimensions = [{"Name": dimension, "Value": _sub(value)}] if dimension else []
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmName": _sub(f"{APP}-${{Stage}}-{alarm.name}"),
            "AlarmDescription": f"{alarm.says} ({RUNBOOK}#{alarm.name})",
            "Namespace": alarm.namespace,
            "MetricName": _sub(alarm.metric),
            "Dimensions": dimensions,
            "Statistic": alarm.statistic,
            "Period": alarm.period,
            "EvaluationPeriods": 1,
            "Threshold": alarm.threshold,
            "ComparisonOperator": "GreaterThanThreshold",
            "TreatMissingData": "notBreaching",
            "AlarmActions": [{"Ref": "Alarms"}],
        },
    }


def _failures(function: str) -> dict[str, Any]:
    name = f"{APP}-${{Stage}}-{function}" if function else f"{APP}-${{Stage}}"
    value = {
        "MetricNamespace": APP,
        "MetricName": _sub(f"{ERRORS}-${{Stage}}"),
        "MetricValue": "1",
    }
    return {
        "Type": "AWS::Logs::MetricFilter",
        "Properties": {
            "LogGroupName": _sub(f"/aws/lambda/{name}"),
            "FilterName": "failures",
            "FilterPattern": FAILURES,
            "MetricTransformations": [value],
        },
    }


def _id(name: str, suffix: str) -> str:
    words = name.replace("_", "-").split("-")
    return "".join(word.capitalize() for word in words) + suffix


def _sub(text: str) -> Any:
    return {"Fn::Sub": text} if "${" in text else text
