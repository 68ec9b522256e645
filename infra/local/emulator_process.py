"""Start, stop and kill the local AWS: one process in its own virtual environment."""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-aws" / "bin" / "python"
REGION = "us-east-1"

_START_PATIENCE = 60.0  # seconds; 150,000 stored items take three
_STOP_PATIENCE = 180.0  # seconds; a million stored items take two minutes
_UNPRIVILEGED, _LAST_PORT = 1024, 65535
_PORT_PATIENCE = 2.0  # seconds for the connections of a killed one to be gone


class CannotStart(Exception):
    """The local AWS cannot start; the message is one sentence for people."""


@dataclass(slots=True)
class Emulator:
    """The process, at one port, with all its files in one folder.

    ``target`` is what was asked of make, for the sentences of a refusal.
    """

    port: int
    folder: Path
    target: str = "run"
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start and wait until it answers.

        Raises:
            CannotStart: port or folder are taken, or the process ends or hangs.

        """
        with only_one(self.folder, self.target) as lock:
            _check_port(self.port, self.target)
            self._launch(lock)
        try:
            self._wait_until_ready()
        except BaseException:  # Ctrl-C too
            self.kill()
            raise

    def _launch(self, lock: int) -> None:
        temporary = self.folder / "tmp"
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir(parents=True)
        # Neither git nor a linter has any business in here.
        (self.folder / ".gitignore").write_text("*\n")
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [PYTHON, "-m", "infra.local.emulator", self.folder, str(os.getpid())],
                cwd=ROOT,
                env=self._environment(temporary),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is the supervisor's to handle
                pass_fds=(lock,),  # it holds the folder as long as it lives
            )

    @property
    def log(self) -> Path:
        return self.folder / "emulator.log"

    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Stop in order: its state is saved, and its Lambda workers are gone."""
        if self._process is None:
            return
        if self.alive():
            self._process.terminate()
        try:
            self._process.wait(_STOP_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._reap()

    def kill(self) -> None:
        """End it the hard way (``kill -9``), Lambda workers included."""
        if self._process is not None:
            self._process.kill()
            self._reap()

    def _reap(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.wait()
        end = time.monotonic() + _STOP_PATIENCE
        with contextlib.suppress(ProcessLookupError):  # its Lambda workers
            os.killpg(process.pid, signal.SIGKILL)
            # They hold the folder too, until the last of them is gone.
            while time.monotonic() < end:
                os.killpg(process.pid, 0)
                time.sleep(0.02)

    def _environment(self, temporary: Path) -> dict[str, str]:
        """Give it nothing of ours: Lambda workers inherit all of it."""
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("AWS_", "PYTHON", "CARE_", "VIRTUAL_ENV"))
        }
        state = self.folder / "state"
        return inherited | {
            "GATEWAY_PORT": str(self.port),
            "BIND_HOST": "127.0.0.1",
            "MINISTACK_HOST": "127.0.0.1",
            "MINISTACK_REGION": REGION,
            "PERSIST_STATE": "1",
            "S3_PERSIST": "1",
            "STATE_DIR": str(state),
            "S3_DATA_DIR": str(state / "s3"),
            "TMPDIR": str(temporary),
            "SFTP_ENABLED": "0",
            "IOT_MTLS_ENABLED": "0",
            "LOG_LEVEL": "INFO",
            "AUTH": "true",  # role policies bind as they do on AWS
        }

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + _START_PATIENCE
        while not self._ready():
            if not self.alive() or time.monotonic() > end:
                raise CannotStart(f"The local AWS did not start; see {self.log}.")
            time.sleep(0.02)

    def _ready(self) -> bool:
        try:
            ready = f"{self.url}/_ministack/ready"
            with urllib.request.urlopen(ready, timeout=2) as answer:  # noqa: S310 - our own
                status: str = json.load(answer)["status"]
        except OSError:  # not listening yet
            return False
        return status == "completed"


def free_port() -> int:
    """Find a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def only_one(folder: Path, target: str = "run") -> Iterator[int]:
    """Take the folder for one emulator; whoever inherits the descriptor keeps it.

    A refusal leaves no folder that was not there.

    Raises:
        CannotStart: one runs there already, or the caller cannot start.

    """
    is_new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CannotStart(_taken(folder, target)) from None
        try:
            yield file.fileno()
        except CannotStart:
            if is_new:
                shutil.rmtree(folder)
            raise


def _taken(folder: Path, target: str) -> str:
    if target == "reset":
        return f"A local AWS runs in {folder} already; stop it first, with Ctrl-C."
    return (
        f"A local AWS runs in {folder} already; stop it, or choose another folder: "
        f"make {target} LOCAL_DIR=.local-2 PORT=4600"
    )


def _check_port(port: int, target: str) -> None:
    end = time.monotonic() + _PORT_PATIENCE
    other = f"choose another: make {target} PORT={_another(port)}"
    while True:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except PermissionError:
                raise CannotStart(f"Port {port} is not for you; {other}") from None
            except OSError:
                if time.monotonic() > end:
                    raise CannotStart(f"Port {port} is in use; {other}") from None
            else:
                return
        time.sleep(0.1)


def _another(port: int) -> int:
    """Suggest a port: the usual one's neighbours, nobody's in general."""
    return 4600 if port < _UNPRIVILEGED or port > _LAST_PORT - 34 else port + 34
