"""The sample day computed in parts, by the state machine, on the deployed stack."""

import gzip
import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from infra.local import sample_day
from infra.local.api import Api
from infra.local.report import Outcome, compute
from infra.local.stack import Stack
from shared.names import Names

pytestmark = pytest.mark.e2e
PATIENCE = 120.0  # seconds
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def played(own_stack: Stack) -> Outcome:
    outcome = sample_day.play(own_stack, print)
    assert outcome.wrong == {}
    return outcome


def test_parts_of_the_sample_day_come_to_the_same_numbers_and_facts(
    own_stack: Stack, played: Outcome
) -> None:
    day = played.date.isoformat()
    before = of_day(own_stack, day)
    run(own_stack, day)
    after = of_day(own_stack, day)
    compute(Api(own_stack), played.date, played.date)
    again = of_day(own_stack, day)

    assert rows(after, day) == rows(before, day) == rows(again, day)
    assert facts(after) == facts(before) == facts(again)
    assert (shards(before), shards(after), shards(again)) == (1, 8, 1)
    assert listed(own_stack, "kpis/parts/") == []


def test_a_recompute_of_more_persons_than_said_runs_in_parts(
    own_stack: Stack, played: Outcome
) -> None:
    day, api = played.date.isoformat(), Api(own_stack)
    above(own_stack, 0)
    asked = {"from": day, "to": day}
    started = api.send("POST", "/kpis/recompute", asked).json

    wait_for(lambda: api.get(f"/kpis/recompute/{started['id']}").json["done"] == 1)
    assert shards(of_day(own_stack, day)) == 8


def above(stack: Stack, persons: int) -> None:
    """Say of how many persons days are to be computed in parts, as who deploys may."""
    client = stack.client("lambda")
    name = Names(stack.stage).of("compute_kpis")
    known = client.get_function_configuration(FunctionName=name)["Environment"]
    said = {**known["Variables"], "CARE_KPI_SHARDED_ABOVE": str(persons)}
    client.update_function_configuration(
        FunctionName=name, Environment={"Variables": said}
    )


def run(stack: Stack, day: str) -> None:
    """Start the state machine for a day and wait until it has succeeded."""
    client = stack.client("stepfunctions")
    name = Names(stack.stage).of("kpis")
    machines = client.list_state_machines()["stateMachines"]
    (arn,) = [it["stateMachineArn"] for it in machines if it["name"] == name]
    asked = json.dumps({"days": [day], "recompute": None})
    started = client.start_execution(stateMachineArn=arn, name="e2e", input=asked)
    execution = started["executionArn"]

    def status() -> str:
        return str(client.describe_execution(executionArn=execution)["status"])

    wait_for(lambda: status() != "RUNNING")
    assert status() == "SUCCEEDED"


def wait_for(look: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not look():
        assert time.monotonic() < end
        time.sleep(0.1)


def listed(stack: Stack, prefix: str) -> list[str]:
    pages = (
        stack.client("s3")
        .get_paginator("list_objects_v2")
        .paginate(Bucket=stack.bucket, Prefix=prefix)
    )
    return [one["Key"] for page in pages for one in page.get("Contents", [])]


def of_day(stack: Stack, day: str) -> Files:
    """The rows and the facts of a day, by path."""
    client = stack.client("s3")
    paths = [path for path in listed(stack, "facts/") if f"date={day}/" in path]
    paths.append(kpis_of(day))
    return {
        path: client.get_object(Bucket=stack.bucket, Key=path)["Body"].read()
        for path in paths
        if not path.endswith("_manifest.json")
    }


def kpis_of(day: str) -> str:
    return f"kpis/daily/date={day}/kpis.json"


def rows(files: Files, day: str) -> list[dict[str, Any]]:
    found = json.loads(files[kpis_of(day)])
    return [{**row, "computed_at": None} for row in found]


def facts(files: Files) -> list[tuple[str, bytes]]:
    """Every fact, with its folder."""
    return sorted(
        (path.rpartition("/")[0], line)
        for path, body in files.items()
        if path.endswith(".jsonl.gz")
        for line in gzip.decompress(body).splitlines()
    )


def shards(files: Files) -> int:
    return sum(path.startswith("facts/messages/") for path in files)
