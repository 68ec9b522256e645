"""Exports: a day as files, path -> bytes, in the order they are to be written.

``facts/KIND/date=D/``   part-….jsonl.gz for messages, clocks, episodes, surveys
``kpis/daily/date=D/``   kpis.csv, kpis.json
``kpis/hourly/date=D/``  volume.csv
``tables/…/date=D/``     kpis and volume once more, as Athena reads them
``kpis/kept/date=D.json.gz``  what later days need of this one

Every folder has a _manifest.json with the checksums of its files. Data comes
first, manifests after all data, the daily one last. A rerun takes them away and
overwrites the files in place: where a manifest is, its files are whole.
Equal facts give equal bytes but for ``computed_at``.
"""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shared.domain.settings import Rules
from shared.kpis import cells as cell_parts
from shared.kpis.cells import Cells, narrowed
from shared.kpis.columns import SCHEMA
from shared.kpis.daily import rows, rules_of
from shared.kpis.facts import Facts
from shared.kpis.files import instant, to_csv, to_json, to_jsonl_gz
from shared.kpis.hourly import Volume, by_hour, volume
from shared.kpis.parts import KINDS, Gathering, Part, Written, facts_paths
from shared.kpis.registry import KPIS, ROLLING
from shared.kpis.rows import Row
from shared.kpis.tables import FILE, table_folder

MANIFEST = "_manifest.json"  # hidden from Athena, which reads all other files
# What the published promise is made of, by channel alone.
PROMISED = ("first_response_time_s", "first_response_sla")
# What pages of later days set theirs beside, by what.
COMPARED = ("inbound_messages", "first_response_sla")
COMPARED_BY = ("channel", "queue", "topic")
MOST_DAYS = max(rolling.days for rolling in ROLLING)


def daily_folder(day: date) -> str:
    return f"kpis/daily/date={day.isoformat()}"


def hourly_folder(day: date) -> str:
    return f"kpis/hourly/date={day.isoformat()}"


def manifest_path(day: date) -> str:
    """The manifest that is written last: where it is, the day is whole."""
    return f"{daily_folder(day)}/{MANIFEST}"


def manifest_paths(day: date) -> list[str]:
    """Every manifest that a day has; that of the day itself is the first."""
    return [f"{folder}/{MANIFEST}" for folder in reversed(_folders(day))]


def kept_path(day: date) -> str:
    return f"kpis/kept/date={day.isoformat()}.json.gz"


def export(
    day: date, timezone: ZoneInfo, facts: Facts, rules: Rules, computed_at: datetime
) -> dict[str, bytes]:
    """Return every file of a local day, path -> bytes, to be written in order.

    Facts of other days are ignored; a day without facts has all its files.
    """
    gathering = Gathering(day, timezone, rules_of(day, timezone, rules))
    gathering.add(facts)
    part, files = gathering.finish()
    return files | finish(day, timezone, part, rules, computed_at)


def finish(
    day: date,
    timezone: ZoneInfo,
    whole: Part,
    rules: Rules,
    computed_at: datetime,
    earlier: Mapping[date, Cells] | None = None,
) -> dict[str, bytes]:
    """Return the files of a local day beside those of its facts, in order.

    ``whole`` are its parts joined, ``earlier`` what was kept of the days before.
    """
    at_end = rules_of(day, timezone, rules)
    found = rows(day, timezone, whole.cells, at_end, computed_at, earlier)
    table = volume(day, timezone, whole.volume)
    hours = by_hour(day, timezone, whole.volume)
    daily, hourly = daily_folder(day), hourly_folder(day)
    tables = {name: table_folder(name, day) for name in ("kpis", "volume")}
    files = {
        kept_path(day): (_kept(whole.cells, found, hours), 0),
        f"{hourly}/volume.csv": (to_csv(Volume, table), len(table)),
        f"{tables['volume']}/{FILE}": (to_jsonl_gz(Volume, table), len(table)),
        f"{tables['kpis']}/{FILE}": (to_jsonl_gz(Row, found), len(found)),
        f"{daily}/kpis.csv": (to_csv(Row, found), len(found)),
        f"{daily}/kpis.json": (to_json(Row, found), len(found)),
    }
    written = {path: Written.of(*it) for path, it in files.items()}
    header = {
        "schema": SCHEMA,
        "date": day.isoformat(),
        "timezone": timezone.key,
        "computed_at": instant(computed_at),
    }
    content = {path: body for path, (body, _) in files.items()}
    return content | dict(_manifests(day, {**whole.files, **written}, header))


def _manifests(
    day: date, written: Mapping[str, Written], header: Mapping[str, Any]
) -> Iterator[tuple[str, bytes]]:
    for folder in _folders(day):
        files = {
            path.removeprefix(f"{folder}/"): {
                "rows": it.rows,
                "bytes": it.size,
                "sha256": it.sha256,
            }
            for path, it in sorted(written.items())
            if path.startswith(f"{folder}/")
        }
        body = json.dumps({**header, "files": files}, indent=2)
        yield f"{folder}/{MANIFEST}", f"{body}\n".encode()


def _folders(day: date) -> list[str]:
    """The folders of a day that have a manifest, in the order of these."""
    return [
        *(table_folder(kind, day) for kind in KINDS),
        hourly_folder(day),
        table_folder("volume", day),
        table_folder("kpis", day),
        daily_folder(day),
    ]


def superseded(day: date, whole: Part) -> list[str]:
    """The files of facts that another run may have left and this one has not.

    By their names, since a run that died has told of its files nowhere.
    """
    return [path for path in facts_paths(day) if path not in whole.files]


def _kept(cells: Cells, rows: Sequence[Row], hours: list[dict[str, Any]]) -> bytes:
    dimensions = {kpi.metric: kpi.dimensions for kpi in KPIS}
    kept: Cells = {of: cells[of] for of in {it.of for it in ROLLING} if of in cells}
    for metric in PROMISED:
        kept[metric] = narrowed(cells.get(metric, {}), dimensions[metric], "channel")
    shown = (r for r in rows if r.dimension == "all" or _is_compared(r))
    body = {
        "cells": cell_parts.to_json(kept),
        "rows": json.loads(to_json(Row, shown)),
        "hours": hours,
    }
    return gzip.compress(json.dumps(body, sort_keys=True).encode(), mtime=0)


def _is_compared(row: Row) -> bool:
    return row.dimension in COMPARED_BY and row.metric in COMPARED


@dataclass(frozen=True, slots=True)
class Kept:
    """What pages and later days need of one: cells of what rolls or is promised.

    Of what is promised there are the values by channel alone. ``rows`` are those
    over all and what is ``COMPARED``, ``hours`` those of the day in which each
    message counts once.
    """

    cells: Cells
    rows: list[dict[str, Any]]
    hours: list[dict[str, Any]]


def read_kept(content: bytes) -> Kept:
    body = json.loads(gzip.decompress(content))
    return Kept(cell_parts.from_json(body["cells"]), body["rows"], body["hours"])


def days_before(day: date, days: int = MOST_DAYS) -> list[date]:
    """The days over which something rolls, without the day itself."""
    return [day - timedelta(days=n) for n in range(days - 1, 0, -1)]


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
