"""Days computed again on demand: started, not waited for, and how far it has come."""

import re
from typing import Any

from chalice.app import Response

from functions.daily import days_asked
from functions.http import Request, respond
from functions.progress import begin, read
from shared.domain.times import to_text
from shared.errors import NotFound
from shared.ports import Ports

ID = re.compile(r"[0-9TZ_-]{20,60}")


def start_recompute(request: Request, ports: Ports) -> Response:
    """Have ``{"from", "to"}`` computed again; the answer says what to look at.

    Raises:
        BadInput: a date is missing, the range is reversed, too long or not begun.
        Conflict: it reaches back to when customers were that are forgotten.

    """
    days = [day.isoformat() for day in days_asked(request.body, ports)]
    now = to_text(ports.clock.now())
    stamp = re.sub("[^0-9TZ]", "", now)
    asked = {"id": f"{days[0]}_{days[-1]}_{stamp}", "from": days[0], "to": days[-1]}
    job = {**asked, "by": request.caller, "started_at": now}
    noted = begin(job, len(days), ports)
    ports.recomputes.start(asked)
    return respond(202, noted)


def show_recompute(recompute: str, request: Request, ports: Ports) -> dict[str, Any]:  # noqa: ARG001 - every handler takes the request
    """How many of its days are done."""
    found = read(recompute, ports) if ID.fullmatch(recompute) else None
    if found is None:
        raise NotFound(f"There is no recompute {recompute!r}.")
    return found
