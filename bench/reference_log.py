"""The reference log: a synthetic month of care, of as many events as wanted.

Made with a fixed seed by the yardstick beside this repository, in a virtual
environment of its own, since it needs numpy and pyarrow, and kept in ``.cache``.
An event is one JSON object: ``interaction_id``, ``case_id``, ``channel``, ``kind``
(inbound, outbound, resolved, reopened, csat, nps), ``created_at`` (ms), ``author_id``,
``agent_id``, ``lang``, ``sentiment`` (-1 to 1), ``score``.
"""

import json
import subprocess
import venv
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

ROOT = Path(__file__).resolve().parents[1]
GENERATOR = ROOT.parent / "shared" / "bench" / "reference_log.py"
FOLDER = ROOT / ".cache" / "reference"
QUICKLY = ("--quiet", "--retries", "1", "--timeout", "10")

Event: TypeAlias = Mapping[str, Any]


def log(events: int) -> Path:
    """Return the JSON lines of a log of so many events, made once and kept.

    Raises:
        OSError: the yardstick is not there.
        subprocess.CalledProcessError: its environment or the log cannot be made.

    """
    path = FOLDER / f"{events}.jsonl"
    if path.exists():
        return path
    if not GENERATOR.exists():
        raise FileNotFoundError(GENERATOR)
    python = FOLDER / "venv" / "bin" / "python"
    if not python.exists():
        venv.create(FOLDER / "venv", with_pip=True)
    _run(python, "-m", "pip", "install", *QUICKLY, "numpy", "pyarrow")
    made = FOLDER / f"{events}.part"
    _run(python, GENERATOR, events, made)
    for leftover in (f"{made}.parquet", f"{made}.csv"):
        Path(leftover).unlink()
    return Path(f"{made}.jsonl").rename(path)


def _run(*words: object) -> None:
    subprocess.run([str(word) for word in words], check=True, capture_output=True)


def read(path: Path) -> dict[str, list[Event]]:
    """Read a log: the events of each case in their order."""
    cases: defaultdict[str, list[Event]] = defaultdict(list)
    with path.open(encoding="utf-8") as file:
        for line in file:
            event = json.loads(line)
            del event["text"]
            cases[event["case_id"]].append(event)
    for events in cases.values():
        events.sort(key=lambda event: event["created_at"])
    return cases
