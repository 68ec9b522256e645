"""The local stack itself: reachable as its record says, and not to be lost."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from infra.local.api import Api, wait_for
from infra.local.emulator_process import CannotStart
from infra.local.report import curl_lines
from infra.local.stack import Stack
from infra.local.supervisor import LocalAws, reset
from shared.names import Names

pytestmark = pytest.mark.e2e


def test_the_api_answers_where_the_record_says(stack: Stack) -> None:
    assert Api(stack).get("/health").status == 200


def test_everybodys_token_signs_in(stack: Stack) -> None:
    roles = ("agent", "agent2", "supervisor", "admin")

    assert [Api(stack).get("/cases", role).status for role in roles] == [200] * 4


def test_a_tampered_token_is_refused(stack: Stack) -> None:
    stack.tokens["tampered"] = stack.tokens["agent"][:-6] + "AAAAAA"

    assert Api(stack).get("/cases", "tampered").status == 401


def test_a_queued_webhook_outlives_a_kill(local_aws: LocalAws, stack: Stack) -> None:
    person = f"kill-{time.time_ns()}"
    with _nobody_ingests(stack):
        assert Api(stack).webhook("custom", _message(person, stack)).status == 200
        local_aws.kill()
        stack = local_aws.restart()

    assert _text(Api(stack), person) == "Where is my parcel?"


def test_stored_cases_outlive_a_kill_and_are_still_timed(
    local_aws: LocalAws, stack: Stack
) -> None:
    person = f"timed-{time.time_ns()}"
    Api(stack).webhook("custom", _message(person, stack))
    _text(Api(stack), person)

    local_aws.kill()
    stack = local_aws.restart()

    assert _text(Api(stack), person) == "Where is my parcel?"
    assert wait_for("a running timer", lambda: _running(stack) or None)


def test_after_settling_the_case_of_a_webhook_is_there(stack: Stack) -> None:
    person = f"settled-{time.time_ns()}"
    Api(stack).webhook("custom", _message(person, stack))

    assert stack.settle()
    found = Api(stack).get(f"/customers/email:{person}")
    assert found.status == 200
    first = Api(stack).timeline(found.json["case"]["id"])[0]
    assert first["kind"] == "message_received"


def test_a_second_stack_at_the_same_port_is_refused_in_one_sentence(
    local_aws: LocalAws, tmp_path: Path
) -> None:
    folder = tmp_path / "second"
    other = LocalAws(local_aws.port, folder, lambda _line: None, "demo")

    with pytest.raises(CannotStart) as refused:
        other.start()

    said = str(refused.value)
    assert said.startswith(
        f"Port {local_aws.port} is in use; choose another: make demo"
    )
    assert not folder.exists()


def test_a_second_stack_in_the_same_folder_is_told_so_whatever_its_port(
    local_aws: LocalAws,
) -> None:
    other = LocalAws(local_aws.port, local_aws.folder, lambda _line: None, "demo")

    with pytest.raises(CannotStart) as refused:
        other.start()

    assert str(refused.value).startswith(f"A local AWS runs in {local_aws.folder}")
    assert "make demo LOCAL_DIR=" in str(refused.value)
    assert Stack.read(local_aws.folder)


def test_a_running_stack_is_not_forgotten(local_aws: LocalAws) -> None:
    with pytest.raises(CannotStart, match=r"; stop it first, with Ctrl-C"):
        reset(local_aws.folder)

    assert Stack.read(local_aws.folder)


def test_git_and_linters_keep_out_of_its_folder(local_aws: LocalAws) -> None:
    assert (local_aws.folder / ".gitignore").read_text() == "*\n"


def test_what_is_printed_to_be_pasted_has_no_token_in_it(
    local_aws: LocalAws, stack: Stack
) -> None:
    lines = curl_lines(stack, date(2026, 3, 2), local_aws.folder)

    assert not [t for t in stack.tokens.values() if t in lines]
    [line] = [one for one in lines.splitlines() if "TOKEN=" in one]
    shell = ["bash", "-c", f'{line.strip()}; echo "$TOKEN"']
    token = subprocess.run(shell, capture_output=True, text=True, check=True).stdout
    assert token.strip() == stack.tokens["supervisor"]


@contextmanager
def _nobody_ingests(stack: Stack) -> Iterator[None]:
    """Let messages stay in the queue meanwhile; also over a restart."""
    functions = stack.client("lambda")
    name = Names(stack.stage).of("ingest")
    found = functions.list_event_source_mappings(FunctionName=name)
    mapping = found["EventSourceMappings"][0]["UUID"]
    functions.update_event_source_mapping(UUID=mapping, Enabled=False)
    yield
    functions.update_event_source_mapping(UUID=mapping, Enabled=True)


def _message(person: str, stack: Stack) -> dict[str, object]:
    return {
        "id": f"mail-of-{person}",
        "channel": "email",
        "occurred_at": f"{datetime.fromtimestamp(stack.now(), UTC):%FT%TZ}",
        "direction": "inbound",
        "author": {"id": person, "name": "Ilie Radu", "handle": person},
        "text": "Where is my parcel?",
    }


def _text(api: Api, person: str) -> str:
    case = api.case_of(f"email:{person}")
    found = api.wait_for_entry(case["id"], "message_received")
    text: str = found["text"]
    return text


def _running(stack: Stack) -> int:
    states = stack.client("stepfunctions")
    found = states.list_executions(
        stateMachineArn=stack.state_machine, statusFilter="RUNNING"
    )
    return len(found["executions"])
