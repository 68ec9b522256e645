"""Events out in memory: the stream of what changes, the queue, subscribers, hosts."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalice.app import DynamoDBEvent

from functions.posting import post
from functions.publishing import publish_event
from shared.adapters import writes
from shared.domain.posts import from_body
from shared.errors import StoreUnavailable
from shared.ports_events import Standing
from shared.ports_outside import Answer, Call, OutsideFailed

if TYPE_CHECKING:
    from tests.fakes.world import World

Image = Mapping[str, Any]


@dataclass
class FakePosts:
    """Bodies with their delays, in order; ``broken`` refuses everything."""

    waiting: list[tuple[str, int]] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    broken: bool = False

    def send(self, bodies: Sequence[str]) -> None:
        for body in bodies:
            self.put(body, 0)

    def put(self, body: str, delay_s: int) -> None:
        if self.broken:
            raise StoreUnavailable("The queue did not answer.")
        self.waiting.append((body, delay_s))

    def set_aside(self, body: str) -> None:
        self.aside.append(body)

    def lie_aside(self) -> bool:
        return bool(self.aside)


@dataclass
class FakeSubscribers:
    """Standings and dead letters by name."""

    standings: dict[str, Standing] = field(default_factory=dict)
    letters: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    noted: int = 0
    cards_failed: list[str] = field(default_factory=list)
    lost_at: list[datetime] = field(default_factory=list)

    def standing(self, name: str) -> Standing:
        return self.standings.get(name, Standing())

    def count_lost(self, now: datetime) -> None:
        self.lost_at.append(now)

    def delivered(self, name: str, now: datetime) -> None:
        self.noted += 1
        self.mend(name)
        self.standings[name] = replace(self.standings[name], delivered_at=now)

    def failed(
        self,
        name: str,
        reason: str,
        now: datetime,
        *,
        peace_until: datetime | None = None,
        gone: str | None = None,
    ) -> None:
        known = self.standing(name)
        self.standings[name] = replace(
            known,
            failed_at=now,
            reason=reason,
            failures=known.failures + 1,
            peace_until=peace_until or known.peace_until,
            gone=gone or known.gone,
        )

    def mend(self, name: str) -> None:
        known = self.standing(name)
        self.standings[name] = replace(known, failures=0, peace_until=None, gone=None)

    def bury(self, name: str, event: str, body: str, why: str, now: datetime) -> None:
        self.letters.setdefault(name, {})[event] = (body, why)

    def dead(self, name: str, limit: int) -> dict[str, str]:
        found = sorted(self.letters.get(name, {}).items())[:limit]
        return {event: body for event, (body, _) in found}

    def count_dead(self, name: str, most: int) -> int:
        return min(most, len(self.letters.get(name, {})))

    def forget(self, name: str, events: Iterable[str]) -> None:
        for event in events:
            self.letters.get(name, {}).pop(event, None)

    def card_failed(self, why: str, now: datetime) -> None:
        self.cards_failed.append(why)


@dataclass
class FakeOutside:
    """Hosts that answer as told, by the beginning of their address; else 204."""

    answers: dict[str, list[Answer | OutsideFailed]] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    deadlines: list[float] = field(default_factory=list)

    def check(self, url: str) -> None:
        """Let every address be put."""

    def make(
        self, calls: Sequence[Call], deadline_s: float
    ) -> list[Answer | OutsideFailed]:
        self.calls += calls
        self.deadlines.append(deadline_s)
        return [self._answer(call) for call in calls]

    def say(self, start: str, *said: int | Answer | OutsideFailed) -> None:
        """Have an address give these answers, the last one for good."""
        self.answers[start] = [
            Answer(status=it, headers={}, body=b"") if isinstance(it, int) else it
            for it in said
        ]

    def told(self, start: str = "") -> list[dict[str, Any]]:
        """What was posted to an address."""
        calls = [c for c in self.calls if c.url.startswith(start)]
        return [json.loads(c.body) for c in calls if c.body is not None]

    def _answer(self, call: Call) -> Answer | OutsideFailed:
        for start, said in self.answers.items():
            if call.url.startswith(start):
                return said.pop(0) if len(said) > 1 else said[0]
        return Answer(status=204, headers={}, body=b"")


class Stream:
    """What has changed in a world since it was last looked at, as the stream tells."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._entries: set[tuple[str, str]] = set()
        self._images: dict[str, Image] = {}
        self.records()

    def publish(self, *more: Mapping[str, Any]) -> None:
        """Have what has changed published, and these records."""
        publish_event(event_of([*self.records(), *more]), self._world)

    def deliver(self) -> None:
        """Publish, and post all that is due now."""
        self.publish()
        posts, now = self._world.posts, self._world.clock.now()
        due = [b for b, _ in posts.waiting if from_body(b).due <= now]
        posts.waiting = [it for it in posts.waiting if it[0] not in due]
        for body in due:
            post(body, self._world)

    def records(self) -> list[dict[str, Any]]:
        """The records of what has changed; entries first, as they are written."""
        log, found = self._world.log, []
        for person in log.entries:
            for entry in log.read(person):
                if (person, entry.key) not in self._entries:
                    self._entries.add((person, entry.key))
                    image = writes.log_item(person, entry).to_dynamodb_dict()
                    found.append(record(None, image))
        for person, item in log.items.items():
            image, old = item.to_dynamodb_dict(), self._images.get(person)
            if image != old:
                self._images[person] = image
                found.append(record(old, image))
        return found


def record(old: Image | None, new: Image | None) -> dict[str, Any]:
    """One record of a stream, as Lambda hands it over."""
    images = {"OldImage": old, "NewImage": new}
    key = new or old or {}
    return {
        "eventID": "1",
        "eventName": "MODIFY" if old and new else "INSERT" if new else "REMOVE",
        "awsRegion": "us-east-1",
        "eventSourceARN": "arn:aws:dynamodb:us-east-1:0:table/t/stream/1",
        "dynamodb": {
            "ApproximateCreationDateTime": 0,
            "Keys": {name: key.get(name) for name in ("pk", "sk")},
            "SequenceNumber": "1",
            "SizeBytes": 1,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
            **{name: image for name, image in images.items() if image is not None},
        },
    }


def event_of(records: Sequence[Mapping[str, Any]]) -> DynamoDBEvent:
    return DynamoDBEvent({"Records": list(records)}, None)
