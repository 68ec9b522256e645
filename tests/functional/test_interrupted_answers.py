"""Answers whose sending is cut off: after any call, whatever it was, once.

A function may die between any two things it does. What has happened then stays,
the agent asks again, the queue hands its message out again, the platform tells
of what it has taken.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest

from functions import replying
from functions.http import Request
from functions.outbound import deliver
from shared.domain.cases import case_id
from shared.domain.log import in_order
from shared.errors import CareError
from tests.fakes.sender import FakeSender
from tests.fakes.world import World
from tests.functional.test_desk import customer_writes

PERSON = "facebook:1"
CASE = case_id(PERSON, "m1")
TEXTS = {1: "On its way.", 3: " ".join(c * 1_500 for c in "abc")}
PORTS = ("log", "outbox", "rates", "health", "sender")


class CutOff(BaseException):
    """The function has died."""


class Fuse:
    """Burns down with every call and cuts everything off at its end."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.cut_after: int | None = None
        self.lit = True

    def burn(self, what: str) -> None:
        if not self.lit:
            return
        self.calls.append(what)
        if len(self.calls) == self.cut_after:
            raise CutOff


class Fused:
    """A port whose every call burns the fuse once it has been made."""

    def __init__(self, name: str, port: Any, fuse: Fuse) -> None:
        self._name, self._port, self._fuse = name, port, fuse

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        if not callable(found):
            return found

        def call(*args: Any, **named: Any) -> Any:
            try:
                return found(*args, **named)
            finally:
                self._fuse.burn(f"{self._name}.{name}")

        return call


class Day:
    """One customer on Messenger, one agent, and functions that may die."""

    def __init__(self, parts: int, mode: str, cut_after: int | None = None) -> None:
        self.world, self.fuse, self.text = World(), Fuse(), TEXTS[parts]
        customer_writes(self.world, visibility="private", channel="facebook")
        self.world.clock.advance(minutes=5)
        self.platform = FakeSender()
        self.platform.mode = mode
        self.world.sender = self.platform
        for name in PORTS:
            setattr(self.world, name, Fused(name, getattr(self.world, name), self.fuse))
        self.fuse.cut_after, self.is_open = cut_after, False
        self.told_at: dict[int, datetime] = {}
        self.was_cut = self.dies(self.asks)
        self.platform.mode = "accept"

    def asks(self) -> None:
        """The agent asks, the first time or again, and takes what he is told."""
        request = Request(
            caller="amy",
            roles=frozenset({"agent"}),
            query={},
            body={"text": self.text},
            idempotency_key="k",
        )
        with suppress(CareError):
            replying.reply(CASE, request, self.world)

    def dies(self, act: Callable[[], None]) -> bool:
        try:
            act()
        except CutOff:
            self.is_open = self._is_open()
            return True
        return False

    def _is_open(self) -> bool:
        """Whether a key is taken for what has not left: nobody can know that later."""
        ends = ["id" in claim for claim in self.world.log.sends.values()]
        return not all(ends) and len(self.sent()) == ends.count(True)

    def runs(self) -> None:
        """The queue hands out what it has until it is empty; again what was cut off."""
        while self.world.outbox.errands:
            body, delay_s = self.world.outbox.errands.pop(0)
            self.world.clock.advance(seconds=delay_s)
            if self.dies(lambda body=body: deliver(body, self.world)):  # type: ignore[misc] # bound now
                self.was_cut = True
                self.world.clock.advance(minutes=3)
                self.world.outbox.errands.append((body, 1))
                self.tells()

    def tells(self) -> None:
        """The platform sends an echo of everything it has taken, without our key."""
        self.fuse.lit = False  # receiving is another function
        for number, out in enumerate(self.platform.sent, 1):
            customer_writes(
                self.world,
                id=f"{number}",
                channel="facebook",
                text=out.text,
                at=self.told_at.setdefault(number, self.world.clock.now()),
                visibility="private",
                direction="outbound",
                author={},
                customer={"id": "1"},
            )
        self.fuse.lit = True

    def ends(self) -> None:
        """All that is due is done; after a cut the agent asks again."""
        self.tells()
        for _ in range(3):
            if self.was_cut:
                self.asks()
            self.runs()
            self.world.clock.advance(minutes=3)

    def sent(self) -> list[str]:
        return [out.text for out in self.platform.sent]

    def log(self) -> list[tuple[Any, ...]]:
        """What the log says was sent, without the times."""
        found = in_order(self.world.log.read(PERSON))
        return [
            (e.id, e.text, e.part, e.agent, e.visibility)
            for e in found
            if e.kind == "message_sent"
        ]


def undisturbed(parts: int, mode: str) -> Day:
    day = Day(parts, mode)
    day.ends()
    return day


SCENES = [(n, mode) for n in (1, 3) for mode in ("accept", "rate_limit", "timeout")]
EXPECTED = {scene: undisturbed(*scene) for scene in SCENES}
CUTS = [
    (*scene, n)
    for scene in SCENES
    for n in range(1, len(EXPECTED[scene].fuse.calls) + 1)
]


@pytest.mark.parametrize(("parts", "mode", "at"), CUTS)
def test_nothing_is_lost_or_sent_twice(parts: int, mode: str, at: int) -> None:
    expected = EXPECTED[parts, mode]
    day = Day(parts, mode, at)
    day.ends()

    assert day.world.outbox.errands == []
    if day.is_open:
        assert day.sent() == expected.sent()[: len(day.sent())]
        assert "send_unconfirmed" in [e.kind for e in day.world.log.read(PERSON)]
    else:
        assert (day.sent(), day.log()) == (expected.sent(), expected.log())
