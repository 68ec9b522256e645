"""An emulator without our stack on it, and small things to put into it."""

import io
import json
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local.emulator_process import PYTHON, REGION, Emulator, free_port
from infra.local.stack import client

SERVICES = ["lambda.amazonaws.com", "states.amazonaws.com"]
ROLE = "arn:aws:iam::000000000000:role/any"


class Playground:
    """An emulator with builders for what the tests need in it."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        trust = {"Effect": "Allow", "Principal": {"Service": SERVICES}}
        self.client("iam").create_role(
            RoleName="any",
            AssumeRolePolicyDocument=json.dumps(
                {"Statement": {**trust, "Action": "sts:AssumeRole"}}
            ),
        )

    def client(self, service: str) -> Any:
        return client(service, self.emulator.url, REGION)

    def function(self, name: str, body: str) -> str:
        """Create a Lambda function with this body; return its ARN."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as package:
            package.writestr(zipfile.ZipInfo("main.py"), body)
        made = self.client("lambda").create_function(
            FunctionName=name,
            Runtime="python3.11",
            Role=ROLE,
            Handler="main.handler",
            Code={"ZipFile": packed.getvalue()},
        )
        arn: str = made["FunctionArn"]
        return arn

    def invoke(self, name: str, event: Any = None) -> Any:
        answer = self.client("lambda").invoke(
            FunctionName=name, Payload=json.dumps(event)
        )
        return json.load(answer["Payload"])

    def execution(self, name: str, event: Any = None, **state: Any) -> str:
        """Start a machine with one state; return the execution's ARN."""
        states = self.client("stepfunctions")
        definition = {"StartAt": "Only", "States": {"Only": {**state, "End": True}}}
        machine = states.create_state_machine(
            name=name, definition=json.dumps(definition), roleArn=ROLE
        )["stateMachineArn"]
        started = states.start_execution(
            stateMachineArn=machine, input=json.dumps(event or {})
        )
        arn: str = started["executionArn"]
        return arn

    def ended(self, execution: str, patience: float = 10.0) -> dict[str, Any]:
        """Wait for an execution's end and describe it."""
        states = self.client("stepfunctions")
        end = time.monotonic() + patience
        while time.monotonic() < end:
            found: dict[str, Any] = states.describe_execution(executionArn=execution)
            if found["status"] != "RUNNING":
                return found
            time.sleep(0.02)
        raise TimeoutError(f"{execution} still runs after {patience} s.")


@pytest.fixture(scope="session")
def playground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    """One emulator for all tests that neither kill nor stop it."""
    emulator = make_emulator(tmp_path_factory.mktemp("playground"))
    emulator.start()
    yield Playground(emulator)
    emulator.stop()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Playground]:
    """One emulator for a test that kills it."""
    emulator = make_emulator(tmp_path)
    emulator.start()
    yield Playground(emulator)
    emulator.stop()


@pytest.fixture
def unique(request: pytest.FixtureRequest) -> Callable[[str], str]:
    """Name things after the test, so that tests share one emulator."""
    test = request.node.name.removeprefix("test_").replace("_", "-")[:50]
    return lambda thing: f"{test}-{thing}"


def make_emulator(folder: Path) -> Emulator:
    if not PYTHON.exists():
        pytest.skip("the local AWS is not installed; run: make install")
    return Emulator(free_port(), folder)
