"""Past conversations imported into the deployed stack: stored, counted, not timed."""

import subprocess
import sys
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bench.analyst import FACTS, Analyst, differing, exported_rows
from infra.local.emulator_process import ROOT
from infra.local.importer import import_file
from infra.local.report import compute
from infra.local.stack import Stack
from infra.local.supervisor import LocalAws
from shared.domain.settings import default_settings
from shared.kpis.exports import daily_folder, read_rows
from shared.kpis.tables import table_folder
from tests.e2e.journey import Journey
from tests.e2e.past import (
    BAD,
    THREADS,
    TUESDAY,
    call,
    first_responses,
    many_threads,
    read_tweets,
    write_tweets,
)

pytestmark = pytest.mark.e2e
DAY = TUESDAY.date()
REAL = ROOT.parent / "shared" / "data" / "twcs" / "twcs_complete_threads.csv"
REAL_DAY = date(2017, 10, 31)
EXPECTED = {
    "inbound_messages": 9,
    "cases_opened": 6,
    "first_response_sla": 3 / 5,
    "first_response_time_count": 4,
    "first_response_time_mean_s": (600 + 1800 + 300 + 240) / 4,
    "response_time_count": 5,
}


def test_tweets_are_stored_bad_rows_named_and_the_day_counted(
    stack: Stack, tmp_path: Path
) -> None:
    journey = Journey(stack)
    path = write_tweets(tmp_path / "tweets.csv", [*THREADS, *BAD.values()])
    before = _effects(journey)

    result = import_file(stack, path, tmp_path)

    assert result.stored == len(THREADS)
    assert [line.reason for line in result.bad] == list(BAD)
    assert [line.number for line in result.bad] == list(range(18, 18 + len(BAD)))
    texts = [e["text"] for e in journey.api.timeline(_case(journey, "901"))]
    assert texts == [
        "@BlueParcel my box is lost",
        "@901 We found it & it leaves today",
        "@BlueParcel great, thanks",
    ]
    numbers = journey.kpis(DAY)
    assert {name: numbers[name]["value"] for name in EXPECTED} == EXPECTED
    assert _effects(journey) == before


def test_the_days_numbers_are_those_of_sql_over_its_facts(
    stack: Stack, tmp_path: Path
) -> None:
    journey = Journey(stack)
    import_file(stack, write_tweets(tmp_path / "tweets.csv", THREADS), tmp_path)
    compute(journey.api, DAY, DAY)

    assert _differing_from_sql(journey, DAY) == {}


def test_a_second_import_changes_nothing(stack: Stack, tmp_path: Path) -> None:
    journey = Journey(stack)
    path = write_tweets(tmp_path / "tweets.csv", THREADS)
    import_file(stack, path, tmp_path)
    seen = _everything(journey)

    forgetful = tmp_path / "another progress file"
    forgetful.mkdir()
    backwards = write_tweets(forgetful / "tweets.csv", THREADS[::-1])
    for again in (path, backwards):
        assert import_file(stack, again, forgetful).stored == len(THREADS)

    assert _everything(journey) == seen


