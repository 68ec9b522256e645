"""Who may do what, decided by the gateway's sign-in and the roles in the token."""

import base64
import json
from email.message import Message
from itertools import product
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from infra.local.people import machine_token
from infra.local.send import call
from infra.local.stack import Stack
from shared.domain.times import to_text
from tests.e2e.conftest import CONSOLE
from tests.e2e.journey import Journey, somebody

pytestmark = pytest.mark.e2e
PEOPLE = ("agent", "supervisor", "analyst", "admin")
EVERYONE = {"agent": 200, "supervisor": 200, "analyst": 403, "admin": 200}
ALLOWED = {
    "/cases": EVERYONE,
    "/agents": EVERYONE,
    "/agents/ada": EVERYONE,
    "/kpis/daily?from=2026-03-02&to=2026-03-02": {
        **dict.fromkeys(PEOPLE, 200),
        "agent": 403,
    },
}


@pytest.mark.parametrize(("path", "role"), list(product(ALLOWED, PEOPLE)))
def test_a_role_reads_what_is_its_own(stack: Stack, path: str, role: str) -> None:
    Journey(stack)

    assert _get(stack, path, stack.tokens[role]) == ALLOWED[path][role]


def test_a_machine_reads_with_its_own_credentials_what_its_scope_allows(
    stack: Stack,
) -> None:
    Journey(stack)
    token = machine_token(stack.machine)

    assert _get(stack, "/cases", token) == 200
    assert _get(stack, "/cases", f"Bearer {token}") == 200
    assert _get(stack, "/settings/routing", token) == 403
    assert _get(stack, "/kpis/daily?from=2026-03-02&to=2026-03-02", token) == 403


def test_a_machine_is_known_by_its_client_id(stack: Stack) -> None:
    journey = Journey(stack)

    answer = journey.api.send("POST", "/queues/default/next", {}, "machine")

    name = f"machine:{stack.machine['client_id']}"
    assert (answer.status, answer.json["error"]["code"]) == (409, "no_agent")
    assert name in answer.json["error"]["message"]


def test_no_machine_gets_a_token_with_another_secret(stack: Stack) -> None:
    with pytest.raises(HTTPError) as refused:
        machine_token({**stack.machine, "client_secret": "guessed"})

    assert refused.value.code == 400
    refused.value.close()


def test_people_may_write_bearer_before_their_token(stack: Stack) -> None:
    assert _get(stack, "/cases", f"Bearer {stack.tokens['agent']}") == 200


def test_an_id_token_is_no_credential(stack: Stack) -> None:
    cognito = stack.client("cognito-idp")
    pool, password = stack.user_pool_id, f"{somebody()}aA1{somebody()}"
    client = cognito.list_user_pool_clients(UserPoolId=pool)["UserPoolClients"]
    who = {"UserPoolId": pool, "Username": "idris"}
    cognito.admin_create_user(**who, MessageAction="SUPPRESS")
    cognito.admin_add_user_to_group(**who, GroupName="admin")
    cognito.admin_set_user_password(**who, Password=password, Permanent=True)
    tokens = cognito.initiate_auth(
        ClientId=next(c["ClientId"] for c in client if c["ClientName"] == "people"),
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "idris", "PASSWORD": password},
    )["AuthenticationResult"]

    assert _get(stack, "/cases", tokens["AccessToken"]) == 200
    assert _get(stack, "/cases", tokens["IdToken"]) == 401


def test_an_agent_sees_the_customers_whom_he_serves_and_the_audit_log_who_looked(
    stack: Stack,
) -> None:
    journey = Journey(stack)
    user = somebody()
    call_of_his = {
        "id": f"call-{user}",
        "channel": "phone",
        "social": False,
        "occurred_at": to_text(journey.now()),
        "direction": "inbound",
        "author": {"id": user, "name": "Vera"},
        "text": "Where is it?",
    }
    journey.post("custom", call_of_his)
    path = f"/customers/phone:{user}"
    case = journey.api.case_of(f"phone:{user}")["id"]
    profile = {"name": "Bruno", "channels": ["telegram"]}
    journey.api.send("PUT", "/agents/bruno", profile)
    paths = (path, f"{path}/history", f"/cases/{case}", f"/cases/{case}/timeline")
    refused = [journey.api.get(p, "agent2") for p in paths]
    listed = journey.api.get("/cases", "agent2", limit=200).json["items"]
    journey.api.send("PUT", "/channels/phone/agents/bruno", {})
    shown = journey.api.get(path, "agent2")
    query = {"who": "bruno", "customer": f"phone:{user}"}
    notes = journey.api.get("/audit", "admin", **query).json["items"]

    assert {a.json["error"]["code"] for a in refused} == {"not_served"}
    assert case not in [c["id"] for c in listed]
    assert shown.status == 200
    assert [note["route"] for note in notes] == ["GET /customers/{customer}"]
    assert journey.api.get("/audit", "supervisor").status == 403


