"""A deployment in this process: the real functions and adapters, on moto.

A tiny runtime does around them what AWS does: queues come back, workflows go on in
their own time, what is asked of the API is asked again with the same key, platforms
deliver again, schedules are tried twice more. Nothing waits: time is a number, and
what the functions do in threads is done in order.
"""

import base64
import importlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from threading import Lock
from types import ModuleType
from typing import Any, Self

import boto3
import botocore.client
import pytest
from boto3.dynamodb.types import TypeDeserializer
from cfnlint.decode import cfn_yaml
from moto import mock_aws
from moto.backends import get_backend
from moto.dynamodb.models.table import Table

from functions import wiring
from functions.wiring import Wiring
from infra.local import sample_platforms as say
from infra.stack import template
from shared.adapters.sender import Sender
from shared.channels import signatures
from shared.names import Names
from tests.fakes.api import SETTINGS as ANY
from tests.fakes.api import Api, deployed
from tests.fakes.world import KEY, MONDAY, FakeClock
from tests.faults.agenda import Agenda
from tests.faults.bucket import Bucket
from tests.faults.calls import PLATFORM, Call, Died, Mode, Really, go_wrong
from tests.faults.dynamo import answer as dynamo
from tests.faults.dynamo import in_any_order
from tests.faults.hosts import Hosts
from tests.faults.machines import Machines
from tests.faults.platform import PHONE, Answer, Platform
from tests.faults.queues import Message, Queue
from tests.faults.stream import Stream

STAGE = "faults"
NAMES = Names(STAGE)
SECRET = "fb-secret"
SQS = "https://sqs.us-east-1.amazonaws.com/0/"
MACHINE = "arn:aws:states:us-east-1:0:stateMachine:"
SETTINGS = ANY | {
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "CARE_STAGE": STAGE,
    "CARE_TABLE": NAMES.of("table"),
    "CARE_BUCKET": NAMES.of("bucket"),
    "CARE_QUEUE_URL": SQS + "inbound",
    "CARE_OUTBOUND_URL": SQS + "outbound",
    "CARE_EVENTS_URL": SQS + "events",
    "CARE_EVENTS_DEAD_URL": SQS + "events-dead",
    "CARE_STREAM_ARN": "arn:aws:dynamodb:us-east-1:0:table/t/stream/1",
    "CARE_STATE_MACHINE": MACHINE + "case",
    "CARE_KPI_MACHINE": MACHINE + "kpis",
    "CARE_SURVEY_MACHINE": MACHINE + "survey",
    "CARE_USER_POOL_ARN": "arn:aws:cognito-idp:us-east-1:0:userpool/p",
    "CARE_TIMEZONE": "UTC",
}
CREATED = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
# Seconds after which a caller asks again, and a platform delivers again.
REPEATS = (1, 5, 30, 130, 600)
# Which function a queue feeds, and with how many messages at once.
FED = {
    "inbound": ("ingest_events", 10),
    "outbound": ("deliver_answers", 1),
    "events": ("post_events", 1),
}
# What an answer says that leaves open what became of it; the first may stay open.
UNKNOWN, UNDECIDED = "send_outcome_unknown", {"in_progress", "unconfirmed"}
CRM = "crm"  # who may be told of events
# Where something is done in threads: whoever forks in one has nothing else after it.
THREADED = (
    "functions.daily",
    "functions.exporting",
    "functions.gathering",
    "functions.kept_days",
    "functions.kpi_workflow",
    "shared.adapters.day_index",
)
SCHEDULED = {
    **dict.fromkeys(("id", "version", "region", "account", "source", "time"), ""),
    "detail-type": "Scheduled Event",
    "detail": {},
    "resources": [],
}
Record = tuple[str, int]
Choose = Callable[[int, Call], Mode | None]  # what goes wrong with a call, if anything


class Session:
    """An HTTP session that reaches nothing but the platform of a cloud."""

    def __init__(self, cloud: "Cloud") -> None:
        self._cloud = cloud

    def request(self, method: str, url: str, **given: Any) -> Answer:
        path = url.partition("/v25.0/")[2]
        operation = f"{method} {path.rpartition('/')[2]}"
        platform = self._cloud.platform
        answer: Answer = self._cloud.call(
            PLATFORM, operation, given["json"], lambda said: platform.take(path, said)
        )
        return answer


