"""A day's numbers and a month's, beside DuckDB's over the same files of facts.

The facts are those of the reference log (``reference_log.py``; without it nothing
is measured). Each side reads the exported files in a process of its own, on one
thread, and gives the same rows: ours by the registry, DuckDB's by the SQL that
the tests hold the registry to. CPU is user and system time, first from facts in
memory to rows, which is what the job does, then with reading the files; memory is
the most that was resident. These depend on the machine and are told, the rows must
agree.
"""

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime, timedelta
from io import BufferedReader
from itertools import islice
from pathlib import Path
from time import process_time
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from bench.analyst import Analyst, differing
from bench.reference_facts import EPOCH, facts_of
from bench.reference_log import FOLDER, log, read
from shared.domain.settings import default_settings
from shared.kpis.cells import Cells, add, cells_of
from shared.kpis.columns import SCHEMA
from shared.kpis.daily import rows, rules_of
from shared.kpis.days import bounds, local_day
from shared.kpis.exports import export
from shared.kpis.facts import Facts
from shared.kpis.parts import KINDS
from shared.kpis.rows import Row

EVENTS = 1_000_000  # of a month: 34 thousand a day
TIMES = 10  # as many facts on a day of a large desk
ZONE = ZoneInfo("Europe/Rome")
RULES = default_settings(ZONE.key)
ONE_DAY = timedelta(days=1)
CHUNK = 5_000
DAYS = "days.json"
INSTANTS = {"at", "opened_at", "started_at", "due_at"}


def measures() -> Iterator[dict[str, Any]]:
    """Yield CPU and memory of both, for a day, a large day and the month."""
    try:
        path = log(EVENTS)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"The reference log cannot be had ({error}).", file=sys.stderr)
        return
    folder = FOLDER / f"facts-{EVENTS}-schema-{SCHEMA}"
    if not (folder / DAYS).exists():
        print("Writing the facts of a month, some minutes, once.", file=sys.stderr)
        days = _write(path, folder)
        busiest = max(days, key=lambda day: days[day])
        _multiply(folder, busiest)
        said = {"busiest": str(busiest), "days": sorted(map(str, days))}
        (folder / DAYS).write_text(json.dumps(said))
    known = json.loads((folder / DAYS).read_text())
    busiest, days = known["busiest"], known["days"]
    yield from _compared("day", folder / "plain", [busiest])
    yield from _compared("large_day", folder / "large", [busiest])
    yield from _compared("month", folder / "plain", days)


def _write(path: Path, folder: Path) -> dict[date, int]:
    """Write the facts of each day of the log; how many there are."""
    cases = read(path)
    first = min(events[0]["created_at"] for events in cases.values())
    start = local_day(EPOCH + timedelta(milliseconds=first), ZONE)
    ends = tuple(bounds(start + ONE_DAY * n, ZONE)[1] for n in range(31))
    by_day = {start + ONE_DAY * n: _nothing() for n in range(len(ends))}
    for events in cases.values():
        of_case = facts_of([events], ends)
        for kind in KINDS:
            for fact in getattr(of_case, kind):
                if (day := local_day(fact.at, ZONE)) in by_day:
                    by_day[day][kind].append(fact)
    for day, found in by_day.items():
        _export(folder / "plain", day, Facts(**found))
    return {day: sum(map(len, found.values())) for day, found in by_day.items()}


def _nothing() -> dict[str, list[Any]]:
    return {kind: [] for kind in KINDS}


def _export(root: Path, day: date, facts: Facts) -> None:
    files = export(day, ZONE, facts, RULES, bounds(day, ZONE)[1])
    for path, content in files.items():
        if path.endswith("part-0.jsonl.gz") and path.startswith("facts"):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)


def _multiply(folder: Path, day: date) -> None:
    """Write a day of ``TIMES`` as many facts, a second apart from each other."""
    plain = join_facts(_read(folder / "plain", day))
    many = {
        kind: [
            _moved(fact, day, n) for n in range(TIMES) for fact in getattr(plain, kind)
        ]
        for kind in KINDS
    }
    _export(folder / "large", day, Facts(**many))


def _moved(fact: Any, day: date, times: int) -> Any:
    at = fact.at + timedelta(seconds=times)
    inside = at if at < bounds(day, ZONE)[1] else fact.at
    moved = {"id": f"{fact.id}-{times}", "at": inside}
    return SimpleNamespace(**{**vars(fact), **moved})


def join_facts(parts: Iterator[Facts]) -> Facts:
    whole = _nothing()
    for part in parts:
        for kind, facts in whole.items():
            facts.extend(getattr(part, kind))
    return Facts(**whole)


