"""What a deployment lacks is said before anything is done; what is set stays."""

import json
import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from infra import deploy, functions
from infra.stack import template
from shared.config import load

Words = list[str]


@pytest.fixture(autouse=True)
def _a_machine_that_knows_no_aws(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in os.environ if n.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, os.devnull)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Say in which region: export AWS_DEFAULT_REGION=eu-central-1"),
        (["--timezone", "Rome"], "TIMEZONE=Rome is none; write it like TIMEZONE=Eur"),
        (["--timezone", ""], "TIMEZONE= is none; write it like TIMEZONE=Europe/Rome"),
        (["--timezone", "../x"], "TIMEZONE=../x is none; "),
        (["--stage", "local"], "The stage local is for make run; choose another STAGE"),
        (["--stage", "My-Stage"], "STAGE=My-Stage cannot be in the names of resources"),
        (
            ["--stage", "awsprod"],
            "STAGE=awsprod cannot be in the domain where machines",
        ),
    ],
)
def test_what_is_missing_is_one_sentence(
    words: Words,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["deploy", *words])
    status = deploy.main()

    printed = capsys.readouterr()
    assert (status, printed.out, len(printed.err.splitlines())) == (1, "", 1)
    assert printed.err.startswith(said)


def test_without_credentials_it_says_how_to_set_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")

    with pytest.raises(deploy.CannotDeploy, match="There are no AWS credentials"):
        deploy.check("prod", "UTC")


def test_with_all_it_needs_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")

    deploy.check("prod", "Europe/Rome")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of the project's configuration, which may be changed."""
    shutil.copytree(functions.ROOT / ".chalice", tmp_path / ".chalice")
    monkeypatch.setattr(functions, "ROOT", tmp_path)
    return tmp_path


def set_by_hand(project: Path, stage: str, **variables: str) -> None:
    file = project / ".chalice" / "config.json"
    config = json.loads(file.read_text())
    config["stages"][stage]["environment_variables"] |= variables
    file.write_text(json.dumps(config))


def outputs(table: str = "care-prod-table") -> dict[str, str]:
    """Build the outputs of a stack, as the template names them."""
    names = re.findall(r"\n  (\w+):", template().partition("\nOutputs:")[2])
    return {name: f"of the stack: {name}" for name in names} | {"Table": table}


def test_what_was_set_by_hand_survives_the_next_deployment(project: Path) -> None:
    deploy.configure("prod", outputs(), "UTC")
    mine = {
        "CARE_META_URL": "https://graph.facebook.com/v99.0",
        "CARE_X_URL": "https://x.example",
        "CARE_TELEGRAM_URL": "https://bots.example",
        "CARE_HUMAN_AGENT": "facebook,instagram",
    }
    set_by_hand(project, "prod", **mine)
    deploy.configure("prod", outputs(), "UTC")
    found = functions.variables(project, "prod")
    config = load(found)

    assert found.items() >= mine.items()
    urls = [config.meta_url, config.x_url, config.telegram_url]
    assert urls == list(mine.values())[:3]
    assert config.human_agent == {"facebook", "instagram"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CARE_HUMAN_AGENT", "facebook,whatsapp"),
        ("CARE_SENTIMENT", "bedrock"),
        ("CARE_PUBLIC_URL", "care.example"),
        ("CARE_KPI_SHARDED_ABOVE", "many"),
        ("CARE_RATE_LIMIT", "0"),
        ("CARE_CONSOLE_ORIGIN", "*"),
        ("CARE_OUTSIDE", "loopback"),
        ("CARE_META_URL", "http://graph.facebook.com/v25.0"),
        ("CARE_X_URL", "api.x.com"),
        ("CARE_TELEGRAM_URL", "https://me@api.telegram.org"),
    ],
)
def test_a_setting_that_would_stop_every_function_is_not_deployed(
    project: Path, name: str, value: str
) -> None:
    deploy.configure("prod", outputs(), "UTC")
    set_by_hand(project, "prod", **{name: value})

    with pytest.raises(deploy.CannotDeploy, match=name):
        deploy.check("prod", "UTC")


def test_the_stack_is_told_who_reads_moods(project: Path) -> None:
    deploy.configure("prod", outputs(), "UTC")
    before = deploy.parameters("prod")
    set_by_hand(project, "prod", CARE_SENTIMENT="comprehend")
    deploy.configure("prod", outputs(), "UTC")

    assert before == deploy.parameters("new") == {"Sentiment": "local"}
    assert deploy.parameters("prod") == {"Sentiment": "comprehend"}
    declared = template().partition("\nConditions:")[0]
    assert "\n  Sentiment:\n" in declared


