"""A headless Chromium, spoken to over a pipe in the DevTools protocol.

https://chromedevtools.github.io/devtools-protocol/: commands and answers are JSON
that ends with a zero byte, on file descriptors 3 and 4 of the browser.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from select import select
from typing import Any

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
MISSING = "No page was looked at: there is no Chromium (apt-get install chromium)."
PATIENCE = 60  # seconds without a word
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"),
    *("--no-first-run", "--disable-background-networking", "--hide-scrollbars"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
    "--remote-debugging-pipe",
)


def program() -> str | None:
    """Where the browser is, None if there is none."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


class Browser:
    """One page of a running browser, and all that it told of itself."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands = commands
        self._answers = os.fdopen(answers, "rb", buffering=0)
        self._rest = b""
        self._sent = 0
        self._session: str | None = None
        self.events: list[dict[str, Any]] = []

    def attach(self) -> None:
        """Open a page and listen to its log and its requests."""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        found = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        self._session = found["sessionId"]
        for domain in ("Page", "Log", "Network", "Runtime"):
            self.ask(f"{domain}.enable")

    def show(self, url: str, *, width: int, height: int = 900, scheme: str) -> None:
        """Load a page in a window of this width and with this colour scheme."""
        self.events.clear()
        size = {"width": width, "height": height, "deviceScaleFactor": 1}
        self.ask("Emulation.setDeviceMetricsOverride", mobile=width < 600, **size)
        wanted = {"name": "prefers-color-scheme", "value": scheme}
        self.ask("Emulation.setEmulatedMedia", features=[wanted])
        self.ask("Page.navigate", url=url)
        self.wait_for("Page.loadEventFired")

    def wait_for(self, method: str) -> None:
        """Read on until an event has come."""
        while not self.told(method):
            self._read()

    def ask(self, method: str, **params: Any) -> Mapping[str, Any]:
        """Give a command and wait for its answer; what else comes are events.

        Raises:
            RuntimeError: the browser refused, or is gone.

        """
        self._sent += 1
        command = {"id": self._sent, "method": method, "params": params}
        if self._session:
            command["sessionId"] = self._session
        os.write(self._commands, json.dumps(command).encode() + b"\0")
        while (message := self._read()).get("id") != self._sent:
            pass
        if "error" in message:
            raise RuntimeError(message["error"]["message"])
        result: Mapping[str, Any] = message["result"]
        return result

    def evaluate(self, script: str) -> Any:
        """What an expression, or what it promises, is in the page."""
        how = {"returnByValue": True, "awaitPromise": True}
        found = self.ask("Runtime.evaluate", expression=script, **how)
        return found["result"].get("value")

    def told(self, method: str) -> list[dict[str, Any]]:
        """The parameters of an event, each time it came since the page was asked."""
        return [e["params"] for e in self.events if e.get("method") == method]

    def close(self) -> None:
        os.close(self._commands)
        self._answers.close()

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            heard, _, _ = select([self._answers], [], [], PATIENCE)
            more = self._answers.read(65536) if heard else b""
            if not more:
                raise RuntimeError("The browser is gone, or says nothing.")
            self._rest += more
        first, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(first)
        if "method" in message:
            self.events.append(message)
        return message


@contextmanager
def browsing(profile: Path) -> Iterator[Browser]:
    """Start a browser with an empty profile; it ends with the block."""
    found = program()
    if found is None:
        raise FileNotFoundError(MISSING)
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    # a shell puts the pipes where the browser looks for them
    line = f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}'
    command = ["/bin/bash", "-c", line, "sh", found, *FLAGS]
    process = subprocess.Popen(
        [*command, f"--user-data-dir={profile}"],
        pass_fds=(theirs_in, theirs_out),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs_in)
    os.close(theirs_out)
    browser = Browser(ours_out, ours_in)
    try:
        browser.attach()
        yield browser
    finally:
        process.terminate()
        process.wait(20)
        browser.close()
