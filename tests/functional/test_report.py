"""The page of a day as it is written: from what happened to what people read."""

from datetime import date, timedelta

import pytest

from functions import actions
from functions.daily import compute_days
from functions.http import Request
from functions.ingest import Record, ingest_batch
from functions.kept_days import KeptDays
from functions.report import write_report
from shared.domain.agents import Agent
from shared.domain.cases import case_id
from shared.kpis.report_known import known_days
from tests.fakes.entries import at
from tests.fakes.world import MONDAY, World, contact, envelope
from tests.unit.kpis.report_rows import Page

DAY = MONDAY.date()
STAFF = Request(caller="amy", roles=frozenset({"agent"}), query={}, body={})


def writes(world: World, **changes: object) -> None:
    piece = contact(
        **{"author": {"id": "1"}, "channel": "x", "account": "9", **changes}
    )
    ingest_batch([Record(body=envelope(piece), handle="")], world)


def page_of(world: World, day: date) -> Page:
    compute_days([day], world)
    path = write_report(day, KeptDays(world.files), world)

    assert path == f"reports/daily/{day.isoformat()}.html"
    return Page(world.files.objects[path])


@pytest.fixture
def world() -> World:
    """A message on Monday at ten, resolved five minutes later without an answer."""
    made = World(timezone="Europe/Rome", at=at(5))
    writes(made)
    actions.resolve(case_id("x:1", "m1"), STAFF, made)
    made.clock.at = at(days=1)
    return made


def test_the_page_tells_what_happened(world: World) -> None:
    page = page_of(world, DAY)

    assert "Monday, 2 March 2026" in page.text
    assert "1 message came in. 0 of 1 first responses were in time (0 %)." in page.text
    assert "11:00 | 1 | 1" in page.text  # ten o'clock UTC


def test_who_answered_is_called_by_his_name(world: World) -> None:
    world.clock.at = at(30)
    world.agents.put(Agent(id="okta_00u1", name="Sofia Ricci"))
    writes(world, id="m2", at=at(20), author={"id": "2"})
    answer = {"author": {"id": "okta_00u1"}, "customer": {"id": "2"}}
    writes(world, id="a2", at=at(25), direction="outbound", **answer)
    world.clock.at = at(days=1)

    assert "Agent | Responses |" in page_of(world, DAY).text
    assert "Sofia Ricci | 1 |" in page_of(world, DAY).text


def test_what_looks_ahead_is_known_when_its_window_has_passed(world: World) -> None:
    early = page_of(world, DAY)
    world.clock.at = at(days=8)
    late = page_of(world, DAY)

    assert "Resolved at first contact | \u2013 | known on 10 Mar" in early.text
    assert "Resolved at first contact | 100 %" in late.text


def test_it_is_known_on_the_day_that_the_page_promised(world: World) -> None:
    """Computed in the first hour of that day, and not in the last of the one before."""
    rules = world.settings.newest
    promised = known_days(DAY, world.timezone, rules)["first_contact_resolution"]
    midnight = at(days=(promised - DAY).days, hours=-11)  # in Rome
    pages = []
    for minutes in (-1, 1):
        world.clock.at = midnight + timedelta(minutes=minutes)
        pages.append(page_of(world, DAY).text)

    assert ["known on 10 Mar" in text for text in pages] == [True, False]


def test_a_day_is_compared_with_those_before_it(world: World) -> None:
    tuesday = DAY + timedelta(days=1)
    world.clock.at = at(days=2)
    compute_days([DAY], world)

    assert "Messages | 0 | ▼  | 1 less | usually 1" in page_of(world, tuesday).text


def test_a_channel_that_falls_silent_is_asked_about(world: World) -> None:
    """Ten customers a day for a week, each at noon in Rome, then nobody."""
    week = [DAY + timedelta(days=n) for n in range(1, 8)]
    for n, _ in enumerate(week, 1):
        for user in range(10):
            name = f"{n}-{user}"
            writes(world, id=name, author={"id": name}, at=at(days=n, hours=1))
    silent = DAY + timedelta(days=8)
    world.clock.at = at(days=9)
    compute_days(week, world)
    page = page_of(world, silent)

    assert "Worth a look | No messages |  on  | x | , usually 10." in page.text
    assert "12:00 | 0 | 0 | 0 | 0 | 0 | 10" in page.text


def test_a_quiet_day_has_its_page(world: World) -> None:
    quiet = DAY - timedelta(days=3)

    assert "No customer wrote on this day." in page_of(world, quiet).text


def test_the_same_numbers_make_the_same_page(world: World) -> None:
    assert page_of(world, DAY).content == page_of(world, DAY).content
