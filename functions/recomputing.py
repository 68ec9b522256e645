"""Days computed again on demand: started, not waited for, and how far it has come.

The job tells its progress in an object of the bucket, which whoever started it
may look at.
"""

import json
import re
from typing import Any

from chalice.app import Response

from functions.daily import days_asked
from functions.http import Request, respond
from shared.domain.times import to_text
from shared.errors import NotFound
from shared.ports import Ports

ID = re.compile(r"[0-9TZ_-]{20,60}")


def start_recompute(request: Request, ports: Ports) -> Response:
    """Have ``{"from", "to"}`` computed again; the answer says what to look at.

    Raises:
        BadInput: a date is missing, the range is reversed, too long or not begun.

    """
    request.only("from", "to")
    days = [day.isoformat() for day in days_asked(request.body, ports)]
    now = to_text(ports.clock.now())
    stamp = re.sub("[^0-9TZ]", "", now)
    asked = {"id": f"{days[0]}_{days[-1]}_{stamp}", "from": days[0], "to": days[-1]}
    job = {**asked, "by": request.caller, "started_at": now}
    state = _write({**job, "done": 0, "total": len(days)}, ports)
    ports.recomputes.start(asked)
    return respond(202, state)


def show_recompute(recompute: str, request: Request, ports: Ports) -> dict[str, Any]:  # noqa: ARG001 - every handler takes the request
    """How many of its days are done."""
    found = _read(recompute, ports) if ID.fullmatch(recompute) else None
    if found is None:
        raise NotFound(f"There is no recompute {recompute!r}.")
    return found


def progress(recompute: str, done: int, total: int, ports: Ports) -> None:
    """Note that so many days of a job are done; the job calls it after each."""
    known = _read(recompute, ports) or {"id": recompute}
    _write({**known, "done": done, "total": total}, ports)


def _read(recompute: str, ports: Ports) -> dict[str, Any] | None:
    content = ports.files.read(_path(recompute))
    return None if content is None else json.loads(content)


def _write(job: dict[str, Any], ports: Ports) -> dict[str, Any]:
    status = "done" if job["done"] == job["total"] else "running"
    job = {**job, "status": status, "updated_at": to_text(ports.clock.now())}
    ports.files.write(_path(job["id"]), json.dumps(job).encode())
    return job


def _path(recompute: str) -> str:
    return f"kpis/recompute/{recompute}.json"