def test_an_import_that_was_killed_goes_on_where_it_was(
    local_aws: LocalAws, stack: Stack, tmp_path: Path
) -> None:
    path = write_tweets(tmp_path / "many.csv", many_threads(200))
    command = [sys.executable, "-m", "infra.local.importer", str(path)]
    command += ["--local-dir", str(local_aws.folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as first:
        assert first.stdout is not None
        _read_until(first.stdout, b"200 of 400")
        first.kill()
    [progress] = local_aws.folder.glob("import-*.txt")
    done = int(progress.read_text())

    second = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert 200 <= done < 400
    assert "400 rows stored, 0 could not be used." in second.stdout
    assert int(progress.read_text()) == 400
    day = DAY - timedelta(days=364)
    numbers = Journey(stack).kpis(day)
    assert numbers["inbound_messages"]["value"] == 200
    assert numbers["first_response_sla"]["value"] == 1


def test_json_lines_are_stored_and_bad_ones_named(stack: Stack, tmp_path: Path) -> None:
    journey = Journey(stack)
    path = tmp_path / "calls.jsonl"
    lines = [
        call(1, "gus", "09:30", text="About an invoice"),
        call(2, "mia", "10:30"),
        "",
        "{half a line",
        '["a list"]',
        call(3, "gus", "11:00", id=""),
        call(4, "gus", "11:00", occurred_at="noon"),
        call(1, "gus", "09:30", text="About an invoice"),
    ]
    path.write_text("\n".join(lines))
    before = _effects(journey)

    result = import_file(stack, path, tmp_path)

    found = {line.number: line.reason for line in result.bad}
    assert found == {
        4: "not JSON",
        5: "not a JSON object",
        6: "id is missing",
        7: "occurred_at is no time; write it like 2017-10-31T22:10:47Z",
    }
    history = journey.api.get("/customers/phone:gus/history").json["items"]
    assert [(e["text"], e["duration_s"]) for e in history] == [("About an invoice", 60)]
    day = DAY - timedelta(days=365)
    assert journey.kpis(day)["inbound_messages"]["value"] == 2
    assert _effects(journey) == before


@pytest.mark.skipif(not REAL.exists(), reason="the real tweets are not on this machine")
def test_real_tweets_are_all_stored_and_their_numbers_agree(
    stack: Stack, tmp_path: Path
) -> None:
    journey = Journey(stack)
    rows = read_tweets(REAL)
    days = Counter(row.at.date() for row in rows.values())

    result = import_file(stack, REAL, tmp_path)

    assert (result.stored, result.bad) == (len(rows), [])
    stored = _stored(journey)
    assert {day: stored[day.isoformat()] for day in days} == days
    expected = first_responses(rows, REAL_DAY)
    numbers = journey.kpis(REAL_DAY)
    assert numbers["first_response_time_count"]["value"] == len(expected)
    assert numbers["first_response_time_p50_s"]["value"] == median(expected)
    assert _differing_from_sql(journey, REAL_DAY) == {}


def _case(journey: Journey, customer: str) -> str:
    return str(journey.api.case_of(f"x:{customer}")["id"])


def _effects(journey: Journey) -> tuple[int, int, int]:
    """What an import must not bring about: workflows, sends, queued messages."""
    states = journey.stack.client("stepfunctions").get_paginator("list_executions")
    pages = states.paginate(stateMachineArn=journey.stack.state_machine)
    executions = sum(len(page["executions"]) for page in pages)
    return executions, len(journey.all_sent()), journey.queued()


def _everything(journey: Journey) -> dict[str, Any]:
    """Every history and all facts of the day."""
    compute(journey.api, DAY, DAY)
    customers = sorted({row["author_id"] for row in THREADS})
    histories = {
        who: journey.api.get(f"/customers/x:{who}/history").json for who in customers
    }
    return histories | {
        kind: journey.file(f"{table_folder(kind, DAY)}/part-0.jsonl.gz")
        for kind in FACTS
    }


def _differing_from_sql(journey: Journey, day: date) -> dict[tuple[str, ...], Any]:
    """Read the facts back from the bucket and let DuckDB count them."""
    parts = (f"{table_folder(kind, day)}/part-0.jsonl.gz" for kind in FACTS)
    kpis = f"{daily_folder(day)}/kpis.json"
    zone = ZoneInfo(journey.stack.timezone)
    files = {path: journey.file(path) for path in (*parts, kpis)}
    (row, *_) = read_rows(files[kpis])
    computed_at = datetime.fromisoformat(row["computed_at"])
    with Analyst() as analyst:
        analyst.load(files)
        expected = analyst.rows([day], zone, default_settings(zone.key), computed_at)
    return differing(exported_rows(files, [day]), expected)


def _read_until(stream: Any, words: bytes) -> None:
    seen = b""
    while words not in seen:
        piece = stream.read1()
        assert piece, seen
        seen += piece


def _stored(journey: Journey) -> Counter[str]:
    """How many entries the table's logs have, by UTC day."""
    pages = (
        journey.stack.client("dynamodb")
        .get_paginator("scan")
        .paginate(TableName=journey.stack.table, ProjectionExpression="sk")
    )
    keys = [item["sk"]["S"] for page in pages for item in page["Items"]]
    return Counter(key[4:14] for key in keys if key.startswith("LOG#"))
