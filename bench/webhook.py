"""The webhook handler's CPU per call against the floor of what it must do.

The floor checks the HMAC, parses the JSON and makes one PutItem body, as
design measured it elsewhere; the handler works on ports that store nothing.
Times are printed, not gated.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import process_time
from typing import Any, cast

from bench.measure import measure
from functions.webhooks import receive_webhook
from infra.local.sample_platforms import messenger, page
from infra.local.send import sign
from shared.ports import Ports

SECRET = "secret of the bench"  # noqa: S105 - of nothing
CALLS = 2000
ROUNDS = 5
GOAL = 40
AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
TEXT = "Hello, my parcel 4711 should have arrived on Tuesday and I am still waiting."


@dataclass(frozen=True)
class Nowhere:
    """The ports a webhook uses; ``queue`` makes the request's body, no more."""

    @property
    def clock(self) -> "Nowhere":
        return self

    @property
    def secrets(self) -> "Nowhere":
        return self

    @property
    def queue(self) -> "Nowhere":
        return self

    def now(self) -> datetime:
        return AT

    def channel(self, _channel: str) -> Mapping[str, Any]:
        return {"app_secrets": [SECRET]}

    def send(self, bodies: Sequence[str]) -> None:
        json.dumps([{"Id": str(n), "MessageBody": b} for n, b in enumerate(bodies)])


def measures() -> Iterator[dict[str, Any]]:
    """Yield CPU a call of handler and floor, and how many times the floor it is."""
    item = messenger("24800000001", "m_" + "x" * 64, TEXT, AT)
    body = json.dumps(page(AT, messaging=[item])).encode()
    headers = sign("facebook", body, SECRET)
    ports = cast("Ports", Nowhere())
    handler = _least(lambda: receive_webhook("facebook", headers, body, ports))
    floor = _least(lambda: _floor(body, headers["X-Hub-Signature-256"]))
    yield measure("webhook_cpu_per_call", handler * 1e6, "us")
    yield measure("webhook_cpu_floor", floor * 1e6, "us")
    yield measure("webhook_cpu_to_floor", handler / floor, "ratio", GOAL)


def _floor(body: bytes, given: str) -> str:
    digest = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(given, f"sha256={digest}"):
        raise AssertionError(given)
    parsed = json.loads(body)
    item = {"pk": {"S": parsed["entry"][0]["id"]}, "body": {"S": body.decode()}}
    return json.dumps({"TableName": "table", "Item": item})


def _least(call: Callable[[], object]) -> float:
    """Seconds of CPU a call, the least of some rounds."""
    return min(_round(call) for _ in range(ROUNDS)) / CALLS


def _round(call: Callable[[], object]) -> float:
    started = process_time()
    for _ in range(CALLS):
        call()
    return process_time() - started
