"""A deployment on moto that counts what AWS would charge for, and for which step.

The real functions and adapters run as in ``tests/faults``: queues, workflows and
schedules around them in their own time. The table's stream is read here as well.
CPU is that of the functions without moto's own; botocore's, which the calls go
around there, is measured by itself (``botocore_cpu``).
"""

import io
import json
import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from time import process_time, thread_time
from typing import Any

import boto3
import botocore.awsrequest
from cfnlint.decode import cfn_yaml
from chalice.app import Chalice

from bench.capacity import Table, indexes, read_units, stored_bytes, written
from infra.stack import template
from shared.observability import logger
from tests.faults.calls import PLATFORM, Really
from tests.faults.cloud import NAMES, Cloud
from tests.faults.dynamo import answer as dynamo

HTTP = "api_handler"
STREAM_WINDOW_S = 1  # of publish_changes in app.py
# Functions of app.py under the names that Lambda knows them by.
DEPLOYED = {
    HTTP: "api_handler",
    "ingest_events": "ingest",
    "deliver_answers": "deliver",
    "publish_changes": "publish",
    "post_events": "post_event",
    "sweep_cases": "sweep",
}


@dataclass
class Counted:
    """What was used in one step: plain sums, so that steps can be added.

    ``calls`` are by service and operation, ``invocations``, ``cpu_s`` and
    ``calls_of`` by function; ``calls_of`` counts calls by function and service.
    """

    calls: Counter[tuple[str, str]] = field(default_factory=Counter)
    invocations: Counter[str] = field(default_factory=Counter)
    cpu_s: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    calls_of: Counter[tuple[str, str]] = field(default_factory=Counter)
    requests: int = 0  # taken by API Gateway
    answer_bytes: int = 0
    write_units: float = 0
    read_units: float = 0
    transitions: int = 0
    log_bytes: int = 0


class Metered(Cloud):
    """A cloud that counts under ``step``; what belongs to none is under ''."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.step = ""
        self.counted: dict[str, Counted] = {}
        self.metrics: set[tuple[str, str]] = set()
        self._table = Table(indexes(_table()))
        self._moto_s = 0.0
        self._pending: list[dict[str, Any]] = []
        self._transitions = 0
        self.api = replace(self.api, app=self._served(self.api.app))

    @property
    def now(self) -> Counted:
        """The counts of the present step."""
        return self.counted.setdefault(self.step, Counted())

    @contextmanager
    def during(self, step: str) -> Iterator[None]:
        """Count under this step."""
        before, self.step = self.step, step
        self._count_transitions(before)
        try:
            yield
        finally:
            self._count_transitions(step)
            self.step = before

    def _count_transitions(self, step: str) -> None:
        made = sum(one.transitions for one in self.machines.executions.values())
        counted = self.counted.setdefault(step, Counted())
        counted.transitions += made - self._transitions
        self._transitions = made

    # ---------------------------------------------------------------- calls

    def aws(self, client: Any, operation: str, params: Any, really: Really) -> Any:
        """Make a call, counted with what it reads and writes."""
        service = client.meta.service_model.service_name
        began = thread_time()
        try:
            if self._running is None:
                return super().aws(client, operation, params, really)
            self.now.calls[service, operation] += 1
            self.now.calls_of[self._function, service] += 1
            if service != "dynamodb":
                return super().aws(client, operation, params, really)
            return self._table_call(client, operation, params, really)
        finally:
            with self._lock:
                self._moto_s += thread_time() - began

    def _table_call(
        self, client: Any, operation: str, params: Any, really: Really
    ) -> Any:
        region = client.meta.region_name
        touched = written(operation, params)
        before = [_read(table, key, region) for table, key, _ in touched]
        try:
            answer = super().aws(client, operation, params, really)
            self.now.read_units += read_units(operation, params, answer)
            return answer
        finally:
            for (table, key, factor), old in zip(touched, before, strict=True):
                new = _read(table, key, region)
                self.now.write_units += factor * self._table.cost(old, new)
                if old != new:
                    self._streamed(key, old, new)

    def call(self, service: str, operation: str, params: Any, really: Really) -> Any:
        """Make a call; those to a platform are counted here."""
        if service == PLATFORM:
            self.now.calls[PLATFORM, operation.partition(" ")[0]] += 1
            self.now.calls_of[self._function, PLATFORM] += 1
        return super().call(service, operation, params, really)

    @property
    def _function(self) -> str:
        assert self._running is not None  # noqa: S101 - told to mypy
        return DEPLOYED.get(self._running[0], self._running[0])

    # ---------------------------------------------------------- the stream

    def _streamed(self, key: Mapping[str, Any], old: Any, new: Any) -> None:
        images = {
            name: image
            for name, image in (("OldImage", old), ("NewImage", new))
            if image is not None
        }
        kind = "INSERT" if old is None else "REMOVE" if new is None else "MODIFY"
        change = {"Keys": key, "SequenceNumber": "1", **images}
        if not self._pending:
            at, step = self.agenda.after(STREAM_WINDOW_S), self.step
            self.agenda.add(at, lambda: self._publish(step))
        self._pending.append({"eventName": kind, "dynamodb": change, **_OF_STREAM})

    def _publish(self, step: str) -> None:
        records, self._pending = self._pending, []
        before, self.step = self.step, step
        self._invoke("publish_changes", {"Records": records})
        self.step = before

    # ---------------------------------------------------------- invocations

    def invoke(self, function: str, run: Callable[[], Any]) -> Any:
        """Run a function, counted with its CPU and what it writes to its log."""
        name, said = DEPLOYED.get(function, function), io.StringIO()
        self.now.invocations[name] += 1
        if function == HTTP:  # measured where the application begins
            with redirect_stdout(said):
                answer = super().invoke(function, run)
            self._take(said.getvalue())
            return answer
        moto, began = self._moto_s, process_time()
        with redirect_stdout(said):
            answer = super().invoke(function, run)
        spent = process_time() - began - (self._moto_s - moto)
        self.now.cpu_s[name] += max(0.0, spent)
        self._take(said.getvalue())
        return answer

    def _take(self, printed: str) -> None:
        """Count what was printed: metrics in CloudWatch's embedded format."""
        self.now.log_bytes += len(printed.encode())
        for line in printed.splitlines():
            told = json.loads(line).get("_aws", {})
            for one in told.get("CloudWatchMetrics", ()):
                names = (m["Name"] for m in one["Metrics"])
                self.metrics |= {(one["Namespace"], name) for name in names}

    def _served(self, app: Chalice) -> Callable[[Any, Any], Any]:
        def served(event: Any, context: Any) -> Any:
            moto, began = self._moto_s, process_time()
            answer = app(event, context)
            spent = process_time() - began - (self._moto_s - moto)
            self.now.cpu_s[HTTP] += max(0.0, spent)
            self.now.requests += 1
            self.now.answer_bytes += len(answer["body"] or "")
            return answer

        return served

    def get(self, route: str, caller: str = "amy", **path: Any) -> Any:
        """Ask for something as an agent; the parsed answer."""
        said: dict[str, Any] = {"username": caller, "cognito:groups": "agent"}
        status, _, answer = self.invoke(
            HTTP, lambda: self.api.ask(route, "agent", claims=said, **path)
        )
        if status != HTTPStatus.OK:
            raise RuntimeError(f"{route} answered {status}: {answer}")
        return answer

    def table_bytes(self) -> int:
        """What the table is charged for, with its indexes."""
        items = boto3.client("dynamodb").scan(TableName=NAMES.of("table"))["Items"]
        return sum(stored_bytes(item, indexes(_table())) for item in items)