def test_a_browser_lets_the_console_use_the_api_and_no_other_page(
    stack: Stack,
) -> None:
    asked = {"Origin": CONSOLE, "Access-Control-Request-Method": "PUT"}
    preflight = _headers(stack, "/settings/routing", "OPTIONS", asked)
    token = {"Authorization": stack.tokens["agent"]}
    theirs = _headers(stack, "/cases", "GET", {**token, "Origin": CONSOLE})
    other = _headers(
        stack, "/cases", "GET", {**token, "Origin": "https://evil.example"}
    )

    allowed = "Access-Control-Allow-Origin"
    assert (preflight[allowed], theirs[allowed]) == (CONSOLE, CONSOLE)
    assert "PUT" in preflight["Access-Control-Allow-Methods"]
    assert "If-Match" in preflight["Access-Control-Allow-Headers"]
    assert allowed not in other


def test_only_supervisors_and_admins_change_people(stack: Stack) -> None:
    journey = Journey(stack)
    body = {"name": "Cleo", "capacity": 3}
    path = "/agents/cleo"

    found = {role: journey.api.send("PUT", path, body, role).status for role in PEOPLE}

    allowed = {"supervisor": 200, "admin": 200}
    assert found == {"agent": 403, "analyst": 403, **allowed}


def test_agents_switch_themselves_and_supervisors_anybody(stack: Stack) -> None:
    journey = Journey(stack)
    here = {"available": True}

    def switch(agent: str, role: str) -> int:
        path = f"/agents/{agent}/availability"
        return journey.api.send("POST", path, here, role).status

    assert switch("ada", "agent") == 200
    assert switch("bruno", "agent") == 403
    assert switch("bruno", "supervisor") == 200


def test_analysts_touch_no_case(stack: Stack) -> None:
    journey = Journey(stack)
    missing = f"/cases/c{somebody()}"

    for path in (f"{missing}/reply", f"{missing}/resolve"):
        assert journey.api.send("POST", path, {"text": "Hi"}, "analyst").status == 403
    for path in (missing, f"{missing}/timeline", "/customers/x:1/history"):
        assert journey.api.get(path, "analyst").status == 403


@pytest.mark.parametrize("path", ["/cases", "/agents", "/kpis/daily", "/customers/x:1"])
def test_nobody_gets_in_without_a_valid_token(stack: Stack, path: str) -> None:
    header, claims, signature = stack.tokens["agent"].split(".")
    unsigned = _encoded({"alg": "none", "typ": "JWT"})
    promoted = _encoded({**_decoded(claims), "cognito:groups": ["admin"]})
    granted = _encoded({**_decoded(claims), "scope": "care/admin"})
    tokens = [
        None,
        "",
        "Bearer nothing",
        f"{header}.{promoted}.{signature}",
        f"{header}.{granted}.{signature}",
        f"{header}.{claims}.{signature[::-1]}",
        f"{unsigned}.{promoted}.",
    ]

    assert [_get(stack, path, token) for token in tokens] == [401] * len(tokens)


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [("/cases", 401, "unauthorized"), ("/nothing", 404, "not_found")],
)
def test_the_gateway_itself_refuses_in_the_contracts_form(
    stack: Stack, path: str, status: int, code: str
) -> None:
    url = stack.api_url + path
    request = Request(url, headers={"Origin": CONSOLE})  # noqa: S310 - our own
    with pytest.raises(HTTPError) as refused:
        urlopen(request, timeout=30)  # noqa: S310 - as above
    with refused.value as answer:
        error = json.loads(answer.read())["error"]

    assert (answer.code, error["code"]) == (status, code)
    assert answer.headers["Access-Control-Allow-Origin"] == CONSOLE


def test_a_request_without_a_token_changes_nothing(stack: Stack) -> None:
    url, body = f"{stack.api_url}/cases/c1/resolve", b"{}"

    answer = call(url, body, {"Content-Type": "application/json"})

    assert answer.status == 401


def test_health_needs_no_token(stack: Stack) -> None:
    answer = call(f"{stack.api_url}/health", None, {})

    assert (answer.status, answer.json["status"]) == (200, "ok")
    assert set(answer.json["channels"]) >= {"facebook", "x", "custom"}


def _get(stack: Stack, path: str, token: str | None) -> int:
    headers = {} if token is None else {"Authorization": token}
    return call(stack.api_url + path, None, headers).status


def _headers(stack: Stack, path: str, method: str, headers: dict[str, str]) -> Message:
    url = stack.api_url + path
    request = Request(url, headers=headers, method=method)  # noqa: S310 - our own
    with urlopen(request, timeout=30) as answer:  # noqa: S310 - as above
        said: Message = answer.headers
    return said


def _decoded(claims: str) -> dict[str, object]:
    padded = claims + "=" * (-len(claims) % 4)
    return dict(json.loads(base64.urlsafe_b64decode(padded)))


def _encoded(what: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(what).encode()).decode().rstrip("=")
