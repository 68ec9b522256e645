"""The queues (SQS): inbound in batches of ten and 256 KB, outbound with delay."""

from collections.abc import Iterator, Sequence
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from shared.errors import StoreUnavailable

_ENTRIES = 10
# The classic limit of one request, kept although AWS raised it to 1 MiB in 2025:
# both ends of an account's region need not have it yet.
BYTES = 256 * 1024 - 1024


class SqsQueue:
    """``shared.ports_queue.Queue``; ``client`` is a boto3 SQS client."""

    def __init__(self, client: Any, url: str) -> None:
        self._client = client
        self._url = url

    def send(self, bodies: Sequence[str]) -> None:
        for batch in _batches(bodies):
            entries = [{"Id": str(i), "MessageBody": b} for i, b in enumerate(batch)]
            try:
                answer = self._client.send_message_batch(
                    QueueUrl=self._url, Entries=entries
                )
            except (BotoCoreError, ClientError) as error:
                raise StoreUnavailable("The queue did not answer.") from error
            if answer.get("Failed"):
                raise StoreUnavailable("The queue refused an event.")

    def done(self, handles: Sequence[str]) -> None:
        for batch in _batches(handles):
            entries = [{"Id": str(i), "ReceiptHandle": h} for i, h in enumerate(batch)]
            self._client.delete_message_batch(QueueUrl=self._url, Entries=entries)


class SqsOutbox:
    """``shared.ports_outbound.Outbox``; ``client`` is a boto3 SQS client."""

    def __init__(self, client: Any, url: str) -> None:
        self._client = client
        self._url = url

    def put(self, body: str, delay_s: int) -> None:
        try:
            self._client.send_message(
                QueueUrl=self._url, MessageBody=body, DelaySeconds=delay_s
            )
        except (BotoCoreError, ClientError) as error:
            raise StoreUnavailable("The queue did not answer.") from error


class SqsPosts:
    """``shared.ports_events.Posts``: the queue of events and the one for dead ones."""

    def __init__(self, client: Any, url: str, dead_url: str) -> None:
        self.send = SqsQueue(client, url).send
        self.put = SqsOutbox(client, url).put
        self._client, self._dead_url = client, dead_url

    def set_aside(self, body: str) -> None:
        SqsOutbox(self._client, self._dead_url).put(body, 0)

    def lie_aside(self) -> bool:
        name = "ApproximateNumberOfMessages"
        found = self._client.get_queue_attributes(
            QueueUrl=self._dead_url, AttributeNames=[name]
        )
        return int(found["Attributes"][name]) > 0


def _batches(bodies: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for body in bodies:
        length = len(body.encode())
        if batch and (len(batch) == _ENTRIES or size + length > BYTES):
            yield batch
            batch, size = [], 0
        batch.append(body)
        size += length
    if batch:
        yield batch
