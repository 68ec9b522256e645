"""Calls that functions make, and what may go wrong with one of them.

A call is one to AWS, as the product's adapters make it through botocore (its own
retries are over then), or one over HTTP to a platform or to a subscriber of events.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

import requests
from botocore.exceptions import ClientError, ReadTimeoutError

from shared.ports_outside import OutsideFailed

Mode = Literal[
    "fail", "crash", "torn", "part", "timeout", "twice", "double", "meanwhile"
]
# fail     not done, and refused: throttled, unavailable, unreachable
# crash    done, then the process dies
# torn     of a batch the first half is done, then the process dies
# part     of a batch the first half is done, and the rest handed back
# timeout  done, but no answer comes
# twice    done, the answer is lost, and botocore asks again by itself
# double   before it the same invocation is made once more, from beginning to end
# meanwhile  before it another worker does what else is to be done (test_races.py)
PLATFORM, HOST = "platform", "host"
OUTSIDE = (PLATFORM, HOST)
BATCHES = {
    "BatchWriteItem": "RequestItems",
    "SendMessageBatch": "Entries",
    "DeleteMessageBatch": "Entries",
    "BatchGetItem": "RequestItems",
}
READS = ("BatchGet", "Get", "Query", "List", "Describe")
# Repeated by botocore with the same token, so that AWS does it once.
TOKENS = ("TransactWriteItems",)
REFUSALS = {
    "dynamodb": "ProvisionedThroughputExceededException",
    "s3": "SlowDown",
    "sqs": "RequestThrottled",
    "stepfunctions": "ThrottlingException",
    "secretsmanager": "InternalServiceError",
}


class Died(BaseException):
    """The process is gone; nothing that it would have done is done."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a function; ``about`` tells of which kind of item it is."""

    function: str
    service: str
    operation: str

    @property
    def name(self) -> str:
        return f"{self.service} {self.operation}"

    def modes(self) -> list[Mode]:
        """What may go wrong with it."""
        if self.operation.startswith(READS):
            return ["fail", "part"] if self.operation in BATCHES else ["fail"]
        modes: list[Mode] = ["fail", "crash", "timeout", "double"]
        if self.operation in BATCHES:
            modes += ["torn", "part"]
        if self.service not in OUTSIDE and self.operation not in TOKENS:
            modes.append("twice")
        return modes

    def may_leave_open(self, mode: Mode) -> bool:
        """Whether after this nobody can know whether something was sent.

        The process is gone between reserving a send and noting what came of it,
        or cannot note it.
        """
        if self.service == PLATFORM:
            return mode in {"crash", "timeout"}
        writes = {"PutItem", "UpdateItem", "DeleteItem", "BatchGetItem", "Query"}
        sends = {"api_handler", "deliver_answers", "ask"}
        is_send = self.function in sends and self.operation in writes
        return is_send and mode in {"crash", "fail", "timeout"}


Really = Callable[[Mapping[str, Any]], Any]


def go_wrong(mode: Mode, call: Call, params: Mapping[str, Any], really: Really) -> Any:
    """Make a call that goes wrong.

    Raises:
        Died: in modes that end the process. Others as botocore or requests would.

    """
    if mode == "fail":
        raise _refusal(call)
    if mode == "torn":
        with suppress(ClientError):
            _in_part(call, params, really)
        raise Died(call.name)
    if mode == "part":
        return _in_part(call, params, really)
    answer = really(params)
    if mode == "crash":
        raise Died(call.name)
    if mode == "timeout" and call.service == PLATFORM:
        raise requests.ReadTimeout
    if mode == "timeout" and call.service == HOST:
        raise OutsideFailed("It did not answer.", code="timed_out")
    if mode == "timeout":
        raise ReadTimeoutError(endpoint_url=f"https://{call.service}.example")
    return really(params) if mode == "twice" else answer


def _refusal(call: Call) -> Exception:
    if call.service == PLATFORM:
        unreached: Exception = requests.ConnectTimeout()
        return unreached
    if call.service == HOST:
        return OutsideFailed("It cannot be reached.")
    error = {"Code": REFUSALS[call.service], "Message": "Try again later."}
    refused: Exception = ClientError({"Error": error}, call.operation)
    return refused


def _in_part(call: Call, params: Mapping[str, Any], really: Really) -> Any:
    """Do the first half of a batch, of one nothing, and hand back the rest.

    Raises:
        ClientError: nothing is done; then DynamoDB refuses instead.

    """
    name = BATCHES[call.operation]
    half, rest = _halves(params[name])
    if not half and call.service == "dynamodb":
        raise _refusal(call)
    answer = really({**params, name: half}) if half else {}
    if call.operation == "BatchWriteItem":
        return {**answer, "UnprocessedItems": rest}
    if call.operation == "BatchGetItem":
        return {**answer, "UnprocessedKeys": rest}
    failed = ({"Id": it["Id"], "Code": "InternalError"} for it in rest)
    return {"Successful": [], "Failed": list(failed)}


def _halves(batch: Any) -> tuple[Any, Any]:
    """Cut a list in two; of a table's requests, and of keys to get, each."""
    if isinstance(batch, list):
        return batch[: len(batch) // 2], batch[len(batch) // 2 :]
    halves: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
    for table, some in batch.items():
        is_read = isinstance(some, dict)
        parts = _halves(some["Keys"] if is_read else some)
        for half, part in zip(halves, parts, strict=True):
            if part:
                half[table] = {**some, "Keys": part} if is_read else part
    return halves
