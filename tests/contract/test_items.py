"""All items of the table have one client: each costs CPU and a handshake."""

from typing import Any

import boto3
import pytest
from botocore.session import Session

from shared.adapters.agents import DynamoAgents
from shared.adapters.audit import DynamoAudit
from shared.adapters.erasing import DynamoPersonal
from shared.adapters.items import bind
from shared.adapters.settings import DynamoSettings
from shared.adapters.table import DynamoLog
from shared.domain.state import Person
from shared.ports import Card
from shared.ports_privacy import Traces
from tests.contract.conftest import CREATED
from tests.fakes.entries import RULES, at, received


def test_all_items_of_a_table_share_one_client(
    aws: None, resources: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    properties = resources["Table"]["Properties"]
    wanted = {name: properties[name] for name in CREATED}
    boto3.client("dynamodb").create_table(TableName="care-new-table", **wanted)
    made, make = list[str](), Session.create_client

    def counted(self: Session, service: str, *args: Any, **named: Any) -> Any:
        made.append(service)
        return make(self, service, *args, **named)

    monkeypatch.setattr(Session, "create_client", counted)
    bind("care-new-table")
    log, entry = DynamoLog(lambda: RULES), received(0)
    card = Card(person=Person(id="x:1", last=entry.key))

    assert made == []
    assert log.cards(["x:1"])["x:1"].version == 0
    log.record(entry, card)  # a transaction
    log.append([], posts=[("x:post:1", "x:1")])
    assert log.persons_of_posts(["x:post:1"]) == {"x:post:1": "x:1"}
    assert log.read("x:1") == [entry]
    assert log.persons_between(at(-9), at(9)) == {"x:1"}
    assert log.claimed("x:1", "k1") is None
    assert (DynamoAgents().all(), DynamoSettings().load()) == ([], [])
    assert DynamoAudit().of_day("2026-03-02", None, 1) == []
    traces = Traces(cases=frozenset(), posts=frozenset(), addresses=frozenset())
    stored = log.cards(["x:1"])["x:1"]
    DynamoPersonal().forget(stored, traces, before=at(9), now=at(99))  # another
    assert log.read("x:1") == []
    assert made == ["dynamodb"]
