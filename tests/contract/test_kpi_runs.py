"""One contract for the runs that compute days in parts, and their fake."""

import json
from datetime import UTC, datetime

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from shared.adapters.kpi_runs import StepFunctionsKpiRuns
from shared.ports_numbers import KpiRuns
from tests.contract.conftest import REGION
from tests.fakes.world import FakeKpiRuns

MACHINE = f"arn:aws:states:{REGION}:123456789012:stateMachine:care-test-kpis"
DEFINITION = {
    "StartAt": "W",
    "States": {"W": {"Type": "Wait", "Seconds": 9, "End": True}},
}
NIGHT = {"days": ["2026-03-01"], "recompute": None}


class KpiRunsContract:
    def test_it_says_how_many_persons_are_too_many(self, runs: KpiRuns) -> None:
        assert runs.above == 20_000

    def test_what_was_started_once_is_not_started_again(self, runs: KpiRuns) -> None:
        for _ in range(2):
            runs.start("night", NIGHT)

        assert self.started() == {"night": NIGHT}

    def started(self) -> dict[str, object]:
        raise NotImplementedError


class TestFakeKpiRuns(KpiRunsContract):
    @pytest.fixture
    def runs(self) -> KpiRuns:
        self.fake = FakeKpiRuns()
        return self.fake

    def started(self) -> dict[str, object]:
        return dict(self.fake.started)


class TestStepFunctions(KpiRunsContract):
    @pytest.fixture
    def runs(self, aws: None) -> KpiRuns:
        client = boto3.client("stepfunctions")
        client.create_state_machine(
            name="care-test-kpis",
            definition=json.dumps(DEFINITION),
            roleArn="arn:aws:iam::123456789012:role/any",
        )
        return StepFunctionsKpiRuns(client, MACHINE, 20_000)

    def started(self) -> dict[str, object]:
        client = boto3.client("stepfunctions")
        found = client.list_executions(stateMachineArn=MACHINE)["executions"]
        arns = {one["name"]: one["executionArn"] for one in found}
        return {
            name: json.loads(client.describe_execution(executionArn=arn)["input"])
            for name, arn in arns.items()
        }


def test_a_name_that_was_used_for_other_days_is_left_as_it_is(aws: None) -> None:
    client = boto3.client("stepfunctions")
    with Stubber(client) as stub:
        stub.add_client_error("start_execution", "ExecutionAlreadyExists")
        StepFunctionsKpiRuns(client, MACHINE, 1).start("night", NIGHT)
        stub.assert_no_pending_responses()


def test_what_could_not_be_started_is_an_error(aws: None) -> None:
    client = boto3.client("stepfunctions")
    expected = {
        "stateMachineArn": MACHINE,
        "name": "night",
        "input": json.dumps(NIGHT),
    }
    with Stubber(client) as stub:
        stub.add_client_error("start_execution", "StateMachineDoesNotExist")
        with pytest.raises(ClientError):
            StepFunctionsKpiRuns(client, MACHINE, 1).start("night", NIGHT)
        answer = {"executionArn": "arn", "startDate": datetime(2026, 3, 2, tzinfo=UTC)}
        stub.add_response("start_execution", answer, expected)
        StepFunctionsKpiRuns(client, MACHINE, 1).start("night", NIGHT)
        stub.assert_no_pending_responses()
