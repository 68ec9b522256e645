"""What a cold start imports, against making one botocore client.

CPU of fresh processes over a bare interpreter, both in turn, the least of
several rounds: times depend on the machine, their ratio hardly does.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import moto_aws
from bench.measure import measure

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 7
PROGRAMS = {
    "bare": "pass",
    "app": "import app",
    "client": "from botocore.session import Session; Session().create_client('sqs')",
}
PROBE = "import time\n{}\nprint(time.process_time())"


def measures() -> Iterator[dict[str, Any]]:
    """Yield the CPU of ``import app``, of a client, and their ratio (goal 0.9)."""
    moto_aws.configure()
    rounds = [{n: _cpu(p) for n, p in PROGRAMS.items()} for _ in range(ROUNDS)]
    least = {name: min(one[name] for one in rounds) for name in PROGRAMS}
    app, client = (least[name] - least["bare"] for name in ("app", "client"))
    yield measure("import_cpu_of_app", app * 1000, "ms")
    yield measure("import_cpu_of_botocore_client", client * 1000, "ms")
    yield measure("import_cpu_of_app_to_botocore_client", app / client, "ratio", 0.9)


def _cpu(program: str) -> float:
    """Seconds of CPU of a process that runs the program."""
    ended = subprocess.run(
        [sys.executable, "-c", PROBE.format(program)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(ended.stdout)