@dataclass
class Cloud:
    """One deployment from its first moment on.

    ``choose`` says what goes wrong with which call, ``calls`` are those that were
    made, ``answered`` what callers of the API were told in the end, ``lost`` what
    nobody tried any more. ``skew_s`` moves the clocks of the functions named.
    """

    app: ModuleType
    api: Api
    choose: Choose = lambda _number, _call: None
    skew_s: Mapping[str, float] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    answered: list[Record] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = FakeClock(MONDAY)
        self.agenda = Agenda(self.clock)
        self.platform = Platform(self.agenda, self.webhook)
        self.hosts = Hosts(self.call)
        self.stream = Stream(self.agenda, self._taken_off)
        self.machines = Machines(self.agenda, self._invoke)
        self.bucket = Bucket(self.clock)
        self.queues: dict[str, Queue] = {}
        self.meanwhile = self.queue("inbound").poll
        self._containers: dict[str, Wiring] = {}
        self._others: dict[str, Wiring] = {}
        self._running: tuple[str, Callable[[], Any]] | None = None
        self.counts, self._lock = True, Lock()

    # ---------------------------------------------------------------- calls

    def aws(self, client: Any, operation: str, params: Any, really: Really) -> Any:
        """Make a call to AWS: of table and secrets to moto, of all others to ours."""
        service = client.meta.service_model.service_name
        if service == "sqs":
            queue = self.queue(params["QueueUrl"].rpartition("/")[2])
            return self.call(
                service, operation, params, lambda said: queue.answer(operation, said)
            )
        if service == "stepfunctions":
            return self.call(
                service,
                operation,
                params,
                lambda said: self.machines.answer(client, operation, said),
            )
        if service == "s3":
            return self.call(
                service,
                operation,
                params,
                lambda said: self.bucket.answer(client, operation, said),
            )
        if service == "dynamodb":
            region = client.meta.region_name
            try:
                return self.call(
                    service,
                    operation,
                    params,
                    lambda it: dynamo(operation, it, region),
                )
            finally:
                self.stream.look()
        return self.call(service, operation, params, really)

    def call(self, service: str, operation: str, params: Any, really: Really) -> Any:
        """Make a call, or have it go wrong if it is its turn."""
        mode = self._mode(service, operation)
        if mode is None:
            return really(params)
        if mode in {"double", "meanwhile"}:
            self._aside(self._again if mode == "double" else self.meanwhile)
            return really(params)
        return go_wrong(mode, self.calls[-1], params, really)

    def _mode(self, service: str, operation: str) -> Mode | None:
        with self._lock:
            if self._running is None or not self.counts:
                return None
            call = Call(self._running[0], service, operation)
            self.calls.append(call)
            return self.choose(len(self.calls) - 1, call)

    def _aside(self, run: Callable[[], object]) -> None:
        """Do something in other containers, in the middle of an invocation."""
        self.counts = False
        mine, self._containers = self._containers, self._others
        with suppress(Exception):
            run()
        self._others, self._containers = self._containers, mine
        self.counts = True

    def _again(self) -> None:
        """Make the present invocation once more."""
        assert self._running is not None
        self.invoke(*self._running)

    # ---------------------------------------------------------- invocations

    def invoke(self, function: str, run: Callable[[], Any]) -> Any:
        """Run a function in its container, which a death takes with it.

        Raises:
            Exception: what it raises; RuntimeError: it died.

        """
        outer, before = self._running, list(wiring._wiring)
        wiring._wiring[:] = [self._container(function)]
        self._running = (function, run)
        try:
            return run()
        except Died as died:
            self._containers.pop(function, None)
            raise RuntimeError(f"{function} died at {died}") from died
        finally:
            self._running = outer
            wiring._wiring[:] = before

    def _container(self, function: str) -> Wiring:
        if function not in self._containers:
            made = Wiring()
            skew = self.skew_s.get(function, 0)
            made.clock = _Skewed(self.clock, timedelta(seconds=skew))
            http: Any = Session(self)
            urls = {"meta": "https://meta.example/v25.0"}
            made.sender = Sender(urls, made._token, http=http)
            made.outside = self.hosts
            self._containers[function] = made
        return self._containers[function]

    def _invoke(self, function: str, event: Any) -> tuple[bool, Any]:
        """Invoke a function of app.py; whether it ended well, and with what."""
        handler = getattr(self.app, function)
        try:
            return True, self.invoke(function, lambda: handler(event, None))
        except Exception:  # noqa: BLE001 - whatever it is, AWS tries again
            return False, None

    def _taken_off(self, records: list[dict[str, Any]]) -> bool:
        return self._invoke("publish_changes", {"Records": records})[0]

    def listen(self) -> None:
        """Read the table's stream from now on."""
        self.stream.open(NAMES.of("table"), SETTINGS["AWS_DEFAULT_REGION"])

    def queue(self, name: str) -> Queue:
        """A queue by its name, with the function that it feeds."""
        if name not in self.queues:
            function, batch = FED.get(name, ("", 0))  # dead letters feed none
            feeds = self._feeds(function)
            self.queues[name] = Queue(name, self.agenda, batch, feeds)
        return self.queues[name]

    def _feeds(self, function: str) -> Callable[[Sequence[Message]], bool]:
        def consume(batch: Sequence[Message]) -> bool:
            records = [
                {"body": m.body, "receiptHandle": m.id, "messageId": m.id}
                for m in batch
            ]
            return self._invoke(function, {"Records": records})[0]

        return consume

    # ------------------------------------------------------ what is asked of it

    def run(self, minutes: float) -> None:
        """Let time pass until so many minutes after the beginning."""
        self.agenda.run(MONDAY + timedelta(minutes=minutes))

    def ask(
        self, route: str, body: Mapping[str, Any], caller: str = "amy", **path: str
    ) -> None:
        """Ask the API for something, with one key until there is an answer.

        Where nobody knows whether it was done another key is taken, as it says.
        """
        number = len(self.answered)
        self.answered.append((route, 0))
        role = "admin" if caller == "boss" else "agent"
        claims = {"username": caller, "cognito:groups": role}
        keys, codes = [f"k{number}"], [""]

        def request() -> tuple[int, Any]:
            headers = {"Idempotency-Key": keys[-1]}
            said: dict[str, Any] = {"headers": headers, "claims": claims, **path}
            status, _, answer = self.api.ask(route, role, body=json.dumps(body), **said)
            return status, answer

        def done() -> bool:
            status, answer = self._answer(request)
            self.answered[number] = (route, status)
            codes.append(answer.get("error", {}).get("code", "") if answer else "")
            if codes[-1] == "unconfirmed":
                keys.append(f"{keys[-1]}x")
            return status < 500 and codes[-1] not in {UNKNOWN, *UNDECIDED}

        self._insist(route, done, open_end=lambda: codes[-1] == UNKNOWN)

    def webhook(self, body: Mapping[str, Any], channel: str = "facebook") -> None:
        """Deliver a webhook of Meta's, until it is taken."""
        raw = json.dumps(body)
        signed = f"sha256={signatures.hex_digest(SECRET, raw.encode())}"

        def request() -> tuple[int, Any]:
            status, _, answer = self.api.ask(
                "POST /webhooks/{channel}",
                body=raw,
                headers={"X-Hub-Signature-256": signed},
                channel=channel,
            )
            return status, answer

        self._insist("webhook", lambda: self._answer(request)[0] == 200)

    def scheduled(self, function: str) -> None:
        """Invoke a function as EventBridge does: twice more if it fails."""
        self._insist(function, lambda: self._invoke(function, SCHEDULED)[0], (60, 120))

    def _answer(self, request: Callable[[], tuple[int, Any]]) -> tuple[int, Any]:
        """What API Gateway answers: 502 where the function died."""
        try:
            found: tuple[int, Any] = self.invoke("api_handler", request)
        except RuntimeError:
            return 502, None
        return found

    def _insist(
        self,
        what: str,
        done: Callable[[], bool],
        waits: Sequence[int] = REPEATS,
        open_end: Callable[[], bool] = lambda: False,
    ) -> None:
        """Try until it is done; lost is what never is, but for an open outcome."""

        def attempt(number: int) -> None:
            if done():
                return
            if number == len(waits):
                self.lost += [] if open_end() else [what]
                return
            at = self.agenda.after(waits[number])
            self.agenda.add(at, lambda: attempt(number + 1))

        attempt(0)

    # ------------------------------------------------------------ what is in it

    def mark(self, name: str, at: datetime) -> None:
        """Have the night begin with another day than it would."""
        self.invoke("operator", lambda: wiring.ports().personal.set_mark(name, at))

    def items(self) -> list[dict[str, Any]]:
        """Every item of the table, as DynamoDB's JSON without its types."""
        read = TypeDeserializer().deserialize
        found = _client("dynamodb").scan(TableName=NAMES.of("table"))["Items"]
        return [{n: read(value) for n, value in item.items()} for item in found]

    def lose_tokens(self) -> None:
        """Forget what the workflows wait on."""
        for item in self.items():
            if item["kind"] == "token":
                key = {name: {"S": item[name]} for name in ("pk", "sk")}
                _client("dynamodb").delete_item(TableName=NAMES.of("table"), Key=key)

    def put_file(self, path: str, content: str) -> None:
        """Put an object into the bucket."""
        _client("s3").put_object(
            Bucket=NAMES.of("bucket"), Key=path, Body=content.encode()
        )

    def files(self) -> dict[str, bytes]:
        """Every object of the bucket."""
        return {path: file.body for path, file in self.bucket.files.items()}


