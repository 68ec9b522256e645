"""The hourly table: inbound volume per hour, channel and topic."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given

from shared.kpis.facts import Facts, MessageFact
from shared.kpis.hourly import Counts, Volume, by_hour, counted, volume
from tests.unit.kpis.samples import DAY, NOON, ROME, message, response
from tests.unit.kpis.small_worlds import World, worlds

AUTUMN = date(2026, 10, 25)


def table(*messages: MessageFact, day: date = DAY) -> list[Volume]:
    return volume(day, ROME, counted(day, ROME, Facts(messages=messages)))


def counts(row: Volume) -> dict[str, Any]:
    return {
        "inbound": row.inbound,
        "actionable": row.actionable,
        "public": row.public,
        "private": row.private,
        "negative": row.negative,
    }


def test_an_hour_counts_what_it_heard() -> None:
    heard = [
        message(sentiment="negative"),
        message(id="m-2", visibility="private", actionable=False),
        message(id="m-3", sentiment="neutral"),
        response(5, id="m-4", sentiment="negative"),
    ]
    (row,) = (row for row in table(*heard) if row.inbound)
    expected = {
        "inbound": 3,
        "actionable": 2,
        "public": 2,
        "private": 1,
        "negative": 1,
    }

    assert (row.hour_start, row.hour) == (NOON, "14:00+02:00")
    assert (row.channel, row.topic) == ("facebook", "(none)")
    assert counts(row) == expected


@pytest.mark.parametrize(
    ("day", "number"), [(DAY, 24), (date(2026, 3, 29), 23), (AUTUMN, 25)]
)
def test_no_hour_is_missing_from_a_day_without_messages(day: date, number: int) -> None:
    rows = table(day=day)

    assert len({row.hour_start for row in rows}) == len(rows) == number
    assert {row.channel for row in rows} == {row.topic for row in rows} == {"(none)"}
    assert {row.inbound for row in rows} == {0}


def test_the_two_two_o_clocks_of_an_autumn_night_stay_apart() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = first + timedelta(hours=1)
    rows = table(message(at=first), message(at=second, id="m-2"), day=AUTUMN)

    assert [(row.hour, row.inbound) for row in rows if row.inbound] == [
        ("02:00+02:00", 1),
        ("02:00+01:00", 1),
    ]


def test_a_message_with_two_topics_is_in_two_rows() -> None:
    rows = table(message(topics=("bill", "login", "bill")))

    assert [(row.topic, row.inbound) for row in rows if row.inbound] == [
        ("bill", 1),
        ("login", 1),
    ]


def test_a_message_about_two_things_is_once_in_its_hour() -> None:
    heard = [message(topics=("bill", "login")), message(id="m-2", channel="x")]
    counted_once = by_hour(DAY, ROME, counted(DAY, ROME, Facts(messages=heard)))

    assert len(counted_once) == 24
    assert [(n["hour"], n["inbound"]) for n in counted_once if n["inbound"]] == [
        ("14:00+02:00", 2)
    ]


def counts_of(world: World) -> Counts:
    return counted(world.day, world.zone, world.facts)


@given(world=worlds())
def test_public_and_private_add_up_to_inbound(world: World) -> None:
    for row in volume(world.day, world.zone, counts_of(world)):
        assert row.public + row.private == row.inbound
        assert max(row.actionable, row.negative) <= row.inbound
