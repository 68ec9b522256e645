"""What a cold start imports, against making one botocore client.

CPU of fresh processes over a bare interpreter, all in turn, the least of some
rounds: times depend on the machine, their ratio hardly does. The path of a
function is its code with the adapters that it uses and their clients; the
webhook's own share is that of its code before it turns to AWS.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench import moto_aws
from bench.measure import measure

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 3
BARE, CLIENT, WEBHOOK = "bare", "client", "webhook"
PROGRAMS = {
    BARE: "pass",
    CLIENT: "from botocore.session import Session; Session().create_client('sqs')",
    WEBHOOK: "import app; import functions.webhooks, shared.channels.facebook",
}
# By function as Lambda knows it: the modules its body imports, the ports it asks for.
PATHS = {
    "api_handler": ("webhooks", ("secrets", "queue")),
    "ingest": ("ingest", ("settings_store", "log", "customers", "workflow")),
    "await_deadline": ("case_workflow", ("settings_store", "log", "workflow")),
    "ask": ("case_workflow", ("settings_store", "log", "sender", "secrets", "rates")),
    "deliver": ("outbound", ("settings_store", "log", "sender", "secrets", "rates")),
    "publish": ("publishing", ("settings_store", "changes", "posts")),
    "post_event": ("posting", ("settings_store", "subscribers", "outside", "log")),
    "nightly": ("watch", ("settings_store", "log", "files", "kpi_runs", "secrets")),
    "sweep": ("sweep", ("settings_store", "log", "workflow", "personal")),
    "sample_customers": ("customer_events", ("settings_store", "log", "workflow")),
}
_PATH = (
    "import app; import functions.{}; from functions.wiring import ports; "
    "made = ports(); [getattr(made, name) for name in {}]"
)
PROBE = "import time\n{}\nprint(time.process_time())"


def measures() -> Iterator[dict[str, Any]]:
    """Yield the CPU of each function's path, of a client, and their ratios.

    The goal, 0.9, is the webhook's: its own code against one client.
    """
    programs = {name: cold_start(name) for name in PATHS}
    least = _least({**PROGRAMS, **programs}, ROUNDS)
    client = least[CLIENT]
    yield measure("import_cpu_of_botocore_client", client * 1000, "ms")
    yield measure("import_cpu_of_webhook", least[WEBHOOK] * 1000, "ms")
    ratio = least[WEBHOOK] / client
    yield measure("import_cpu_of_webhook_to_botocore_client", ratio, "ratio", 0.9)
    for name in PATHS:
        yield measure(f"cold_start_cpu_of_{name}", least[name] * 1000, "ms")
        ratio = least[name] / client
        yield measure(f"cold_start_cpu_of_{name}_to_botocore_client", ratio, "ratio")


def cold_start(function: str) -> str:
    """A program that loads what a function does until its first call to AWS."""
    return _PATH.format(*PATHS[function])


def seconds(rounds: int = 2) -> Mapping[str, float]:
    """CPU seconds of a cold start, by function."""
    programs = {name: cold_start(name) for name in PATHS}
    return _least({BARE: PROGRAMS[BARE], **programs}, rounds)


def _least(programs: Mapping[str, str], rounds: int) -> dict[str, float]:
    """CPU seconds of programs over the bare interpreter's."""
    moto_aws.configure()
    found = [{n: cpu(p) for n, p in programs.items()} for _ in range(rounds)]
    least = {name: min(one[name] for one in found) for name in programs}
    return {name: spent - least[BARE] for name, spent in least.items()}


def cpu(program: str, path: Path = ROOT) -> float:
    """Seconds of CPU of a process that runs the program with this on its path."""
    ended = subprocess.run(
        [sys.executable, "-c", PROBE.format(program)],
        cwd=path,
        env={**os.environ, "PYTHONPATH": str(path)},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(ended.stdout)
