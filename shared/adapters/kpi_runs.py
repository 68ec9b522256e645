"""Runs of the state machine that computes days in parts."""

import json
from collections.abc import Mapping
from typing import Any


class StepFunctionsKpiRuns:
    """``shared.ports_numbers.KpiRuns``; ``client`` is boto3's of Step Functions."""

    def __init__(self, client: Any, state_machine: str, above: int) -> None:
        self._client = client
        self._machine = state_machine
        self._above = above

    @property
    def above(self) -> int:
        return self._above

    def start(self, name: str, request: Mapping[str, Any]) -> None:
        try:
            self._client.start_execution(
                stateMachineArn=self._machine, name=name, input=json.dumps(request)
            )
        except self._client.exceptions.ExecutionAlreadyExists:
            return
