"""An event that cannot be ingested is dead with its reason; mended, it is put back.

As infra/RUNBOOK.md says, page inbound-dead, on the deployed stack.
"""

import json
from collections.abc import Iterator

import pytest

from infra import redrive
from infra.local import sample_platforms as say
from infra.local.api import wait_for
from infra.local.stack import Stack
from shared.domain.times import to_text
from shared.names import Names
from tests.e2e.journey import Journey, somebody

pytestmark = pytest.mark.e2e


@pytest.fixture
def impatient(stack: Stack) -> Iterator[Stack]:
    """Have the inbound queue hand out again at once what was not ingested."""
    sqs = stack.client("sqs")
    usual = sqs.get_queue_attributes(
        QueueUrl=stack.queue_url, AttributeNames=["VisibilityTimeout"]
    )["Attributes"]
    sqs.set_queue_attributes(
        QueueUrl=stack.queue_url, Attributes={"VisibilityTimeout": "1"}
    )
    yield stack
    sqs.set_queue_attributes(QueueUrl=stack.queue_url, Attributes=usual)


def test_poison_is_dead_with_its_reason_and_is_put_back_when_mended(
    impatient: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    journey, user, other = Journey(impatient), somebody(), somebody()
    at = journey.morning()
    path = f"parked/facebook/{user}.json"
    head = {"channel": "facebook", "received_at": to_text(at), "own": []}
    impatient.client("sqs").send_message(
        QueueUrl=impatient.queue_url, MessageBody=json.dumps({**head, "parked": path})
    )
    said = say.messenger(other, f"m_{other}", "Where is my parcel?", at)
    journey.api.webhook("facebook", say.page(at, messaging=[said]))

    # Nothing waits behind it.
    assert journey.api.case_of(f"facebook:{other}")["messages"] == 1
    wait_for("the dead letter", lambda: _dead(impatient) == 1 or None)
    names = Names(impatient.stage)
    redrive.redrive(impatient.client, names, "inbound", only_list=True)
    shown = capsys.readouterr().out
    assert f"facebook: FileNotFoundError: {path}" in shown
    assert "1 dead, 0 put back" in shown

    lost = say.messenger(user, f"m_{user}", "And where is mine?", at)
    body = json.dumps(say.page(at, messaging=[lost])).encode()
    impatient.client("s3").put_object(Bucket=impatient.bucket, Key=path, Body=body)
    assert redrive.redrive(impatient.client, names, "inbound", only_list=False) == 1

    assert journey.api.case_of(f"facebook:{user}")["messages"] == 1
    assert _dead(impatient) == 0


def _dead(stack: Stack) -> int:
    sqs = stack.client("sqs")
    name = Names(stack.stage).of("inbound-dead")
    found = sqs.get_queue_attributes(
        QueueUrl=sqs.get_queue_url(QueueName=name)["QueueUrl"],
        AttributeNames=["ApproximateNumberOfMessages"],
    )
    return int(found["Attributes"]["ApproximateNumberOfMessages"])
