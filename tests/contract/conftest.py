"""The real adapters on moto; tables are made from the stack's own definition."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from cfnlint.decode import cfn_yaml
from moto import mock_aws

from infra.stack import template
from shared.adapters import items

REGION = "eu-central-1"
TABLE = "care-test-table"
CREATED = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")


@pytest.fixture(scope="session")
def resources() -> dict[str, Any]:
    """The resources of infra/stack.yaml."""
    found: dict[str, Any] = cfn_yaml.loads(template())["Resources"]
    return found


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty AWS in this process, and credentials that open nothing else."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        yield


@pytest.fixture
def table(aws: None, resources: dict[str, Any]) -> str:
    """The one table, bound to PynamoDB's models."""
    properties = resources["Table"]["Properties"]
    wanted = {name: properties[name] for name in CREATED}
    boto3.client("dynamodb").create_table(TableName=TABLE, **wanted)
    items.bind(TABLE)
    return TABLE
