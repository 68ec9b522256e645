"""From counts to what AWS charges for: units by the names in prices.json."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from cfnlint.decode import cfn_yaml

from bench import steps
from bench.ingest import PLATFORM_LINES
from bench.metered import Counted
from bench.prices import Units, add, priced_calls
from bench.steps import Measured
from infra import functions
from infra.stack import template, watch

GB = 1e9
VCPU_MB = 1769  # of memory that come with one
HOURS = 30 * 24
DAYS = 30
QUEUES = 3  # that feed a function: inbound, outbound, events
FED = ("ingest", "deliver", "post_event")  # by queues: received and deleted for them


@dataclass(frozen=True)
class Assumed:
    """What is taken for true without being measured here.

    A vCPU of Lambda computes as fast as this machine's. ``wait_ms`` is how long a call
    takes beside our CPU. Lambda looks at a queue with five pollers, 20 s each.
    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
    A container asks for a secret, and DynamoDB for the table's key on its behalf, once
    in five minutes at most; tables and logs are kept for as long as said.
    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
    """

    wait_ms: Mapping[str, float] = field(
        default_factory=lambda: {
            "dynamodb": 5,
            "sqs": 10,
            "stepfunctions": 20,
            "s3": 30,
            "secretsmanager": 20,
            "platform": 300,
        }
    )
    cold_share: float = 0.01
    warm_containers: int = 4
    pollers: int = 5
    poll_s: float = 20
    cached_s: float = 300
    channels: int = 3
    months_kept: int = 12


ASSUMED = Assumed()


@dataclass(frozen=True)
class Lambdas:
    """What an invocation takes beside our own code's CPU.

    ``call_s`` is botocore's CPU for a call, ``cold_s`` that of a function's cold start.
    """

    call_s: float
    cold_s: Mapping[str, float]
    assumed: Assumed = ASSUMED

    def gb_s(self, counted: Counted, *, cold_share: float) -> float:
        """GB-seconds of all invocations that were counted."""
        total = 0.0
        for function, times in counted.invocations.items():
            cpu = counted.cpu_s[function] + times * cold_share * self.cold_s[function]
            waits = 0.0
            for (caller, service), calls in counted.calls_of.items():
                if caller == function:
                    cpu += calls * self.call_s
                    waits += calls * self.assumed.wait_ms[service] / 1000
            memory = memory_of(function)
            total += (cpu / min(1, memory / VCPU_MB) + waits) * memory / 1024
        return total


def memory_of(function: str) -> int:
    """MB of a function, as Chalice is told."""
    config = json.loads((functions.ROOT / ".chalice" / "config.json").read_text())
    own = config["lambda_functions"].get(function, {})
    size: int = own.get("lambda_memory_size", config["lambda_memory_size"])
    return size


def units_of(
    counted: Counted, lambdas: Lambdas, *, cold_share: float | None = None
) -> Units:
    """What was used where this was counted."""
    share = lambdas.assumed.cold_share if cold_share is None else cold_share
    invocations = sum(counted.invocations.values())
    logs = counted.log_bytes + invocations * PLATFORM_LINES
    units = priced_calls(counted.calls.items())
    more: dict[str, float] = {
        "api_request": counted.requests,
        "lambda_request": invocations,
        "lambda_gb_s": lambdas.gb_s(counted, cold_share=share),
        "write_unit": counted.write_units,
        "read_unit": counted.read_units,
        "transition": counted.transitions,
        "log_gb": logs / GB,
        "transfer_gb": counted.answer_bytes / GB,
        "sqs_request": 2 * sum(counted.invocations[f] for f in FED),
    }
    add(units, more)
    return units


def storage(measured: Measured, cases: float, assumed: Assumed) -> Units:
    """GB that lie there in a month, once so many months are kept."""
    table = measured.case_bytes * cases * assumed.months_kept / GB
    files = measured.file_bytes * cases * assumed.months_kept / GB
    return {"table_gb_month": table, "backup_gb_month": table, "s3_gb_month": files}


def fixed(measured: Measured, lambdas: Lambdas, messages: float) -> Units:
    """What a month costs anyway, and what of it grows until all is always warm."""
    assumed, units = lambdas.assumed, Units()
    schedules = {
        steps.NIGHT: DAYS,
        steps.HOUR: HOURS - DAYS,
        steps.SAMPLE: HOURS,
        steps.SWEEP: DAYS,
    }
    for step, times in schedules.items():
        counted = measured.steps[step]
        add(units, units_of(counted, lambdas, cold_share=1), times)
    per_container = HOURS * 3600 / assumed.cached_s
    looks = min(messages, assumed.warm_containers * per_container)
    polls = QUEUES * assumed.pollers * HOURS * 3600 / assumed.poll_s
    more: dict[str, float] = {
        "sqs_request": polls,
        "secret_month": resources("AWS::SecretsManager::Secret"),
        "secret_call": looks * assumed.channels + 2 * HOURS,
        "kms_request": looks + 2 * HOURS,
        "alarm_month": resources("AWS::CloudWatch::Alarm"),
        "metric_month": measured.metrics,
        "dashboard_month": resources("AWS::CloudWatch::Dashboard"),
    }
    add(units, more)
    return units


def resources(kind: str) -> int:
    """How many of a kind our stacks make."""
    stacks = cfn_yaml.loads(template()), json.loads(watch())
    return sum(
        1
        for stack in stacks
        for resource in stack["Resources"].values()
        if resource["Type"] == kind
    )
