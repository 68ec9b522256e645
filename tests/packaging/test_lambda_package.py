"""The real package: what is in it, that it runs, and that CloudFormation takes it."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from infra import functions, stack

STAGE = "prod"
SITE = Path(pytest.__file__).parents[1]
# What Lambda's Python runtime brings with it.
RUNTIME = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six.py")
PACKAGED = {
    "app.py",
    "aws_lambda_powertools",
    "certifi",
    "chalice",
    "functions",
    "fastjsonschema",
    "holidays",
    "idna",
    "pynamodb",
    "requests",
    "shared",
    "typing_extensions.py",
    "tzdata",
    "urllib3",
    "vaderSentiment",
}
# Legal in JSONata, but cfn-lint 1.58 wants a number.
# https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html
EXPRESSION = re.compile(r'"TimeoutSeconds": "{%[^%]*%}"')
PROBE = """
import importlib, json, sys
sys.path[:0] = json.loads(sys.argv[1])
for handler in json.loads(sys.argv[2]):
    module, _, name = handler.rpartition(".")
    assert callable(getattr(importlib.import_module(module), name)), handler
"""


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run ``chalice package`` on the product as `make deploy` would."""
    project = tmp_path_factory.mktemp("project")
    for name in ("app.py", "vendor", "requirements.txt"):
        (project / name).symlink_to(functions.ROOT / name)
    settings = functions.stage_settings(STAGE, _outputs(), "UTC", {})
    functions.configure(project, STAGE, settings)
    functions.clean(project)
    environment = {**os.environ, "AWS_DEFAULT_REGION": "us-east-1"}
    functions.run_chalice(
        project, "package", "--stage", STAGE, "out", environment=environment
    )
    return project / "out"


@pytest.fixture(scope="session")
def template(package: Path) -> dict[str, Any]:
    sam: dict[str, Any] = json.loads((package / "sam.json").read_text())
    return sam


def test_nothing_but_what_runs_is_packaged(package: Path) -> None:
    names = _names(package)
    tops = {name.partition("/")[0] for name in names}

    assert {top for top in tops if not top.endswith(".dist-info")} == PACKAGED


def test_nothing_compiled_is_packaged(package: Path) -> None:
    compiled = re.compile(r"\.(so|pyd|dylib|pyc)$")

    assert [name for name in _names(package) if compiled.search(name)] == []


def test_the_package_is_small_enough_for_a_quick_start(package: Path) -> None:
    assert (package / "deployment.zip").stat().st_size < 5_000_000


def test_every_handler_is_imported_from_the_package_alone(
    package: Path, template: dict[str, Any], tmp_path: Path
) -> None:
    code, runtime = tmp_path / "code", tmp_path / "runtime"
    zipfile.ZipFile(package / "deployment.zip").extractall(code)
    runtime.mkdir()
    for name in RUNTIME:
        (runtime / name).symlink_to(SITE / name)
    made = [resource["Properties"] for resource in _functions(template)]
    handlers = [properties["Handler"] for properties in made]
    paths = [str(code), str(runtime)]

    ended = subprocess.run(
        [sys.executable, "-I", "-S", "-c", PROBE, *map(json.dumps, (paths, handlers))],
        env={**made[0]["Environment"]["Variables"], "AWS_DEFAULT_REGION": "us-east-1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ended.returncode, ended.stderr) == (0, "")


def test_every_function_has_a_role_of_the_stack(template: dict[str, Any]) -> None:
    roles = {resource["Properties"]["Role"] for resource in _functions(template)}

    expected = {arn for name, arn in _outputs().items() if name.endswith("Role")}
    assert roles == expected


def test_cloudformation_takes_the_stacks_and_the_functions(
    package: Path, tmp_path: Path
) -> None:
    files = [package / "sam.json", *map(tmp_path.joinpath, "abc")]
    templates = (
        EXPRESSION.sub('"TimeoutSeconds": 60', stack.template()),
        stack.template(stack.CATALOGUE),
        stack.watch(),
    )
    for file, text in zip(files[1:], templates, strict=True):
        file.write_text(text)

    ended = subprocess.run(
        [Path(sys.executable).with_name("cfn-lint"), *files],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ended.returncode, ended.stdout) == (0, "")


@pytest.mark.parametrize(
    ("queue", "function"),
    [("Inbound", "ingest"), ("Outbound", "deliver"), ("Outbound", "post")],
)
def test_a_queues_visibility_is_six_times_the_time_of_its_function(
    template: dict[str, Any], queue: str, function: str
) -> None:
    """As AWS asks, so that a throttled batch is not received a second time.

    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    """
    found = re.search(
        rf"{queue}Visibility:.*?Default: (\d+)", stack.template(), re.DOTALL
    )
    timeout = next(
        resource["Properties"]["Timeout"]
        for resource in _functions(template)
        if f".{function}_" in resource["Properties"]["Handler"]
    )

    assert found is not None
    assert int(found[1]) >= 6 * timeout


def _names(package: Path) -> list[str]:
    with zipfile.ZipFile(package / "deployment.zip") as archive:
        return archive.namelist()


def _functions(template: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        resource
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::Serverless::Function"
    ]


def _outputs() -> dict[str, str]:
    """Make up what the stack would answer."""
    names = re.findall(r"^  (\w+): \{ Value:", stack.template(), re.MULTILINE)
    account, region = "123456789012", "us-east-1"
    machine = "stateMachine:care-prod-case"
    known = {
        "QueueUrl": f"https://sqs.{region}.amazonaws.com/{account}/care-prod-inbound",
        "StreamArn": f"arn:aws:dynamodb:{region}:{account}:table/care/stream/1",
        "StateMachine": f"arn:aws:states:{region}:{account}:{machine}",
        "UserPoolArn": f"arn:aws:cognito-idp:{region}:{account}:userpool/{region}_a",
    }
    roles = {
        name: f"arn:aws:iam::{account}:role/{name}"
        for name in names
        if name.endswith("Role")
    }
    return {**dict.fromkeys(names, "care-prod-thing"), **known, **roles}
