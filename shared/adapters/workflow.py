"""Case workflows in Step Functions: start once, answer the wait, ask if alive."""

import json
from datetime import datetime
from typing import Any

from shared.domain.decisions import Timer
from shared.domain.times import to_text

# A token that is late, used or unknown: the workflow has moved on by itself.
_GONE = {"TaskDoesNotExist", "TaskTimedOut", "InvalidToken"}


class StepFunctionsWorkflow:
    """``shared.ports.Workflow``; ``client`` is a boto3 Step Functions client."""

    def __init__(self, client: Any, state_machine: str) -> None:
        self._client = client
        self._machine = state_machine

    def start(self, timer: Timer) -> None:
        body = {"person": timer.person, "case": timer.case, "episode": timer.episode}
        try:
            self._client.start_execution(
                stateMachineArn=self._machine, name=timer.name, input=json.dumps(body)
            )
        except self._client.exceptions.ExecutionAlreadyExists:
            return

    def is_running(self, timer: Timer) -> bool:
        arn = f"{self._machine.replace(':stateMachine:', ':execution:')}:{timer.name}"
        try:
            found = self._client.describe_execution(executionArn=arn)
        except self._client.exceptions.ExecutionDoesNotExist:
            return False
        return bool(found["status"] == "RUNNING")

    def resolved(self, token: str, ask_at: datetime) -> None:
        output = json.dumps({"ask_at": to_text(ask_at)})
        try:
            self._client.send_task_success(taskToken=token, output=output)
        except self._client.exceptions.ClientError as error:
            if error.response["Error"]["Code"] not in _GONE:
                raise