def _read(root: Path, day: date) -> Iterator[Facts]:
    """Read a day's facts back from its files, some at a time."""
    for kind, record in KINDS.items():
        path = root / "facts" / kind / f"date={day}" / "part-0.jsonl.gz"
        times = INSTANTS & {field.name for field in fields(record)}
        with gzip.open(path, "rb") as file, BufferedReader(file) as lines:
            while some := list(islice(lines, CHUNK)):
                said = json.loads(b"[" + b",".join(some) + b"]")
                yield Facts(**{kind: [_fact(it, times) for it in said]})


def _fact(said: dict[str, Any], times: set[str]) -> Any:
    """A fact as its line says it, which is all that the numbers are made of."""
    for name in times:
        said[name] = datetime.fromisoformat(said[name])
    said["topics"] = tuple(said["topics"])
    return SimpleNamespace(**said)


def _compared(name: str, root: Path, days: list[str]) -> Iterator[dict[str, Any]]:
    found = {side: _run(side, root, days) for side in ("ours", "duckdb")}
    agree = not differing(_numbers(found["ours"]), _numbers(found["duckdb"]))
    yield _measure(f"numbers_of_{name}_agree_with_sql", int(agree), "flag", 1)
    for side, it in found.items():
        yield _measure(f"numbers_of_{name}_cpu_{side}", it["cpu"], "s")
        read = f"numbers_of_{name}_cpu_with_reading_{side}"
        yield _measure(read, it["cpu_with_reading"], "s")
        yield _measure(f"numbers_of_{name}_memory_{side}", it["memory"], "MB")


def _measure(name: str, value: float, unit: str, goal: int | None = None) -> Any:
    ok = None if goal is None else value == goal
    return {"name": name, "value": value, "unit": unit, "goal": goal, "ok": ok}


def _run(side: str, root: Path, days: list[str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.numbers", side, str(root)]
    command += [days[0], days[-1]]
    ended = subprocess.run(command, check=True, capture_output=True, text=True)
    *days_rows, found = map(json.loads, ended.stdout.splitlines())
    return {**found, "rows": [row for of_day in days_rows for row in of_day]}


def _numbers(found: Mapping[str, Any]) -> dict[tuple[str, ...], list[Any]]:
    return {tuple(key): parts for key, parts in found["rows"]}


class _Watch:
    """CPU seconds of what is done while it runs."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __enter__(self) -> None:
        self.seconds -= process_time()

    def __exit__(self, *_: object) -> None:
        self.seconds += process_time()


def ours(root: Path, days: list[date], watch: _Watch) -> Iterator[list[Any]]:
    """Our rows of some days, a day after the other, from their files."""
    for day in days:
        rules = rules_of(day, ZONE, RULES)
        whole: Cells = {}
        for facts in _read(root, day):
            with watch:
                add(whole, cells_of(facts, rules))
        with watch:
            of_day = rows(day, ZONE, whole, rules, _computed_at(days))
        yield [_said(row) for row in of_day if not _rolls(row.metric)]


def _said(row: Row) -> list[list[Any]]:
    """A row as ``duckdb`` gives it: what it is of, and its numbers."""
    return [
        [row.date.isoformat(), row.dimension, row.key, row.metric],
        [row.numerator, row.denominator, row.value, row.mature],
    ]


def _rolls(metric: str) -> bool:
    """Whether it is over several days: these are compared by the tests."""
    return "0d" in metric


def duckdb(root: Path, days: list[date], watch: _Watch) -> Iterator[list[Any]]:
    """DuckDB's rows of some days, likewise, from the same files."""
    with Analyst() as analyst:
        for day in days:
            paths = (root / "facts").glob(f"*/date={day}/*.jsonl.gz")
            analyst.load({str(it.relative_to(root)): it.read_bytes() for it in paths})
            with watch:
                found = analyst.rows([day], ZONE, RULES, _computed_at(days))
            yield [[key, it] for key, it in found.items() if not _rolls(key[3])]


def _computed_at(days: list[date]) -> datetime:
    return bounds(days[-1], ZONE)[1]


def _child(side: str, root: str, first: str, last: str) -> None:
    count = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    days = [date.fromisoformat(first) + ONE_DAY * n for n in range(count)]
    began = process_time()
    watch = _Watch()
    for of_day in (ours if side == "ours" else duckdb)(Path(root), days, watch):
        print(json.dumps(of_day))  # at once: rows kept slow all that comes after
    cpu = {"cpu": round(watch.seconds, 2)}
    cpu["cpu_with_reading"] = round(process_time() - began, 2)
    print(json.dumps({**cpu, "memory": _memory()}))


def _memory() -> int:
    """The most that was resident, in MB: of this program, not of who started it."""
    status = Path("/proc/self/status").read_text().splitlines()
    (most,) = (line for line in status if line.startswith("VmHWM"))
    return round(int(most.split()[1]) / 1024)


if __name__ == "__main__":
    _child(*sys.argv[1:])
