"""One deployed local stack for all end-to-end tests of a session."""

from collections.abc import Iterator

import pytest

from infra.local.api import Api
from infra.local.emulator_process import PYTHON, free_port
from infra.local.stack import Stack
from infra.local.supervisor import LocalAws

# Whatever the hour is: no test but that of the note is to meet with it.
QUIET = {"out_of_hours": {"send": False}}


@pytest.fixture(scope="session")
def local_aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """Supervise the stack: ``kill`` it and ``restart`` it, it is up again after."""
    if not PYTHON.exists():
        pytest.skip("the local AWS is not installed; run: make install")
    folder = tmp_path_factory.mktemp("stack") / "local"
    aws = LocalAws(free_port(), folder, say=lambda _line: None)
    aws.start()
    Api(Stack.read(folder)).send("PUT", "/settings/escalation", QUIET)
    yield aws
    aws.stop()


@pytest.fixture
def stack(local_aws: LocalAws) -> Stack:
    """Reach the running stack; one record a test, as a restart writes another."""
    return Stack.read(local_aws.folder)
