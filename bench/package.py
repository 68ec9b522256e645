"""How large the Lambda package is: it decides how long a cold start unpacks."""

import os
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.measure import measure
from infra import functions

STAGE = "bench"
# A cold start unpacks it all: today's size and a tenth more.
SIZE = 4_750_000
FILES = 2700


def measures() -> Iterator[dict[str, Any]]:
    """Build the real package with ``chalice package`` and yield bytes and files."""
    with TemporaryDirectory() as folder:
        package = _build(Path(folder))
        with zipfile.ZipFile(package) as files:
            names = files.namelist()
        yield measure("package_size", package.stat().st_size, "bytes", SIZE)
        yield measure("package_files", len(names), "files", FILES)


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
