"""What a page of a customer's history costs at AWS, of a short log and a long one.

The real adapters run on moto in this process. The first page is read, and one from
the middle of the log on: a customer of ten thousand entries must cost no more
requests and read units than one of a thousand. Counts, not times.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import botocore.handlers
from moto import mock_aws

from bench import moto_aws
from bench.capacity import read_units
from bench.measure import measure
from functions.customers import AROUND, show_history
from functions.http import Request
from functions.wiring import Wiring
from shared.domain.customers import customer_id
from shared.domain.log import Entry
from shared.domain.state import Person
from shared.ports import Card

LENGTHS = (1_000, 10_000)
START = datetime(2016, 3, 2, 10, tzinfo=UTC)
TEXT = "Hello, my parcel 4711 should have arrived on Tuesday and I am still waiting."
LIMIT = 50
# His card, who he is, all his cards, the page, what follows it, what corrects it.
REQUESTS = 6
# Half a unit for 4 KB of the entries read, for each message asked about and each card.
UNITS = (LIMIT + 2 + 2 * AROUND) * 0.5 / 4 + LIMIT / 2 + 3


class Meter:
    """Counts the requests of this process, and what they read."""

    def __init__(self) -> None:
        self.requests = 0
        self.units = 0.0
        self._body: dict[str, Any] = {}

    def on_request(self, request: Any, **_: Any) -> None:
        """Count one HTTP request."""
        self.requests += 1
        self._body = json.loads(request.body)

    def on_answer(self, model: Any, parsed: dict[str, Any], **_: Any) -> None:
        """Add what the request just sent has read."""
        self.units += read_units(model.name, self._body, parsed)


def measures() -> Iterator[dict[str, Any]]:
    """Yield requests and read units of a page, by the length of the log."""
    with mock_aws():
        meter = Meter()
        hooks = [("before-send", meter.on_request), ("after-call", meter.on_answer)]
        botocore.handlers.BUILTIN_HANDLERS[:0] = hooks
        boto3.setup_default_session()
        try:
            moto_aws.create()
            ports = Wiring()
            for length in LENGTHS:
                yield from _costs(length, meter, ports)
        finally:
            del botocore.handlers.BUILTIN_HANDLERS[: len(hooks)]


def _costs(length: int, meter: Meter, ports: Wiring) -> Iterator[dict[str, Any]]:
    person = f"email:{length}@a.example"
    entries = [_entry(number) for number in range(length)]
    ports.log.save(Card(person=Person(id=person, last=entries[-1].key)))
    ports.log.append((person, entry) for entry in entries)
    middle = f"{entries[length // 2].key}@{customer_id(person)}"
    for name, query in (("first", {}), ("middle", {"cursor": middle})):
        assert ports.settings.queues  # noqa: S101 - read once a minute, not a page
        meter.requests, meter.units = 0, 0.0
        query = {"limit": str(LIMIT), **query}  # noqa: PLW2901 - the same query
        request = Request(caller="amy", roles=frozenset(), query=query, body={})
        found = show_history(person, request, ports)
        assert len(found["items"]) == LIMIT  # noqa: S101 - or the counts mean nothing
        of = f"of_the_{name}_page_of_{length}"
        yield measure(f"history_requests_{of}", meter.requests, "requests", REQUESTS)
        yield measure(f"history_read_units_{of}", meter.units, "read units", UNITS)


def _entry(number: int) -> Entry:
    """One entry of a long log: case after case, asked, answered, resolved, thanked."""
    at = START + timedelta(minutes=7 * number)
    case = f"c{number // 4:019}"
    if number % 4 == 1:
        return Entry(at=at, id=f"a{number}", kind="message_sent", text=TEXT)
    if number % 4 == 2:  # noqa: PLR2004 - the third of four
        resolved = f"resolved-{case}-1"
        return Entry(at=at, id=resolved, kind="resolved", case=case, episode=1)
    return Entry(
        at=at,
        id=f"m{number}",
        kind="message_received",
        visibility="private",
        text=TEXT if number % 4 == 0 else "Thank you!",
        received_at=at,
        processed_at=at,
        language="en",
        sentiment="neutral",
        sentiment_score=0.0,
        sentiment_model="care-3",
        courtesy=number % 4 == 3,  # noqa: PLR2004 - the last of four
        opens=case if number % 4 == 0 else None,
    )
