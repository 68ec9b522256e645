"""Static rules of the state machine's file, which is the very one deployed."""

import json
import re
from typing import Any

import pytest
from cfnlint.decode import cfn_yaml

from infra import functions, stack
from shared.adapters.workflow import REARM
from shared.domain.waits import UNSAID

FILE = stack.FOLDER / "statemachines" / "case.asl.json"
TEXT = FILE.read_text(encoding="utf-8")
MACHINE: dict[str, Any] = json.loads(TEXT)
STATES: dict[str, dict[str, Any]] = MACHINE["States"]
TASKS = {n: s for n, s in STATES.items() if s["Type"] == "Task"}
WAITS = {n: s for n, s in TASKS.items() if s["Resource"].endswith("waitForTaskToken")}
PLACEHOLDER = re.compile(r"\$\{(\w+)\}")
WORDS = (
    *("IntervalSeconds", "BackoffRate", "MaxAttempts"),
    *("MaxDelaySeconds", "JitterStrategy"),
)


def resources() -> dict[str, Any]:
    found: dict[str, Any] = cfn_yaml.loads(stack.template())["Resources"]
    return found


def targets(state: dict[str, Any]) -> set[str]:
    """Every state that can follow, errors included."""
    nexts = [state.get("Next"), state.get("Default")]
    nexts += [rule.get("Next") for rule in state.get("Catch", [])]
    nexts += [rule.get("Next") for rule in state.get("Choices", [])]
    return {name for name in nexts if name}


def reached(start: str) -> set[str]:
    found: set[str] = set()
    pending = {start}
    while pending:
        name = pending.pop()
        found.add(name)
        pending |= targets(STATES[name]) - found
    return found


def test_every_state_can_be_reached_and_exists() -> None:
    assert reached(MACHINE["StartAt"]) == set(STATES)


def test_the_machine_has_an_end() -> None:
    ends = [n for n, s in STATES.items() if s.get("End") or s["Type"] == "Succeed"]

    assert ends == ["Ask"]


@pytest.mark.parametrize("name", STATES)
def test_a_state_says_what_it_is_for(name: str) -> None:
    assert STATES[name]["Comment"].endswith(".")
    assert bool(STATES[name].get("End")) != bool(STATES[name].get("Next"))


@pytest.mark.parametrize("name", TASKS)
def test_a_task_tries_again_like_all_the_others(name: str) -> None:
    rule = TASKS[name]["Retry"][-1]
    usual = TASKS["Ask"]["Retry"][-1]

    assert {w: rule[w] for w in WORDS} == {w: usual[w] for w in WORDS}
    assert "States.TaskFailed" in rule["ErrorEquals"]
    assert "States.ALL" not in rule["ErrorEquals"]


@pytest.mark.parametrize("name", TASKS)
def test_a_task_ends_by_itself(name: str) -> None:
    assert TASKS[name]["TimeoutSeconds"]


@pytest.mark.parametrize("name", WAITS)
def test_a_wait_catches_its_timeout_and_does_not_repeat_it(name: str) -> None:
    caught = {e for rule in WAITS[name]["Catch"] for e in rule["ErrorEquals"]}
    repeated = {e for rule in WAITS[name]["Retry"] for e in rule["ErrorEquals"]}

    assert "States.Timeout" in caught
    assert "States.Timeout" not in repeated


def test_there_is_one_wait() -> None:
    assert list(WAITS) == ["AwaitDeadline"]


def test_placeholders_stand_inside_strings_only() -> None:
    # The file is valid JSON as it is, so each is a part of some string.
    inside = {
        name
        for task in TASKS.values()
        for name in PLACEHOLDER.findall(task["Arguments"]["FunctionName"])
    }

    assert inside == set(PLACEHOLDER.findall(TEXT))


def test_the_stack_fills_in_every_placeholder() -> None:
    given = resources()["CaseMachine"]["Properties"]["DefinitionSubstitutions"]

    assert set(given) == set(PLACEHOLDER.findall(TEXT))


def test_the_placeholders_name_functions_that_chalice_deploys() -> None:
    given = resources()["CaseMachine"]["Properties"]["DefinitionSubstitutions"]
    named = {
        json.dumps(arn).rpartition("${Stage}-")[2].rstrip('"}')
        for arn in given.values()
    }

    assert named == {"await_deadline", "ask"}
    assert named <= set(functions.ROLES)


def test_the_machine_may_invoke_just_what_it_names() -> None:
    found = resources()
    properties = found["CaseMachineRole"]["Properties"]
    (statement,) = properties["Policies"][0]["PolicyDocument"]["Statement"]
    given = found["CaseMachine"]["Properties"]["DefinitionSubstitutions"]

    assert sorted(map(str, statement["Resource"])) == sorted(map(str, given.values()))


def test_states_carry_ids_and_how_long_to_wait_only() -> None:
    read = set(re.findall(r"\$states\.input\.(\w+)", TEXT))

    assert read <= {"person", "case", "episode", "ask_at", *UNSAID.to_json()}


def test_a_wait_armed_anew_is_caught_and_not_repeated() -> None:
    wait = WAITS["AwaitDeadline"]
    # States.TaskFailed means every error but a timeout: the first rule decides.
    # https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
    assert wait["Retry"][0] == {"ErrorEquals": [REARM], "MaxAttempts": 0}
    assert wait["Catch"][0]["ErrorEquals"] == [REARM]


def test_whoever_answers_a_wait_may_do_it_either_way() -> None:
    statement = resources()["AnswerCase"]["Properties"]["PolicyDocument"]["Statement"]

    assert statement[0]["Action"] == [
        "states:SendTaskFailure",
        "states:SendTaskSuccess",
    ]
    for role in ("ApiRole", "IngestRole", "AwaitDeadlineRole", "SweepRole"):
        policies = resources()[role]["Properties"]["ManagedPolicyArns"]
        assert {"Ref": "AnswerCase"} in policies
