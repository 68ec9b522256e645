"""Serves an ASGI application on a free port of this machine, in a thread."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


async def ask(
    app: App, method: str, target: str, body: bytes = b"", headers: Any = ()
) -> tuple[int, dict[str, str], bytes]:
    """Make one request of an application, without a network."""
    address = urlsplit(target)
    scope = {
        "type": "http",
        "method": method,
        "path": address.path,
        "query_string": address.query.encode(),
        "headers": [(name.lower().encode(), it.encode()) for name, it in headers],
    }
    given: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        given.append(message)

    await app(scope, receive, send)
    found = {name.decode(): it.decode() for name, it in given[0]["headers"]}
    return given[0]["status"], found, given[1]["body"]


@contextmanager
def serving(app: App) -> Iterator[str]:
    """Give the base URL of the application while the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(app))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(app: App) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = ask(app, self.command, self.path, body, self.headers.items())
            status, headers, answer = asyncio.run(asked)
            try:
                self.send_response_only(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # the client gave up waiting

        do_GET = do_POST = do_DELETE = _serve  # noqa: N815 - named by http.server

        def log_message(self, *_: Any) -> None:
            """Keep the test's output clean."""

    return Handler
