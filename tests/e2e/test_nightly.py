"""The nightly function, woken as EventBridge wakes it, and the numbers it leaves."""

import gzip
import json
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from infra.local import sample_platforms as say
from infra.local.api import wait_for
from infra.local.report import compute
from infra.local.send import call
from infra.local.stack import Stack
from shared.kpis.exports import daily_folder
from tests.e2e.journey import SCHEDULED, Journey, somebody

pytestmark = pytest.mark.e2e


def test_just_after_midnight_yesterday_is_computed(stack: Stack) -> None:
    journey, user = Journey(stack), somebody()
    asked = journey.own_day()
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

    assert f"{daily_folder(yesterday.date())}/_manifest.json" in made_up
    assert _files(journey, yesterday) == made_up
    assert not _files(journey, today)


def test_a_supervisor_has_days_computed_again_and_sees_how_far_it_is(
    stack: Stack,
) -> None:
    journey, user = Journey(stack), somebody()
    asked = journey.morning()
    journey.post("x", say.direct_message(user, "eva", user, "Where is it?", asked))
    journey.api.case_of(f"x:{user}")
    day = asked.date().isoformat()

    job = journey.api.send("POST", "/kpis/recompute", {"from": day, "to": day}).json
    path = f"/kpis/recompute/{job['id']}"
    wait_for(
        "the day to be done",
        lambda: journey.api.get(path).json["status"] == "done" or None,
    )
    heard = journey.api.get("/kpis/hourly", date=day).json["items"]

    assert sum(hour["inbound"] for hour in heard) == 1
    assert journey.file(f"reports/daily/{day}.html").startswith(b"<!doctype html>")


def test_whoever_asks_sees_how_the_desk_stands_and_what_it_lately_kept(
    stack: Stack,
) -> None:
    journey, user = Journey(stack), somebody()
    before = journey.api.get("/live").json["total"]["open"]
    asked = journey.morning()
    journey.post("x", say.direct_message(user, "eva", user, "Where is it?", asked))
    case = journey.api.case_of(f"x:{user}")
    journey.api.send("POST", f"/cases/{case['id']}/reply", {"text": "On its way."})
    journey.move_to(asked + timedelta(days=1))
    journey.invoke("nightly", SCHEDULED)

    assert journey.api.get("/live").json["total"]["open"] == before + 1
    promise = call(f"{stack.api_url}/promise", None, {}).json
    assert promise["until"] == asked.date().isoformat()
    assert promise["channels"]["x"]["first_response_p50_s"] is None  # of one alone


def _files(journey: Journey, day: datetime) -> dict[str, bytes]:
    """Every file with the numbers of a day, by path; its forecast is made before."""
    pages = (
        journey.stack.client("s3")
        .get_paginator("list_objects_v2")
        .paginate(Bucket=journey.stack.bucket)
    )
    paths = [one["Key"] for page in pages for one in page.get("Contents", [])]
    wanted = f"/date={day.date().isoformat()}/"
    numbers = [path for path in paths if not path.startswith("kpis/forecast/")]
    return {path: journey.file(path) for path in numbers if wanted in path}


def _but_for_the_time(files: dict[str, bytes]) -> dict[str, Any]:
    """Their contents without the column, and the checksums, that tell when."""
    return {path: _timeless(path, content) for path, content in files.items()}


def _timeless(path: str, content: bytes) -> Any:
    if path.startswith("tables/kpis") and path.endswith(".gz"):
        lines = gzip.decompress(content).splitlines()
        return [{**json.loads(line), "computed_at": None} for line in lines]
    if path.endswith("kpis.csv"):
        return [line.rpartition(",")[0] for line in content.decode().splitlines()]
    if path.endswith("kpis.json"):
        return [{**row, "computed_at": None} for row in json.loads(content)]
    if path.endswith("manifest.json"):
        manifest = json.loads(content)
        rows = {name: file["rows"] for name, file in manifest["files"].items()}
        return {**manifest, "computed_at": None, "files": rows}
    return content
