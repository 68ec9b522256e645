"""Create or update the stacks of a stage with CloudFormation.

The first is what the product stands on (stack.yaml), the others are the catalogue of
its exports (catalogue.yaml) and what watches it (alarms.py, dashboard.py).
"""

import json
import re
import time
from pathlib import Path
from typing import Any

import yaml

from infra import alarms, catalogue, dashboard, functions
from shared.names import Names

FOLDER = Path(__file__).resolve().parent

STACK, CATALOGUE = "stack.yaml", "catalogue.yaml"

_INCLUDE = re.compile(r'\{ "Include": "([^"]+)" \}')
_TABLE = re.compile(r'\{ "Table": "([^"]+)" \}')
_POLL = 0.1, 3.0  # seconds: at first, and at most, between two looks
_DONE = ("CREATE_COMPLETE", "UPDATE_COMPLETE")


class StackFailed(Exception):
    """CloudFormation refused or undid the change; says which resource and why."""


def template(file: str = STACK) -> str:
    """Read a template with its state machines and tables in place.

    JSON is YAML too, so the very file that the tests check is what is deployed.
    """
    text = (FOLDER / file).read_text(encoding="utf-8")
    text = _INCLUDE.sub(lambda found: _json(FOLDER / found[1]), text)
    return _TABLE.sub(lambda found: catalogue.resource(found[1]), text)


def body(file: str = STACK) -> str:
    """Return the same as JSON, without spaces and comments: a sixth shorter.

    CloudFormation takes 51,200 bytes in a request, more only from a bucket, which
    there is none of before the stack.
    """
    found = yaml.load(template(file), Loader=_Loader)  # noqa: S506 - a SafeLoader
    return json.dumps(found, separators=(",", ":"))


class _Loader(yaml.SafeLoader):  # type: ignore[misc] # no types
    """Reads CloudFormation's short forms: !Ref, !Sub, !GetAtt and so on."""


def _function(loader: yaml.SafeLoader, name: str, node: Any) -> dict[str, Any]:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    else:
        value = loader.construct_sequence(node, deep=True)
    if name == "GetAtt":
        value = value.split(".", 1)
    return {name if name == "Ref" else f"Fn::{name}": value}


_Loader.add_multi_constructor("!", _function)


def watch() -> str:
    """Return the template of alarms and dashboard, as it is sent."""
    watched = ("", *functions.ROLES)
    found = {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "Social customer care - alarms and dashboard",
        "Parameters": {
            "Stage": {"Type": "String", "AllowedPattern": "[a-z][a-z0-9]{0,15}"}
        },
        "Resources": {
            **alarms.resources(watched),
            "Dashboard": dashboard.resource(watched),
        },
        "Outputs": {"Alarms": {"Value": {"Ref": "Alarms"}}},
    }
    return json.dumps(found, separators=(",", ":"))


def deploy(
    cloudformation: Any, stage: str, parameters: dict[str, str]
) -> dict[str, str]:
    """Bring the stage's stacks up to date and return the outputs of the first.

    ``cloudformation`` is a boto3 client, ``parameters`` are those of the first.
    Running it again changes nothing.

    Raises:
        StackFailed: the change was refused or rolled back.

    """
    names = Names(stage)
    known = {"Stage": stage}
    outputs = _bring_up(cloudformation, names.stack, body(), known | parameters)
    exports = {**known, "Bucket": outputs["Bucket"]}
    _bring_up(cloudformation, names.of("catalogue"), body(CATALOGUE), exports)
    _bring_up(cloudformation, names.of("watch"), watch(), known)
    return outputs


def _bring_up(
    cloudformation: Any, name: str, text: str, parameters: dict[str, str]
) -> dict[str, str]:
    change = cloudformation.create_change_set(
        StackName=name,
        ChangeSetName=f"deploy-{time.time_ns()}",
        ChangeSetType=_change_type(cloudformation, name),
        TemplateBody=text,
        Capabilities=["CAPABILITY_NAMED_IAM"],
        Parameters=[
            {"ParameterKey": key, "ParameterValue": value}
            for key, value in parameters.items()
        ],
    )["Id"]
    if _is_needed(cloudformation, change):
        # What a first creation made would be in the way of the next, were it retained.
        cloudformation.execute_change_set(
            ChangeSetName=change, RetainExceptOnCreate=True
        )
        _wait(cloudformation, name)
    outputs = _describe(cloudformation, name).get("Outputs", [])
    return {output["OutputKey"]: output["OutputValue"] for output in outputs}


def _json(path: Path) -> str:
    return json.dumps(json.loads(path.read_text(encoding="utf-8")))


def _change_type(cloudformation: Any, name: str) -> str:
    try:
        status = _describe(cloudformation, name)["StackStatus"]
    except cloudformation.exceptions.ClientError as error:
        if "does not exist" not in str(error):
            raise
        return "CREATE"
    if status == "ROLLBACK_COMPLETE":
        raise StackFailed(
            f"The first creation of {name} failed; delete the stack and deploy again."
        )
    return "CREATE" if status == "REVIEW_IN_PROGRESS" else "UPDATE"


def _is_needed(cloudformation: Any, change: str) -> bool:
    pauses = _pauses()
    while True:
        found = cloudformation.describe_change_set(ChangeSetName=change)
        if found["Status"] == "CREATE_COMPLETE":
            return True
        if found["Status"] == "FAILED":
            break
        time.sleep(next(pauses))
    reason = found.get("StatusReason", "")
    cloudformation.delete_change_set(ChangeSetName=change)
    if "didn't contain changes" in reason or "No updates" in reason:
        return False
    raise StackFailed(f"CloudFormation refused the stack: {reason}")


def _wait(cloudformation: Any, name: str) -> None:
    pauses = _pauses()
    while (status := _describe(cloudformation, name)["StackStatus"]).endswith(
        "_IN_PROGRESS"
    ):
        time.sleep(next(pauses))
    if status not in _DONE:
        events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
        failed = [
            f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}"
            for event in events
            if "FAILED" in event["ResourceStatus"]
        ]
        raise StackFailed(f"The stack {name} ended as {status}. {'; '.join(failed)}")


def _pauses() -> Any:
    pause, longest = _POLL
    while True:
        yield pause
        pause = min(pause * 1.5, longest)


def _describe(cloudformation: Any, name: str) -> dict[str, Any]:
    found: dict[str, Any] = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
    return found
