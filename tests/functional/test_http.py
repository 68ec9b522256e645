"""Every route of app.py as API Gateway calls it: roles, errors in the contract's form.

The table of roles is written out, so that a route can get no other by mistake.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from functions import http
from shared import errors
from tests.fakes.api import Api, deployed

ROLES = ("agent", "supervisor", "analyst", "admin")
STAFF = {"agent", "supervisor", "admin"}
LEADS = {"supervisor", "admin"}
READERS = {"supervisor", "analyst", "admin"}
PUBLIC = {
    "GET /health",
    "GET /promise",
    "GET /surveys/{token}",
    "POST /surveys/{token}",
    "GET /webhooks/{channel}",
    "POST /webhooks/{channel}",
}
ALLOWED = {
    "GET /cases": STAFF,
    "GET /cases/{case_id}": STAFF,
    "GET /cases/{case_id}/timeline": STAFF,
    "POST /cases/{case_id}/reply": STAFF,
    "POST /cases/{case_id}/assign": STAFF,
    "POST /cases/{case_id}/unassign": STAFF,
    "POST /cases/{case_id}/note": STAFF,
    "POST /cases/{case_id}/time": STAFF,
    "POST /cases/{case_id}/escalate": STAFF,
    "POST /cases/{case_id}/move-to-private": STAFF,
    "POST /cases/{case_id}/snooze": STAFF,
    "POST /cases/{case_id}/flush": STAFF,
    "POST /cases/{case_id}/resolve": STAFF,
    "POST /cases/{case_id}/reopen": STAFF,
    "POST /cases/{case_id}/review": LEADS,
    "GET /customers": STAFF,
    "GET /customers/{customer}": STAFF,
    "PUT /customers/{customer}/attributes": STAFF,
    "POST /customers/{customer}/identities": STAFF,
    "DELETE /customers/{customer}/identities/{channel}/{user}": STAFF,
    "DELETE /customers/{customer}": {"admin"},
    "GET /customers/{customer}/export": LEADS,
    "GET /customers/{customer}/history": STAFF,
    "POST /customers/{customer}/unflush": LEADS,
    "GET /subscribers": {"admin"},
    "POST /subscribers/{subscriber}/redeliver": {"admin"},
    "GET /agents": STAFF,
    "GET /agents/{agent}": STAFF,
    "PUT /agents/{agent}": LEADS,
    "DELETE /agents/{agent}": LEADS,
    "POST /agents/{agent}/availability": STAFF,
    "PUT /channels/{channel}/agents/{agent}": LEADS,
    "DELETE /channels/{channel}/agents/{agent}": LEADS,
    "POST /queues/{queue}/next": STAFF,
    "POST /customers/{customer}/events": STAFF,
    "GET /audit": {"admin"},
    "GET /settings": LEADS,
    "GET /settings/{name}": LEADS,
    "GET /settings/{name}/schema": LEADS,
    "POST /settings/{name}/rollback": LEADS,
    "PUT /settings/{name}": LEADS,
    "GET /settings/{name}/versions": LEADS,
    "POST /settings/{name}/test": LEADS,
    "GET /live": STAFF,
    "GET /kpis/daily": READERS,
    "GET /kpis/hourly": READERS,
    "GET /forecast": READERS,
    "POST /kpis/recompute": LEADS,
    "GET /kpis/recompute/{recompute}": LEADS,
    "POST /help-views": LEADS,
    "GET /openapi.json": set(ROLES),
}


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    yield from deployed(monkeypatch)


def test_every_route_is_in_the_table(api: Api) -> None:
    assert set(api.routes()) == PUBLIC | set(ALLOWED)


def test_only_the_public_routes_need_no_sign_in(api: Api) -> None:
    open_to_all = {r for r, e in api.routes().items() if e.authorizer is None}

    assert open_to_all == PUBLIC


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("route", ALLOWED)
def test_a_route_serves_its_roles_and_no_other(api: Api, route: str, role: str) -> None:
    said = {"available": True} if route.endswith("/availability") else {}
    status, body = api.call(route, role, body=json.dumps(said))
    refused = (status, body.get("error", {}).get("code")) == (403, "forbidden")
    own_only = role == "agent" and route.endswith("/availability")

    assert refused == (role not in ALLOWED[route] or own_only)


@pytest.mark.parametrize("route", ALLOWED)
@pytest.mark.parametrize("role", ["", "stranger", "agents", "[]"])
def test_who_has_no_role_is_refused(api: Api, route: str, role: str) -> None:
    assert api.call(route, role, body="{}")[0] == 403


@pytest.mark.parametrize("groups", ["agent", "[agent]", "analyst,agent", ["agent"]])
def test_groups_are_read_however_the_gateway_writes_them(api: Api, groups: Any) -> None:
    assert api.call("GET /cases", groups)[0] == 200


@pytest.mark.parametrize("error", list(http.STATUSES), ids=lambda e: e.__name__)
def test_an_error_has_its_status_and_one_sentence(
    error: type[errors.CareError],
) -> None:
    more: dict[str, Any] = {"retry_after_s": 1.0} if error is errors.SendDelayed else {}

    def fail() -> None:
        raise error("Do this.", **more)

    answer = http.guard(fail)
    assert answer.status_code == http.STATUSES[error]
    assert json.loads(answer.body) == {
        "error": {"code": error.code, "message": "Do this."}
    }


def test_every_error_of_the_tree_has_a_status() -> None:
    known = {e for e in vars(errors).values() if isinstance(e, type)}
    ours = {errors.CareError, errors.Misconfigured, errors.Outdated}  # 500

    assert known - set(http.STATUSES) == ours


def test_what_nobody_thought_of_is_a_500_without_a_trace() -> None:
    def fail() -> None:
        raise ZeroDivisionError("secret detail")

    answer = http.guard(fail)
    assert (answer.status_code, "secret" in answer.body) == (500, False)
    assert json.loads(answer.body)["error"]["code"] == "internal"


@pytest.mark.parametrize("body", ["{", "[]", '"a"', "[" * 5000, "1"])
def test_a_body_that_is_no_object_is_bad_input(api: Api, body: str) -> None:
    status, answer = api.call("PUT /agents/{agent}", "admin", body=body, agent="amy")

    assert (status, answer["error"]["code"]) == (400, "bad_input")


@pytest.mark.parametrize(
    ("route", "body", "field"),
    [
        ("POST /cases/{case_id}/reply", {"text": "Hi \ud83d"}, "text"),
        ("POST /cases/{case_id}/reply", {"text": "\ude42"}, "text"),
        (
            "POST /cases/{case_id}/reply",
            {"template": {"name": "t", "language": "en", "parameters": ["\ud83d"]}},
            "template",
        ),
        ("PUT /agents/{agent}", {"name": "A", "channels": ["\ud83d"]}, "channels"),
        ("PUT /agents/{agent}", {"\ud83d": 1}, "ud83d"),
    ],
)
def test_half_a_character_is_bad_input(
    api: Api, route: str, body: dict[str, Any], field: str
) -> None:
    text = json.dumps(body)
    status, answer = api.call(route, "admin", body=text, case_id="c", agent="ada")

    assert (status, answer["error"]["code"]) == (400, "bad_input")
    assert field in answer["error"]["message"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": ""},
        {"name": "Amy", "capacity": 0},
        {"name": "Amy", "capacity": 1001},
        {"name": "Amy", "capacity": True},
        {"name": "Amy", "channels": "x"},
        {"name": "Amy", "channels": [1]},
    ],
    ids=str,
)
def test_an_agent_is_described_in_full(api: Api, body: dict[str, Any]) -> None:
    text = json.dumps(body)

    assert api.call("PUT /agents/{agent}", "admin", body=text, agent="amy")[0] == 400


def test_an_agent_comes_and_goes(api: Api) -> None:
    def switch(to: Any, role: str = "agent", agent: str = "amy") -> int:
        text = json.dumps({"available": to})
        route = "POST /agents/{agent}/availability"
        return api.call(route, role, body=text, agent=agent)[0]

    text = json.dumps({"name": "Amy", "channels": ["x"], "capacity": 3})
    api.call("PUT /agents/{agent}", "admin", body=text, agent="amy")
    statuses = [switch(True), switch("yes"), switch(True, agent="bob")]
    statuses += [switch(True, "admin", "bob"), switch(False, "admin")]
    shown = api.call("GET /agents/{agent}", "agent", agent="amy")[1]

    assert statuses == [200, 400, 403, 404, 200]
    assert shown == {
        "id": "amy",
        "name": "Amy",
        "capacity": 3,
        "channels": ["x"],
        "except_channels": [],
        "skills": [],
        "languages": [],
        "shifts": None,
        "available": False,
        "open_cases": 0,
    }
    assert api.call("GET /agents", "agent")[1] == {"items": [shown], "next": None}


def test_an_unsigned_webhook_is_401_and_shows_in_health(api: Api) -> None:
    status, body = api.call("POST /webhooks/{channel}", body="{}", channel="x")
    health = api.call("GET /health")[1]

    assert (status, body["error"]["code"]) == (401, "unverified")
    assert health["channels"]["x"]["rejected"]["total"] == 1
    assert set(health["channels"]) >= {"facebook", "x", "custom"}


def test_anybody_may_read_what_is_promised(api: Api) -> None:
    status, body = api.call("GET /promise")

    assert (status, body["channels"]["x"]["within_target"]) == (200, None)


def test_a_link_that_is_none_is_a_page_that_says_so(api: Api) -> None:
    language = {"Accept-Language": "it"}
    asked = api.call("GET /surveys/{token}", headers=language)
    form = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    sent = api.call("POST /surveys/{token}", body="score=5", headers=language | form)

    assert asked == sent
    assert asked[0] == 404
    assert '<html lang="it">' in asked[1]


def test_a_link_that_is_too_long_is_a_page_that_says_so_too(api: Api) -> None:
    status, headers, page = api.ask("GET /surveys/{token}", token="a" * 251)

    assert (status, headers["Content-Type"][:9]) == (404, "text/html")
    assert "<html" in page


def test_a_survey_is_answered_with_a_form_alone(api: Api) -> None:
    assert api.call("POST /surveys/{token}", body='{"score": 5}')[0] == 415


def test_half_a_character_in_an_answer_is_spelt_as_it_came() -> None:
    """What a platform sent is exported as it is kept; UTF-8 has no such thing."""
    odd = {"raw": "\ud83d", "text": "ü"}

    assert json.loads(http.respond(200, odd).body.encode()) == odd


def test_a_webhook_for_no_channel_is_404(api: Api) -> None:
    assert api.call("POST /webhooks/{channel}", body="{}", channel="fax")[0] == 404
    assert api.call("GET /webhooks/{channel}", channel="fax")[0] == 404


def test_a_handshake_is_answered_in_plain_text(api: Api) -> None:
    query = {
        "hub.mode": "subscribe",
        "hub.verify_token": "fb-verify",
        "hub.challenge": "1158201444",
    }

    assert api.call("GET /webhooks/{channel}", query=query, channel="facebook") == (
        200,
        1158201444,
    )


def test_a_key_of_repeats_is_read_from_its_header(api: Api) -> None:
    route = "POST /cases/{case_id}/reply"
    body = json.dumps({"text": "Hello"})
    status, answer = api.call(
        route, "agent", body=body, headers={"IDEMPOTENCY-KEY": "k"}, case_id="c0"
    )

    assert (status, answer["error"]["code"]) == (404, "not_found")


def test_the_version_that_is_replaced_is_read_from_its_header(api: Api) -> None:
    statuses = [
        api.call(
            "PUT /settings/{name}",
            "admin",
            body='{"rules": []}',
            headers={"IF-MATCH": f'"{version}"'},
            name="routing",
        )[0]
        for version in (0, 0, 1)
    ]

    assert statuses == [200, 409, 200]


def test_what_is_done_to_answers_is_done_to_those_of_routes_alone(api: Api) -> None:
    kinds = {kind for _, kind in api.app.middleware_handlers}

    assert kinds == {"http"}
