"""An analyst: plain SQL (oracle.sql) over the exported files, in DuckDB.

Reads the files as a BI tool would and shares nothing with the product's code but
the types of the columns. One database takes one world after the other and is
asked for all days of each at once.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from math import isclose
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self
from zoneinfo import ZoneInfo

import duckdb

from shared.domain.settings import Rules
from shared.kpis.columns import TABLES
from shared.kpis.files import instant

SQL = Path(__file__).with_name("oracle.sql").read_text()
FACTS = ("messages", "clocks", "episodes", "surveys", "help_views")
COUNTS = ("inbound", "actionable", "public", "private", "negative")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
ONE_DAY = timedelta(days=1)
NOISE = 1e-12  # what another order of adding may leave
# What the numbers count by, a row a day.
DAYS = """create table days (date date, zone varchar, computed_at timestamptz,
  started double, recovered double, advocate double, unresolved double,
  low_n bigint, first_contact_days bigint, deflection_days bigint,
  review_days bigint, csat_expiry interval, nps_expiry interval,
  cost_per_call double, cost_per_social_contact double)"""
NAMES = ("date", "dimension", "key", "metric")
PARTS = ("numerator", "denominator", "value", "mature")

Parts = list[Any]
Numbers = dict[tuple[str, ...], Parts]


class Analyst:
    """A database with the exported facts; close it after use."""

    def __init__(self) -> None:
        self._database = duckdb.connect(config={"threads": 1})
        self._database.execute("set timezone = 'UTC'")
        for table in FACTS:
            columns = (f'"{column.name}" {column.type}' for column in TABLES[table])
            self._database.execute(f"create table {table} ({', '.join(columns)})")
        self._database.execute(DAYS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def load(self, files: Mapping[str, bytes]) -> None:
        """Take the facts among exported files instead of those known before."""
        for table in FACTS:
            self._database.execute(f"truncate {table}")
            folder = f"facts/{table}/"
            self._load(
                table,
                (
                    content
                    for path, content in files.items()
                    if path.startswith(folder) and path.endswith(".jsonl.gz")
                ),
            )

    def _load(self, table: str, parts: Iterable[bytes]) -> None:
        types = {column.name: column.type for column in TABLES[table]}
        with TemporaryDirectory() as folder:
            # As one file, which files of gzip after each other are: a hundred are slow.
            found = Path(folder) / "parts.jsonl.gz"
            found.write_bytes(b"".join(parts))
            self._database.read_json(
                str(found), columns=types, format="nd"
            ).insert_into(table)

    def rows(
        self,
        days: Iterable[date],
        zone: ZoneInfo,
        rules: Rules,
        computed_at: datetime,
    ) -> Numbers:
        """Every row of some days, as known at an instant."""
        self._ask_for(days, zone, rules, computed_at)
        self._database.execute(SQL)
        columns = ", ".join((*NAMES, *PARTS))
        found = self._database.execute(
            f"select {columns} from rows"  # noqa: S608 - of fixed words
        ).fetchall()
        return {(row[0].isoformat(), *row[1:4]): list(row[4:]) for row in found}

    def volume(self) -> set[tuple[Any, ...]]:
        """The hours with messages of the days that were last asked for."""
        columns = ", ".join(("hour_start", "channel", "topic", *COUNTS))
        found = self._database.execute(
            f"select {columns} from volume"  # noqa: S608 - of fixed words
        ).fetchall()
        return {(instant(EPOCH + row[0] * MILLISECOND), *row[1:]) for row in found}

    def _ask_for(
        self,
        days: Iterable[date],
        zone: ZoneInfo,
        rules: Rules,
        computed_at: datetime,
    ) -> None:
        self._database.execute("truncate days")
        for day in days:
            row = _settings(day, zone, rules)
            marks = ", ".join("?" * (len(row) + 3))
            self._database.execute(
                f"insert into days values ({marks})",  # noqa: S608 - of marks
                [day, zone.key, computed_at, *row],
            )


def _settings(day: date, zone: ZoneInfo, rules: Rules) -> list[Any]:
    """What held in the last millisecond of a local day."""
    midnight = datetime.combine(day + ONE_DAY, datetime.min.time(), zone)
    held = rules.at(midnight.astimezone(UTC) - MILLISECOND)
    metrics, costs = held.metrics, held.costs
    return [
        metrics.recovery.started,
        metrics.recovery.recovered,
        metrics.recovery.advocate,
        metrics.recovery.unresolved,
        metrics.recovery.low_n,
        metrics.first_contact_days,
        metrics.deflection_days,
        metrics.review_days,
        held.surveys.csat.expires,
        held.surveys.nps.expires,
        costs.cost_per_call,
        costs.cost_per_social_contact,
    ]


def exported_rows(files: Mapping[str, bytes], days: Iterable[date]) -> Numbers:
    """The rows of some days as the product has written them."""
    return {
        tuple(row[name] for name in NAMES): [row[part] for part in PARTS]
        for day in days
        for row in json.loads(files[f"kpis/daily/date={day}/kpis.json"])
    }


def exported_volume(
    files: Mapping[str, bytes], days: Iterable[date]
) -> set[tuple[Any, ...]]:
    """The hours with messages as the product has written them."""
    return {
        hour
        for day in days
        for hour in _hours(files[f"kpis/hourly/date={day}/volume.csv"])
    }


def _hours(table: bytes) -> Iterator[tuple[Any, ...]]:
    """Read the hours with messages, names without the spreadsheet's apostrophe."""
    for row in csv.DictReader(StringIO(table.decode(), newline="")):
        counts = [int(row[name]) for name in COUNTS]
        if counts[0]:
            names = (row[name].removeprefix("'") for name in ("channel", "topic"))
            yield (row["hour_start"], *names, *counts)


def differing(actual: Numbers, expected: Numbers) -> dict[tuple[str, ...], Any]:
    """Rows that one of the two has not, or has with another number."""
    return {
        key: (actual.get(key), expected.get(key))
        for key in actual.keys() | expected.keys()
        if not _same(actual.get(key), expected.get(key))
    }


def _same(left: Parts | None, right: Parts | None) -> bool:
    """Tell whether two rows agree; another order of adding may move a last bit."""
    if left is None or right is None:
        return False
    return all(
        a == b or (bool(a and b) and isclose(a, b, rel_tol=NOISE)) or _is_noise(a, b)
        for a, b in zip(left, right, strict=True)
    )


def _is_noise(left: float | None, right: float | None) -> bool:
    """Tell whether both are 0 but for what rounding leaves of a difference."""
    return left is not None and right is not None and abs(left - right) < NOISE
