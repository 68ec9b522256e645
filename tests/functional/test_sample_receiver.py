"""The receiver that the README shows is run as it stands there."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from infra.local.emulator_process import free_port
from shared.adapters.outside import Outside
from tests.architecture.sources import ROOT
from tests.fakes.events_out import Stream
from tests.fakes.world import World
from tests.functional.test_events_out import SECRETS, tell, writes

CODE = re.compile(r"A receiver, whole:\n\n```python\n(.*?)```", re.DOTALL)


@pytest.fixture
def receiver() -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    found = CODE.search((ROOT / "README.md").read_text(encoding="utf-8"))
    assert found is not None
    port = free_port()
    words = {"PORT": str(port), "CARE_EVENTS_SECRET": SECRETS[0]}
    with subprocess.Popen(
        [sys.executable, "-c", found[1]],
        env={**os.environ, **words},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        _wait_for(port)
        yield port, process
        process.kill()


def _wait_for(port: int) -> None:
    end = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except ConnectionRefusedError:
            assert time.monotonic() < end
            time.sleep(0.05)
        else:
            return


def test_the_receiver_of_the_readme_takes_what_is_signed_and_nothing_else(
    receiver: tuple[int, "subprocess.Popen[str]"],
) -> None:
    port, process = receiver
    world = World(at=datetime.now(UTC))
    world.outside = Outside(loopback=True)  # type: ignore[assignment] # the real one
    world.secrets.events_out = {"secrets": {"crm": SECRETS[:1], "thief": SECRETS[1:2]}}
    url = f"http://127.0.0.1:{port}/"
    tell(world, crm={"url": url}, thief={"url": url})
    stream = Stream(world)
    writes(world)
    stream.deliver()
    process.terminate()
    said, _ = process.communicate(timeout=20)

    assert said.split("\n")[:2] == [
        "message.received email:u1",
        "case.opened email:u1",
    ]
    assert world.subscribers.standing("thief").reason == "answered 401"
    assert world.subscribers.standing("thief").delivered_at is None


def test_the_receiver_of_the_readme_is_short() -> None:
    found = CODE.search((ROOT / "README.md").read_text(encoding="utf-8"))

    assert found is not None
    assert len(found[1].splitlines()) <= 30
