"""Dead letters are put back whole and once, each with the reason that is known."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from infra import redrive
from shared.names import Names

NAMES = Names("test")
Bodies = Callable[[str], list[str]]
BODY = json.dumps({"channel": "facebook", "received_at": "2026-03-02T10:00:00Z"})


@pytest.fixture
def bodies(aws: None) -> Bodies:
    """The queues of a stage, and what is in one of them."""
    sqs = boto3.client("sqs")
    for queue in redrive.FUNCTIONS:
        sqs.create_queue(QueueName=NAMES.of(queue))
        sqs.create_queue(QueueName=NAMES.of(f"{queue}-dead"))

    def read(queue: str) -> list[str]:
        url = sqs.get_queue_url(QueueName=NAMES.of(queue))["QueueUrl"]
        found = sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0
        )
        return sorted(message["Body"] for message in found.get("Messages", []))

    return read


def dies(queue: str, body: str) -> str:
    """A letter is in a queue of dead ones; returns its id."""
    sqs = boto3.client("sqs")
    url = sqs.get_queue_url(QueueName=NAMES.of(f"{queue}-dead"))["QueueUrl"]
    sent = sqs.send_message(QueueUrl=url, MessageBody=body)
    return str(sent["MessageId"])


def logs(function: str, **line: Any) -> None:
    """The log of a function has a line, as Powertools writes it."""
    client, group = boto3.client("logs"), f"/aws/lambda/{NAMES.of(function)}"
    client.create_log_group(logGroupName=group)
    client.create_log_stream(logGroupName=group, logStreamName="s")
    event = {"timestamp": int(time.time() * 1000) + 5, "message": json.dumps(line)}
    client.put_log_events(logGroupName=group, logStreamName="s", logEvents=[event])


def test_all_letters_go_back_and_none_stays(bodies: Bodies) -> None:
    wanted = sorted(json.dumps({"channel": "x", "n": n}) for n in range(7))
    for body in wanted:
        dies("inbound", body)
    put_back = redrive.redrive(boto3.client, NAMES, "inbound", only_list=False)

    assert (put_back, bodies("inbound"), bodies("inbound-dead")) == (7, wanted, [])


def test_more_letters_than_one_request_takes(
    bodies: Bodies, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(23):
        dies("inbound", json.dumps({"channel": "x", "n": number}))

    assert redrive.redrive(boto3.client, NAMES, "inbound", only_list=False) == 23
    assert capsys.readouterr().out.endswith("inbound: 23 dead, 23 put back\n")


def test_listing_leaves_them_where_they_are(bodies: Bodies) -> None:
    dies("outbound", BODY)

    assert redrive.redrive(boto3.client, NAMES, "outbound", only_list=True) == 0
    assert (bodies("outbound"), bodies("outbound-dead")) == ([], [BODY])


def test_what_was_listed_can_be_put_back_at_once(bodies: Bodies) -> None:
    dies("outbound", BODY)

    assert redrive.redrive(boto3.client, NAMES, "outbound", only_list=True) == 0
    assert redrive.redrive(boto3.client, NAMES, "outbound", only_list=False) == 1
    assert (bodies("outbound"), bodies("outbound-dead")) == ([BODY], [])


def test_what_somebody_else_looks_at_is_told(
    bodies: Bodies, capsys: pytest.CaptureFixture[str]
) -> None:
    dies("outbound", BODY)
    sqs = boto3.client("sqs")
    url = sqs.get_queue_url(QueueName=NAMES.of("outbound-dead"))["QueueUrl"]
    sqs.receive_message(QueueUrl=url, VisibilityTimeout=60)

    assert redrive.redrive(boto3.client, NAMES, "outbound", only_list=False) == 0
    assert "0 dead, 0 put back; 1 more held by somebody" in capsys.readouterr().out


def test_ctrl_c_ends_it_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(redrive, "redrive", interrupted)

    assert redrive.main(["--stage", "test"]) == 130
    assert capsys.readouterr().err == ""


def test_a_letter_is_shown_with_its_reason_and_without_its_words(
    bodies: Bodies, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = dies("inbound", json.dumps({"channel": "x", "piece": {"text": "Help!"}}))
    trace = "Traceback (most recent call last):\n  File ...\nKeyError: 'received_at'"
    logs("ingest", message="It failed.", message_id=letter, exception=trace)
    redrive.redrive(boto3.client, NAMES, "inbound", only_list=False)
    said = capsys.readouterr().out

    assert f"{letter} x: KeyError: 'received_at'" in said
    assert "Help" not in said


def test_the_reason_is_found_behind_an_empty_page_of_the_log(aws: None) -> None:
    letter = redrive.Letter("inbound", "m-1", BODY, datetime.now(UTC), "h")
    line = json.dumps({"message_id": "m-1", "exception": "KeyError: 'id'"})
    client = boto3.client("logs")
    with Stubber(client) as log:
        empty: dict[str, Any] = {"events": [], "nextToken": "2"}
        log.add_response("filter_log_events", empty)
        log.add_response("filter_log_events", {"events": [{"message": line}]})

        assert redrive.reason(client, "care-test-ingest", letter) == "KeyError: 'id'"


def test_without_a_log_it_is_put_back_all_the_same(
    bodies: Bodies, capsys: pytest.CaptureFixture[str]
) -> None:
    dies("inbound", "no JSON at all")
    redrive.redrive(boto3.client, NAMES, "inbound", only_list=False)

    assert f"no JSON object: {redrive.UNKNOWN}" in capsys.readouterr().out
    assert bodies("inbound") == ["no JSON at all"]


def test_a_change_that_was_not_published_is_shown_and_stays(bodies: Bodies) -> None:
    note, post = json.dumps({"keys": {}}), json.dumps({"subscriber": "crm"})
    for body in (note, post):
        dies("events", body)

    assert redrive.redrive(boto3.client, NAMES, "events", only_list=False) == 1
    assert (bodies("events"), bodies("events-dead")) == ([post], [note])


def test_without_a_running_stack_it_says_so(
    tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert redrive.main(["--local-dir", str(tmp_path)]) == 1
    assert "make run" in capsys.readouterr().err
