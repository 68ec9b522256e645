"""Which web page a browser lets read our answers."""

from collections.abc import Iterator
from typing import Any

import pytest
from chalice.app import CORSConfig

from functions import gate
from functions.budgets import Budgets
from tests.fakes.api import Api, deployed

CONSOLE = "https://console.example"
ALLOWED = "Access-Control-Allow-Origin"


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    yield from deployed(monkeypatch, CARE_CONSOLE_ORIGIN=CONSOLE)


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    yield from deployed(monkeypatch, CARE_CONSOLE_ORIGIN="")


def said(
    api: Api, origin: str | None, route: str = "GET /cases", **more: Any
) -> dict[str, str]:
    headers = {} if origin is None else {"Origin": origin}
    role = None if route in ("GET /promise", "GET /health") else "agent"
    return api.ask(route, role, headers=headers, **more)[1]


def shared(headers: dict[str, str]) -> set[str]:
    return {name for name in headers if name.startswith("Access-Control-")}


def test_the_console_may_read_answers(api: Api) -> None:
    headers = said(api, CONSOLE)

    assert headers[ALLOWED] == CONSOLE
    assert headers["Vary"] == "Origin"
    assert "ETag" in headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in headers


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "https://evil.example",
        "https://console.example.evil",
        "http://console.example",
        "https://console.example:8443",
    ],
)
def test_no_other_page_may(api: Api, origin: str | None) -> None:
    headers = said(api, origin)

    assert not shared(headers)
    assert headers["Vary"] == "Origin"


def test_the_console_may_read_refusals_too(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = said(api, CONSOLE, "GET /cases/{case_id}", case_id="none")
    monkeypatch.setattr(gate, "_budgets", Budgets(rate=0.01, burst=1))
    limited = [said(api, CONSOLE) for _ in range(2)][-1]

    assert missing[ALLOWED] == limited[ALLOWED] == CONSOLE
    assert limited["Retry-After"]


@pytest.mark.parametrize("route", ["GET /promise", "GET /health"])
def test_public_routes_say_nothing_of_it(api: Api, route: str) -> None:
    assert not shared(said(api, CONSOLE, route))


def test_every_route_of_people_answers_a_preflight_and_no_other(api: Api) -> None:
    for route, entry in api.routes().items():
        is_allowed = isinstance(entry.cors, CORSConfig)
        assert is_allowed == (entry.authorizer is not None), route


def test_a_preflight_lets_the_console_send_what_routes_read(api: Api) -> None:
    entry = api.routes()["PUT /settings/{name}"]
    headers = entry.cors.get_access_control_headers()

    assert headers[ALLOWED] == CONSOLE
    sent = headers["Access-Control-Allow-Headers"].split(",")
    assert {"Authorization", "Content-Type", "Idempotency-Key", "If-Match"} <= set(sent)


def test_without_a_console_nobody_is_named(closed: Api) -> None:
    headers = said(closed, CONSOLE)

    assert not shared(headers)
    assert "Vary" not in headers
    assert not any(entry.cors for entry in closed.routes().values())
