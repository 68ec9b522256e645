"""Eight days of letters imported, a night, and what is expected of the next weeks."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from infra.local.importer import import_file
from infra.local.stack import Stack
from shared.domain.times import to_text
from tests.e2e.journey import SCHEDULED, Journey

pytestmark = pytest.mark.e2e
CHANNEL = "letter"  # on which no other test writes
DAYS = 8  # as many as a night computes
LETTERS = 3  # a day


def test_last_week_says_what_the_next_two_are_like_and_who_must_be_there(
    stack: Stack, tmp_path: Path
) -> None:
    journey = Journey(stack)
    now = journey.morning()
    path = tmp_path / "letters.jsonl"
    path.write_text("\n".join(map(json.dumps, _letters(now))))
    assert import_file(stack, path, tmp_path).bad == []
    marked = (now + timedelta(days=2)).date()
    sale = {"name": "sale", "from": str(marked), "to": str(marked), "factor": 4}
    journey.api.send("PUT", "/settings/forecast", {"campaigns": [sale]})

    journey.invoke("nightly", SCHEDULED)
    found = journey.api.get("/forecast", "analyst", channel=CHANNEL).json
    expected = _by_day(found)

    assert (found["made_at"], len(expected)) == (str(now.date()), 14)
    assert found["history_days"] >= DAYS
    for day, letters in expected.items():
        times = 4 if day == str(marked) else 1
        assert letters == pytest.approx(LETTERS * times, rel=0.1)
    assert [it["how"] for it in found["model"]["campaigns"]] == ["given"]
    at_work = {it["hour"][:2] for it in found["items"] if it["staff"]}
    assert "10" in at_work <= {f"{hour:02}" for hour in range(9, 18)}
    assert len(journey.api.get("/forecast", days=1).json["items"]) == 24
    kept = json.loads(journey.file(f"kpis/forecast/date={now.date()}/forecast.json"))
    assert [it for it in kept["items"] if it["channel"] == CHANNEL][:24] == found[
        "items"
    ][:24]


def _letters(now: datetime) -> Iterator[dict[str, Any]]:
    """What came on each of the days before, each from somebody else."""
    for ago in range(DAYS, 0, -1):
        day = now - timedelta(days=ago)
        for n in range(LETTERS):
            yield {
                "id": f"letter-{ago}-{n}",
                "channel": CHANNEL,
                "social": False,
                "occurred_at": to_text(day + timedelta(minutes=n)),
                "direction": "inbound",
                "author": {"id": f"writer-{ago}-{n}", "name": "Somebody"},
                "text": "Where is my order?",
            }


def _by_day(found: dict[str, Any]) -> dict[str, float]:
    days: dict[str, float] = {}
    for it in found["items"]:
        days[it["date"]] = days.get(it["date"], 0.0) + it["expected"]
    return days
