"""Athena: what the catalogue declares is what a query reads."""

import gzip
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.contract.emulator.conftest import Playground

Unique = Callable[[str], str]
ROW = b'{"at":"2026-05-12T08:30:00.000Z","topics":[],"score":null,"unknown":1}\n'
COLUMNS = {"at": "string", "topics": "array<string>", "score": "bigint"}


@pytest.fixture
def ask(playground: "Playground", unique: Unique) -> Callable[[str], list[str]]:
    """Make the table ``things`` of one row, and a function that queries it."""
    bucket, database = unique("bucket"), unique("database").replace("-", "_")
    playground.client("s3").create_bucket(Bucket=bucket)
    for name, content in (("part-0.jsonl.gz", gzip.compress(ROW)), ("_m.json", b"{")):
        playground.client("s3").put_object(
            Bucket=bucket, Key=f"things/date=2026-05-12/{name}", Body=content
        )
    glue = playground.client("glue")
    glue.create_database(DatabaseInput={"Name": database})
    glue.create_table(DatabaseName=database, TableInput=_table(bucket))

    def ask(query: str) -> list[str]:
        athena = playground.client("athena")
        started = athena.start_query_execution(
            QueryString=query,
            QueryExecutionContext={"Database": database},
            ResultConfiguration={"OutputLocation": f"s3://{bucket}/results/"},
        )["QueryExecutionId"]
        rows = _rows(athena, started)
        return [value.get("VarCharValue", "") for value in rows[1]["Data"]]

    return ask


def test_a_column_has_the_type_it_was_declared_with(
    ask: Callable[[str], list[str]],
) -> None:
    types = ask('SELECT typeof("at"), typeof(topics), typeof(score) FROM things')

    assert types == ["VARCHAR", "VARCHAR[]", "BIGINT"]


def test_the_folder_says_the_day_and_names_with_an_underscore_are_no_rows(
    ask: Callable[[str], list[str]],
) -> None:
    assert ask('SELECT date, "at", count(*) OVER () FROM things') == [
        "2026-05-12",
        "2026-05-12T08:30:00.000Z",
        "1",
    ]


def _table(bucket: str) -> dict[str, Any]:
    return {
        "Name": "things",
        "Parameters": {"classification": "json"},
        "PartitionKeys": [{"Name": "date", "Type": "string"}],
        "StorageDescriptor": {
            "Location": f"s3://{bucket}/things/",
            "Columns": [{"Name": name, "Type": kind} for name, kind in COLUMNS.items()],
        },
    }


def _rows(athena: Any, query: str) -> list[dict[str, Any]]:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        found = athena.get_query_execution(QueryExecutionId=query)["QueryExecution"]
        if found["Status"]["State"] not in ("QUEUED", "RUNNING"):
            break
        time.sleep(0.02)
    rows: list[dict[str, Any]] = athena.get_query_results(QueryExecutionId=query)[
        "ResultSet"
    ]["Rows"]
    return rows
