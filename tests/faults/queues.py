"""Queues as SQS has them: what is not deleted comes back, then it is a dead letter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from tests.faults.agenda import Agenda

VISIBILITY_S = 180  # InboundVisibility and OutboundVisibility of infra/stack.yaml
MOST_RECEIVES = 5


@dataclass
class Message:
    """One message; it can be received from ``visible_at`` on."""

    id: str
    body: str
    visible_at: datetime
    received: int = 0


Consumer = Callable[[Sequence[Message]], bool]


@dataclass
class Queue:
    """A queue with its dead letters, and the function that it feeds.

    ``consumer`` tells whether it has done all of a batch. ``shuffle`` has messages
    come in any order, in batches of any size, and some of them again; while it is
    ``held`` none comes.
    """

    name: str
    agenda: Agenda
    batch: int
    consumer: Consumer
    messages: list[Message] = field(default_factory=list)
    dead: list[Message] = field(default_factory=list)
    shuffle: Random | None = None
    sent: int = 0
    held: bool = False

    def send(self, body: str, delay_s: int = 0) -> str:
        self.sent += 1
        at = self.agenda.after(delay_s)
        message = Message(f"{self.name}-{self.sent}", body, at)
        self.messages.append(message)
        self.agenda.add(at, self.poll)
        return message.id

    def redrive(self) -> None:
        """Put the dead letters back, as StartMessageMoveTask does."""
        back, self.dead = self.dead, []
        for message in back:
            self.send(message.body)

    def delete(self, handle: str) -> None:
        self.messages = [m for m in self.messages if m.id != handle]

    def poll(self) -> None:
        """Hand out what is there, if anything is."""
        batch = [] if self.held else self._batch()
        if not batch:
            return
        for message in batch:
            message.received += 1
            message.visible_at = self.agenda.after(VISIBILITY_S)
        if self.consumer(batch):
            for message in batch:
                self.delete(message.id)
        else:
            self.agenda.add(self.agenda.after(VISIBILITY_S), self.poll)
        if self.shuffle is not None and self.shuffle.random() < 0.3:
            self.consumer(batch)  # at least once means that it may be twice
        self.agenda.add(self.agenda.now(), self.poll)

    def _batch(self) -> list[Message]:
        now = self.agenda.now()
        for message in [m for m in self.messages if m.visible_at <= now]:
            if message.received == MOST_RECEIVES:
                self.messages.remove(message)
                self.dead.append(message)
        seen = [m for m in self.messages if m.visible_at <= now]
        if self.shuffle is None:
            return seen[: self.batch]
        self.shuffle.shuffle(seen)
        return seen[: self.shuffle.randint(1, self.batch)]

    def answer(self, operation: str, params: Any) -> Any:
        """Do what a call of SQS asks for."""
        if operation == "SendMessage":
            delay_s = params.get("DelaySeconds", 0)
            return {"MessageId": self.send(params["MessageBody"], delay_s)}
        if operation == "GetQueueAttributes":
            return {"Attributes": {"ApproximateNumberOfMessages": len(self.messages)}}
        if operation == "SendMessageBatch":
            for entry in params["Entries"]:
                self.send(entry["MessageBody"])
        elif operation == "DeleteMessageBatch":
            for entry in params["Entries"]:
                self.delete(entry["ReceiptHandle"])
        else:
            raise NotImplementedError(operation)
        return {"Successful": [], "Failed": []}
