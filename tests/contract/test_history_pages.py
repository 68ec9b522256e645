"""A page of history costs the same of a long log as of a short one, asked over HTTP.

The application runs on the real adapters of the log, and these on moto: what they ask
of DynamoDB is counted, for a customer of 100 messages and for one with a long log.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from moto.core import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from pynamodb.connection.base import Connection

from bench.capacity import read_units
from shared.adapters import writes
from shared.adapters.customers import DynamoCustomers
from shared.adapters.table import DynamoLog
from shared.domain.log import Entry
from shared.domain.state import Person
from shared.ports import Card
from tests.contract.conftest import REGION, TABLE
from tests.fakes.api import Api, deployed

SHORT, LONG = 100, 10_000  # of 100,000 it was the same: moto takes a minute then
READ = 400  # of the newest, by the pages that are asked for and around them
START = datetime(2010, 3, 2, 10, tzinfo=UTC)
HISTORY = "GET /customers/{customer}/history"
Cost = tuple[int, float]  # requests, and read units


class Meter:
    """Counts what is asked of DynamoDB."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.requests, self.units = 0, 0.0
        ask = Connection._make_api_call

        def counted(connection: Connection, name: str, asked: Any, *more: Any) -> Any:
            answer = ask(connection, name, asked, *more)
            self.requests += 1
            self.units += read_units(name, asked, answer)
            return answer

        monkeypatch.setattr(Connection, "_make_api_call", counted)

    def of(self, page: Any) -> tuple[Any, Cost]:
        """What a call returns, and what it has cost."""
        before = self.requests, self.units
        answer = page()
        return answer, (self.requests - before[0], self.units - before[1])


@pytest.fixture
def api(table: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    for made in deployed(monkeypatch, CARE_TABLE=table):
        world: Any = made.world
        world.log = DynamoLog(partial(getattr, world, "settings"))
        world.customers = DynamoCustomers()
        yield made


def person_of(length: int, api: Api) -> str:
    """Somebody who has written so many messages, an hour apart."""
    person = f"email:{length}@a.example"
    newest = [_message(number) for number in range(max(0, length - READ), length)]
    api.world.log.append((person, entry) for entry in newest)
    api.world.log.save(Card(person=Person(id=person, last=newest[-1].key)))
    # Those that no page here shows all have one body, and go straight into moto's
    # table: through its API they would take a minute.
    table = dynamodb_backends[DEFAULT_ACCOUNT_ID][REGION].tables[TABLE]
    alike = writes.log_item(person, _message(0)).serialize()
    for number in range(length - READ):
        table.put_item({**alike, "sk": {"S": _message(number).key}})
    return person


def _message(number: int) -> Entry:
    return Entry(
        at=START + timedelta(hours=number),
        id=f"m{number}",
        kind="message_received",
        visibility="private",
        text="Where is my order?",
    )


def pages(api: Api, person: str, meter: Meter) -> list[Cost]:
    """What each page costs, of the newest hundred messages."""
    costs = []
    query = {"limit": "20"}
    for _ in range(5):
        answer, cost = meter.of(
            lambda: api.call(HISTORY, "admin", query=query, customer=person)
        )
        status, page = answer
        assert (status, len(page["items"])) == (200, 20)
        costs.append(cost)
        query["cursor"] = page["next"]
    return costs


def test_a_customer_of_many_messages_is_paged_as_one_of_a_hundred(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    meter = Meter(monkeypatch)
    short, long = (person_of(length, api) for length in (SHORT, LONG))
    few, many = pages(api, short, meter), pages(api, long, meter)

    # What lies around a page is read with it: of 100 there is less to either side.
    assert max(cost[0] for cost in many) <= max(cost[0] for cost in few)
    assert max(cost[1] for cost in many) <= 2 * max(cost[1] for cost in few)
