"""The nightly function, woken as EventBridge wakes it."""

import json
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from infra.local import sample_platforms as say
from infra.local.report import compute
from infra.local.stack import Stack
from shared.kpis.exports import daily_folder
from tests.e2e.journey import SCHEDULED, Journey, somebody

pytestmark = pytest.mark.e2e


def test_just_after_midnight_yesterday_is_computed(stack: Stack) -> None:
    journey, user = Journey(stack), somebody()
    asked = journey.morning()
    journey.post("x", say.direct_message(user, "eva", user, "Where is it?", asked))
    journey.api.case_of(f"x:{user}")
    midnight = datetime.combine(asked.date() + timedelta(days=1), time(), asked.tzinfo)

    journey.move_to(midnight + timedelta(minutes=10))
    journey.invoke("nightly", SCHEDULED)
    nightly = _files(journey, asked)
    rows = json.loads(nightly[f"{daily_folder(asked.date())}/kpis.json"])
    sla = next(row for row in rows if row["metric"] == "first_response_sla")
    assert (sla["numerator"], sla["denominator"]) == (0, 1)

    compute(journey.api, asked.date(), asked.date())
    assert _but_for_the_time(_files(journey, asked)) == _but_for_the_time(nightly)
    assert not _files(journey, midnight)


def test_in_any_hour_a_missed_night_is_made_up_for_once(stack: Stack) -> None:
    journey = Journey(stack)
    today = journey.morning()
    yesterday = today - timedelta(days=1)

    journey.invoke("nightly", SCHEDULED)
    made_up = _files(journey, yesterday)
    journey.invoke("nightly", SCHEDULED)

    assert f"{daily_folder(yesterday.date())}/manifest.json" in made_up
    assert _files(journey, yesterday) == made_up
    assert not _files(journey, today)


def _files(journey: Journey, day: datetime) -> dict[str, bytes]:
    """Every file exported for a day, by path."""
    pages = (
        journey.stack.client("s3")
        .get_paginator("list_objects_v2")
        .paginate(Bucket=journey.stack.bucket)
    )
    paths = [one["Key"] for page in pages for one in page.get("Contents", [])]
    wanted = f"/date={day.date().isoformat()}/"
    return {path: journey.file(path) for path in paths if wanted in path}


def _but_for_the_time(files: dict[str, bytes]) -> dict[str, Any]:
    """Their contents without the column, and the checksums, that tell when."""
    return {path: _timeless(path, content) for path, content in files.items()}


def _timeless(path: str, content: bytes) -> Any:
    if path.endswith("kpis.csv"):
        return [line.rpartition(",")[0] for line in content.decode().splitlines()]
    if path.endswith("kpis.json"):
        return [{**row, "computed_at": None} for row in json.loads(content)]
    if path.endswith("manifest.json"):
        manifest = json.loads(content)
        rows = {name: file["rows"] for name, file in manifest["files"].items()}
        return {**manifest, "computed_at": None, "files": rows}
    return content
