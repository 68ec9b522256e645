"""Other systems are told of a real journey, signed, and say who a customer is."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from infra.local import sample_platforms as say
from infra.local.api import wait_for
from infra.local.stack import Stack
from shared.names import Names
from tests.e2e.journey import Journey, somebody

pytestmark = pytest.mark.e2e
KEYS = {name: hashlib.sha256(name.encode()).digest() for name in ("crm", "chat")}
GOLD = {
    "name": "gold",
    "when": {"attributes": {"tier": ["gold"]}},
    "then": {"queue": "gold"},
}


class Receiver:
    """A system of somebody's: what it is told, and what it answers."""

    def __init__(self) -> None:
        self.heard: dict[str, list[dict[str, Any]]] = {"/crm": [], "/chat": []}
        self.failures = {"/crm": 2, "/chat": 0}
        self.attempts: list[str] = []
        self.cards: list[str] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}{path}"

    def of(self, path: str, user: str) -> dict[str, dict[str, Any]]:
        """What was told of a customer, by type; the latest counts."""
        told = [e for e in self.heard[path] if e["data"]["customer"]["id"] == user]
        return {event["type"]: event for event in told}


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            sent, second = self.headers["webhook-id"], self.headers["webhook-timestamp"]
            content = f"{sent}.{second}.".encode() + body
            mac = hmac.digest(KEYS[self.path[1:]], content, "sha256")
            wanted = f"v1,{base64.b64encode(mac).decode()}"
            if self.headers["webhook-signature"] != wanted:
                self._answer(401)
                return
            if self.path == "/crm":
                receiver.attempts.append(sent)
            if receiver.failures[self.path] > 0:
                receiver.failures[self.path] -= 1
                self._answer(503)
                return
            receiver.heard[self.path].append(json.loads(body))
            self._answer(204)

        def do_GET(self) -> None:
            receiver.cards.append(self.path)
            known = self.headers["Authorization"] == "Bearer card-token"
            attributes = {"attributes": {"tier": "gold", "secret": "x"}}
            self._answer(200 if known else 401, json.dumps(attributes).encode())

        def _answer(self, status: int, body: bytes = b"") -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Keep the test's output clean."""

    return Handler


@pytest.fixture
def receiver(stack: Stack) -> Iterator[Receiver]:
    found = Receiver()
    kept = {
        "secrets": {
            name: [f"whsec_{base64.b64encode(key).decode()}"]
            for name, key in KEYS.items()
        },
        "card": "card-token",
    }
    stack.client("secretsmanager").put_secret_value(
        SecretId=Names(stack.stage).secret("events"), SecretString=json.dumps(kept)
    )
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture
def journey(stack: Stack, receiver: Receiver) -> Iterator[Journey]:
    found = Journey(stack)
    told = {
        "crm": {"url": receiver.url("/crm")},
        "chat": {"url": receiver.url("/chat"), "events": ["case.opened"]},
    }
    put = found.api.send(
        "PUT", "/settings/integrations", {"subscribers": told}, "admin"
    )
    assert put.status == 200, put.json
    yield found
    found.api.send("PUT", "/settings/integrations", {}, "admin")


def test_a_journey_is_told_to_whom_it_concerns(
    journey: Journey, receiver: Receiver
) -> None:
    now, user = journey.morning(), somebody()
    journey.post("x", say.direct_message(user, "kim", f"1{user}", "My parcel?", now))
    person = f"x:{user}"
    case = str(journey.api.case_of(person)["id"])
    wait_for("the chat to be told", lambda: receiver.of("/chat", person) or None)
    told_before = len(receiver.heard["/crm"])
    assert journey.reply(case, "It arrives tomorrow.").status == 200
    assert journey.resolve(case).status == 200
    wanted = {
        "message.received",
        "message.sent",
        "case.opened",
        "case.assigned",
        "case.resolved",
    }
    wait_for(
        "the crm to be told",
        lambda: wanted <= receiver.of("/crm", person).keys() or None,
    )
    found = receiver.of("/crm", person)

    assert found["message.received"]["data"]["message"]["text"] == "My parcel?"
    assert found["case.resolved"]["data"]["case"]["status"] == "resolved"
    assert found["case.resolved"]["data"]["customer"]["handle"] == "kim"
    assert set(receiver.of("/chat", person)) == {"case.opened"}
    assert told_before < len(wanted)
    failed = receiver.attempts[:2]  # whichever these are, each is tried again
    wait_for(
        "what failed to be delivered",
        lambda: set(failed) <= {e["id"] for e in receiver.heard["/crm"]} or None,
    )
    shown = {it["name"]: it for it in _subscribers(journey)}
    assert (shown["crm"]["status"], shown["crm"]["dead"]) == ("well", 0)
    assert shown["chat"]["failures"] == 0


def test_what_the_crm_says_in_time_decides_the_queue(
    journey: Journey, receiver: Receiver
) -> None:
    card = {
        "url": receiver.url("/card") + "?channel={channel}&user={user}",
        "attributes": ["tier"],
    }
    api, user = journey.api, somebody()
    api.send("PUT", "/settings/integrations", {"card": card}, "admin")
    api.send("PUT", "/settings/routing", {"rules": [GOLD]})
    now = journey.morning()
    journey.post("x", say.direct_message(user, "gil", f"1{user}", "My parcel?", now))
    found = api.case_of(f"x:{user}")
    known = api.get(f"/customers/x:{user}").json["attributes"]
    api.send("PUT", "/settings/routing", {"rules": []})

    assert found["queue"] == "gold"
    assert known == {"tier": "gold"}
    assert receiver.cards == [f"/card?channel=x&user={user}"]


def _subscribers(journey: Journey) -> list[dict[str, Any]]:
    return list(journey.api.get("/subscribers", "admin").json["items"])
