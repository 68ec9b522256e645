"""The sweep on AWS's own services: what it finds there, and what it may touch."""

import json
from datetime import timedelta
from typing import Any

import boto3
import pytest

from functions import wiring
from functions.ingest import Record, ingest_batch
from functions.sweep import sweep
from functions.wiring import Wiring
from shared.adapters import items
from shared.domain import versions
from tests.contract.conftest import REGION
from tests.contract.test_wiring import SETTINGS
from tests.fakes.world import MONDAY, FakeClock, FakeWorkflow, contact, envelope

PERSON = "email:u1"


@pytest.fixture
def ports(table: str, monkeypatch: pytest.MonkeyPatch) -> Wiring:
    """The adapters on moto, but for Step Functions, and a customer with a case."""
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    where = {"LocationConstraint": REGION}
    boto3.client("s3").create_bucket(Bucket="bucket", CreateBucketConfiguration=where)
    for name in ("CARE_QUEUE_URL", "CARE_OUTBOUND_URL"):
        queue = boto3.client("sqs").create_queue(QueueName=name.lower())
        monkeypatch.setenv(name, queue["QueueUrl"])
    made: Any = wiring.Wiring()
    made.clock, made.workflow = FakeClock(MONDAY), FakeWorkflow()
    ingest_batch([Record(body=envelope(contact()), handle="")], made)
    found: Wiring = made
    return found


def mended(ports: Wiring) -> dict[str, int]:
    return {what: times for what, times in sweep(ports).items() if times}


def test_it_mends_once_what_it_finds(ports: Any) -> None:
    card = items.CardItem.get(f"PERSON#{PERSON}", "CARD")
    card.fold = versions.FOLD + 1
    card.save()
    to = {"channel": "email", "account": "a", "person": "u1", "visibility": "private"}
    ports.log.claim(
        *(PERSON, f"{card.case_id}:k", MONDAY),
        {"to": to, "agent": "amy"},
    )
    lost = contact(id="m2", at=MONDAY + timedelta(minutes=1))
    head = {"channel": "custom", "received_at": "2026-03-02T10:01:00.000Z", "own": []}
    ports.files.write(
        "parked/custom/1.json", json.dumps({**head, "piece": lost}).encode()
    )
    # The bucket's clock is not ours to move.
    ports.clock.at = MONDAY + timedelta(days=3650)

    assert mended(ports) == {"checked": 1, "sends": 1, "payloads": 1, "folded": 1}
    [again] = boto3.client("sqs").receive_message(
        QueueUrl=ports._config.queue_url, MaxNumberOfMessages=10
    )["Messages"]
    ingest_batch([Record(body=again["Body"], handle="")], ports)
    assert mended(ports) == {"checked": 1}
    assert [e.kind for e in ports.log.read(PERSON)] == [
        "message_received",
        "send_unconfirmed",
        "message_received",
    ]
