"""One contract for the workflows and their fake; Step Functions' errors swallowed."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from shared.adapters.workflow import StepFunctionsWorkflow
from shared.domain.decisions import Timer
from shared.domain.survey_occasions import Candidate
from shared.domain.times import to_text
from shared.domain.waits import Wait
from shared.ports_workflow import Workflow
from tests.contract.conftest import REGION
from tests.fakes.entries import MONDAY
from tests.fakes.world import FakeWorkflow

TIMER = Timer(person="x:1", case="c1", episode=1)
DEFINITION = {
    "StartAt": "W",
    "States": {"W": {"Type": "Wait", "Seconds": 9, "End": True}},
}
MACHINE = f"arn:aws:states:{REGION}:123456789012:stateMachine:care-test-case"
SURVEYS = MACHINE.replace("-case", "-survey")
LATER = MONDAY + timedelta(minutes=10)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
WAIT = Wait(seconds=600, until=LATER)
CANDIDATE = Candidate(person="x:1", survey="nps-1", ask_at=LATER)


class WorkflowContract:
    """``begun`` names the executions of surveys, ``fail`` ends one in an error."""

    begun: Callable[[Workflow], list[str]]
    fail: Callable[[Workflow, str], None]

    def test_nothing_runs_at_first(self, workflow: Workflow) -> None:
        assert not workflow.is_running(TIMER)

    def test_what_is_started_runs(self, workflow: Workflow) -> None:
        workflow.start(TIMER)
        another = Timer(person="x:1", case="c1", episode=2)

        assert workflow.is_running(TIMER)
        assert not workflow.is_running(another)

    def test_a_second_start_is_harmless(self, workflow: Workflow) -> None:
        for _ in range(2):
            workflow.start(TIMER)

        assert workflow.is_running(TIMER)

    def test_a_survey_that_is_begun_twice_is_one(self, workflow: Workflow) -> None:
        for ask_at in (LATER, LATER, LATER + timedelta(days=1)):
            workflow.start_survey(replace(CANDIDATE, ask_at=ask_at))

        assert self.begun(workflow) == ["nps-1"]

    def test_a_survey_that_goes_on_is_not_lost(self, workflow: Workflow) -> None:
        workflow.start_survey(CANDIDATE)

        assert list(workflow.lost_surveys(LONG_AGO)) == []

    def test_what_ended_in_an_error_is_to_be_begun_again(
        self, workflow: Workflow
    ) -> None:
        workflow.start_survey(CANDIDATE)
        self.fail(workflow, "nps-1")
        (again,) = workflow.lost_surveys(LONG_AGO)

        assert again == replace(CANDIDATE, generation=1)
        assert list(workflow.lost_surveys(datetime.now(UTC) + timedelta(1))) == []

    def test_what_was_begun_again_may_be_lost_again(self, workflow: Workflow) -> None:
        workflow.start_survey(CANDIDATE)
        for _ in range(2):
            self.fail(workflow, self.begun(workflow)[-1])
            (again,) = workflow.lost_surveys(LONG_AGO)
            workflow.start_survey(again)

        assert self.begun(workflow) == ["nps-1", "nps-1-1", "nps-1-2"]
        assert list(workflow.lost_surveys(LONG_AGO)) == []


class TestFakeWorkflow(WorkflowContract):
    @pytest.fixture
    def workflow(self) -> Workflow:
        return FakeWorkflow()

    def begun(self, workflow: Workflow) -> list[str]:
        assert isinstance(workflow, FakeWorkflow)
        return list(workflow.surveys)

    def fail(self, workflow: Workflow, name: str) -> None:
        assert isinstance(workflow, FakeWorkflow)
        workflow.failed[name] = datetime.now(UTC)


class TestStepFunctions(WorkflowContract):
    @pytest.fixture
    def workflow(self, aws: None) -> Workflow:
        client = boto3.client("stepfunctions")
        for name in ("care-test-case", "care-test-survey"):
            client.create_state_machine(
                name=name,
                definition=json.dumps(DEFINITION),
                roleArn="arn:aws:iam::123456789012:role/any",
            )
        return StepFunctionsWorkflow(client, MACHINE, SURVEYS)

    def begun(self, _workflow: Workflow) -> list[str]:
        found = boto3.client("stepfunctions").list_executions(stateMachineArn=SURVEYS)
        return sorted(one["name"] for one in found["executions"])

    def fail(self, _workflow: Workflow, name: str) -> None:
        arn = SURVEYS.replace("stateMachine", "execution") + f":{name}"
        boto3.client("stepfunctions").stop_execution(executionArn=arn)

    def test_what_has_ended_runs_no_more(self, workflow: Workflow) -> None:
        workflow.start(TIMER)
        arn = MACHINE.replace("stateMachine", "execution") + f":{TIMER.name}"
        boto3.client("stepfunctions").stop_execution(executionArn=arn)

        assert not workflow.is_running(TIMER)


def stubbed(aws: None) -> tuple[Any, Stubber]:
    client = boto3.client("stepfunctions")
    return client, Stubber(client)


def test_an_execution_is_told_ids_only(aws: None) -> None:
    client, stub = stubbed(aws)
    later = to_text(LATER)
    body = {
        "person": "x:1",
        "case": "c1",
        "episode": 1,
        "seconds": 600,
        "until": later,
        "then": {"seconds": 60, "until": None},
    }
    expected = {
        "stateMachineArn": MACHINE,
        "name": "c1-1-0",
        "input": json.dumps(body),
    }
    with stub:
        answer = {"executionArn": "arn", "startDate": MONDAY}
        stub.add_response("start_execution", answer, expected)
        StepFunctionsWorkflow(client, MACHINE, SURVEYS).start(TIMER, WAIT)
        stub.assert_no_pending_responses()


def test_a_name_used_for_another_input_is_left_as_it_is(aws: None) -> None:
    client, stub = stubbed(aws)
    with stub:
        stub.add_client_error("start_execution", "ExecutionAlreadyExists")
        StepFunctionsWorkflow(client, MACHINE, SURVEYS).start(TIMER)

        stub.assert_no_pending_responses()


@pytest.mark.parametrize("code", ["TaskDoesNotExist", "TaskTimedOut", "InvalidToken"])
def test_a_late_or_unknown_token_is_no_error(aws: None, code: str) -> None:
    client, stub = stubbed(aws)
    with stub:
        stub.add_client_error("send_task_success", code)
        StepFunctionsWorkflow(client, MACHINE, SURVEYS).resolved("t1", LATER)
        stub.add_client_error("send_task_failure", code)
        StepFunctionsWorkflow(client, MACHINE, SURVEYS).rearm("t1", WAIT)

        stub.assert_no_pending_responses()


def test_another_error_is_raised(aws: None) -> None:
    client, stub = stubbed(aws)
    with stub:
        stub.add_client_error("send_task_success", "ThrottlingException")
        with pytest.raises(ClientError):
            StepFunctionsWorkflow(client, MACHINE, SURVEYS).resolved("t1", LATER)
        stub.add_client_error("send_task_failure", "ThrottlingException")
        with pytest.raises(ClientError):
            StepFunctionsWorkflow(client, MACHINE, SURVEYS).rearm("t1", WAIT)


def test_a_wait_is_told_how_long_to_wait_instead(aws: None) -> None:
    client, stub = stubbed(aws)
    with stub:
        expected = {
            "taskToken": "t1",
            "error": "Rearm",
            "cause": json.dumps(WAIT.to_json()),
        }
        stub.add_response("send_task_failure", {}, expected)
        StepFunctionsWorkflow(client, MACHINE, SURVEYS).rearm("t1", WAIT)
        stub.assert_no_pending_responses()


def test_a_wait_is_told_when_to_ask(aws: None) -> None:
    client, stub = stubbed(aws)
    with stub:
        expected = {
            "taskToken": "t1",
            "output": json.dumps({"ask_at": "2026-03-02T10:10:00.000Z"}),
        }
        stub.add_response("send_task_success", {}, expected)
        StepFunctionsWorkflow(client, MACHINE, SURVEYS).resolved("t1", LATER)
        stub.assert_no_pending_responses()
