"""What stands before MiniStack at the same port: clock, snapshots, platforms."""

import asyncio
import json
import time
from typing import Any
from urllib.parse import parse_qs

from infra.local.emulator import snapshot
from infra.local.emulator.authorization import over_tls
from infra.local.emulator.clock import Clock
from infra.local.emulator.hearing import Application
from infra.local.emulator.journal import Journal
from infra.local.emulator.quiet import settle

Scope = dict[str, Any]

PLATFORMS = "/_platforms"
_QUIET = ("/_local", "/_ministack", PLATFORMS)
_SNAPSHOT_EVERY = 30.0  # seconds; what was not journalled may be that old
_SNAPSHOT_SHARE = 10  # and never more than a tenth of the time spent on it


class Front:
    """An ASGI application that answers a few paths and passes the rest on."""

    def __init__(
        self, aws: Application, platforms: Application, clock: Clock, journal: Journal
    ) -> None:
        self._aws = aws
        self._platforms = platforms
        self._clock = clock
        self._journal = journal
        self._changed = False
        self._saving = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        path = scope.get("path", "")
        if scope["type"] == "lifespan":
            saver = asyncio.create_task(self._save_now_and_then())
            await self._aws(scope, receive, send)
            saver.cancel()
        elif path == "/_local/clock":
            await _answer(send, *await self._move_clock(scope))
        elif path == "/_local/quiet":
            await _answer(send, 200, {"quiet": await settle(self._clock)})
        elif path == "/_local/snapshot":
            await _answer(send, 200, {"saved": await self._save()})
        elif path.startswith(PLATFORMS + "/"):
            inner = {"root_path": PLATFORMS, "path": path.removeprefix(PLATFORMS)}
            inner = {**scope, **inner, "now": self._clock.now()}
            await self._platforms(inner, receive, send)
        else:
            if scope.get("method") != "GET" and not path.startswith(_QUIET):
                self._changed = True
            await self._aws(over_tls(scope), receive, send)

    async def _move_clock(self, scope: Scope) -> tuple[int, dict[str, Any]]:
        query = parse_qs(scope.get("query_string", b"").decode())
        try:
            moves = {name: _positive(values[0]) for name, values in query.items()}
        except ValueError as error:
            return 400, {"error": str(error)}
        if moves:
            await settle(self._clock)
        if "advance" in moves:
            self._clock.advance(moves["advance"])
        if "set" in moves:
            self._clock.set(moves["set"])
        return 200, {"now": self._clock.now(), "offset": self._clock.offset}

    async def _save(self) -> bool:
        async with self._saving:
            self._changed = False
            return await snapshot.take(self._journal)

    async def _save_now_and_then(self) -> None:
        pause = _SNAPSHOT_EVERY
        while True:
            await asyncio.sleep(pause)
            if self._changed:
                began = time.monotonic()
                await self._save()
                spent = time.monotonic() - began
                pause = max(_SNAPSHOT_EVERY, _SNAPSHOT_SHARE * spent)


def _positive(text: str) -> float:
    """Read seconds.

    Raises:
        ValueError: no number, or not above zero; a finite one is asked for.

    """
    seconds = float(text)
    if not 0 < seconds < float("inf"):
        raise ValueError("Seconds must be a number above 0.")
    return seconds


async def _answer(send: Any, status: int, body: dict[str, Any]) -> None:
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})
