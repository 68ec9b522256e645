"""How far a job has come that computes days again, in an object of the bucket."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from shared.domain.times import from_text, to_text
from shared.ports import Ports

# A job says something at the start of each attempt and after each day. Between two
# words of a live one are the 15 minutes that a function has at most, and the 5 until
# Lambda or the state machine tries again.
SILENCE = timedelta(minutes=30)
Job = dict[str, Any]


def begin(job: Job, total: int, ports: Ports) -> Job:
    """Note a job that is about to start; its ``id`` names it. Returns what is noted."""
    noted = _noted({**job, "done": 0, "total": total}, ports)
    ports.files.write(_path(job["id"]), json.dumps(noted).encode())
    return noted


def attend(recompute: str, total: int, ports: Ports) -> int:
    """Note that a job is being worked on; how many of its days are done already."""
    done: list[int] = []

    def as_it_is(job: Job) -> Job:
        done.append(job["done"])
        return {**job, "total": total}

    _change(recompute, as_it_is, ports)
    return done[-1]


def progress(recompute: str, done: int, total: int, ports: Ports) -> None:
    """Note that so many days of a job are done; the job calls it after each.

    Fewer than are known to be done already are not noted: another attempt did more.
    """

    def further(job: Job) -> Job:
        return {**job, "done": max(done, job["done"]), "total": total}

    _change(recompute, further, ports)


def read(recompute: str, ports: Ports) -> Job | None:
    """What is noted of a job; None: there is none.

    One of which nothing is heard any more has ``failed``: whoever asks is told, as
    a function that was ended can tell nobody.
    """
    content = ports.files.read(_path(recompute))
    if content is None:
        return None
    job: Job = json.loads(content)
    silent = ports.clock.now() - from_text(job["updated_at"])
    has_failed = job["status"] == "running" and silent > SILENCE
    return {**job, "status": "failed"} if has_failed else job


def _change(recompute: str, make: Callable[[Job], Job], ports: Ports) -> None:
    """Note what has become of a job, whoever notes something of it meanwhile."""

    def changed(content: bytes | None) -> bytes:
        job = json.loads(content) if content else {"id": recompute, "done": 0}
        return json.dumps(_noted(make(job), ports)).encode()

    ports.files.change(_path(recompute), changed)


def _noted(job: Job, ports: Ports) -> Job:
    status = "done" if job["done"] == job["total"] else "running"
    return {**job, "status": status, "updated_at": to_text(ports.clock.now())}


def _path(recompute: str) -> str:
    return f"kpis/recompute/{recompute}.json"
