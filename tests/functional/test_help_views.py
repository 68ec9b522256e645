"""Views of help pages: each report counts once, on the day that it is of."""

import gzip
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from functions.daily import compute_days
from functions.help_views import put_help_views
from shared.domain.help_views import HelpViews
from shared.errors import BadInput
from shared.kpis.days import bounds
from tests.fakes.desk import asks
from tests.fakes.world import MONDAY, World


def report(world: World, key: str | None = None, **body: Any) -> dict[str, Any]:
    answer = put_help_views(asks("site", body=body, idempotency_key=key), world)
    found: dict[str, Any] = json.loads(answer.body)
    assert answer.status_code == 201
    return found


def of_monday(world: World) -> list[HelpViews]:
    return world.help_views.between(*bounds(MONDAY.date(), world.timezone))


def test_a_report_is_kept_with_its_time_and_topic() -> None:
    world = World()
    shown = report(
        world, "k", occurred_at="2026-03-02T09:30:00+01:00", count=12, topic="delivery"
    )
    (kept,) = of_monday(world)

    assert (kept.at, kept.count, kept.topic) == (
        datetime(2026, 3, 2, 8, 30, tzinfo=UTC),
        12,
        "delivery",
    )
    assert shown == {
        "id": kept.id,
        "occurred_at": "2026-03-02T08:30:00.000Z",
        "count": 12,
        "topic": "delivery",
    }


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/Los_Angeles"])
def test_a_date_is_a_local_one(zone: str) -> None:
    world = World(timezone=zone)
    report(world, "k", date="2026-03-02", count=1)

    assert len(of_monday(world)) == 1


def test_the_same_report_counts_once() -> None:
    world = World()
    for _ in range(2):
        report(world, "k", date="2026-03-02", count=5)
        report(world, id="k", date="2026-03-02", count=5)
    report(world, "other", date="2026-03-02", count=2)

    assert sorted(views.count for views in of_monday(world)) == [2, 5]


def test_a_report_is_corrected_under_its_name() -> None:
    world = World()
    for count in (5, 7):
        report(world, id="monday", date="2026-03-02", count=count)

    assert [views.count for views in of_monday(world)] == [7]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"date": "2026-03-02"}, "count"),
        ({"date": "2026-03-02", "count": 0}, "count"),
        ({"date": "2026-03-02", "count": "5"}, "count"),
        ({"count": 5}, "date"),
        (
            {"date": "2026-03-02", "occurred_at": "2026-03-02T10:00:00Z", "count": 5},
            "date",
        ),
        ({"date": "2.3.2026", "count": 5}, "date"),
        ({"occurred_at": "2026-03-02T10:00:00", "count": 5}, "zone"),
        ({"date": "2026-03-03", "count": 5}, "begun"),
        ({"date": "9999-12-31", "count": 5}, "begun"),
        ({"occurred_at": "9999-12-31T23:59:59Z", "count": 5}, "begun"),
        ({"date": "0001-01-01", "count": 5}, "1990"),
        ({"occurred_at": "0001-01-01T00:00:00+02:00", "count": 5}, "RFC 3339"),
        ({"date": "2026-03-02", "count": 5, "topic": "Del ivery"}, "topic"),
        ({"date": "2026-03-02", "count": 5, "topics": ["delivery"]}, "topics"),
    ],
    ids=str,
)
def test_a_wrong_report_is_refused(body: dict[str, Any], field: str) -> None:
    world = World(timezone="Europe/Rome")
    with pytest.raises(BadInput, match=field):
        report(world, "k", **body)

    assert of_monday(world) == []


def test_a_report_without_a_name_could_count_twice_and_is_refused() -> None:
    with pytest.raises(BadInput, match="Idempotency-Key"):
        report(World(), date="2026-03-02", count=5)


def test_reports_are_in_the_numbers_of_their_day() -> None:
    world = World()
    report(world, "a", date="2026-03-02", count=30, topic="delivery")
    report(world, "b", occurred_at="2026-03-01T12:00:00Z", count=5)
    compute_days([MONDAY.date()], world)
    path = f"facts/help_views/date={MONDAY.date()}/part-0.jsonl.gz"
    lines = gzip.decompress(world.files.objects[path]).splitlines()
    (fact,) = [json.loads(line) for line in lines]

    assert (fact["views"], fact["topics"]) == (30, ["delivery"])
