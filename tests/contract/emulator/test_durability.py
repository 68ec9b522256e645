"""What was answered is still there after ``kill -9``, and nothing else."""

import urllib.request
from typing import TYPE_CHECKING, Any

from infra.local.emulator_process import Emulator, free_port

if TYPE_CHECKING:
    from tests.contract.emulator.conftest import Playground

ITEM = {"pk": {"S": "person"}, "sk": {"S": "first"}, "n": {"N": "1"}}
OTHER = {"pk": {"S": "person"}, "sk": {"S": "second"}}


def test_items_and_messages_survive_a_kill(fresh: "Playground") -> None:
    dynamodb, queue = _table(fresh), _queue(fresh)
    snapshot(fresh.emulator)
    dynamodb.put_item(TableName="ours", Item=ITEM)
    _send(fresh, queue, "before the kill")

    _power_cut(fresh)

    assert _items(fresh) == [ITEM]
    assert _bodies(fresh, queue) == ["before the kill"]


def test_deletions_survive_a_kill(fresh: "Playground") -> None:
    dynamodb, queue = _table(fresh), _queue(fresh)
    dynamodb.put_item(TableName="ours", Item=ITEM)
    for body in ("deleted", "kept"):
        _send(fresh, queue, body)
    snapshot(fresh.emulator)
    dynamodb.delete_item(TableName="ours", Key={k: ITEM[k] for k in ("pk", "sk")})
    received = _receive(fresh, queue, most=1)[0]
    fresh.client("sqs").delete_message(
        QueueUrl=queue, ReceiptHandle=received["ReceiptHandle"]
    )

    _power_cut(fresh)

    assert _items(fresh) == []
    assert _bodies(fresh, queue) == ["kept"]


def test_a_message_in_flight_is_visible_again_after_a_kill(fresh: "Playground") -> None:
    queue = _queue(fresh)
    snapshot(fresh.emulator)
    _send(fresh, queue, "in flight")
    _receive(fresh, queue, most=10)

    _power_cut(fresh)

    assert _bodies(fresh, queue) == ["in flight"]


def test_a_message_moved_to_the_dead_letters_stays_there(fresh: "Playground") -> None:
    dead = _queue(fresh, "dead")
    target = f"arn:aws:sqs:us-east-1:000000000000:{dead.rpartition('/')[2]}"
    policy = f'{{"deadLetterTargetArn": "{target}", "maxReceiveCount": 1}}'
    queue = _queue(fresh, RedrivePolicy=policy, VisibilityTimeout="0")
    snapshot(fresh.emulator)
    _send(fresh, queue, "poison")
    _receive(fresh, queue, most=10)
    assert _receive(fresh, queue, most=10) == []

    _power_cut(fresh)

    assert (_bodies(fresh, queue), _bodies(fresh, dead)) == ([], ["poison"])


def test_a_transaction_and_a_batch_survive_a_kill(fresh: "Playground") -> None:
    dynamodb = _table(fresh)
    snapshot(fresh.emulator)
    put = [{"Put": {"TableName": "ours", "Item": item}} for item in (ITEM, OTHER)]
    dynamodb.transact_write_items(TransactItems=put)
    third = {**OTHER, "sk": {"S": "third"}}
    dynamodb.batch_write_item(RequestItems={"ours": [{"PutRequest": {"Item": third}}]})
    dynamodb.update_item(
        TableName="ours",
        Key={k: ITEM[k] for k in ("pk", "sk")},
        UpdateExpression="SET n = n + :one",
        ExpressionAttributeValues={":one": {"N": "1"}},
    )

    _power_cut(fresh)

    assert _items(fresh) == [{**ITEM, "n": {"N": "2"}}, OTHER, third]


def test_snapshots_in_between_change_nothing(fresh: "Playground") -> None:
    dynamodb = _table(fresh)
    for number in range(30):
        dynamodb.put_item(TableName="ours", Item={**ITEM, "n": {"N": str(number)}})
        if number % 10 == 0:
            snapshot(fresh.emulator)

    _power_cut(fresh)
    _power_cut(fresh)

    assert _items(fresh) == [{**ITEM, "n": {"N": "29"}}]


def test_an_orderly_stop_keeps_all_also_at_another_port(fresh: "Playground") -> None:
    queue = _queue(fresh)
    _send(fresh, queue, "kept")
    fresh.client("s3").create_bucket(Bucket="ours")
    fresh.client("s3").put_object(Bucket="ours", Key="a/b", Body=b"kept too")

    fresh.emulator.stop()
    fresh.emulator = Emulator(free_port(), fresh.emulator.folder)
    fresh.emulator.start()

    moved = fresh.client("sqs").get_queue_url(QueueName="queue")["QueueUrl"]
    assert moved.startswith(fresh.emulator.url)
    assert _bodies(fresh, moved) == ["kept"]
    body = fresh.client("s3").get_object(Bucket="ours", Key="a/b")["Body"]
    assert body.read() == b"kept too"
    fresh.emulator.stop()


def snapshot(emulator: Emulator) -> None:
    url = f"{emulator.url}/_local/snapshot"
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - our own
        assert answer.read() == b'{"saved": true}'


def _power_cut(playground: "Playground") -> None:
    playground.emulator.kill()
    playground.emulator.start()


def _table(playground: "Playground") -> Any:
    dynamodb = playground.client("dynamodb")
    keys = {"pk": "HASH", "sk": "RANGE"}
    dynamodb.create_table(
        TableName="ours",
        AttributeDefinitions=[
            {"AttributeName": key, "AttributeType": "S"} for key in keys
        ],
        KeySchema=[{"AttributeName": k, "KeyType": kind} for k, kind in keys.items()],
        BillingMode="PAY_PER_REQUEST",
    )
    return dynamodb


def _items(playground: "Playground") -> Any:
    return playground.client("dynamodb").scan(TableName="ours")["Items"]


def _queue(playground: "Playground", name: str = "queue", **attributes: str) -> str:
    made = playground.client("sqs").create_queue(QueueName=name, Attributes=attributes)
    url: str = made["QueueUrl"]
    return url


def _send(playground: "Playground", queue: str, body: str) -> None:
    playground.client("sqs").send_message(QueueUrl=queue, MessageBody=body)


def _receive(playground: "Playground", queue: str, most: int) -> list[dict[str, Any]]:
    sqs = playground.client("sqs")
    answer = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=most)
    found: list[dict[str, Any]] = answer.get("Messages", [])
    return found


def _bodies(playground: "Playground", queue: str) -> list[str]:
    return [message["Body"] for message in _receive(playground, queue, most=10)]
