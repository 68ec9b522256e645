"""Let the played platforms hear the webhooks: these are said to come from them."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]

_WEBHOOK = re.compile(r"/webhooks/([a-z]+)/?$")
_TAKEN = 200


class Hearing:
    """An ASGI application that tells ``hear`` of each webhook another one takes."""

    def __init__(self, inner: Application, hear: Callable[[str, bytes], None]) -> None:
        self._inner = inner
        self._hear = hear

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        found = _WEBHOOK.search(scope.get("path", ""))
        if found is None or scope.get("method") != "POST":
            await self._inner(scope, receive, send)
            return
        chunks: list[bytes] = []
        statuses: list[int] = []

        async def listen() -> Any:
            message = await receive()
            chunks.append(message.get("body", b""))
            return message

        async def answer(message: Any) -> None:
            statuses.append(message.get("status", _TAKEN))
            await send(message)

        await self._inner(scope, listen, answer)
        if set(statuses) == {_TAKEN}:
            self._hear(found[1], b"".join(chunks))
