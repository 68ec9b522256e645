"""What a message costs at AWS: requests, write units, log bytes; counts, not times.

The real adapters run on moto in this process, ten Messenger messages a batch.
An opening message is a new customer's first, a further one goes to an open
case. The mix of both is that of the reference log (../shared/bench: 3.80 messages
a case), and beside it that of the real tweets in data/twcs (1,936 messages of
1,098 customers), public threads, of which most are not much more than a question.
"""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import boto3
import botocore.handlers
from moto import mock_aws

from bench import moto_aws
from bench.capacity import Table
from bench.measure import measure
from functions.ingest import Record, ingest_batch
from functions.wiring import Wiring
from infra.local.sample_platforms import messenger, page
from shared.channels import CHANNELS
from shared.domain.times import to_text
from shared.observability import logger

BATCH = 10
BATCHES = 5
OPENING = {"inbound_message": 1 / 3.80, "message_of_short_threads": 1098 / 1936}
TEXT = "Hello, my parcel 4711 should have arrived on Tuesday and I am still waiting."
START = datetime(2026, 3, 2, 10, tzinfo=UTC)
# START, END and REPORT: what Lambda itself writes for every invocation, in bytes.
# https://docs.aws.amazon.com/lambda/latest/dg/python-logging.html
PLATFORM_LINES = 300


class Meter:
    """Counts requests at botocore's last stop before the network."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.requests = 0

    def on_request(self, event_name: str, request: Any, **_: Any) -> None:
        """Count one HTTP request, and what it writes."""
        self.requests += 1
        service, operation = event_name.split(".")[1:]
        if service == "dynamodb":
            self.table.charge(operation, json.loads(request.body))


class Then:
    """A clock of the time of the messages: what is written later may cost more."""

    def now(self) -> datetime:
        return START + timedelta(hours=1)


def measures() -> Iterator[dict[str, Any]]:
    """Yield requests and write units a message, and the bytes logged for it."""
    with mock_aws():
        meter = Meter(moto_aws.create())
        # moto answers by the same list, so this hook must be asked before it;
        # sessions take the list over when they are made.
        hook = ("before-send", meter.on_request)
        botocore.handlers.BUILTIN_HANDLERS.insert(0, hook)
        boto3.setup_default_session()
        try:
            ports = Wiring()
            ports.clock = Then()
            yield from _costs(meter, ports)
        finally:
            del botocore.handlers.BUILTIN_HANDLERS[0]


def _costs(meter: Meter, ports: Wiring) -> Iterator[dict[str, Any]]:
    log = io.StringIO()
    with _logged_to(log):
        requests: dict[str, float] = {}
        units: dict[str, float] = {}
        for kind, number in (("an_opening", 0), ("a_further", 1)):
            before = meter.requests, meter.table.units
            for batch in range(BATCHES):
                ingest_batch(_batch(batch, number), ports)
            messages = BATCHES * BATCH
            requests[kind] = (meter.requests - before[0]) / messages
            units[kind] = (meter.table.units - before[1]) / messages
    logged = len(log.getvalue().encode()) / (2 * BATCHES * BATCH)
    invocations = 1 + 1 / BATCH  # one of the webhook, a tenth of one of ingest
    for counted, counts, unit, goal in (
        ("aws_requests", requests, "requests", 2.0),
        ("write_units", units, "write units", 3.5),
    ):
        for kind, value in counts.items():
            yield measure(f"{counted}_of_{kind}_message", value, unit, goal)
        for mix, opening in OPENING.items():
            mixed = opening * counts["an_opening"] + (1 - opening) * counts["a_further"]
            yield measure(f"{counted}_per_{mix}", mixed, unit, goal)
    yield measure(
        "log_bytes_per_message", logged + invocations * PLATFORM_LINES, "bytes", 500
    )


def _batch(batch: int, number: int) -> list[Record]:
    return [
        Record(body=_body(f"{batch}{customer:04}", number), handle="")
        for customer in range(BATCH)
    ]


def _body(customer: str, number: int) -> str:
    """A queue message as the webhook function writes it."""
    at = START + timedelta(minutes=number)
    content_id = f"m_{'x' * 60}{customer}{number}"
    message = messenger(f"24800000{customer}", content_id, TEXT, at)
    [piece] = CHANNELS["facebook"].split(page(at, messaging=[message]))
    webhook = str(uuid5(NAMESPACE_OID, content_id))  # one for each message: the worst
    head = {"channel": "facebook", "received_at": to_text(at)}
    head["correlation_id"] = webhook
    return json.dumps({**head, "piece": piece})


@contextmanager
def _logged_to(stream: io.StringIO) -> Iterator[None]:
    """Have the log written as it is in Lambda, into the stream alone."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logger.registered_formatter)
    under = logging.getLogger(logger.service)
    shown = list(under.handlers)
    under.handlers[:] = [handler]
    try:
        yield
    finally:
        under.handlers[:] = shown
