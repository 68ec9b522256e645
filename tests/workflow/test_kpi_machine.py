"""Static rules of the state machine of the numbers, the very file deployed."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from cfnlint.decode import cfn_yaml

from functions.kpi_workflow import TASKS as DONE
from infra import functions, stack
from shared.domain.shards import SHARDS

FILE = stack.FOLDER / "statemachines" / "kpis.asl.json"
TEXT = FILE.read_text(encoding="utf-8")
MACHINE: dict[str, Any] = json.loads(TEXT)
FUNCTION = "kpi_parts"
LAMBDA_S = 900  # .chalice/config.json


def machines(machine: dict[str, Any] = MACHINE) -> Iterator[dict[str, Any]]:
    """The machine and those inside its maps."""
    yield machine
    for state in machine["States"].values():
        if state["Type"] == "Map":
            yield from machines(state["ItemProcessor"])


STATES: dict[str, dict[str, Any]] = {
    name: state for machine in machines() for name, state in machine["States"].items()
}
TASKS = {n: s for n, s in STATES.items() if s["Type"] == "Task"}
MAPS = {n: s for n, s in STATES.items() if s["Type"] == "Map"}


def resources() -> dict[str, Any]:
    found: dict[str, Any] = cfn_yaml.loads(stack.template())["Resources"]
    return found


def test_every_state_is_reached_from_the_one_before_and_one_ends() -> None:
    for machine in machines():
        states = machine["States"]
        nexts = [state["Next"] for state in states.values() if "Next" in state]
        ends = [name for name, state in states.items() if state.get("End")]

        assert sorted([machine["StartAt"], *nexts]) == sorted(states)
        assert len(ends) == 1


@pytest.mark.parametrize("name", STATES)
def test_a_state_says_what_it_is_for(name: str) -> None:
    assert STATES[name]["Comment"].endswith(".")


@pytest.mark.parametrize("name", TASKS)
def test_a_task_tries_again_like_all_the_others_and_ends_by_itself(name: str) -> None:
    (rule,) = TASKS[name]["Retry"]

    assert TASKS[name]["Retry"] == TASKS["Gather"]["Retry"]
    assert rule["ErrorEquals"] == ["States.TaskFailed", "States.Timeout"]
    assert TASKS[name]["TimeoutSeconds"] > LAMBDA_S


def test_the_function_has_the_time_that_a_state_gives_it() -> None:
    config = json.loads((functions.ROOT / ".chalice" / "config.json").read_text())

    assert config["lambda_functions"][FUNCTION]["lambda_timeout"] == LAMBDA_S


def test_a_task_asks_for_what_its_name_says() -> None:
    """In its own payload, or in what a map hands to it."""
    selected = [state["ItemSelector"].get("task") for state in MAPS.values()]
    payloads = [state["Arguments"]["Payload"] for state in TASKS.values()]
    asked = {p["task"] for p in payloads if isinstance(p, dict)} | set(selected)

    assert asked - {None} == {name.lower() for name in TASKS} == set(DONE)


def test_every_shard_is_gathered_once_and_all_at_once() -> None:
    assert MAPS["EachShard"]["Items"] == list(range(SHARDS))
    assert MAPS["EachShard"]["MaxConcurrency"] == SHARDS


@pytest.mark.parametrize("name", ["EachStretch", "EachDay"])
def test_days_are_in_order(name: str) -> None:
    assert MAPS[name]["MaxConcurrency"] == 1


def test_the_stack_fills_in_the_function_that_chalice_deploys() -> None:
    given = resources()["KpiMachine"]["Properties"]["DefinitionSubstitutions"]
    named = set(re.findall(r"\$\{(\w+)\}", TEXT))
    function = json.dumps(given["KpiPartsFunction"]).rpartition("${Stage}-")[2]

    assert set(given) == named == {"KpiPartsFunction"}
    assert function.rstrip('"}') == FUNCTION
    assert FUNCTION in functions.ROLES


def test_the_machine_may_invoke_just_what_it_names() -> None:
    found = resources()
    policies = found["KpiMachineRole"]["Properties"]["Policies"]
    (statement,) = policies[0]["PolicyDocument"]["Statement"]
    given = found["KpiMachine"]["Properties"]["DefinitionSubstitutions"]

    assert statement["Action"] == "lambda:InvokeFunction"
    assert statement["Resource"] == given["KpiPartsFunction"]


def test_just_who_computes_may_start_it() -> None:
    holders = {
        name
        for name, resource in resources().items()
        if {"Ref": "StartKpis"} in resource["Properties"].get("ManagedPolicyArns", [])
    }

    assert holders == {"NightlyRole", "ComputeKpisRole"}


def test_what_lies_aside_is_forgotten_in_a_week_whatever_becomes_of_a_run() -> None:
    bucket = resources()["Bucket"]["Properties"]["LifecycleConfiguration"]
    rules = {rule["Prefix"]: rule["ExpirationInDays"] for rule in bucket["Rules"]}

    assert rules["kpis/parts/"] == 7
