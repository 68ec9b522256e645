"""How far a job has come that computes days again, in an object of the bucket."""

import json
from typing import Any

from shared.domain.times import to_text
from shared.ports import Ports


def begin(job: dict[str, Any], total: int, ports: Ports) -> dict[str, Any]:
    """Note a job that is about to start; its ``id`` names it. Returns what is noted."""
    return _write({**job, "done": 0, "total": total}, ports)


def progress(recompute: str, done: int, total: int, ports: Ports) -> None:
    """Note that so many days of a job are done; the job calls it after each."""
    known = read(recompute, ports) or {"id": recompute}
    _write({**known, "done": done, "total": total}, ports)


def read(recompute: str, ports: Ports) -> dict[str, Any] | None:
    """What is noted of a job; None: there is none."""
    content = ports.files.read(_path(recompute))
    return None if content is None else json.loads(content)


def _write(job: dict[str, Any], ports: Ports) -> dict[str, Any]:
    status = "done" if job["done"] == job["total"] else "running"
    job = {**job, "status": status, "updated_at": to_text(ports.clock.now())}
    ports.files.write(_path(job["id"]), json.dumps(job).encode())
    return job


def _path(recompute: str) -> str:
    return f"kpis/recompute/{recompute}.json"
