"""API Gateway: an API imported and overwritten as ``chalice deploy`` does it."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.contract.emulator.conftest import Playground

Unique = Callable[[str], str]

HELLO = (
    "def handler(event, context):\n    return {'statusCode': 200, 'body': 'hello'}\n"
)
FAILING = "def handler(event, context):\n    raise ValueError('our innermost')\n"


def test_an_imported_api_is_served_and_can_be_overwritten(
    playground: "Playground", unique: Unique
) -> None:
    function = playground.function(unique("f"), HELLO)
    api = _imported(playground, _spec("/old", function))
    assert _get(playground, api, "/old") == (200, b"hello")

    gateway = playground.client("apigateway")
    new = json.dumps(_spec("/new", function))
    gateway.put_rest_api(restApiId=api, mode="overwrite", body=new)
    gateway.create_deployment(restApiId=api, stageName="api")

    assert _get(playground, api, "/new") == (200, b"hello")
    assert _get(playground, api, "/old")[0] == 403


def test_a_pre_flight_request_is_answered_with_the_headers_of_the_import(
    playground: "Playground", unique: Unique
) -> None:
    api = _imported(playground, _spec("/x", playground.function(unique("f"), HELLO)))
    request = urllib.request.Request(_url(playground, api, "/x"), method="OPTIONS")  # noqa: S310 - our own

    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        allowed = answer.headers["Access-Control-Allow-Headers"]

    assert allowed == "X-Ours"


def test_the_error_of_a_function_is_not_shown_to_the_caller(
    playground: "Playground", unique: Unique
) -> None:
    api = _imported(playground, _spec("/x", playground.function(unique("f"), FAILING)))

    expected = (502, b'{"message": "Internal server error"}')
    assert _get(playground, api, "/x") == expected


def _spec(path: str, function: str) -> dict[str, Any]:
    invocations = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions"
    header = "method.response.header.Access-Control-Allow-Headers"
    proxy = {
        "type": "aws_proxy",
        "httpMethod": "POST",
        "uri": f"{invocations}/{function}/invocations",
    }
    pre_flight = {
        "type": "mock",
        "requestTemplates": {"application/json": '{"statusCode": 200}'},
        "responses": {
            "default": {
                "statusCode": "200",
                "responseParameters": {header: "'X-Ours'"},
            }
        },
    }
    return {
        "swagger": "2.0",
        "info": {"title": "ours", "version": "1.0"},
        "paths": {
            path: {
                "get": {"x-amazon-apigateway-integration": proxy},
                "options": {"x-amazon-apigateway-integration": pre_flight},
            }
        },
    }


def _imported(playground: "Playground", spec: dict[str, Any]) -> str:
    gateway = playground.client("apigateway")
    api: str = gateway.import_rest_api(body=json.dumps(spec))["id"]
    gateway.create_deployment(restApiId=api, stageName="api")
    return api


def _url(playground: "Playground", api: str, path: str) -> str:
    return f"{playground.emulator.url}/restapis/{api}/api/_user_request_{path}"


def _get(playground: "Playground", api: str, path: str) -> tuple[int, bytes]:
    try:
        url = _url(playground, api, path)
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - our own
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()
