"""The table's stream: what was written is handed on in order, until it is taken."""

from collections.abc import Callable
from typing import Any

from tests.faults.agenda import Agenda
from tests.faults.dynamo import table_of

WINDOW_S = 1  # of publish_changes in app.py
MOST = 100  # records in a batch
RETRIES = 12  # a record is kept for a day; here nothing fails for so long
IMAGES = "NEW_AND_OLD_IMAGES"
Record = dict[str, Any]
Publish = Callable[[list[Record]], bool]  # whether all of a batch was taken


class Stream:
    """Reads what moto notes, once it is opened; ``stuck`` is what nobody took.

    A batch that failed comes again, and what is behind it waits.
    """

    def __init__(self, agenda: Agenda, publish: Publish) -> None:
        self._agenda, self._publish = agenda, publish
        self._open: tuple[str, str] | None = None
        self._pending: list[Record] = []
        self._number = self._tries = 0
        self.stuck: list[Record] = []

    def open(self, name: str, region: str) -> None:
        """Hand on what is written from now on."""
        self._open = (name, region)
        table_of(name, region).set_stream_specification({"StreamViewType": IMAGES})

    def look(self) -> None:
        """Take over what was written since."""
        if self._open is None:
            return
        noted = table_of(*self._open).stream_shard.items
        if noted and not self._pending:
            self._agenda.add(self._agenda.after(WINDOW_S), self._hand_on)
        self._pending += [self._record(one.to_json()) for one in noted]
        noted.clear()

    def _record(self, noted: Record) -> Record:
        self._number += 1
        return {
            "eventID": str(self._number),
            "eventName": noted["eventName"],
            "awsRegion": noted["awsRegion"],
            "eventSourceARN": "arn:aws:dynamodb:us-east-1:0:table/t/stream/1",
            "dynamodb": {
                **noted["dynamodb"],
                "ApproximateCreationDateTime": self._agenda.now().timestamp(),
                "SequenceNumber": str(self._number),
            },
        }

    def _hand_on(self) -> None:
        batch = self._pending[:MOST]
        is_taken = self._publish(batch)
        if not is_taken and self._tries < RETRIES:
            self._tries += 1
            later = self._agenda.after(min(60, 2**self._tries))
            self._agenda.add(later, self._hand_on)
            return
        self.stuck += [] if is_taken else batch
        self._tries = 0
        del self._pending[: len(batch)]
        if self._pending:
            self._agenda.add(self._agenda.after(WINDOW_S), self._hand_on)
