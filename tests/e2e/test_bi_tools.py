"""What README says of reading the numbers, run word for word on the sample day."""

import contextlib
import csv
import json
import re
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from infra.local import sample_day
from infra.local import sample_platforms as say
from infra.local.api import Api
from infra.local.emulator_process import ROOT
from infra.local.report import compute
from infra.local.stack import Stack
from shared.kpis.columns import KPIS, TABLES, VOLUME
from shared.kpis.tables import table_folder
from shared.names import Names

pytestmark = pytest.mark.e2e

Ratios = dict[str, float]
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Who answers in another tool is free text, and a key of the numbers.
HOSTILE = '=HYPERLINK("https://example.org","Ada, \\")'


@pytest.fixture(scope="module")
def played(own_stack: Stack) -> Stack:
    """Put the sample day into its bucket, and a name that a sheet would run."""
    outcome = sample_day.play(own_stack, print)
    assert outcome.wrong == {}
    _answer(own_stack, datetime.combine(outcome.date, clock(12), UTC), HOSTILE)
    compute(Api(own_stack), outcome.date, outcome.date)
    return own_stack


@pytest.fixture(scope="module")
def bucket(played: Stack, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the bucket is copied to, as ``aws s3 sync`` would."""
    folder = tmp_path_factory.mktemp("bucket")
    client = played.client("s3")
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=played.bucket)
    for key in [one["Key"] for page in pages for one in page.get("Contents", [])]:
        (folder / key).parent.mkdir(parents=True, exist_ok=True)
        client.download_file(played.bucket, key, str(folder / key))
    return folder


@pytest.fixture
def there(bucket: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in the folder that the bucket was copied to, as README's reader does."""
    monkeypatch.chdir(bucket)


@pytest.fixture
def met(bucket: Path) -> Ratios:
    """First responses in time, by channel, as kpis.json has them."""
    return {
        row["key"]: row["value"]
        for row in json.loads(_one(bucket, "kpis/daily/*/kpis.json").read_bytes())
        if row["metric"] == "first_response_sla" and row["dimension"] == "channel"
    }


def test_the_sample_day_has_something_to_read(met: Ratios) -> None:
    assert len(met) > 2
    assert 0 < sum(met.values()) < len(met)


@pytest.mark.usefixtures("there")
def test_pandas_reads_the_days(met: Ratios) -> None:
    found = _run(_block("python", "pandas"))["met"]

    assert found.to_dict() == pytest.approx(met)


@pytest.mark.usefixtures("there")
def test_duckdb_comes_to_the_same_from_the_facts(met: Ratios) -> None:
    found = _run(_block("python", "duckdb"))["met"]

    assert dict(found.fetchall()) == pytest.approx(met)


def test_athena_comes_to_the_same(played: Stack, met: Ratios) -> None:
    names, *rows = _ask(played, _block("sql", "FROM kpis"))

    assert names == ["channel", "met"]
    assert {channel: float(value) for channel, value in rows} == pytest.approx(met)


@pytest.mark.parametrize("table", TABLES)
def test_athena_finds_every_row_of_a_table_and_its_day(
    played: Stack, bucket: Path, table: str
) -> None:
    day = _day(bucket)
    manifest = json.loads(
        (bucket / table_folder(table, day) / "_manifest.json").read_bytes()
    )
    rows = sum(file["rows"] for file in manifest["files"].values())
    columns = ", ".join(f'"{column.name}"' for column in TABLES[table])

    query = f"SELECT {columns} FROM {table} WHERE \"date\" = '{day}'"  # noqa: S608 - our own names
    _, *found = _ask(played, query)

    assert len(found) == rows


def test_what_athena_answers_is_encrypted_and_stays_in_the_bucket(
    played: Stack,
) -> None:
    group = played.client("athena").get_work_group(WorkGroup=_group(played))
    settings = group["WorkGroup"]["Configuration"]
    result = settings["ResultConfiguration"]

    assert settings["EnforceWorkGroupConfiguration"]
    assert result["OutputLocation"] == f"s3://{played.bucket}/athena-results/"
    assert result["EncryptionConfiguration"] == {"EncryptionOption": "SSE_S3"}


def test_athena_reads_a_name_as_it_is(played: Stack) -> None:
    query = "SELECT key FROM kpis WHERE dimension = 'agent' AND key LIKE '=%'"
    _, *found = _ask(played, query)

    assert [HOSTILE] in found


def test_a_spreadsheet_is_warned_of_a_name_that_is_a_formula(bucket: Path) -> None:
    text = _one(bucket, "kpis/daily/*/kpis.csv").read_bytes().decode()

    keys = {row["key"] for row in csv.DictReader(StringIO(text, newline=""))}
    assert f"'{HOSTILE}" in keys


@pytest.mark.parametrize(
    ("file", "columns"),
    [("kpis/daily/*/kpis.csv", KPIS), ("kpis/hourly/*/volume.csv", VOLUME)],
)
def test_a_spreadsheet_reads_every_cell_and_runs_none(
    bucket: Path, file: str, columns: tuple[Any, ...]
) -> None:
    text = _one(bucket, file).read_bytes().decode()
    header, *rows = csv.reader(StringIO(text, newline=""), strict=True)

    assert header == [column.name for column in columns]
    assert rows
    assert {len(row) for row in rows} == {len(header)}
    assert not [
        cell
        for row in rows
        for cell in row
        if cell.startswith(FORMULA) and not _is_number(cell)
    ]


def _answer(stack: Stack, at: datetime, agent: str) -> None:
    """Let an e-mail come in and be answered half an hour later, elsewhere."""
    api = Api(stack)
    api.webhook("custom", say.contact("email", "eve", "e-eve", "Where is it?", at))
    api.case_of("email:eve")
    at += timedelta(minutes=30)
    answer = say.contact("email", agent, "e-re", "There.", at, direction="outbound")
    api.webhook("custom", {**answer, "customer": {"id": "eve"}})
    stack.settle()


def _block(language: str, word: str) -> str:
    """The one code block of README in this language that has this word."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(rf"^```{language}\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    (found,) = [block for block in blocks if word in block]
    return str(found)


def _run(block: str) -> dict[str, Any]:
    """Run it and return the names it leaves."""
    names: dict[str, Any] = {}
    exec(block, names)  # noqa: S102 - our own words in README
    return names


def _one(folder: Path, pattern: str) -> Path:
    (found,) = folder.glob(pattern)
    return found


def _day(bucket: Path) -> date:
    folder = _one(bucket, "kpis/daily/*")
    return date.fromisoformat(folder.name.removeprefix("date="))


def _group(stack: Stack) -> str:
    return Names(stack.stage).of("queries")


def _ask(stack: Stack, query: str) -> list[list[str]]:
    """Let Athena answer; the names of the columns come first."""
    athena = stack.client("athena")
    asked = athena.start_query_execution(
        QueryString=query,
        QueryExecutionContext={"Database": f"care_{stack.stage}"},
        WorkGroup=_group(stack),
    )["QueryExecutionId"]
    end = time.monotonic() + 20
    state: dict[str, Any] = {"State": "QUEUED"}
    while state["State"] in ("QUEUED", "RUNNING") and time.monotonic() < end:
        time.sleep(0.02)
        found = athena.get_query_execution(QueryExecutionId=asked)
        state = found["QueryExecution"]["Status"]
    assert state["State"] == "SUCCEEDED", state
    pages = athena.get_paginator("get_query_results").paginate(QueryExecutionId=asked)
    return [
        [value.get("VarCharValue", "") for value in row["Data"]]
        for page in pages
        for row in page["ResultSet"]["Rows"]
    ]


def _is_number(cell: str) -> bool:
    with contextlib.suppress(ValueError):
        float(cell)
        return True
    return False
