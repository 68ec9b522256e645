"""The log's contract on the fake and on the adapter of DynamoDB."""

from datetime import datetime

import boto3
import pytest

from shared.adapters.agents import DynamoAgents
from shared.adapters.table import DynamoLog
from shared.ports import Log
from shared.ports_agents import Agents
from tests.contract.log_contract import LogContract
from tests.fakes.entries import MONDAY, RULES
from tests.fakes.log import FakeAgents, FakeLog


class TestFakeLog(LogContract):
    @pytest.fixture
    def log(self) -> Log:
        return FakeLog()

    @pytest.fixture
    def agents(self, log: FakeLog) -> Agents:
        return FakeAgents(log)


class TestDynamoLog(LogContract):
    @pytest.fixture
    def log(self, table: str) -> Log:
        return DynamoLog(lambda: RULES)

    @pytest.fixture
    def agents(self, table: str) -> Agents:
        return DynamoAgents()


def test_a_claim_is_forgotten_by_the_table_in_thirty_days(table: str) -> None:
    DynamoLog(lambda: RULES).claim("x:1", "k", MONDAY)
    key = {"pk": {"S": "PERSON#x:1"}, "sk": {"S": "SEND#k"}}
    item = boto3.client("dynamodb").get_item(TableName=table, Key=key)["Item"]
    expires = datetime.fromtimestamp(int(item["expires"]["N"]), MONDAY.tzinfo)

    assert (expires - MONDAY).days == 30
