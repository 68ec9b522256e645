"""Plain SQL over the exported facts gives the exported numbers.

The SQL (oracle.sql) reads the files as a BI tool would, in DuckDB, and shares
nothing with the code but the column types.
"""

import csv
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from math import isclose
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings

from shared.kpis.columns import TABLES
from shared.kpis.exports import export, read_rows
from shared.kpis.facts import Facts
from shared.kpis.files import instant
from tests.unit.kpis.samples import (
    DAY,
    LATER,
    ONE_DAY,
    ROME,
    World,
    answer,
    clock,
    message,
    response,
    worlds,
)

SQL = Path(__file__).with_name("oracle.sql").read_text()
FACTS = ("messages", "clocks", "episodes", "surveys")
COUNTS = ("inbound", "actionable", "public", "private", "negative")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
BUSY = Facts(
    messages=[message(), response(61.5, id="m-2"), response(0.1, id="m-3")],
    clocks=[clock(), clock(id="k-2", outcome="breached")],
    surveys=[answer(5), answer(2, id="s-2")],
)
Parts = list[float | None]  # numerator, denominator, value
Numbers = dict[tuple[str, str, str], Parts]


def write(root: Path, day: date, zone: ZoneInfo, facts: Facts) -> dict[str, bytes]:
    files = export(day, zone, facts, LATER)
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return files


def analyst(root: Path, day: date, zone: ZoneInfo) -> Any:
    """Open the exported facts in DuckDB with the oracle's views."""
    database = duckdb.connect(config={"threads": 1})
    for table in FACTS:
        types = {column.name: column.type for column in TABLES[table]}
        files = str(root / "facts" / table / "*" / "*.jsonl.gz")
        database.read_json(files, columns=types, format="nd").to_table(table)
    database.execute("set variable day = ?::date", [day.isoformat()])
    database.execute("set variable zone = ?", [zone.key])
    database.execute(SQL)
    return database


def asked(database: Any) -> Numbers:
    query = "select dimension, key, metric, numerator, denominator, value from rows"
    found = database.execute(query).fetchall()
    return {(row[0], row[1], row[2]): list(row[3:]) for row in found}


def exported(kpis: bytes) -> Numbers:
    return {
        (row["dimension"], row["key"], row["metric"]): [
            row["numerator"],
            row["denominator"],
            row["value"],
        ]
        for row in read_rows(kpis)
    }


def differing(actual: Numbers, expected: Numbers) -> dict[tuple[str, ...], Any]:
    return {
        key: (actual.get(key), expected.get(key))
        for key in actual.keys() | expected.keys()
        if not same(actual.get(key), expected.get(key))
    }


def same(left: Parts | None, right: Parts | None) -> bool:
    """Tell whether two rows agree; another order of adding may move a last bit."""
    if left is None or right is None:
        return False
    return all(
        isclose(a, b, rel_tol=1e-12) if a and b else a == b
        for a, b in zip(left, right, strict=True)
    )


def volume(database: Any) -> set[tuple[Any, ...]]:
    columns = ", ".join(("hour_start", "channel", "topic", *COUNTS))
    found = database.execute(f"select {columns} from volume").fetchall()  # noqa: S608
    return {(instant(EPOCH + row[0] * MILLISECOND), *row[1:]) for row in found}


def hourly(table: bytes) -> Iterator[tuple[Any, ...]]:
    """Read the hours with messages, names without the spreadsheet's apostrophe."""
    for row in csv.DictReader(StringIO(table.decode(), newline="")):
        counts = [int(row[name]) for name in COUNTS]
        if counts[0]:
            names = (row[name].removeprefix("'") for name in ("channel", "topic"))
            yield (row["hour_start"], *names, *counts)


@settings(max_examples=40, deadline=None)
@given(world=worlds())
def test_sql_over_the_facts_gives_every_row_and_no_other(world: World) -> None:
    day, zone, facts = world
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for other in (day - ONE_DAY, day + ONE_DAY):
            write(root, other, zone, facts)
        files = write(root, day, zone, facts)
        with closing(analyst(root, day, zone)) as database:
            expected, expected_volume = asked(database), volume(database)
    actual = exported(files[f"kpis/daily/date={day}/kpis.json"])
    table = hourly(files[f"kpis/hourly/date={day}/volume.csv"])

    assert differing(actual, expected) == {}
    assert set(table) == expected_volume


@pytest.mark.parametrize("facts", [Facts(), BUSY], ids=["empty day", "busy day"])
def test_duckdb_reads_the_same_rows_from_csv_and_json(
    facts: Facts, tmp_path: Path
) -> None:
    write(tmp_path, DAY, ROME, facts)
    types = {column.name: column.type for column in TABLES["kpis"]}
    folder = str(tmp_path / "kpis" / "daily" / "*")
    with closing(duckdb.connect()) as database:
        from_csv = database.read_csv(f"{folder}/kpis.csv", columns=types)
        from_json = database.read_json(f"{folder}/kpis.json", columns=types)

        assert len(from_csv) > 0
        assert from_csv.except_(from_json).fetchall() == []
        assert from_json.except_(from_csv).fetchall() == []
