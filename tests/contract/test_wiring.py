"""The wiring builds every port the functions ask for, once, from the environment."""

import json

import boto3
import pytest

from functions import wiring
from shared.errors import Misconfigured
from shared.ports import Ports
from tests.contract.conftest import REGION, TABLE

SETTINGS = {
    "CARE_STAGE": "test",
    "CARE_TABLE": TABLE,
    "CARE_BUCKET": "bucket",
    "CARE_QUEUE_URL": "https://queue.example/1",
    "CARE_OUTBOUND_URL": "https://queue.example/2",
    "CARE_EVENTS_URL": "https://queue.example/events",
    "CARE_EVENTS_DEAD_URL": "https://queue.example/events-dead",
    "CARE_STREAM_ARN": "arn:aws:dynamodb:us-east-1:0:table/t/stream/1",
    "CARE_STATE_MACHINE": f"arn:aws:states:{REGION}:123456789012:stateMachine:case",
    "CARE_KPI_MACHINE": f"arn:aws:states:{REGION}:123456789012:stateMachine:kpis",
    "CARE_SURVEY_MACHINE": f"arn:aws:states:{REGION}:123456789012:stateMachine:survey",
    "CARE_USER_POOL_ARN": "arn:aws:cognito-idp:::userpool/p",
    "CARE_TIMEZONE": "Europe/Rome",
}
PORTS = [name for name in dir(Ports) if not name.startswith("_")]


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(wiring, "_wiring", [])


def test_every_port_is_built_once(table: str, environment: None) -> None:
    ports = wiring.ports()
    built = {name: getattr(ports, name) for name in PORTS}

    assert len(PORTS) == 28
    assert all(getattr(wiring.ports(), n) is port for n, port in built.items())


def test_what_is_built_reaches_the_stack(table: str, environment: None) -> None:
    ports = wiring.ports()

    assert ports.log.read("x:1") == []
    assert ports.agents.all() == []
    assert ports.health.read() == {}
    assert ports.settings_store.load() == []
    assert ports.timezone.key == "Europe/Rome"
    assert ports.settings.newest.calendars["default"].timezone.key == "Europe/Rome"


def test_a_token_is_found_by_its_account(aws: None, environment: None) -> None:
    boto3.client("secretsmanager").create_secret(
        Name="care/test/x", SecretString=json.dumps({"tokens": {"9": "sample"}})
    )
    found = [wiring.ports()._token("x", account) for account in ("9", "8")]

    assert found == ["sample", ""]


@pytest.mark.parametrize(
    "tokens", ["sample", ["sample"], {"9": None}, {"9": 5}, {"9": {"token": "a"}}, None]
)
def test_tokens_that_are_put_otherwise_are_as_none(
    aws: None, environment: None, tokens: object
) -> None:
    """The account is shown as broken then, with what to do."""
    boto3.client("secretsmanager").create_secret(
        Name="care/test/x", SecretString=json.dumps({"tokens": tokens})
    )

    assert wiring.ports()._token("x", "9") == ""


def test_the_rules_in_force_say_where_agents_have_seven_days(
    table: str, environment: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARE_HUMAN_AGENT", "instagram")

    assert wiring.ports().settings.newest.human_agent == {"instagram"}


@pytest.mark.parametrize(
    ("chosen", "adapter"),
    [("", "LocalSentiments"), ("comprehend", "ComprehendSentiments")],
)
def test_moods_are_read_by_whom_the_deployment_chose(
    aws: None,
    environment: None,
    monkeypatch: pytest.MonkeyPatch,
    chosen: str,
    adapter: str,
) -> None:
    monkeypatch.setenv("CARE_SENTIMENT", chosen)

    assert type(wiring.ports().sentiments).__name__ == adapter


def test_a_missing_variable_is_named(
    environment: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CARE_TABLE")
    with pytest.raises(Misconfigured, match="CARE_TABLE"):
        wiring.ports()
