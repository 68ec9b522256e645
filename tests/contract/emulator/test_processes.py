"""Nothing is left running: not after a stop, nor after its starter was killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from infra.local.emulator_process import (
    PYTHON,
    ROOT,
    CannotStart,
    Emulator,
    free_port,
)
from infra.local.supervisor import reset

if TYPE_CHECKING:
    from tests.contract.emulator.conftest import Playground

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/environ").exists(), reason="looks for processes in /proc"
)

ASLEEP = "import time\ndef handler(event, context):\n    time.sleep(60)\n"
# What was begun in the background, as a run of tests may be, ignores Ctrl-C.
STARTER = """
import signal, sys, time
from pathlib import Path
from infra.local.emulator_process import Emulator
signal.signal(signal.SIGINT, signal.default_int_handler)
Emulator(int(sys.argv[1]), Path(sys.argv[2])).start()
print("started", flush=True)
time.sleep(60)
"""


def test_a_stop_ends_the_lambda_workers_too(fresh: "Playground") -> None:
    fresh.function("asleep", ASLEEP)
    fresh.client("lambda").invoke(FunctionName="asleep", InvocationType="Event")
    assert eventually(lambda: len(_processes(fresh.emulator.folder)) > 1)

    fresh.emulator.stop()

    assert eventually(lambda: not _processes(fresh.emulator.folder))
    assert _free(fresh.emulator.port)


def test_the_emulator_ends_when_its_starter_is_killed(tmp_path: Path) -> None:
    if not PYTHON.exists():
        pytest.skip("the local AWS is not installed; run: make install")
    port = free_port()
    words = [sys.executable, "-c", STARTER, str(port), str(tmp_path)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE) as starter:
        assert starter.stdout is not None
        assert starter.stdout.readline() == b"started\n"
        starter.send_signal(signal.SIGKILL)

    assert eventually(lambda: _free(port) and not _processes(tmp_path))


def test_it_ends_also_when_its_starter_was_killed_before_it_could_look(
    tmp_path: Path,
) -> None:
    if not PYTHON.exists():
        pytest.skip("the local AWS is not installed; run: make install")
    words = [sys.executable, "-c", STARTER, str(free_port()), str(tmp_path)]
    with subprocess.Popen(words, cwd=ROOT) as starter:
        assert eventually(lambda: len(_processes(tmp_path)) > 1)
        starter.send_signal(signal.SIGKILL)

    assert eventually(lambda: not _processes(tmp_path), patience=20)


def test_ctrl_c_while_it_starts_leaves_nothing(tmp_path: Path) -> None:
    if not PYTHON.exists():
        pytest.skip("the local AWS is not installed; run: make install")
    words = [sys.executable, "-c", STARTER, str(free_port()), str(tmp_path)]
    with subprocess.Popen(words, cwd=ROOT, stderr=subprocess.DEVNULL) as starter:
        assert eventually(lambda: len(_processes(tmp_path)) > 1)
        time.sleep(0.2)  # it is waited for now, and takes a second to start
        starter.send_signal(signal.SIGINT)

    assert not _processes(tmp_path)


def test_a_folder_left_by_a_kill_can_be_started_again(tmp_path: Path) -> None:
    if not PYTHON.exists():
        pytest.skip("the local AWS is not installed; run: make install")
    for end in (Emulator.kill, Emulator.stop):
        emulator = Emulator(free_port(), tmp_path)
        emulator.start()
        end(emulator)

    assert not _processes(tmp_path)


def test_one_folder_is_for_one_emulator_at_a_time(fresh: "Playground") -> None:
    second = Emulator(free_port(), fresh.emulator.folder)

    with pytest.raises(CannotStart, match="already; stop it, or choose another"):
        second.start()
    with pytest.raises(CannotStart, match="already"):
        reset(fresh.emulator.folder)
    fresh.emulator.stop()
    reset(fresh.emulator.folder)

    assert not fresh.emulator.folder.exists()


def test_a_reset_leaves_other_folders_alone(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("")

    reset(tmp_path)

    assert (tmp_path / "precious").exists()


def eventually(happens: Callable[[], bool], patience: float = 10.0) -> bool:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if happens():
            return True
        time.sleep(0.05)
    return False


def _processes(folder: Path) -> list[int]:
    """Find who works for this folder: it is in their words or their environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            told = (process / "cmdline").read_bytes() + (
                process / "environ"
            ).read_bytes()
        except OSError:  # ended meanwhile
            continue
        ours = int(process.name) in (os.getpid(), os.getppid())
        if not ours and f"{folder}/".encode() in told.replace(b"\0", b"/"):
            found.append(int(process.name))
    return found


def _free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
