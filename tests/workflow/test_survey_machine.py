"""Static rules of the survey's state machine, which is the very one deployed."""

import json
import re
from typing import Any

from infra import functions, stack
from tests.workflow.test_case_machine import MACHINE as CASE
from tests.workflow.test_case_machine import PLACEHOLDER, resources

TEXT = (stack.FOLDER / "statemachines" / "survey.asl.json").read_text(encoding="utf-8")
MACHINE: dict[str, Any] = json.loads(TEXT)


def test_it_waits_and_asks_as_the_machine_of_a_case_does() -> None:
    wait, ask = (MACHINE["States"][name] for name in ("WaitToAsk", "Ask"))

    assert wait["Timestamp"] == CASE["States"]["WaitToAsk"]["Timestamp"]
    assert ask["Arguments"] == CASE["States"]["Ask"]["Arguments"]
    assert ask["Retry"] == CASE["States"]["Ask"]["Retry"]
    assert (wait["Next"], ask["End"]) == ("Ask", True)


def test_a_survey_takes_no_more_than_two_states() -> None:
    assert list(MACHINE["States"]) == ["WaitToAsk", "Ask"]


def test_the_stack_fills_in_what_it_names_with_a_function_of_ours() -> None:
    given = resources()["SurveyMachine"]["Properties"]["DefinitionSubstitutions"]

    assert set(given) == set(PLACEHOLDER.findall(TEXT)) == {"AskFunction"}
    assert json.dumps(given["AskFunction"]).rstrip('"}').endswith("-ask")
    assert "ask" in functions.ROLES


def test_its_role_may_invoke_what_it_names() -> None:
    found = resources()
    role = found["SurveyMachine"]["Properties"]["RoleArn"]
    (statement,) = found["SurveyMachineRole"]["Properties"]["Policies"][0][
        "PolicyDocument"
    ]["Statement"]

    assert role == {"Fn::GetAtt": ["SurveyMachineRole", "Arn"]}
    given = found["SurveyMachine"]["Properties"]["DefinitionSubstitutions"]
    assert given["AskFunction"] == statement["Resource"]


def test_states_carry_ids_and_when_to_ask_only() -> None:
    assert set(re.findall(r"\$states\.input\.(\w+)", TEXT)) == {"ask_at"}
