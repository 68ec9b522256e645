"""What is foreseen every night: from messages to a file, and from there to who asks."""

from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest

from functions.daily import compute_days, compute_due_days, compute_kpis
from functions.forecast import show_forecast
from functions.http import Request
from functions.ingest import Record, ingest_batch
from shared.kpis.forecast import NEWEST, path
from shared.kpis.forecast_volume import PATH, read_history
from tests.fakes.entries import at
from tests.fakes.world import MONDAY, World, contact, envelope

TODAY = MONDAY.date()
YESTERDAY = TODAY - timedelta(days=1)
HISTORY = [TODAY - timedelta(days=n) for n in range(28, 0, -1)]


def writes(world: World, days: float, number: int, **changes: Any) -> None:
    """One message of one customer, so many days after today, at ten."""
    moment = at(days=days)
    piece = contact(id=f"m{number}", at=moment, author={"id": f"u{number}"}, **changes)
    ingest_batch([Record(body=envelope(piece, historic=True), handle="")], world)


def asked(world: World, **query: str) -> dict[str, Any]:
    request = Request(caller="ann", roles=frozenset({"analyst"}), query=query, body={})
    return show_forecast(request, world)


def of_day(found: dict[str, Any], day: date) -> float:
    hours = (it for it in found["items"] if it["date"] == day.isoformat())
    return float(sum(it["expected"] for it in hours))


@pytest.fixture(scope="module")
def heard() -> World:
    """Four weeks of six e-mails on each weekday and two on the others, not computed."""
    made = World(at=at(0))
    number = 0
    for ago, day in enumerate(reversed(HISTORY), 1):
        for _ in range(6 if day.weekday() < 5 else 2):
            number += 1
            writes(made, -ago, number)
    return made


@pytest.fixture(scope="module")
def exported(heard: World) -> World:
    made = deepcopy(heard)
    compute_days(HISTORY, made)
    return made


@pytest.fixture
def world(heard: World) -> World:
    return deepcopy(heard)


@pytest.fixture
def computed(exported: World) -> World:
    return deepcopy(exported)


def test_before_the_first_night_nothing_is_foreseen() -> None:
    found = asked(World())

    assert (found["made_at"], found["model"]) == (None, None)
    assert (found["items"], found["next"]) == ([], None)


def test_the_night_foresees_two_weeks_of_what_was_exported(computed: World) -> None:
    found = asked(computed)

    assert (found["made_at"], found["until"]) == (str(TODAY), str(YESTERDAY))
    assert (found["timezone"], found["history_days"]) == ("UTC", 28)
    assert len(found["items"]) == 14 * 24
    assert of_day(found, TODAY) == pytest.approx(6, abs=1)
    assert of_day(found, TODAY + timedelta(days=6)) == pytest.approx(2.5, abs=1)
    assert {it["channel"] for it in found["items"]} == {"all"}


def test_whoever_asks_gets_as_many_days_and_the_channel_he_asks_for(
    computed: World,
) -> None:
    one = asked(computed, days="1", channel="email")["items"]

    assert [it["hour"] for it in one] == [f"{hour:02}:00+00:00" for hour in range(24)]
    assert {(it["date"], it["channel"]) for it in one} == {(str(TODAY), "email")}
    assert asked(computed, channel="telegram")["items"] == []


def test_until_the_next_night_it_is_of_today_on_and_two_weeks_still(
    computed: World,
) -> None:
    computed.clock.at = at(days=1)
    found = asked(computed)
    days = sorted({it["date"] for it in found["items"]})

    assert (found["made_at"], len(days)) == (str(TODAY), 14)
    assert days[0] == str(TODAY + timedelta(days=1))


def test_the_nightly_job_keeps_each_nights_forecast(computed: World) -> None:
    first = computed.files.read(NEWEST)
    computed.clock.at = at(days=1)
    compute_due_days(computed)

    assert computed.files.read(path(TODAY)) == first
    assert computed.files.read(path(TODAY + timedelta(days=1))) != first
    assert asked(computed)["made_at"] == str(TODAY + timedelta(days=1))


def test_a_day_computed_again_is_the_same_line_and_in_any_order(
    computed: World,
) -> None:
    before = computed.files.read(PATH), computed.files.read(NEWEST)
    for day in (HISTORY[9], HISTORY[3], YESTERDAY):
        compute_days([day], computed)

    assert (computed.files.read(PATH), computed.files.read(NEWEST)) == before


def test_what_came_late_is_in_the_line_of_its_day_once_that_is_computed(
    computed: World,
) -> None:
    day = HISTORY[4]
    writes(computed, -24, 9_999)
    compute_days([day], computed)
    history = read_history(computed.files.read(PATH), computed.timezone)

    assert sum(history[day].inbound["email"]) == 7 + (day.weekday() > 4) * -4
    assert history[day].opened == {"email": 7 + (day.weekday() > 4) * -4}


def test_a_message_of_two_topics_is_one_message(world: World) -> None:
    words = "My parcel has not arrived and I want my money back, refund the invoice!"
    writes(world, -1, 9_999, text=words)
    compute_days([YESTERDAY], world)
    history = read_history(world.files.read(PATH), world.timezone)

    assert sum(history[YESTERDAY].inbound["email"]) == 3


def test_a_campaign_that_is_marked_counts_once_yesterday_is_computed_again(
    computed: World,
) -> None:
    tomorrow = TODAY + timedelta(days=1)
    before = of_day(asked(computed), tomorrow)
    campaign = {"name": "sale", "from": str(tomorrow), "to": str(tomorrow), "factor": 3}
    computed.put_settings("forecast", {"campaigns": [campaign]})
    computed.clock.advance(minutes=1)
    span = {"from": str(YESTERDAY), "to": str(YESTERDAY)}
    compute_kpis(span, computed)
    found = asked(computed)

    assert of_day(found, tomorrow) == pytest.approx(3 * before, abs=0.3)
    assert found["model"]["campaigns"][0]["how"] == "given"


def test_another_reporting_zone_begins_another_history(computed: World) -> None:
    moved = World("Asia/Tokyo", at=at(0))
    moved.log, moved.files = computed.log, computed.files
    compute_days([YESTERDAY], moved)

    assert list(read_history(moved.files.read(PATH), moved.timezone)) == [YESTERDAY]
