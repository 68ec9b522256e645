"""How large the Lambda package is, and what it costs that it brings no byte code.

Its size decides how long a cold start unpacks. Where the package lies nothing can be
written, so Python compiles what it imports of it at every cold start; with byte code
of all but public holidays and time zones that is saved, and the package is larger.
"""

import os
import subprocess
import sys
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import moto_aws
from bench.imports import cold_start, cpu
from bench.measure import measure
from infra import functions

STAGE = "bench"
# A cold start unpacks it all: 4.8 MB today, of which 0.16 came with the words of
# care-6, and some more.
SIZE = 5_000_000
FILES = 2700
COLD = ("api_handler", "ingest")
RARE = {"holidays", "tzdata"}  # large, and hardly ever imported
ROUNDS = 3


def measures() -> Iterator[dict[str, Any]]:
    """Build the real package with ``chalice package`` and yield bytes and files."""
    with TemporaryDirectory() as folder:
        package = _build(Path(folder))
        with zipfile.ZipFile(package) as files:
            names = files.namelist()
            files.extractall(Path(folder) / "code")
        yield measure("package_size", package.stat().st_size, "bytes", SIZE)
        yield measure("package_files", len(names), "files", FILES)
        yield from _byte_code(Path(folder) / "code")


def _byte_code(code: Path) -> Iterator[dict[str, Any]]:
    """Yield the CPU of cold starts without byte code and with it, and its bytes.

    It says the hash of its source, not its time, which a package does not keep.
    """
    moto_aws.configure()
    programs = {name: cold_start(name) for name in COLD}
    without = {name: _least(program, code) for name, program in programs.items()}
    parts = [p for p in code.iterdir() if p.name not in RARE]
    words = ["-q", "--invalidation-mode", "checked-hash", *map(str, parts)]
    subprocess.run([sys.executable, "-m", "compileall", *words], check=True)
    for name, program in programs.items():
        yield measure(f"uncompiled_cold_start_of_{name}", without[name] * 1000, "ms")
        spent = _least(program, code)
        yield measure(f"compiled_cold_start_of_{name}", spent * 1000, "ms")
    compiled = sum(
        len(zlib.compress(file.read_bytes())) for file in code.rglob("*.pyc")
    )
    yield measure("byte_code_size", compiled, "bytes")


def _least(program: str, code: Path) -> float:
    """CPU seconds of a program that finds the package and writes no byte code."""
    return min(
        cpu(f"import sys; sys.dont_write_bytecode = True\n{program}", code)
        for _ in range(ROUNDS)
    )


def _build(folder: Path) -> Path:
    """Package the product as ``make deploy`` does, for a stack that is made up."""
    project = folder / "project"
    project.mkdir()
    for name in ("app.py", "vendor", "requirements.txt"):
        (project / name).symlink_to(functions.ROOT / name)
    arn = "arn:aws:iam::123456789012:role/bench"
    outputs: defaultdict[str, str] = defaultdict(lambda: arn)
    settings = functions.stage_settings(STAGE, outputs, "UTC", {})
    functions.configure(project, STAGE, settings)
    functions.clean(project)
    environment = {**os.environ, "AWS_DEFAULT_REGION": "us-east-1"}
    functions.run_chalice(
        project, "package", "--stage", STAGE, "out", environment=environment
    )
    return project / "out" / "deployment.zip"
