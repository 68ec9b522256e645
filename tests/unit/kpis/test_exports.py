"""A day as files: names, order, manifests and reruns."""

import gzip
import json
from dataclasses import fields
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from shared.kpis.columns import TABLES
from shared.kpis.exports import export, read_rows
from shared.kpis.facts import (
    ClockFact,
    EpisodeFact,
    Facts,
    HelpViewFact,
    MessageFact,
    SurveyFact,
)
from shared.kpis.hourly import Volume
from shared.kpis.rows import Row
from tests.unit.kpis.samples import (
    DAY,
    LATER,
    ONE_DAY,
    ROME,
    RULES,
    answer,
    clock,
    episode,
    message,
)

FACTS = Facts(
    messages=[message(id="m-2"), message()],
    clocks=[clock()],
    episodes=[episode()],
    surveys=[answer(4)],
)
DAILY = "kpis/daily/date=2026-05-12"


def manifest(files: dict[str, bytes], folder: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(files[f"{folder}/_manifest.json"])
    return content


def test_a_day_is_written_data_first_then_manifests_the_daily_one_last() -> None:
    assert list(export(DAY, ROME, FACTS, RULES, LATER)) == [
        "facts/messages/date=2026-05-12/part-0.jsonl.gz",
        "facts/episodes/date=2026-05-12/part-0.jsonl.gz",
        "facts/clocks/date=2026-05-12/part-0.jsonl.gz",
        "facts/surveys/date=2026-05-12/part-0.jsonl.gz",
        "facts/help_views/date=2026-05-12/part-0.jsonl.gz",
        "kpis/kept/date=2026-05-12.json.gz",
        "kpis/hourly/date=2026-05-12/volume.csv",
        "tables/volume/date=2026-05-12/part-0.jsonl.gz",
        "tables/kpis/date=2026-05-12/part-0.jsonl.gz",
        "kpis/daily/date=2026-05-12/kpis.csv",
        "kpis/daily/date=2026-05-12/kpis.json",
        "facts/messages/date=2026-05-12/_manifest.json",
        "facts/episodes/date=2026-05-12/_manifest.json",
        "facts/clocks/date=2026-05-12/_manifest.json",
        "facts/surveys/date=2026-05-12/_manifest.json",
        "facts/help_views/date=2026-05-12/_manifest.json",
        "kpis/hourly/date=2026-05-12/_manifest.json",
        "tables/volume/date=2026-05-12/_manifest.json",
        "tables/kpis/date=2026-05-12/_manifest.json",
        "kpis/daily/date=2026-05-12/_manifest.json",
    ]


@pytest.mark.parametrize("facts", [Facts(), FACTS], ids=["empty day", "busy day"])
def test_a_manifest_describes_every_file_of_its_folder(facts: Facts) -> None:
    files = export(DAY, ROME, facts, RULES, LATER)
    for path, content in files.items():
        folder, _, name = path.rpartition("/")
        if name != "_manifest.json" and "date=" in folder:
            entry = manifest(files, folder)["files"][name]

            assert entry["bytes"] == len(content)
            assert entry["sha256"] == sha256(content).hexdigest()


def test_a_manifest_says_what_when_and_how_much() -> None:
    files = export(DAY, ROME, FACTS, RULES, LATER)
    found = manifest(files, "facts/messages/date=2026-05-12")
    rows = read_rows(files[f"{DAILY}/kpis.json"])
    daily = manifest(files, DAILY)["files"]
    header = {name: value for name, value in found.items() if name != "files"}

    assert header == {
        "schema": 3,
        "date": "2026-05-12",
        "timezone": "Europe/Rome",
        "computed_at": "2026-05-13T03:30:00.000Z",
    }
    assert found["files"]["part-0.jsonl.gz"]["rows"] == 2
    assert {entry["rows"] for entry in daily.values()} == {len(rows)}


def test_a_rerun_gives_the_same_bytes_whatever_the_order_of_the_facts() -> None:
    turned = Facts(
        messages=FACTS.messages[::-1],
        clocks=FACTS.clocks,
        episodes=FACTS.episodes,
        surveys=FACTS.surveys,
    )

    assert export(DAY, ROME, turned, RULES, LATER) == export(
        DAY, ROME, FACTS, RULES, LATER
    )


def test_a_later_rerun_differs_in_computed_at_only() -> None:
    first = export(DAY, ROME, FACTS, RULES, LATER)
    later = export(DAY, ROME, FACTS, RULES, LATER + timedelta(hours=1))
    data = [path for path in first if path.startswith("facts/") and path[-2:] == "gz"]
    rows = read_rows(later[f"{DAILY}/kpis.json"])
    for row in rows:
        assert row.pop("computed_at") == "2026-05-13T04:30:00.000Z"

    assert [later[path] for path in data] == [first[path] for path in data]
    assert (
        later["kpis/hourly/date=2026-05-12/volume.csv"]
        == (first["kpis/hourly/date=2026-05-12/volume.csv"])
    )
    assert rows == [
        {name: row[name] for name in row if name != "computed_at"}
        for row in read_rows(first[f"{DAILY}/kpis.json"])
    ]


def test_facts_of_other_days_are_in_no_file() -> None:
    tomorrow = Facts(messages=[message(at=message().at + ONE_DAY)])

    assert export(DAY, ROME, tomorrow, RULES, LATER) == export(
        DAY, ROME, Facts(), RULES, LATER
    )


def test_a_fact_is_one_flat_line_with_nulls() -> None:
    files = export(DAY, ROME, FACTS, RULES, LATER)
    lines = gzip.decompress(files["facts/surveys/date=2026-05-12/part-0.jsonl.gz"])

    assert json.loads(lines) == {
        "id": "s-1",
        "at": "2026-05-12T12:00:00.000Z",
        "person": "p-1",
        "case": "c-1",
        "channel": "facebook",
        "social": True,
        "queue": "care",
        "agent": None,
        "language": None,
        "topics": [],
        "customer_type": "social_only",
        "survey": "csat",
        "event": "answered",
        "score": 4,
        "reason": None,
        "in_time": False,
        "followed_up": False,
    }


@pytest.mark.parametrize(
    ("table", "record"),
    [
        ("kpis", Row),
        ("volume", Volume),
        ("messages", MessageFact),
        ("clocks", ClockFact),
        ("episodes", EpisodeFact),
        ("surveys", SurveyFact),
        ("help_views", HelpViewFact),
    ],
)
def test_the_documented_columns_are_those_of_the_records(
    table: str, record: type
) -> None:
    documented = [column.name for column in TABLES[table]]

    assert documented == [field.name for field in fields(record)]


def test_rows_are_read_back_by_dimension_and_metric() -> None:
    content = export(DAY, ROME, FACTS, RULES, LATER)[f"{DAILY}/kpis.json"]
    rows = read_rows(content, dimension="channel", metric="inbound_messages")

    assert [(row["key"], row["value"]) for row in rows] == [("facebook", 2)]
    assert len(read_rows(content)) > len(read_rows(content, dimension="all")) > 0
