"""A card's state reads back as it was, after any history."""

import json

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.cases import case_id, fold
from shared.domain.log import Entry
from shared.domain.settings import default_settings
from shared.domain.snapshots import from_json, to_json
from shared.domain.state import Person
from tests.fakes.entries import action, at, received, sent

SETTINGS = default_settings("UTC")
CASE = case_id("x:1", "m1")
STEPS: dict[str, Entry] = {
    "first": received(opens=CASE),
    "second": received(1, "m2"),
    "another name": received(2, "m3", opens="c8"),
    "assigned": action("assigned", 3, CASE, agent="amy"),
    "answered": sent(4, agent="amy"),
    "imported": received(5, "m4", historic=True),
    "breached": action("breached", 15, CASE),
    "resolved": action("resolved", 20, CASE),
    "asked": action("survey_sent", 30, CASE, expires_at=at(90)),
    "scored": received(31, "s1", score=5),
    "reopened": received(99, "m5"),
    "resolved again": action("resolved", 120, CASE, episode=2),
    "a new case": received(20 * 24 * 60, "m6"),
}


@given(st.lists(st.sampled_from(sorted(STEPS)), unique=True))
def test_any_state_survives_as_json(names: list[str]) -> None:
    person = fold(Person(id="x:1"), [STEPS[n] for n in names], SETTINGS)

    assert from_json(json.loads(json.dumps(to_json(person)))) == person


def test_a_person_without_a_case_is_small() -> None:
    assert to_json(Person(id="x:1")) == {"id": "x:1"}


def test_a_whole_life_survives() -> None:
    person = fold(Person(id="x:1"), STEPS.values(), SETTINGS)

    assert person.earlier is not None
    assert from_json(json.loads(json.dumps(to_json(person)))) == person


def test_the_message_that_is_timed_is_named_once_where_it_opened_the_case() -> None:
    person = fold(Person(id="x:1"), [received(0, "m1" * 40)], SETTINGS)
    body = json.dumps(to_json(person))

    assert person.case is not None
    assert person.case.episode.timed_from == "m1" * 40
    assert body.count("m1" * 40) == 2  # the newest entry, and the opening one
    assert from_json(json.loads(body)) == person
