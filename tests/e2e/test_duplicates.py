"""The same delivery again, in whatever form, changes nothing at all."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from infra.local import sample_platforms as say
from infra.local.report import compute
from infra.local.stack import Stack
from shared.domain.times import to_text
from tests.e2e.journey import Journey, somebody

pytestmark = pytest.mark.e2e
LONG_AGO = datetime(2026, 3, 2, 10, tzinfo=UTC)
# What carries the time of computing, by its end or its beginning.
COMPUTED = ("kpis.csv", "kpis.json", "manifest.json", ".html")
ALSO_COMPUTED = ("tables/kpis/", "kpis/kept/")


def test_a_delivery_repeated_at_any_time_changes_nothing(stack: Stack) -> None:
    journey, user = Journey(stack), somebody()
    asked = journey.morning()
    first = say.messenger(user, f"m_{user}_1", "Where is my parcel?", asked)
    second = say.messenger(user, f"m_{user}_2", "Hello?", asked + timedelta(seconds=5))
    whole = say.page(asked, messaging=[first, second])
    journey.move_to(asked + timedelta(minutes=1))
    journey.post("facebook", whole)
    case = journey.api.case_of(f"facebook:{user}")["id"]
    journey.api.wait_for_entry(case, "assigned")
    journey.reply(case, "On its way.")
    seen = _everything(journey, case, asked.date())

    for body in (whole, say.page(asked, messaging=[second]), _among_others(first)):
        journey.post("facebook", body)
    assert _everything(journey, case, asked.date()) == seen
    assert journey.case(case)["messages"] == 3

    journey.resolve(case)
    journey.move_to(asked + timedelta(hours=1))
    journey.api.wait_for_entry(case, "survey_sent")
    ended = _everything(journey, case, asked.date())
    journey.post("facebook", whole)

    assert _everything(journey, case, asked.date()) == ended
    assert journey.case(case)["status"] == "resolved"
    assert [e["name"] for e in journey.executions(case)] == [f"{case}-1-0"]


def test_events_of_a_batch_in_any_order_make_the_same_case(stack: Stack) -> None:
    journey, user = Journey(stack), somebody()
    asked = journey.morning()
    burst = [
        say.messenger(user, f"m_{user}_{n}", text, asked + timedelta(seconds=n))
        for n, text in enumerate(("Hello", "my parcel", "is late"))
    ]
    journey.move_to(asked + timedelta(minutes=1))
    journey.post("facebook", say.page(asked, messaging=burst[::-1]))
    case = journey.api.case_of(f"facebook:{user}")

    assert case["messages"] == 3
    assert case["opened_at"] == case["waiting_since"] == to_text(asked)
    texts = [e["text"] for e in journey.api.timeline(case["id"]) if e["text"]]
    assert texts == ["Hello", "my parcel", "is late"]
    assert len(journey.executions(case["id"])) == 1


def _everything(journey: Journey, case: str, day: date) -> dict[str, Any]:
    """All that the product shows of a case and exports of a day, once it is quiet."""
    journey.settle()  # an agent may still be being assigned
    paths = compute(journey.api, day, day)
    snapshot = journey.case(case)
    for clock in snapshot["clocks"]:
        del clock["business_s"]  # runs on
    kpis = journey.api.get("/kpis/daily", **{"from": str(day), "to": str(day)}).json[
        "items"
    ]
    return {
        "case": snapshot,
        "timeline": journey.api.timeline(case),
        "sent": journey.sent(snapshot["customer"]["id"].partition(":")[2]),
        "executions": [e["name"] for e in journey.executions(case)],
        "kpis": [{**row, "computed_at": None} for row in kpis],
        "facts": {
            path: journey.file(path)
            for path in paths
            if not path.endswith(COMPUTED) and not path.startswith(ALSO_COMPUTED)
        },
    }


def _among_others(item: dict[str, Any]) -> dict[str, Any]:
    """The same event in another batch, twice in it, beside an entry of another kind."""
    comment = say.comment(somebody(), "Kim", f"1_{somebody()}", "Nice!", LONG_AGO)
    return {
        "object": "page",
        "entry": [
            {"id": say.PAGE, "time": 1, "changes": [comment]},
            {"id": say.PAGE, "time": 2, "messaging": [item, item]},
        ],
    }
