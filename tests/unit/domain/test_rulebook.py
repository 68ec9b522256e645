"""Which rules hold when: the newest version of each document put by then."""

from datetime import datetime
from itertools import permutations
from typing import Any

import pytest

from shared.domain.rulebook import NAMES, Version, assemble, changed, said
from shared.domain.settings import Rulebook, default_settings
from shared.errors import BadInput
from tests.fakes.entries import at

FIRST = default_settings("Europe/Rome")
ALWAYS = {"timezone": "UTC", "weekly": "always"}


def version(
    number: int, document: dict[str, Any], when: datetime, name: str = "routing"
) -> Version:
    return Version(name=name, number=number, document=document, by="ada", at=when)


def queue(name: str) -> dict[str, Any]:
    return {"otherwise": {"queue": name}}


def gold(calendar: str = "default") -> dict[str, Any]:
    policy = {"first_response": "5m", "calendar": calendar}
    return {"policies": {"gold": policy}, "otherwise": "gold"}


def test_the_rules_of_one_instant_pass_for_a_rulebook_that_never_changed() -> None:
    assert FIRST.at(at(0)) is FIRST.newest is FIRST
    assert FIRST.queues == Rulebook(FIRST).queues


def test_before_anything_is_put_the_rules_of_a_new_deployment_hold() -> None:
    book, useless = assemble(FIRST, [])

    assert (book.at(at(0)), book.newest, useless) == (FIRST, FIRST, [])


def test_a_version_holds_from_the_instant_it_was_put_until_the_next() -> None:
    book, _ = assemble(
        FIRST, [version(1, queue("one"), at(10)), version(2, queue("two"), at(20))]
    )
    found = [book.at(at(minute)).routing for minute in (9, 10, 19, 20, 99)]

    assert [(r.otherwise.queue, r.version) for r in found] == [
        ("default", 0),
        ("one", 1),
        ("one", 1),
        ("two", 2),
        ("two", 2),
    ]


def test_each_document_has_versions_of_its_own() -> None:
    book, _ = assemble(
        FIRST,
        [
            version(1, queue("one"), at(10)),
            version(1, gold(), at(20), "sla"),
            version(1, {"return_cases": "never"}, at(30), "escalation"),
            version(1, {"calendars": {"default": ALWAYS}}, at(40), "hours"),
        ],
    )
    early, late = book.at(at(15)), book.at(at(40))

    assert (early.sla, early.routing.otherwise.queue) == (FIRST.sla, "one")
    assert (late.routing.otherwise.queue, late.sla.otherwise) == ("one", "gold")
    assert (late.escalation.return_cases, late.calendar.always_open) == ("never", True)


def test_the_order_in_which_versions_are_read_does_not_matter() -> None:
    versions = [
        version(1, gold(), at(10), "sla"),
        version(1, {"otherwise": {"policy": "gold"}}, at(20)),
        version(2, queue("two"), at(30)),
    ]
    books = [assemble(FIRST, order) for order in permutations(versions)]

    assert all(book == books[0] for book in books)


def test_an_older_version_never_comes_back_although_its_clock_was_ahead() -> None:
    book, _ = assemble(
        FIRST, [version(1, queue("one"), at(20)), version(2, queue("two"), at(10))]
    )

    assert book.at(at(15)).routing.version == book.at(at(25)).routing.version == 2


def test_in_place_of_a_useless_version_the_one_before_holds() -> None:
    broken = version(2, {"rules": 1}, at(20))
    book, useless = assemble(FIRST, [version(1, queue("one"), at(10)), broken])

    assert book.at(at(30)).routing.version == 1
    assert useless == [(broken, "rules must be a list.")]


def test_documents_that_need_each_other_may_come_in_any_order() -> None:
    routing = version(1, {"otherwise": {"policy": "gold"}}, at(10))
    sla = version(1, gold(), at(10), "sla")
    book, useless = assemble(FIRST, [routing, sla])

    assert (book.newest.routing.otherwise.policy, useless) == ("gold", [])


def test_a_document_nobody_knows_any_more_is_passed_over() -> None:
    assert assemble(FIRST, [version(1, {}, at(10), "colours")])[0].newest == FIRST


@pytest.mark.parametrize("name", NAMES)
def test_every_part_of_a_new_deployment_reads_back_as_it_is_said(name: str) -> None:
    assert changed(FIRST, name, said(FIRST, name), 0) == FIRST


@pytest.mark.parametrize(
    ("name", "document", "message"),
    [
        ("sla", gold("night"), r"^policies.gold.calendar: there is no calendar"),
        (
            "routing",
            {"otherwise": {"policy": "gold"}},
            r"^otherwise.policy: there is no policy 'gold'",
        ),
    ],
)
def test_a_document_names_only_what_there_is(
    name: str, document: dict[str, Any], message: str
) -> None:
    with pytest.raises(BadInput, match=message):
        changed(FIRST, name, document, 1)


def test_what_another_document_needs_stays() -> None:
    hours = {"calendars": {"default": ALWAYS, "night": ALWAYS}}
    rules = changed(FIRST, "hours", hours, 1)
    rules = changed(rules, "sla", gold("night"), 1)
    rules = changed(rules, "routing", {"otherwise": {"policy": "gold"}}, 1)

    with pytest.raises(BadInput, match=r"^The sla settings need it: .* 'night'"):
        changed(rules, "hours", {"calendars": {"default": ALWAYS}}, 2)
    with pytest.raises(BadInput, match=r"^The routing settings need it: .* 'gold'"):
        changed(rules, "sla", said(FIRST, "sla"), 2)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({}, "^calendars must be an object"),
        ({"calendars": {}}, "calendars must have one named 'default'"),
        ({"calendars": {"default": ALWAYS, "Day Off": ALWAYS}}, "calendars: a name"),
        ({"calendars": {"default": []}}, r"calendars.default: calendar must be"),
        (
            {"calendars": {"default": {**ALWAYS, "holidays": {"country": "ZZ"}}}},
            "calendars.default: holidays.country must be",
        ),
        (
            {"calendars": {"default": ALWAYS} | {f"c{n}": ALWAYS for n in range(50)}},
            "calendars has more than 50",
        ),
        ({"calendar": ALWAYS}, "hours has no field 'calendar'"),
    ],
    ids=range(7),
)
def test_an_error_in_the_hours_names_calendar_and_field(
    document: dict[str, Any], message: str
) -> None:
    with pytest.raises(BadInput, match=message):
        changed(FIRST, "hours", document, 1)
