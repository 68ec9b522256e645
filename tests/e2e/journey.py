"""What every journey over the deployed stack does again and again.

Each test begins a working day of its own: the clock moves on to the next one,
so that the numbers of that day are the test's alone.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from secrets import randbelow
from typing import Any

from infra.local.api import Api, wait_for
from infra.local.report import compute
from infra.local.send import Answer, call
from infra.local.stack import Stack
from shared.domain.outgoing import Errand, to_body
from shared.kpis.exports import daily_folder, read_rows
from shared.names import Names

AGENTS = ("ada", "bruno")
# What EventBridge hands to a function on its schedule.
SCHEDULED = {
    "id": "e2e",
    "time": "2026-01-01T00:00:00Z",
    "region": "us-east-1",
    "account": "000000000000",
    "source": "aws.events",
    "version": "0",
    "detail-type": "Scheduled Event",
    "detail": {},
    "resources": [],
}


def somebody() -> str:
    """Make up a platform's user id that no other test has."""
    return str(randbelow(9 * 10**14) + 10**14)


class Journey:
    """The stack as one test sees it: the API, the clock, what lies behind them."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.api = Api(stack)
        for name in AGENTS:
            profile = {"name": name.title(), "capacity": 1000}
            self.api.send("PUT", f"/agents/{name}", profile)
            here = {"available": True}
            self.api.send("POST", f"/agents/{name}/availability", here)

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.stack.now(), UTC)

    def morning(self) -> datetime:
        """Begin the next working day, an hour after opening."""
        day = self.now().date() + timedelta(days=1)
        while day.weekday() > 4:
            day += timedelta(days=1)
        return self.move_to(datetime.combine(day, time(10), UTC))

    def own_day(self) -> datetime:
        """Begin a working day; what others have left owed has fallen due on one before.

        Their tests may come in any order, and the numbers are of all customers.
        """
        self.morning()
        return self.morning()

    def move_to(self, at: datetime) -> datetime:
        """Lead the clock to an instant, never back."""
        left = at.timestamp() - self.stack.now()
        if left > 0:
            self.stack.advance(left)
        return at

    def settle(self) -> None:
        """Wait until ingest has taken everything off the queue."""
        wait_for("the queue to be empty", lambda: self.queued() == 0 or None)

    def queued(self) -> int:
        """How many messages are in the queue, those being worked on included."""
        names = [f"ApproximateNumberOfMessages{n}" for n in ("", "NotVisible")]
        found = self.stack.client("sqs").get_queue_attributes(
            QueueUrl=self.stack.queue_url, AttributeNames=names
        )
        return sum(int(found["Attributes"][name]) for name in names)

    def post(self, channel: str, body: Any) -> Answer:
        """Deliver a webhook and wait until all of it is stored."""
        answer = self.api.webhook(channel, body)
        self.settle()
        return answer

    def reply(self, case: str, text: str, key: str = "first", **more: Any) -> Answer:
        """Answer a case as an agent."""
        body = {"text": text, **more}
        return self.api.send("POST", f"/cases/{case}/reply", body, "agent", key)

    def hurry(self, case: str) -> None:
        """Move the clock on and run what waits in the outbound queue for a case.

        The local queue delays by the machine's time: another errand of the same
        answer is put in without a delay. Doing one twice does no harm.
        """
        now = self.move_to(self.now() + timedelta(minutes=2))
        person = self.case(case)["customer"]["id"]
        client = self.stack.client("sqs")
        name = Names(self.stack.stage).of("outbound")
        url = client.get_queue_url(QueueName=name)["QueueUrl"]
        for key in self._waiting(person):
            errand = Errand(task="send", person=person, case=case, key=key, due=now)
            client.send_message(QueueUrl=url, MessageBody=to_body(errand))

    def _waiting(self, person: str) -> set[str]:
        """The keys of what waits to be sent to somebody."""
        found = self.stack.client("dynamodb").query(
            TableName=Names(self.stack.stage).of("table"),
            KeyConditionExpression="pk = :person AND begins_with(sk, :log)",
            ExpressionAttributeValues={
                ":person": {"S": f"PERSON#{person}"},
                ":log": {"S": "LOG#"},
            },
        )
        said = [json.loads(item["body"]["S"]) for item in found["Items"]]
        return {e["send_key"] for e in said if e["kind"] == "send_queued"}

    def resolve(self, case: str) -> Answer:
        return self.api.send("POST", f"/cases/{case}/resolve", {}, "agent")

    def case(self, case: str) -> dict[str, Any]:
        return dict(self.api.get(f"/cases/{case}").json)

    def clock(
        self, case: str, kind: str = "first_response"
    ) -> tuple[str | None, str | None]:
        """A clock of a case: its outcome and when it ended."""
        found = self.clocks(case)[kind]
        return found["outcome"], found["ended_at"]

    def clocks(self, case: str) -> dict[str, dict[str, Any]]:
        """The clocks of the present episode, by what they measure."""
        return {found["clock"]: found for found in self.case(case)["clocks"]}

    def act(self, case: str, action: str, role: str = "agent", **body: Any) -> Answer:
        """Do something with a case."""
        return self.api.send("POST", f"/cases/{case}/{action}", body, role)

    def kinds(self, case: str) -> list[str]:
        """What happened in a case, in order, in one word each."""
        return [entry["kind"] for entry in self.api.timeline(case)]

    def executions(self, case: str) -> list[dict[str, Any]]:
        """The workflow executions that a case ever had."""
        client = self.stack.client("stepfunctions")
        pages = client.get_paginator("list_executions").paginate(
            stateMachineArn=self.stack.state_machine
        )
        found = [one for page in pages for one in page["executions"]]
        return [one for one in found if one["name"].startswith(case)]

    def invoke(self, function: str, event: Mapping[str, Any]) -> Any:
        """Invoke a deployed function as its trigger does."""
        answer = self.stack.client("lambda").invoke(
            FunctionName=Names(self.stack.stage).of(function),
            Payload=json.dumps(event).encode(),
        )
        result = json.loads(answer["Payload"].read() or b"null")
        if "FunctionError" in answer:
            raise RuntimeError(f"{function} failed: {result}")
        return result

    def kpis(self, day: date) -> dict[str, dict[str, Any]]:
        """Compute a day and give the rows over everything, by metric."""
        compute(self.api, day, day)
        rows = read_rows(self.file(f"{daily_folder(day)}/kpis.json"), dimension="all")
        return {row["metric"]: row for row in rows}

    def share(self, day: date, metric: str) -> tuple[float, float]:
        """Compute a day and give one share as numerator and denominator."""
        row = self.kpis(day)[metric]
        return row["numerator"], row["denominator"]

    def file(self, path: str) -> bytes:
        client = self.stack.client("s3")
        found = client.get_object(Bucket=self.stack.bucket, Key=path)
        return bytes(found["Body"].read())

    def sent(self, to: str) -> list[dict[str, Any]]:
        """What the platforms were asked to send to a person, comment or post."""
        return [one for one in self.all_sent() if one["to"] == to]

    def all_sent(self) -> list[dict[str, Any]]:
        url = f"{self.stack.platform_simulator_url}/sent"
        return list(call(url, None, {}).json["items"])

    def platforms(self, **behaviour: Any) -> None:
        """Tell the platforms how to behave."""
        self.api.simulator("/behaviour", behaviour)
