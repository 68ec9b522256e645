"""Put dead letters back into their queues, once what killed them is mended.

``python -m infra.redrive --stage prod`` with the credentials that any AWS tool would
use, or ``--local-dir .local`` for the local stack. Each letter is shown with the
reason that the function's log has for it; ``--list`` shows and leaves them.
Put back first and taken off then: a letter may come twice, which changes nothing,
and is never lost.
"""

import argparse
import contextlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra.local.stack import NotRunning, Stack
from shared.names import Names

# Each queue that has dead letters, and the function whose log says why.
FUNCTIONS = {"inbound": "ingest", "outbound": "deliver", "events": "post_event"}
DEAD = "dead"
HELD_S = 60  # seconds in which nobody else is shown the same letters
INTERRUPTED = 130  # the exit status of what Ctrl-C ended, as in a shell
UNKNOWN = "the log has nothing about it"

Client = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Letter:
    """A dead letter: its id, its body, since when it waits, how to take it off."""

    queue: str
    id: str
    body: str
    sent_at: datetime
    handle: str

    def about(self) -> str:
        """What it is, without a word of a customer's."""
        try:
            body = json.loads(self.body)
            named = (
                body[name] for name in ("channel", "task", "subscriber") if name in body
            )
            return str(next(named, "of no known kind"))
        except (ValueError, TypeError):
            return "no JSON object"

    @property
    def is_note(self) -> bool:
        """Whether it only tells of a change that could not be published."""
        return self.queue == "events" and '"subscriber"' not in self.body


def main(arguments: Sequence[str] | None = None) -> int:
    """Put back, or list; return the exit status."""
    words = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    words.add_argument("--stage", default="", help="of your AWS account")
    words.add_argument("--local-dir", type=Path, default=Path(".local"))
    words.add_argument("--queue", choices=[*FUNCTIONS], help="this one only")
    words.add_argument("--list", action="store_true", help="show them, no more")
    told = words.parse_args(arguments)
    queues = [told.queue] if told.queue else list(FUNCTIONS)
    try:
        client, stage = _where(told.stage, told.local_dir)
        for queue in queues:
            redrive(client, Names(stage), queue, only_list=told.list)
    except NotRunning as error:
        print(error, file=sys.stderr)
        return 1
    except (BotoCoreError, ClientError) as error:
        print(f"AWS refused or could not be reached: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def redrive(client: Client, names: Names, queue: str, *, only_list: bool) -> int:
    """Show the dead letters of a queue and put them back; returns how many.

    What only tells of a change that was not published cannot be done again. Letters
    that stay can be put back at once; those in others' hands are counted.
    """
    sqs, function = client("sqs"), names.of(FUNCTIONS[queue])
    to = sqs.get_queue_url(QueueName=names.of(queue))["QueueUrl"]
    dead = sqs.get_queue_url(QueueName=names.of(f"{queue}-{DEAD}"))["QueueUrl"]
    held = _held(sqs, dead)
    found = done = 0
    stays = list[Letter]()
    for letter in _letters(sqs, queue, dead):
        why = reason(client("logs"), function, letter)
        print(
            f"  {letter.sent_at:%Y-%m-%d %H:%M:%S} {letter.id} {letter.about()}: {why}"
        )
        found += 1
        if only_list or letter.is_note:
            stays.append(letter)
            continue
        sqs.send_message(QueueUrl=to, MessageBody=letter.body)
        sqs.delete_message(QueueUrl=dead, ReceiptHandle=letter.handle)
        done += 1
    _let_go(sqs, dead, stays)
    more = f"; {held} more held by somebody else, ask again in a minute" if held else ""
    print(f"{queue}: {found} dead, {done} put back{more}")
    return done


def _held(sqs: Any, url: str) -> int:
    """How many letters somebody else was shown just now, and so nobody is."""
    name = "ApproximateNumberOfMessagesNotVisible"
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[name])
    return int(found["Attributes"][name])


def _let_go(sqs: Any, url: str, letters: Sequence[Letter]) -> None:
    """Have letters that stay shown to whoever asks next, not in a minute."""
    for letter in letters:
        # Those of a list that took longer than HELD_S are let go already.
        with contextlib.suppress(ClientError):
            sqs.change_message_visibility(
                QueueUrl=url, ReceiptHandle=letter.handle, VisibilityTimeout=0
            )


def reason(logs: Any, function: str, letter: Letter) -> str:
    """Why a letter is dead: the error that the function's log has for its id."""
    try:
        # A page may be empty although there is more on the next.
        pages = logs.get_paginator("filter_log_events").paginate(
            logGroupName=f"/aws/lambda/{function}",
            filterPattern=f'"{letter.id}"',
            startTime=int(letter.sent_at.timestamp() * 1000),
        )
        said = [event["message"] for page in pages for event in page["events"]]
    except ClientError:
        return UNKNOWN
    lines = [line for line in said if letter.id in line]
    return _error(lines[-1]) if lines else UNKNOWN


def _error(line: str) -> str:
    """The last line of the traceback in a line of the log."""
    try:
        said = json.loads(line[line.index("{") :])
    except ValueError:
        return line.strip()
    trace = str(said.get("exception") or said.get("message") or "").strip()
    return trace.splitlines()[-1] if trace else UNKNOWN


def _letters(sqs: Any, queue: str, url: str) -> Iterator[Letter]:
    """Every letter once, however often the queue hands it out."""
    seen: set[str] = set()
    while True:
        found = sqs.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=10,
            VisibilityTimeout=HELD_S,
            AttributeNames=["SentTimestamp"],
            WaitTimeSeconds=1,
        ).get("Messages", [])
        fresh = [m for m in found if m["MessageId"] not in seen]
        if not fresh:
            return
        for message in fresh:
            seen.add(message["MessageId"])
            milliseconds = int(message["Attributes"]["SentTimestamp"])
            yield Letter(
                queue=queue,
                id=message["MessageId"],
                body=message["Body"],
                sent_at=datetime.fromtimestamp(milliseconds / 1000, UTC),
                handle=message["ReceiptHandle"],
            )


def _where(stage: str, folder: Path) -> tuple[Client, str]:
    """Whose queues: those of a stage, else those of the local stack."""
    if stage:
        return boto3.client, stage
    stack = Stack.read(folder)
    return stack.client, stack.stage


if __name__ == "__main__":
    sys.exit(main())
