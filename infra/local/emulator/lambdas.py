"""Lambda: workers as quick, as lasting and as talkative as the real ones."""

import hashlib
import io
import queue
import shutil
import threading
import time
import zipfile
from pathlib import Path
from typing import Any

from ministack.core import lambda_runtime as runtime
from ministack.services import lambda_svc as service

from infra.local.emulator.source import Outdated, rewrite

_END = "\x1eEND"  # closes one invocation's lines on stderr
_MARK = 'sys.stderr.write("\\x1eEND\\n"); sys.stderr.flush(); '
_LOG_PATIENCE = 0.25  # seconds for the end mark to come through the pipe
_WARM_WORKERS = 4  # two cores: more at once only make each other slow
_WARM_PATIENCE = 10.0  # seconds until a burst starts one more; a start takes two
_KEPT_PACKAGES = 5

_free: dict[Any, threading.Condition] = {}  # by function: one of its workers is
_unpacking = threading.Lock()
_grown: dict[Any, float] = {}  # when each function's workers last became more


def fix(code: Path) -> None:
    """Apply all fixes of this service; ``code`` keeps the unpacked packages."""
    service._schedule_state_transition = _be_ready_at_once
    _mark_the_end_of_logs()
    _keep_workers_and_error_types()
    for module in (runtime, service):
        module.acquire_worker = _acquire_worker
        module.release_worker = _release_worker
    _unpack_once(code)


def restore() -> None:
    """Read streams from their beginning after a restart, which empties them.

    As shipped a function goes on at the place where it was, and is told nothing
    until as much has changed again.
    """
    positions = service._dynamodb_stream_positions
    for mapping, _ in positions.all_items():
        positions._data[mapping] = 0


def _be_ready_at_once(name: str, _delay: float) -> None:
    """As shipped a function is Pending for 0.5 s: chalice then waits 5 s for each."""
    function = service._functions.get(name)
    versions = function.get("versions", {}).values() if function else ()
    for record in (function, *versions):
        if record and record.get("config"):
            record["config"].update(State="Active", LastUpdateStatus="Successful")


def _mark_the_end_of_logs() -> None:
    """As shipped a silent handler costs 50 ms of waiting for a first line."""
    ok = '_real_stdout.write(json.dumps({"status": "ok", "result": result}) + "\\n")'
    failed = (
        '_real_stdout.write(json.dumps({"status": "error", "error": str(e), '
        '"trace": traceback.format_exc()}) + "\\n")'
    )
    script = runtime._PYTHON_WORKER_SCRIPT
    if script.count(ok) != 1 or script.count(failed) != 1:
        raise Outdated("The Lambda worker script has changed.")
    script = script.replace(
        ok,
        '_out = json.dumps({"status": "ok", "result": result}); '
        + _MARK
        + '_real_stdout.write(_out + "\\n")',
    )
    runtime._PYTHON_WORKER_SCRIPT = script.replace(
        failed,
        _MARK + failed.replace('"trace"', '"type": type(e).__name__, "trace"'),
    )
    runtime.Worker._drain_stderr_bounded = _drain_stderr


def _drain_stderr(worker: Any) -> str:
    lines: list[str] = []
    end = time.monotonic() + _LOG_PATIENCE
    while True:
        try:
            left = max(0.0, end - time.monotonic())
            line = worker._stderr_queue.get(timeout=left)
        except queue.Empty:
            break
        if line == _END:
            break
        lines.append(line)
    return "\n".join(lines)


def _keep_workers_and_error_types() -> None:
    """An exception leaves the process warm and keeps its class name.

    As shipped it kills the process, so that the next call is a cold start, and is
    reported as Runtime.HandlerError, so that no Retry of a state machine matches.
    https://docs.aws.amazon.com/lambda/latest/dg/python-exceptions.html
    """
    rewrite(
        runtime,
        "Worker.invoke",
        (
            'if response.get("status") == "error":',
            'if response.get("status") == "error" and "type" not in response:',
        ),
    )
    rewrite(
        service,
        "_execute_function_warm",
        (
            'error_type = "Runtime.HandlerError"',
            'error_type = result.get("type") or "Runtime.HandlerError"',
        ),
    )


def _acquire_worker(
    name: str,
    config: Any,
    package: bytes,
    qualifier: str = "$LATEST",
    max_concurrency: int | None = None,
) -> tuple[Any, str]:
    """Lease a warm worker; a burst waits a moment before it starts another.

    As shipped each concurrent call starts a process at once: 32 at a time on two
    cores take 17 s. None waits for good, as a handler may call itself, but of a
    thousand that wait only one starts a process, and then all wait anew.
    """
    del max_concurrency  # the account's cap is counted before
    key = runtime._worker_key(name, config, qualifier)
    with runtime._lock:
        free = _free.setdefault(key, threading.Condition(runtime._lock))
        _grown.setdefault(key, time.monotonic())
        while True:
            workers = runtime._workers.setdefault(key, [])
            idle = next((w for w in workers if not w.in_use), None)
            if idle is not None:
                return _lease(idle, free), "reused"
            left = _grown[key] + _WARM_PATIENCE - time.monotonic()
            if len(workers) < _WARM_WORKERS or left <= 0:
                _grown[key] = time.monotonic()
                new = runtime._worker_class_for(config)(name, config, package)
                workers.append(new)
                return _lease(new, free), "spawn"
            free.wait(left)


def _lease(worker: Any, free: threading.Condition) -> Any:
    worker.in_use, worker.last_used = True, time.time()
    worker.free = free
    return worker


def _release_worker(worker: Any) -> None:
    if worker is None:
        return
    with runtime._lock:
        worker.in_use = False
        worker.free.notify()


def _unpack_once(code: Path) -> None:
    """Share one unpacked package among workers; as shipped each unpacks its own."""
    code.mkdir(parents=True, exist_ok=True)
    packages = sorted(code.iterdir(), key=lambda path: path.stat().st_mtime)
    for old in packages[:-_KEPT_PACKAGES]:
        shutil.rmtree(old)

    def unpack(package: bytes, link: str) -> None:
        folder = code / hashlib.sha256(package).hexdigest()[:24]
        with _unpacking:
            if not folder.is_dir():
                new = folder.with_suffix(".new")
                shutil.rmtree(new, ignore_errors=True)
                zipfile.ZipFile(io.BytesIO(package)).extractall(new)
                new.rename(folder)
        Path(link).symlink_to(folder)

    runtime._care_unpack = unpack
    unpacking = (
        '    with open(os.path.join(self._tmpdir, "code.zip"), "wb") as f:\n'
        "        f.write(self.code_zip)\n"
        '    with zipfile.ZipFile(os.path.join(self._tmpdir, "code.zip")) as zf:\n'
        "        zf.extractall(code_dir)\n"
    )
    rewrite(
        runtime,
        "Worker._spawn",
        ("    os.makedirs(code_dir)\n", "    _care_unpack(self.code_zip, code_dir)\n"),
        (unpacking, ""),
    )
