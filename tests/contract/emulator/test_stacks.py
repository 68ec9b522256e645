"""The stacks of a stage, where their first creation fails."""

import json
from typing import TYPE_CHECKING

import pytest

from infra import stack

if TYPE_CHECKING:
    from tests.contract.emulator.conftest import Playground

BROKEN = {
    "Type": "Custom::Broken",
    "DependsOn": ["Table", "Bucket", "People", "KeySecret"],
    "Properties": {
        "ServiceToken": "arn:aws:lambda:us-east-1:000000000000:function:none"
    },
}


def test_a_first_creation_that_failed_leaves_nothing_in_the_way_of_the_next(
    playground: "Playground", monkeypatch: pytest.MonkeyPatch
) -> None:
    body = json.loads(stack.body())
    body["Resources"]["Broken"] = BROKEN
    monkeypatch.setattr(stack, "body", lambda: json.dumps(body))
    tables = playground.client("dynamodb").list_tables
    buckets = playground.client("s3").list_buckets
    secrets = playground.client("secretsmanager").list_secrets

    with pytest.raises(stack.StackFailed, match="Broken"):
        stack.deploy(playground.client("cloudformation"), "failed", {})

    assert "care-failed-table" not in tables()["TableNames"]
    assert not [it for it in buckets()["Buckets"] if "care-failed" in it["Name"]]
    assert not [it for it in secrets()["SecretList"] if "failed" in it["Name"]]