@dataclass(frozen=True)
class _Skewed:
    """The clock of a machine that goes wrong by so much."""

    clock: FakeClock
    by: timedelta

    def now(self) -> datetime:
        return self.clock.now() + self.by


Start = Callable[..., Cloud]


class InOrder:
    """A pool of threads that has none."""

    def __init__(self, _workers: int) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def map(self, do: Callable[..., Any], *given: Iterable[Any]) -> list[Any]:
        return [do(*each) for each in zip(*given, strict=False)]


@contextmanager
def clouds() -> Iterator[Start]:
    """Give what starts a new deployment, with all before it forgotten."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in SETTINGS.items():
            patch.setenv(name, value)
        current: list[Cloud] = []
        original = botocore.client.BaseClient._make_api_call

        def make(client: Any, operation: str, params: Any) -> Any:
            def really(said: Any) -> Any:
                return original(
                    client, operation, dict(said)
                )  # it changes what it is given

            if not current:
                return really(params)
            return current[0].aws(client, operation, params, really)

        patch.setattr(botocore.client.BaseClient, "_make_api_call", make)
        patch.setattr(wiring, "_client", lambda service, _config=None: _client(service))
        for module in THREADED:
            patch.setattr(f"{module}.ThreadPoolExecutor", InOrder)
        api = next(deployed(patch, **SETTINGS))
        app = importlib.import_module("app")

        patch.setattr(Table, "all_items", in_any_order)

        with mock_aws():

            def start(kind: type[Cloud] = Cloud, **more: Any) -> Any:
                current.clear()
                _reset()
                cloud = kind(app=app, api=replace(api, app=app.app), **more)
                current.append(cloud)
                return cloud

            yield start


def _reset() -> None:
    """Begin with an empty AWS, as the stack makes it."""
    for service in ("dynamodb", "secretsmanager"):
        get_backend(service).reset()
    _client("dynamodb").create_table(TableName=NAMES.of("table"), **_table())
    secrets = _client("secretsmanager")
    ours = {"facebook": say.PAGE, "whatsapp": PHONE}
    known: dict[str, Any] = {
        channel: {"app_secrets": [SECRET], "verify_token": "v", "tokens": {one: "t"}}
        for channel, one in ours.items()
    }
    known["key"] = {"key": KEY.decode()}
    known["events"] = {"secrets": {CRM: ["whsec_" + base64.b64encode(KEY).decode()]}}
    for thing, value in known.items():
        secrets.create_secret(Name=NAMES.secret(thing), SecretString=json.dumps(value))


@cache
def _client(service: str) -> Any:
    return boto3.client(service)


@cache
def _table() -> dict[str, Any]:
    properties = cfn_yaml.loads(template())["Resources"]["Table"]["Properties"]
    return {name: properties[name] for name in CREATED}
