"""A deployed local stack for all end-to-end tests of a session, or for a module."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from functions.contract.operation import JSON
from infra.local.api import Api
from infra.local.emulator_process import PYTHON, free_port
from infra.local.send import Answer
from infra.local.stack import Stack
from infra.local.supervisor import LocalAws
from tests.fakes.contract import hold_answer

# Whatever the hour is: no test but that of the note is to meet with it.
CONSOLE = "https://console.example"
QUIET = {"out_of_hours": {"send": False}}


@contextmanager
def running(folder: Path) -> Iterator[LocalAws]:
    """Run a stack that keeps its things in a folder; none where none is installed."""
    if not PYTHON.exists():
        pytest.skip("the local AWS is not installed; run: make install")
    aws = LocalAws(free_port(), folder, say=lambda _line: None)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("CARE_CONSOLE_ORIGIN", CONSOLE)
        aws.start()
    try:
        yield aws
    finally:
        aws.stop()
    assert denied(folder) == [], "a function has called what its policy lacks"


def denied(folder: Path) -> list[str]:
    """What the local AWS has refused to whom, because no policy allows it."""
    lines = (folder / "emulator.log").read_text(errors="replace").splitlines()
    return [line for line in lines if line.startswith("denied: ")]


@pytest.fixture(scope="session", autouse=True)
def held_to_the_contract() -> Iterator[None]:
    """Whatever a test asks the API, the answer is one that the contract knows."""
    ask = Api._call

    def held(api: Api, method: str, url: str, *more: Any) -> Answer:
        answer = ask(api, method, url, *more)
        if url.startswith(api.stack.api_url):
            path = urlsplit(url.removeprefix(api.stack.api_url)).path
            hold_answer(method, path, answer.status, answer.json, JSON)
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Api, "_call", held)
        yield


@pytest.fixture(scope="session")
def local_aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """Supervise the stack: ``kill`` it and ``restart`` it, it is up again after."""
    with running(tmp_path_factory.mktemp("stack") / "local") as aws:
        Api(Stack.read(aws.folder)).send("PUT", "/settings/escalation", QUIET)
        yield aws


@pytest.fixture
def stack(local_aws: LocalAws) -> Stack:
    """Reach the running stack; one record a test, as a restart writes another."""
    return Stack.read(local_aws.folder)


@pytest.fixture(scope="module")
def own_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Run a stack of a module's own: nothing has happened in it, its clock is free."""
    with running(tmp_path_factory.mktemp("own") / "local") as aws:
        yield Stack.read(aws.folder)
