"""API Gateway as far as the application sees it, on a port of this machine.

It signs in by tokens that are role names, knows no route but the application's, and
calls that. For tools that speak HTTP, where the local AWS would be too slow.
"""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from functions.roles import EVERYBODY
from tests.fakes.api import Api

JSON = "application/json"


@contextmanager
def serving(api: Api) -> Iterator[str]:
    """Serve an application, one request at a time as one container does; its URL."""
    lock = Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def __getattr__(self, name: str) -> Any:
            if name.startswith("do_"):
                return self._answer
            raise AttributeError(name)

        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            raw = self.rfile.read(length)
            with lock:
                answer = _called(api, self.command, self.path, self.headers, raw)
            body = answer["body"] or ""
            encoded = answer.get("isBase64Encoded")
            said = base64.b64decode(body) if encoded else str(body).encode()
            self.send_response(answer["statusCode"])
            for name, value in answer["headers"].items():
                self.send_header(name, str(value))
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(said)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def _called(api: Api, method: str, url: str, headers: Any, raw: bytes) -> Any:
    split = urlsplit(url)
    found = _route(api, method, split.path)
    if found is None:
        return _refused(404, "not_found")
    resource, path = found
    entry = api.app.routes[resource][method]
    role = str(headers.get("Authorization") or "").removeprefix("Bearer ")
    if entry.authorizer is not None and role not in EVERYBODY:
        return _refused(401, "unauthorized")
    several: dict[str, list[str]] = {}
    for name, value in headers.items():
        several.setdefault(name, []).append(value)
    claims = {"username": "amy", "cognito:groups": role}
    event = {
        "resource": resource,
        "requestContext": {
            "httpMethod": method,
            "resourcePath": resource,
            "authorizer": {"claims": claims} if entry.authorizer else None,
            "identity": {"sourceIp": "127.0.0.1"},
        },
        "headers": {name: values[-1] for name, values in several.items()},
        "multiValueHeaders": several,
        "pathParameters": path or None,
        "multiValueQueryStringParameters": parse_qs(split.query, True) or None,
        "stageVariables": None,
        "body": base64.b64encode(raw).decode() if raw else None,
        "isBase64Encoded": bool(raw),
    }
    return api.app(event, None)


def _route(api: Api, method: str, path: str) -> tuple[str, dict[str, str]] | None:
    """The route of a path as it came, and what is in the place of its names."""
    steps = path.strip("/").split("/")
    fits = [
        (resource, named)
        for resource, methods in api.app.routes.items()
        if method in methods and (named := _named(resource, steps)) is not None
    ]
    return min(fits, key=lambda fit: len(fit[1]), default=None)


def _named(resource: str, steps: list[str]) -> dict[str, str] | None:
    wanted = resource.strip("/").split("/")
    if len(wanted) != len(steps) or not all(steps):
        return None
    named = {}
    for name, step in zip(wanted, steps, strict=True):
        if name.startswith("{"):
            named[name.strip("{}")] = step
        elif name != step:
            return None
    return named


def _refused(status: int, code: str) -> dict[str, Any]:
    error = {"error": {"code": code, "message": "As the gateway says it."}}
    return {
        "statusCode": status,
        "headers": {"Content-Type": JSON},
        "body": json.dumps(error),
    }
