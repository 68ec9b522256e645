"""The application on a world of fakes, called as API Gateway calls it."""

import base64
import importlib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from functions import gate, wiring
from functions.budgets import Budgets
from functions.contract.operation import JSON
from functions.contract.operations import OPERATIONS
from tests.fakes.contract import hold
from tests.fakes.world import World

BLUEPRINT = re.compile(r"functions\.\w+_routes")
SETTINGS = {
    "CARE_STAGE": "test",
    "CARE_TABLE": "table",
    "CARE_BUCKET": "bucket",
    "CARE_QUEUE_URL": "https://queue.example/1",
    "CARE_OUTBOUND_URL": "https://queue.example/2",
    "CARE_EVENTS_URL": "https://queue.example/events",
    "CARE_EVENTS_DEAD_URL": "https://queue.example/events-dead",
    "CARE_STREAM_ARN": "arn:aws:dynamodb:us-east-1:0:table/t/stream/1",
    "CARE_STATE_MACHINE": "arn:aws:states:::stateMachine:case",
    "CARE_KPI_MACHINE": "arn:aws:states:::stateMachine:kpis",
    "CARE_SURVEY_MACHINE": "arn:aws:states:::stateMachine:survey",
    "CARE_USER_POOL_ARN": "arn:aws:cognito-idp:::userpool/p",
    "CARE_TIMEZONE": "UTC",
}


@dataclass
class Api:
    """The application on a world of fakes; its answers are held to the contract."""

    app: Any
    world: World

    def call(
        self,
        route: str,
        role: str | None = None,
        **more: Any,
    ) -> tuple[int, Any]:
        """Call a route as API Gateway does; returns status and parsed body."""
        status, _, body = self.ask(route, role, **more)
        return status, body

    def ask(
        self,
        route: str,
        role: str | None = None,
        *,
        body: str | None = None,
        headers: dict[str, str] | None = None,
        query: dict[str, str] | None = None,
        claims: dict[str, Any] | None = None,
        source: str = "127.0.0.1",
        **path: str,
    ) -> tuple[int, dict[str, str], Any]:
        """The same with the headers of the answer, and with claims of one's own."""
        method, resource = route.split(" ")
        claims = claims or {"username": "amy", "cognito:groups": role}
        is_signed_in = role or claims.get("scope")
        event = {
            "resource": resource,
            "requestContext": {
                "httpMethod": method,
                "resourcePath": resource,
                "authorizer": {"claims": claims} if is_signed_in else None,
                "identity": {"sourceIp": source},
            },
            "headers": {"Content-Type": "application/json", **(headers or {})},
            "multiValueHeaders": {},
            "pathParameters": _named(resource) | path,
            "multiValueQueryStringParameters": _several(query),
            "stageVariables": None,
            "body": body,
            "isBase64Encoded": False,
        }
        return self._answered(method, resource, self.app(event, None), path)

    def _answered(
        self, method: str, resource: str, answer: dict[str, Any], path: dict[str, str]
    ) -> tuple[int, dict[str, str], Any]:
        text = answer["body"]
        if answer.get("isBase64Encoded"):
            text = base64.b64decode(text).decode()
        several = answer["multiValueHeaders"]
        said = answer["headers"] | {n: ", ".join(v) for n, v in several.items()}
        is_page = "text/html" in str(said.get("Content-Type"))
        read = text if is_page or not text else json.loads(text)
        known = [o for o in OPERATIONS if o.route == (method, resource)]
        for operation in known:
            media = str(said.get("Content-Type") or JSON)
            hold(operation, answer["statusCode"], read, media, path.get("name", ""))
        return answer["statusCode"], said, read

    def routes(self) -> dict[str, Any]:
        return {
            f"{method} {path}": entry
            for path, methods in self.app.routes.items()
            for method, entry in methods.items()
        }


def _named(resource: str) -> dict[str, str]:
    """Something for every name in a path."""
    return dict.fromkeys(re.findall(r"{(\w+)}", resource), "none")


def _several(query: dict[str, str] | None) -> dict[str, list[str]] | None:
    return {name: [value] for name, value in query.items()} if query else None


def deployed(monkeypatch: pytest.MonkeyPatch, **settings: str) -> Iterator[Api]:
    """Import ``app.py`` anew with these variables, for one test."""
    for name, value in {**SETTINGS, **settings}.items():
        monkeypatch.setenv(name, value)
    blueprints = [name for name in sys.modules if BLUEPRINT.fullmatch(name)]
    for name in ("app", *blueprints):  # a blueprint serves one app
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setattr(gate, "_budgets", Budgets(rate=10_000))
    world = World()
    monkeypatch.setattr(wiring, "_wiring", [world])
    yield Api(importlib.import_module("app").app, world)
    sys.modules.pop("app", None)