def test_where_things_are_is_the_stacks_to_say(project: Path) -> None:
    deploy.configure("prod", outputs(), "UTC")
    set_by_hand(project, "prod", CARE_TABLE="mine", CARE_META_URL="mine")
    deploy.configure("test", outputs("care-test-table"), "UTC")
    deploy.configure("prod", outputs(), "Europe/Rome")
    prod, test = (functions.variables(project, it) for it in ("prod", "test"))

    assert (prod["CARE_TABLE"], prod["CARE_TIMEZONE"]) == (
        "care-prod-table",
        "Europe/Rome",
    )
    assert test["CARE_TABLE"] == "care-test-table"
    assert "CARE_META_URL" not in test


def deployed(project: Path, stage: str, url: str) -> None:
    """Let Chalice remember an API."""
    resources = [
        {"resource_type": "lambda_function", "name": "ask"},
        {"resource_type": "rest_api", "rest_api_id": "a1", "rest_api_url": url},
    ]
    memory = project / ".chalice" / "deployed" / f"{stage}.json"
    memory.parent.mkdir(exist_ok=True)
    memory.write_text(json.dumps({"resources": resources}))


AWS = "https://{}.execute-api.eu-south-1.amazonaws.com/api"


def test_the_functions_are_told_the_apis_address_once_it_has_one(
    project: Path,
) -> None:
    told = []
    deploy.configure("prod", outputs(), "UTC")
    told.append(functions.variables(project, "prod").get("CARE_PUBLIC_URL"))
    for name in ("old", "new"):
        deployed(project, "prod", AWS.format(name) + "/")
        deploy.configure("prod", outputs(), "UTC")
        told.append(load(functions.variables(project, "prod")).public_url)

    assert told == [None, AWS.format("old"), AWS.format("new")]


def test_a_machine_that_does_not_know_the_api_makes_no_second_one(
    project: Path,
) -> None:
    deploy.configure("prod", outputs(), "UTC")
    deployed(project, "prod", AWS.format("a1"))
    deploy.configure("prod", outputs(), "UTC")
    record = project / ".chalice" / "deployed" / "prod.json"
    kept = record.read_text()
    record.unlink()

    with pytest.raises(deploy.CannotDeploy, match=r"deployed/prod\.json is missing"):
        deploy.check("prod", "UTC")

    record.write_text(kept)
    with pytest.raises(deploy.CannotDeploy, match="Say in which region"):
        deploy.check("prod", "UTC")


def test_what_chalice_remembers_can_be_committed() -> None:
    ignored = (functions.ROOT / ".gitignore").read_text().splitlines()

    assert ".chalice/config.json" not in ignored
    assert ".chalice/deployed/" not in ignored


def test_an_address_of_their_own_stays(project: Path) -> None:
    deploy.configure("prod", outputs(), "UTC")
    set_by_hand(project, "prod", CARE_PUBLIC_URL="https://care.example")
    deployed(project, "prod", AWS.format("a1"))
    deploy.configure("prod", outputs(), "UTC")

    known = functions.variables(project, "prod")
    assert known["CARE_PUBLIC_URL"] == "https://care.example"


def test_only_a_new_address_is_worth_a_second_deployment(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []

    def run_chalice(_project: Path, *words: str, **_more: object) -> str:
        ran.append(" ".join(words))
        deployed(project, "prod", AWS.format("a1"))
        return f"Rest API URL: {AWS.format('a1')}"

    monkeypatch.setattr(functions, "run_chalice", run_chalice)
    monkeypatch.setattr(functions, "clean", lambda _project: None)
    monkeypatch.setattr("infra.stack.deploy", lambda *_said: outputs())
    monkeypatch.setattr("boto3.client", lambda _name: None)
    throttled: list[tuple[str, str, int]] = []
    monkeypatch.setattr(
        "infra.throttling.throttle", lambda _client, *said: throttled.append(said)
    )
    monkeypatch.setattr("infra.refusals.say", lambda *_said: None)
    counts = []
    for _ in range(2):
        assert deploy.deploy("prod", "UTC").endswith(AWS.format("a1"))
        counts.append(len(ran))

    assert counts == [2, 3]
    assert throttled == [("a1", "api", 100)] * 2


def test_a_stage_is_what_the_stack_takes_for_one() -> None:
    pattern = re.search(r'Stage:\n +Type: String\n +AllowedPattern: "(.*)"', template())

    assert pattern is not None
    assert deploy._STAGE.pattern == pattern[1]
