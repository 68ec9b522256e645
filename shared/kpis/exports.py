"""Exports: a day as files, path -> bytes, in the order they are to be written.

``kpis/daily/date=D/``   kpis.csv, kpis.json
``kpis/hourly/date=D/``  volume.csv
``facts/KIND/date=D/``   part-0.jsonl.gz for messages, clocks, episodes, surveys

Every folder has a manifest.json with the checksums of its files. Data comes
first, manifests after all data, the daily one last. A rerun overwrites in
place; while one is under way, or after one that died, the checksums do not
match, so a reader who checks them never takes half a day for a whole one.
Equal facts give equal bytes but for ``computed_at``.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from shared.kpis.columns import SCHEMA
from shared.kpis.daily import compute
from shared.kpis.days import bounds
from shared.kpis.facts import (
    ClockFact,
    EpisodeFact,
    Fact,
    Facts,
    MessageFact,
    SurveyFact,
)
from shared.kpis.files import instant, to_csv, to_json, to_jsonl_gz
from shared.kpis.hourly import Volume, volume
from shared.kpis.rows import Row


@dataclass(frozen=True, slots=True)
class File:
    """A data file: its folder, its name, its bytes and how many rows it holds."""

    folder: str
    name: str
    content: bytes
    rows: int


def daily_folder(day: date) -> str:
    return f"kpis/daily/date={day.isoformat()}"


def hourly_folder(day: date) -> str:
    return f"kpis/hourly/date={day.isoformat()}"


def facts_folder(kind: str, day: date) -> str:
    return f"facts/{kind}/date={day.isoformat()}"


def export(
    day: date, timezone: ZoneInfo, facts: Facts, computed_at: datetime
) -> dict[str, bytes]:
    """Return every file of a local day, path -> bytes, to be written in order.

    Facts of other days are ignored; a day without facts has all its files.
    """
    of_day = facts.within(*bounds(day, timezone))
    files = [
        *_facts_files(day, of_day),
        _hourly_file(day, volume(day, timezone, of_day)),
        *_daily_files(day, compute(day, timezone, of_day, computed_at)),
    ]
    header = {
        "schema": SCHEMA,
        "date": day.isoformat(),
        "timezone": timezone.key,
        "computed_at": instant(computed_at),
    }
    data = {f"{file.folder}/{file.name}": file.content for file in files}
    return data | _manifests(files, header)


def _facts_files(day: date, facts: Facts) -> Iterable[File]:
    kinds: tuple[tuple[str, type, Sequence[Fact]], ...] = (
        ("messages", MessageFact, facts.messages),
        ("episodes", EpisodeFact, facts.episodes),
        ("clocks", ClockFact, facts.clocks),
        ("surveys", SurveyFact, facts.surveys),
    )
    for kind, record, some in kinds:
        content = to_jsonl_gz(record, sorted(some, key=attrgetter("at", "id")))
        yield File(facts_folder(kind, day), "part-0.jsonl.gz", content, len(some))


def _hourly_file(day: date, table: Sequence[Volume]) -> File:
    content = to_csv(Volume, table)
    return File(hourly_folder(day), "volume.csv", content, len(table))


def _daily_files(day: date, rows: Sequence[Row]) -> Iterable[File]:
    for name, content in (
        ("kpis.csv", to_csv(Row, rows)),
        ("kpis.json", to_json(Row, rows)),
    ):
        yield File(daily_folder(day), name, content, len(rows))


def _manifests(files: Sequence[File], header: dict[str, Any]) -> dict[str, bytes]:
    found: dict[str, dict[str, Any]] = {}
    for file in files:
        found.setdefault(f"{file.folder}/manifest.json", {})[file.name] = {
            "rows": file.rows,
            "bytes": len(file.content),
            "sha256": sha256(file.content).hexdigest(),
        }
    return {
        path: json.dumps(header | {"files": entries}, indent=2).encode() + b"\n"
        for path, entries in found.items()
    }


def read_rows(
    content: bytes, *, dimension: str | None = None, metric: str | None = None
) -> list[dict[str, Any]]:
    """Read a ``kpis.json`` back, all of it or one dimension's or metric's rows.

    ``metric`` names a metric exactly, as the rows do.
    """
    rows: list[dict[str, Any]] = json.loads(content)
    return [
        row
        for row in rows
        if dimension in (None, row["dimension"]) and metric in (None, row["metric"])
    ]
