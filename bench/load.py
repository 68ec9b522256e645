"""Bursts on the running local stack: how soon it acknowledges, that nothing is lost.

``make load``: messages of customers come at so many times the mean hour of the
reference log, each at its own moment whether or not those before it were answered;
one in twenty is delivered twice. Prints JSON lines, as the other yardsticks do, and
ends with 1 unless every message is in the log exactly once. The emulator has the
machine's cores for everything: its times tell of it, not of AWS; counts hold anywhere.
"""

import argparse
import json
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random
from secrets import token_hex
from time import monotonic, sleep
from typing import Any
from urllib.error import URLError

from botocore.exceptions import BotoCoreError

from bench.measure import measure
from infra.local.sample_platforms import messenger, page
from infra.local.send import post_webhook
from infra.local.stack import NotRunning, Stack
from shared.domain.log import PREFIX, from_json

# Of the reference log: 127,500 cases of 3.80 messages of customers in 30 days.
HOURLY_MEAN = 127_500 * 3.80 / (30 * 24)
TIMES = 10
SECONDS = 60.0
MOST_A_SECOND = 20  # what the emulator can take on two cores, and bounded
PER_CUSTOMER = 3
TWICE = 0.05
SENDERS = 16
LONGEST_S = 600
OK = 200
USAGE = "make load [TIMES=10] [SECONDS=60]"
TEXT = "My parcel 4711 should have come on Tuesday. Where is it?"


@dataclass(frozen=True, slots=True)
class Message:
    """One message: when it is due in seconds from the beginning, and how often."""

    due: float
    user: str
    id: str
    copies: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a burst.

    ``acknowledged_s`` are from the moment a message was due until it was taken, a
    repeat's too; ``drained_s`` is from the last of them until no message is queued.
    """

    sent: int
    refused: int
    acknowledged_s: Sequence[float]
    drained_s: float
    lost: int
    doubled: int
    took_s: float

    @property
    def is_whole(self) -> bool:
        return not (self.refused or self.lost or self.doubled)


def plan(rate: float, seconds: float, run: str) -> list[Message]:
    """Lay out a burst: arrivals by chance, at ``rate`` a second."""
    by_chance = Random(run)  # noqa: S311 - no secret
    due, found = 0.0, list[Message]()
    while (due := due + by_chance.expovariate(rate)) < seconds:
        number = len(found)
        user = f"9{int(run, 16) % 10**9:09}{number // PER_CUSTOMER:05}"
        copies = 2 if by_chance.random() < TWICE else 1
        found.append(Message(due, user, f"m_load_{run}_{number}", copies))
    return found


def burst(stack: Stack, messages: Sequence[Message]) -> Outcome:
    """Send them, wait until all is taken, and look for each in the log."""
    at, began = datetime.fromtimestamp(stack.now(), UTC), monotonic()
    copies = [one for one in messages for _ in range(one.copies)]
    with ThreadPoolExecutor(SENDERS) as senders:
        answered = list(senders.map(partial(_send, stack, at, began), copies))
    ended = monotonic()
    _say("Waiting until none is queued")
    while _queued(stack):
        if monotonic() - ended > LONGEST_S:
            break  # what is still there is told as lost
        sleep(0.05)
    drained = monotonic() - ended
    _say("Looking for each in the log")
    stack.settle()
    users = sorted({one.user for one in messages})
    stored = Counter(id_ for user in users for id_ in _stored(stack, user))
    return Outcome(
        sent=len(messages),
        refused=sum(1 for status, _ in answered if status != OK),
        acknowledged_s=sorted(took for _, took in answered),
        drained_s=drained,
        lost=sum(1 for one in messages if not stored[one.id]),
        doubled=sum(stored.values()) - len(stored),
        took_s=ended - began,
    )


def _send(
    stack: Stack, at: datetime, began: float, message: Message
) -> tuple[int, float]:
    """Send a message when it is due; the status, and seconds until the answer."""
    sleep(max(0.0, began + message.due - monotonic()))
    body = page(at, messaging=[messenger(message.user, message.id, TEXT, at)])
    try:
        status = post_webhook(asdict(stack), "facebook", body).status
    except OSError:
        status = 0
    return status, monotonic() - began - message.due


def _queued(stack: Stack) -> int:
    names = [f"ApproximateNumberOfMessages{n}" for n in ("", "NotVisible")]
    found = stack.client("sqs").get_queue_attributes(
        QueueUrl=stack.queue_url, AttributeNames=names
    )
    return sum(int(found["Attributes"][name]) for name in names)


def _stored(stack: Stack, user: str) -> Iterator[str]:
    """The ids of the messages in a customer's log, each as often as it is there."""
    pages = stack.client("dynamodb").get_paginator("query")
    asked = {":pk": {"S": f"PERSON#facebook:{user}"}, ":log": {"S": PREFIX}}
    for found in pages.paginate(
        TableName=stack.table,
        KeyConditionExpression="pk = :pk and begins_with(sk, :log)",
        ExpressionAttributeValues=asked,
        ConsistentRead=True,
    ):
        for item in found["Items"]:
            entry = from_json(item["sk"]["S"], json.loads(item["body"]["S"]))
            if entry.kind == "message_received":
                yield entry.id


def measures(outcome: Outcome) -> Iterator[dict[str, Any]]:
    """Yield counts, which must be as they are, and times, which are told."""
    took = outcome.acknowledged_s
    yield measure("load_messages", outcome.sent, "messages")
    yield measure("load_rate", outcome.sent / outcome.took_s, "messages a second")
    for share in (50, 99):
        value = took[min(len(took) - 1, len(took) * share // 100)] * 1000
        yield measure(f"load_acknowledged_p{share}", value, "ms")
    yield measure("load_backlog_drained", outcome.drained_s, "s")
    yield measure("load_refused", outcome.refused, "messages", 0)
    yield measure("load_lost", outcome.lost, "messages", 0)
    yield measure("load_doubled", outcome.doubled, "messages", 0)


def main() -> int:
    """Send a burst to the running stack and print what came of it."""
    words = argparse.ArgumentParser("make load", usage=USAGE, description=__doc__)
    words.add_argument("--times", type=float, default=TIMES, help="the mean hour")
    words.add_argument("--seconds", type=float, default=SECONDS)
    words.add_argument("--local-dir", type=Path, default=Path(".local"))
    told = words.parse_args()
    rate = told.times * HOURLY_MEAN / 3600
    if not (0 < rate <= MOST_A_SECOND and 1 <= told.seconds <= LONGEST_S):
        most = MOST_A_SECOND * 3600 / HOURLY_MEAN
        words.error(f"Say 1 to {LONGEST_S} seconds, and no more than {most:.0f} times.")
    try:
        stack = Stack.read(told.local_dir)
        messages = plan(rate, told.seconds, token_hex(4))
        if not messages:
            words.error("Nobody writes in so short a time; say more TIMES or SECONDS.")
        _say(f"Sending {len(messages)} messages within {told.seconds:.0f} s")
        outcome = burst(stack, messages)
    except NotRunning as error:
        print(error)
        return 1
    except (URLError, BotoCoreError):
        print("The local AWS does not answer; start it with: make run")
        return 1
    for line in measures(outcome):
        print(json.dumps(line))
    return 0 if outcome.is_whole else 1


def _say(line: str) -> None:
    """Tell people how far it is: what is measured goes to the standard output."""
    print(line, file=sys.stderr)


if __name__ == "__main__":
    # Ctrl-C ends it at once, whoever waits for his moment to send.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(main())
