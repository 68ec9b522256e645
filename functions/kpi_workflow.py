"""The tasks of the state machine that computes days in parts, named for its states.

Plan fixes the instant at which all parts look; Gather collects what one shard of
all persons did on some days, Export joins the shards of a day, Clean forgets them.
States carry names only, parts lie in the bucket, and the facts of a day take their
place when it is exported: every task can be done again, and before the last one of
a day nobody who reads the exports sees anything of it.
"""

import gzip
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from typing import Any

from functions.exporting import Exporter
from functions.gathering import gather
from functions.progress import attend, progress
from shared.domain.shards import SHARDS
from shared.domain.times import from_text, to_text
from shared.errors import StoreUnavailable
from shared.kpis.days import stretches
from shared.kpis.parts import Part, facts_paths, joined
from shared.ports import Ports

AT_ONCE = 8  # files on their way

Task = Mapping[str, Any]


def perform(task: Task, ports: Ports) -> dict[str, Any]:
    """Do what a state asks for, which says its name as ``task``."""
    _attend(task, ports)
    found: dict[str, Any] = TASKS[task["task"]](task, ports)
    return found


def plan(task: Task, ports: Ports) -> dict[str, Any]:
    """Cut what is to be computed into stretches, each of which is gathered at once.

    ``asked`` names the ``days`` from the earlier to the later and, where somebody
    follows it, the ``recompute`` that they are.
    """
    days = [date.fromisoformat(day) for day in task["asked"]["days"]]
    numbers = {day: number for number, day in enumerate(days, 1)}
    return {
        "plan": {
            "run": task["run"],
            "now": to_text(ports.clock.now()),
            "total": len(days),
            "recompute": task["asked"].get("recompute"),
        },
        "stretches": [
            {"days": [{"day": d.isoformat(), "number": numbers[d]} for d in stretch]}
            for stretch in stretches(days)
        ],
    }


def gather_shard(task: Task, ports: Ports) -> dict[str, Any]:
    """Put the parts that a shard has of some days where Export finds them."""
    run, shard = task["plan"]["run"], task["shard"]
    days = [date.fromisoformat(it["day"]) for it in task["days"]]
    for gathered in gather(days, from_text(task["plan"]["now"]), ports, shard):
        for path, body in gathered.files.items():
            ports.files.write(_aside(run, path), body)
        body = json.dumps(gathered.part.to_json()).encode()
        ports.files.write(_part(run, gathered.day, shard), gzip.compress(body))
    return {"shard": shard}


def export(task: Task, ports: Ports) -> dict[str, Any]:
    """Make one day of its parts, when those before it are done.

    Raises:
        StoreUnavailable: a part or a file of its facts is missing.

    """
    run, now = task["plan"]["run"], from_text(task["plan"]["now"])
    day = date.fromisoformat(task["day"])
    with ThreadPoolExecutor(AT_ONCE) as pool:
        parts = [_part(run, day, shard) for shard in range(SHARDS)]
        bodies = pool.map(lambda path: _read(path, ports), parts)
        whole = joined([_part_of(body) for body in bodies])

    def put_facts() -> None:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(lambda path: _put_in_place(run, path, ports), whole.files))

    done = Exporter(now, ports).write(day, whole, put_facts)
    if task["plan"]["recompute"] is not None:
        total = task["plan"]["total"]
        progress(task["plan"]["recompute"], task["number"], total, ports)
    return {"date": done["date"], "computed_at": done["computed_at"]}


def clean(task: Task, ports: Ports) -> dict[str, Any]:
    """Delete what lies aside of days that are exported."""
    run = task["plan"]["run"]
    days = [date.fromisoformat(it["day"]) for it in task["days"]]
    paths = [
        path
        for day in days
        for path in (
            *(_part(run, day, shard) for shard in range(SHARDS)),
            *(_aside(run, path) for path in facts_paths(day)),
        )
    ]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(ports.files.delete, paths))
    return {"cleaned": len(days)}


def _attend(task: Task, ports: Ports) -> None:
    """Let who follows a recompute know that it is being worked on."""
    asked = task.get("plan") or {**task["asked"], "total": len(task["asked"]["days"])}
    if asked.get("recompute") is not None:
        with suppress(StoreUnavailable):  # all shards say so at once: one is enough
            attend(asked["recompute"], asked["total"], ports)


def _aside(run: str, path: str) -> str:
    """Where a file waits for its day to be exported."""
    return f"kpis/parts/{run}/{path}"


def _part(run: str, day: date, shard: int) -> str:
    return _aside(run, f"{day.isoformat()}/{shard}.json.gz")


def _part_of(body: bytes) -> Part:
    return Part.from_json(json.loads(gzip.decompress(body)))


def _put_in_place(run: str, path: str, ports: Ports) -> None:
    ports.files.write(path, _read(_aside(run, path), ports))


def _read(path: str, ports: Ports) -> bytes:
    body = ports.files.read(path)
    if body is None:
        raise StoreUnavailable(f"{path} is missing; start the run anew.")
    return body


TASKS = {"plan": plan, "gather": gather_shard, "export": export, "clean": clean}