class Logged(logging.Handler):
    """Counts the bytes of the log, written as it is in Lambda."""

    def __init__(self, cloud: Metered) -> None:
        super().__init__()
        self._cloud = cloud
        self.setFormatter(logger.registered_formatter)

    def emit(self, record: logging.LogRecord) -> None:
        self._cloud.now.log_bytes += len(self.format(record).encode()) + 1


@contextmanager
def logged(cloud: Metered) -> Iterator[None]:
    """Count what is logged, and show it to nobody."""
    under = logging.getLogger(logger.service)
    handler, shown = Logged(cloud), list(under.handlers)
    under.handlers[:] = [handler]
    try:
        yield
    finally:
        under.handlers[:] = shown


def botocore_cpu(calls: int = 300) -> float:
    """Seconds of CPU that botocore takes for a call: made, signed and parsed."""
    client = boto3.client(
        "dynamodb",
        region_name="us-east-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",  # noqa: S106 - of nothing
    )

    def answered(request: Any, **_: Any) -> botocore.awsrequest.AWSResponse:
        raw: Any = io.BytesIO(b"{}")
        raw.stream = lambda: [b"{}"]
        return botocore.awsrequest.AWSResponse(request.url, 200, {}, raw)

    client.meta.events.register("before-send", answered)
    item = {"pk": {"S": "P"}, "sk": {"S": "L"}, "body": {"S": "x" * 300}}
    client.put_item(TableName="t", Item=item)
    began = process_time()
    for _ in range(calls):
        client.put_item(TableName="t", Item=item)
    return (process_time() - began) / calls


def _read(table: str, key: Mapping[str, Any], region: str) -> Any:
    asked = {"TableName": table, "Key": dict(key), "ConsistentRead": True}
    return dynamo("GetItem", asked, region).get("Item")


def _table() -> Mapping[str, Any]:
    found: Mapping[str, Any] = cfn_yaml.loads(template())["Resources"]["Table"]
    properties: Mapping[str, Any] = found["Properties"]
    return properties


_OF_STREAM = {
    "eventID": "1",
    "awsRegion": "us-east-1",
    "eventSourceARN": "arn:aws:dynamodb:us-east-1:0:table/t/stream/1",
}
