"""The platforms' sending APIs, played by a small ASGI application.

It records what we send, gives ids in each platform's shape, keeps to its
limits, and can be told to refuse, limit, hang or break; it can echo, tell
statuses and answer surveys by webhooks of its own. Nothing is saved, ids are
random. Standard library only: it runs inside the emulator's process, under
``/_platforms``.

    POST   /meta/{page, Instagram account or phone number id}/messages
    POST   /meta/{comment}/comments · /meta/{Instagram comment}/replies
    POST   /meta/{Instagram account}/mentions
    POST   /telegram/bot{token}/sendMessage · /telegram/bot{token}/answerCallbackQuery
    POST   /x/2/tweets · /x/2/dm_conversations/with/{user}/messages
    GET    /sent?channel=        what was sent, newest last
    DELETE /sent                 forget it
    GET    /deliveries           the webhooks sent back, with our answers
    POST   /configure            {"api_url", "webhook_secrets", "clock_url",
                                  "instagram_account"}
    POST   /behaviour            {"channel", "mode", "times", "seconds"},
                                 {"answer_survey": 4}, {"echo": true},
                                 {"channel", "window": "closed"}: 24 hours after
                                 the customers wrote, "expired" after 7 days,
                                 null again by when each wrote, or
                                 {"channel", "human_agent": true}: Meta grants it
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs, unquote

from infra.local import simulated_calls
from infra.local.simulated_messages import Reply
from infra.local.simulated_platform import Platforms

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

platforms = Platforms()


def hear(channel: str, raw: bytes) -> None:
    """Take note of a webhook that the stack has taken from this channel."""
    platforms.talks.hear(channel, raw)


async def app(scope: Message, receive: Receive, send: Send) -> None:
    """Serve one connection of an ASGI server."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["type"] == "http":
        reply = _reply(scope, await _body(receive))
        if reply.after_s:
            await asyncio.sleep(reply.after_s)
        await _answer(reply, send)


async def _live(receive: Receive, send: Send) -> None:
    while True:
        kind = (await receive())["type"]
        await send({"type": f"{kind}.complete"})
        if kind == "lifespan.shutdown":
            return


async def _body(receive: Receive) -> bytes:
    chunks: list[bytes] = []
    while True:
        message = await receive()
        chunks.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(chunks)


async def _answer(reply: Reply, send: Send) -> None:
    headers = {"content-type": "application/json", **reply.headers}
    await send(
        {
            "type": "http.response.start",
            "status": reply.status,
            "headers": [(name.encode(), it.encode()) for name, it in headers.items()],
        }
    )
    await send({"type": "http.response.body", "body": json.dumps(reply.body).encode()})


def _reply(scope: Message, body: bytes) -> Reply:
    try:
        given = json.loads(body or b"{}")
    except ValueError:
        given = None
    if not isinstance(given, dict):
        return Reply(400, {"error": {"message": "The body is no JSON object."}})
    query = {
        name: values[0]
        for name, values in parse_qs(scope.get("query_string", b"").decode()).items()
    }
    parts = [unquote(part) for part in scope["path"].strip("/").split("/")]
    if parts[0] in simulated_calls.SERVICES and scope["method"] == "POST":
        # The stack's clock, where there is one.
        now = float(scope.get("now") or time.time())
        token = _token(scope, parts, query)
        return simulated_calls.handle(platforms, parts, given, token, now)
    return _control(scope["method"], parts[0], given, query)


def _token(scope: Message, parts: list[str], query: dict[str, str]) -> str:
    """Find the token where each platform has it: path, header or query."""
    if parts[0] == "telegram":
        return "".join(parts[1:2]).removeprefix("bot")
    headers = {name.lower(): value for name, value in scope.get("headers", [])}
    bearer = headers.get(b"authorization", b"").decode("latin-1")
    return bearer.removeprefix("Bearer ") or query.get("access_token", "")


def _control(
    method: str, resource: str, given: dict[str, Any], query: dict[str, str]
) -> Reply:
    channel = query.get("channel")
    answers: dict[tuple[str, str], Callable[[], Any]] = {
        ("GET", "sent"): lambda: platforms.sent_on(channel),
        ("DELETE", "sent"): platforms.forget,
        ("GET", "deliveries"): lambda: platforms.deliveries,
        ("POST", "configure"): lambda: platforms.configure(given),
        ("POST", "behaviour"): lambda: platforms.behave(given),
    }
    if (method, resource) not in answers:
        return Reply(404, {"error": {"message": "There is no such call."}})
    try:
        return Reply(200, answers[method, resource]())
    except ValueError as error:
        return Reply(400, {"error": {"message": str(error)}})
