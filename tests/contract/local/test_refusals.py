"""What API Gateway is told to answer by itself, on moto."""

import json
from typing import Any

import boto3
import pytest

from functions.http import HEADERS
from infra import refusals


@pytest.fixture
def gateway(aws: None) -> Any:
    return boto3.client("apigateway")


@pytest.fixture
def api(gateway: Any) -> str:
    made: str = gateway.create_rest_api(name="care-test")["id"]
    root = gateway.get_resources(restApiId=made)["items"][0]["id"]
    what = {"restApiId": made, "resourceId": root, "httpMethod": "GET"}
    gateway.put_method(**what, authorizationType="NONE")
    gateway.put_integration(**what, type="MOCK")
    return made


def said(gateway: Any, api: str) -> dict[str, dict[str, Any]]:
    found = gateway.get_gateway_responses(restApiId=api)["items"]
    return {response["responseType"]: response for response in found}


def test_every_refusal_has_the_contracts_form(gateway: Any, api: str) -> None:
    refusals.say(gateway, api, "api", None)
    found = said(gateway, api)

    for response in found.values():
        template = response["responseTemplates"]["application/json"]
        filled = template.replace("$context.error.messageString", '"As they say."')
        error = json.loads(filled)["error"]
        assert set(error) == {"code", "message"}
        assert error["message"].endswith(".")
    assert {"UNAUTHORIZED", "THROTTLED", "DEFAULT_4XX", "DEFAULT_5XX"} <= set(found)


def test_a_route_that_there_is_not_is_not_found(gateway: Any, api: str) -> None:
    refusals.say(gateway, api, "api", None)
    found = said(gateway, api)["MISSING_AUTHENTICATION_TOKEN"]

    assert found["statusCode"] == "404"


@pytest.mark.parametrize("origin", [None, "https://console.example"])
def test_the_console_may_read_them_where_there_is_one(
    gateway: Any, api: str, origin: str | None
) -> None:
    name = "gatewayresponse.header.Access-Control-Allow-Origin"
    refusals.say(gateway, api, "api", origin)
    found = {r["responseParameters"].get(name) for r in said(gateway, api).values()}

    assert found == {f"'{origin}'" if origin else None}


def test_they_have_the_security_headers_that_a_gateway_can_say(
    gateway: Any, api: str
) -> None:
    refusals.say(gateway, api, "api", None)
    wanted = {n: v for n, v in HEADERS.items() if "'" not in v}  # it quotes with '

    for response in said(gateway, api).values():
        headers = response["responseParameters"]
        found = {name.rpartition(".")[2]: v.strip("'") for name, v in headers.items()}
        assert found.items() >= wanted.items()


def test_it_is_deployed_however_often_it_is_said(gateway: Any, api: str) -> None:
    for _ in range(2):
        refusals.say(gateway, api, "api", None)

    assert gateway.get_stage(restApiId=api, stageName="api")["deploymentId"]
