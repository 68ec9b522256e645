"""Case workflows in Step Functions: start once, answer the wait, ask if alive."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from shared.domain.decisions import Timer
from shared.domain.survey_occasions import Candidate
from shared.domain.times import from_text, to_text
from shared.domain.waits import UNSAID, Wait

_LOST = ("FAILED", "TIMED_OUT", "ABORTED")
REARM = "Rearm"  # the error that the state machine catches
# A token that is late, used or unknown: the workflow has moved on by itself.
_GONE = {"TaskDoesNotExist", "TaskTimedOut", "InvalidToken"}


class StepFunctionsWorkflow:
    """``shared.ports_workflow.Workflow``; ``client`` is boto3's of Step Functions."""

    def __init__(self, client: Any, state_machine: str, survey_machine: str) -> None:
        self._client = client
        self._machine = state_machine
        self._surveys = survey_machine

    def start(self, timer: Timer, wait: Wait = UNSAID) -> None:
        names = {"person": timer.person, "case": timer.case, "episode": timer.episode}
        self._start(self._machine, timer.name, {**names, **wait.to_json()})

    def start_survey(self, candidate: Candidate) -> None:
        body = {
            "person": candidate.person,
            "survey": candidate.survey,
            "sampled": candidate.sampled,
            "ask_at": to_text(candidate.ask_at),
        }
        self._start(self._surveys, candidate.name, body)

    def lost_surveys(self, since: datetime) -> Iterator[Candidate]:
        pages = self._client.get_paginator("list_executions")
        for status in _LOST:
            for page in pages.paginate(
                stateMachineArn=self._surveys, statusFilter=status
            ):
                for found in page["executions"]:
                    if found["stopDate"] >= since:
                        yield from self._next(found["executionArn"], found["name"])

    def _next(self, arn: str, name: str) -> Iterator[Candidate]:
        """The next generation of a survey's execution, unless it was begun."""
        body = json.loads(self._client.describe_execution(executionArn=arn)["input"])
        number = name.removeprefix(body["survey"]).removeprefix("-")
        candidate = Candidate(
            person=body["person"],
            survey=body["survey"],
            ask_at=from_text(body["ask_at"]),
            sampled=body["sampled"],
            generation=int(number or 0) + 1,
        )
        if self._status(self._surveys, candidate.name) is None:
            yield candidate

    def _start(self, machine: str, name: str, body: Mapping[str, Any]) -> None:
        try:
            self._client.start_execution(
                stateMachineArn=machine, name=name, input=json.dumps(body)
            )
        except self._client.exceptions.ExecutionAlreadyExists:
            return

    def is_running(self, timer: Timer) -> bool:
        return self._status(self._machine, timer.name) == "RUNNING"

    def _status(self, machine: str, name: str) -> str | None:
        """How an execution is doing; None: there is none of this name."""
        arn = f"{machine.replace(':stateMachine:', ':execution:')}:{name}"
        try:
            found = self._client.describe_execution(executionArn=arn)
        except self._client.exceptions.ExecutionDoesNotExist:
            return None
        return str(found["status"])

    def resolved(self, token: str, ask_at: datetime) -> None:
        output = json.dumps({"ask_at": to_text(ask_at)})
        with self._unless_gone():
            self._client.send_task_success(taskToken=token, output=output)

    def rearm(self, token: str, wait: Wait) -> None:
        # A success would have to be told from a resolution by one more state.
        cause = json.dumps(wait.to_json())
        with self._unless_gone():
            self._client.send_task_failure(taskToken=token, error=REARM, cause=cause)

    @contextmanager
    def _unless_gone(self) -> Iterator[None]:
        try:
            yield
        except self._client.exceptions.ClientError as error:
            if error.response["Error"]["Code"] not in _GONE:
                raise
