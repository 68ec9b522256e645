"""``make cost``, ``load`` and ``faults``: mistyped, without a stack, interrupted."""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import Any

import pytest

from bench import cost, load
from infra.functions import ROOT
from infra.local.emulator_process import free_port
from infra.local.stack import FILE, Stack

Captured = pytest.CaptureFixture[str]
PATIENCE_S = 60
AT_ONCE_S = 2


def _asked(
    patch: pytest.MonkeyPatch, main: Callable[[], int], *words: str
) -> int | str | None:
    patch.setattr(sys, "argv", ["make", *words])
    try:
        return main()
    except SystemExit as ended:
        return ended.code


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--messages", "many"], "--messages: many is no number from 0 on"),
        (["--messages", "-5"], "--messages: -5 is no number from 0 on"),
        (["--cases", "inf"], "--cases: inf is no number from 0 on"),
        (["--messages", "0"], "CASES is more than 0 and no more than MESSAGES"),
        (["--cases", "0"], "CASES is more than 0 and no more than MESSAGES"),
        (["--messages", "10", "--cases", "20"], "and no more than MESSAGES"),
    ],
)
def test_a_volume_that_is_none_is_refused(
    words: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    assert _asked(monkeypatch, cost.main, *words) == 2

    shown = capsys.readouterr().err
    assert said in shown
    assert shown.startswith("usage: make cost [MESSAGES=1000000]")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--times", "0"], "Say 1 to 600 seconds"),
        (["--seconds", "601"], "Say 1 to 600 seconds"),
        (["--times", "0.0001", "--seconds", "1"], "say more TIMES or SECONDS"),
    ],
)
def test_a_burst_that_is_none_is_refused(
    words: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Captured,
    tmp_path: Path,
) -> None:
    _stack(tmp_path, "http://127.0.0.1:1")

    assert _asked(monkeypatch, load.main, *words, f"--local-dir={tmp_path}") == 2
    assert said in capsys.readouterr().err


def test_a_stack_that_is_gone_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured, tmp_path: Path
) -> None:
    _stack(tmp_path, f"http://127.0.0.1:{free_port()}")

    assert _asked(monkeypatch, load.main, f"--local-dir={tmp_path}") == 1
    assert capsys.readouterr().out.endswith("start it with: make run\n")


@pytest.mark.parametrize("module", ["bench.cost", "tests.faults.report"])
def test_ctrl_c_ends_it_at_once(module: str) -> None:
    assert _interrupted(module) == (-signal.SIGINT, "")


def test_ctrl_c_ends_a_burst_before_its_last_message_is_due(
    taking: str, tmp_path: Path
) -> None:
    _stack(tmp_path, taking)
    words = [f"--local-dir={tmp_path}", "--seconds=600", "--times=1"]

    assert _interrupted("bench.load", *words) == (-signal.SIGINT, "")


@pytest.fixture
def taking() -> Iterator[str]:
    """A stack that takes whatever it is sent, and what time it is; its address."""

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"now": 0}')

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Taking) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _stack(folder: Path, url: str) -> None:
    record: dict[str, Any] = dict.fromkeys((field.name for field in fields(Stack)), "")
    record |= dict.fromkeys(("clock_url", "api_url", "aws_endpoint"), url)
    record["webhook_secrets"] = {"facebook": "secret"}
    (folder / FILE).write_text(json.dumps(record))


def _interrupted(module: str, *words: str) -> tuple[int, str]:
    """Press Ctrl-C once it says what it does; exit status and what it says then."""
    with subprocess.Popen(
        [sys.executable, "-m", module, *words],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stderr is not None
        assert select.select([process.stderr], [], [], PATIENCE_S)[0]
        os.read(process.stderr.fileno(), 1000)
        began = monotonic()
        os.killpg(process.pid, signal.SIGINT)
        said = process.stderr.read().decode()
    assert monotonic() - began < AT_ONCE_S
    return process.returncode, said
