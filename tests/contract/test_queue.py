"""One contract for the inbound queue and its fake, and SQS's limits kept."""

from collections.abc import Callable

import boto3
import pytest
from botocore.config import Config
from botocore.stub import Stubber

from shared.adapters.queue import BYTES, SqsOutbox, SqsQueue
from shared.errors import StoreUnavailable
from shared.ports_outbound import Outbox
from shared.ports_queue import Queue
from tests.fakes.world import FakeOutbox, FakeQueue

Waiting = Callable[[], dict[str, str]]


class QueueContract:
    def test_what_is_sent_waits(self, queue: Queue, waiting: Waiting) -> None:
        bodies = [f"body {n}" for n in range(23)]
        queue.send(bodies)

        assert sorted(waiting().values()) == sorted(bodies)

    def test_nothing_to_send_is_fine(self, queue: Queue, waiting: Waiting) -> None:
        queue.send([])
        queue.done([])

        assert waiting() == {}

    def test_what_is_done_waits_no_more(self, queue: Queue, waiting: Waiting) -> None:
        queue.send([f"body {n}" for n in range(12)])
        queue.done(list(waiting())[:11])

        assert len(waiting()) == 1

    def test_done_twice_is_harmless(self, queue: Queue, waiting: Waiting) -> None:
        queue.send(["body"])
        handles = list(waiting())
        for _ in range(2):
            queue.done(handles)

        assert waiting() == {}


class TestFakeQueue(QueueContract):
    @pytest.fixture
    def queue(self) -> FakeQueue:
        return FakeQueue()

    @pytest.fixture
    def waiting(self, queue: FakeQueue) -> Waiting:
        return lambda: queue.bodies

    def test_a_broken_queue_says_so(self, queue: FakeQueue) -> None:
        queue.broken = True
        with pytest.raises(StoreUnavailable):
            queue.send(["body"])


class TestSqsQueue(QueueContract):
    @pytest.fixture
    def url(self, aws: None) -> str:
        made = boto3.client("sqs").create_queue(QueueName="inbound")
        return str(made["QueueUrl"])

    @pytest.fixture
    def queue(self, url: str) -> SqsQueue:
        return SqsQueue(boto3.client("sqs"), url)

    @pytest.fixture
    def waiting(self, url: str) -> Waiting:
        """Every message there is, by handle; looking hides none of them."""

        def look() -> dict[str, str]:
            client = boto3.client("sqs")
            found: dict[str, str] = {}
            while batch := client.receive_message(
                QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=60
            ).get("Messages"):
                found |= {m["ReceiptHandle"]: m["Body"] for m in batch}
            for handle in found:
                client.change_message_visibility(
                    QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=0
                )
            return found

        return look

    def test_large_bodies_are_spread_over_requests(
        self, queue: SqsQueue, waiting: Waiting
    ) -> None:
        bodies = [letter * 100_000 for letter in "abcde"]
        queue.send(bodies)

        assert sorted(waiting().values()) == bodies

    def test_a_body_over_every_limit_is_an_error_of_ours(self, queue: SqsQueue) -> None:
        with pytest.raises(StoreUnavailable):
            queue.send(["a" * (5 * BYTES)])

    def test_a_queue_that_is_gone_is_an_error_of_ours(self, url: str) -> None:
        with pytest.raises(StoreUnavailable):
            SqsQueue(boto3.client("sqs"), f"{url}-gone").send(["body"])

    def test_a_refused_entry_is_an_error_of_ours(self, url: str) -> None:
        client = boto3.client("sqs")
        failed = {"Id": "0", "SenderFault": False, "Code": "InternalError"}
        with Stubber(client) as stub:
            stub.add_response(
                "send_message_batch", {"Successful": [], "Failed": [failed]}
            )
            with pytest.raises(StoreUnavailable):
                SqsQueue(client, url).send(["body"])


class OutboxContract:
    def test_an_errand_comes_back_after_its_delay(
        self, outbox: Outbox, errands: Callable[[], list[str]]
    ) -> None:
        outbox.put("first", 0)
        outbox.put("second", 0)

        assert sorted(errands()) == ["first", "second"]


class TestFakeOutbox(OutboxContract):
    @pytest.fixture
    def outbox(self) -> FakeOutbox:
        return FakeOutbox()

    @pytest.fixture
    def errands(self, outbox: FakeOutbox) -> Callable[[], list[str]]:
        return lambda: [body for body, _ in outbox.errands]

    def test_a_broken_one_says_so(self, outbox: FakeOutbox) -> None:
        outbox.broken = True
        with pytest.raises(StoreUnavailable):
            outbox.put("errand", 1)


class TestSqsOutbox(OutboxContract):
    @pytest.fixture
    def url(self, aws: None) -> str:
        made = boto3.client("sqs").create_queue(QueueName="outbound")
        return str(made["QueueUrl"])

    @pytest.fixture
    def outbox(self, url: str) -> SqsOutbox:
        return SqsOutbox(boto3.client("sqs"), url)

    @pytest.fixture
    def errands(self, url: str) -> Callable[[], list[str]]:
        def look() -> list[str]:
            found = boto3.client("sqs").receive_message(
                QueueUrl=url, MaxNumberOfMessages=10
            )
            return [m["Body"] for m in found.get("Messages", [])]

        return look

    def test_until_then_it_is_out_of_sight(
        self, outbox: SqsOutbox, errands: Callable[[], list[str]]
    ) -> None:
        outbox.put("later", 900)

        assert errands() == []

    def test_a_queue_that_is_gone_is_an_error_of_ours(self, url: str) -> None:
        with pytest.raises(StoreUnavailable):
            SqsOutbox(boto3.client("sqs"), f"{url}-gone").put("errand", 1)


def test_a_queue_that_cannot_be_reached_is_an_error_of_ours() -> None:
    client = boto3.client(
        "sqs",
        region_name="eu-central-1",
        endpoint_url="http://127.0.0.1:1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
        config=Config(retries={"total_max_attempts": 1}),
    )
    with pytest.raises(StoreUnavailable):
        SqsQueue(client, "http://127.0.0.1:1/inbound").send(["body"])
