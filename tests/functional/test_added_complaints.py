"""A complaint that is added by editing a score is a new message of the case, once."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from functions import actions, case_workflow, desk, replying
from functions.privacy import erase_customer
from shared.domain.log import ADDED, Entry
from shared.domain.state import Survey
from shared.kpis.collect import Window, collect
from tests.fakes.ann import ANN, BOSS, CASE, STATE, case, entries, resolve, writes
from tests.fakes.entries import at
from tests.fakes.world import World

SCORE: dict[str, Any] = {"id": "s1", "text": "4", "at": at(20)}
EDIT: dict[str, Any] = {
    "id": "s1:e1",
    "text": "4 but the parcel is still missing",
    "at": at(21),
    "kind": "edit",
    "target": "s1",
}


@pytest.fixture
def world() -> World:
    """Ann has been asked how it was."""
    made = World(at=at(2))
    writes(made)
    resolve(made)
    made.clock.advance(minutes=10)
    case_workflow.ask(STATE, made)
    made.clock.at = at(25)
    return made


def hears(world: World, *told: dict[str, Any]) -> None:
    for one in told:
        writes(world, **one)


def added(world: World) -> list[Entry]:
    return [e for e in entries(world, "message_received") if e.what == ADDED]


def survey(world: World) -> Survey:
    found = world.log.cards([ANN])[ANN].person.survey
    assert found is not None
    return found


def test_it_reopens_the_case_understood_and_the_score_stays(world: World) -> None:
    hears(world, SCORE)
    assert case(world).status == "resolved"
    hears(world, EDIT)

    (said,) = added(world)
    assert (said.text, said.at) == (EDIT["text"], at(21))
    assert (said.topics, said.sentiment) == (("delivery",), "negative")
    assert (case(world).status, case(world).episode.number) == ("open", 2)
    assert case(world).episode.due is not None
    assert f"{CASE}-2-0" in world.workflow.running
    assert survey(world).score == 4


@pytest.mark.parametrize("order", list(permutations([SCORE, EDIT, EDIT])))
def test_in_any_order_and_however_often_it_is_one_message(
    world: World, order: tuple[dict[str, Any], ...]
) -> None:
    hears(world, *order)

    assert len(added(world)) == 1
    assert (case(world).episode.number, case(world).episode.messages) == (2, 1)
    assert survey(world).score == 4
    assert case(world).episode.opened_at == at(21)
    assert f"{CASE}-2-0" in world.workflow.running


@pytest.mark.parametrize("order", list(permutations([SCORE, EDIT])))
def test_where_the_case_is_long_over_it_opens_one(
    world: World, order: tuple[dict[str, Any], ...]
) -> None:
    month = timedelta(days=30)
    world.clock.at = at(10) + month
    case_workflow.ask({"person": ANN, "survey": "nps-1", "sampled": True}, world)
    world.clock.at = at(30) + month
    hears(world, *({**one, "at": one["at"] + month} for one in order))

    assert (case(world).id != CASE, case(world).status) == (True, "open")
    assert world.log.person_of_case(case(world).id) == ANN
    assert f"{case(world).id}-1-0" in world.workflow.running
    assert desk.show_case(case(world).id, BOSS, world)["messages"] == 1


def test_a_second_edit_adds_nothing_more(world: World) -> None:
    hears(world, SCORE, EDIT)
    hears(world, {**EDIT, "id": "s1:e2", "text": "4 but it is missing!", "at": at(22)})

    assert len(added(world)) == 1
    assert case(world).episode.messages == 1


@pytest.mark.parametrize(
    "text", ["5", "my parcel is still missing"], ids=["another score", "none any more"]
)
def test_other_edits_add_nothing(world: World, text: str) -> None:
    hears(world, SCORE, {**EDIT, "text": text})

    assert added(world) == []
    assert case(world).status == "resolved"


def test_what_said_more_from_the_start_is_no_other_message(world: World) -> None:
    hears(world, {**SCORE, "text": "4 but where is my parcel?"}, EDIT)

    assert added(world) == []
    assert case(world).episode.messages == 1


def test_what_is_added_once_nobody_asks_any_more_is_an_edit(world: World) -> None:
    hears(world, SCORE)
    late = survey(world).expires_at
    world.clock.at = late + timedelta(hours=1)
    hears(world, {**EDIT, "at": late})

    assert added(world) == []


def test_it_is_a_contact_and_one_answer(world: World) -> None:
    hears(world, SCORE, EDIT)
    window = Window(start=at(-60), end=at(600), now=at(600))
    found = collect(ANN, world.log.read(ANN), world.settings, str, window)

    inbound = [m for m in found.messages if m.direction == "inbound"]
    assert [(m.at, m.actionable) for m in inbound] == [(at(0), True), (at(21), True)]
    assert [s.score for s in found.surveys if s.event == "answered"] == [4]


def test_an_answer_to_it_quotes_the_message_that_was_edited(world: World) -> None:
    hears(world, SCORE, EDIT)
    world.sender.sent.clear()
    request = replace(BOSS, body={"text": "We look into it."})
    replying.reply(CASE, request, world)

    (out,) = world.sender.sent
    assert (out.visibility, out.reply_to) == ("private", "s1")


def test_who_takes_the_answer_back_takes_it_back_as_well(world: World) -> None:
    hears(world, SCORE, EDIT)
    gone = {"id": "d1", "kind": "deletion", "target": "s1", "at": at(23), "text": None}
    hears(world, gone)

    items = desk.show_timeline(CASE, BOSS, world)["items"]
    assert [i["text"] for i in items if i["what"] == ADDED] == [None]


def test_erased_it_stays_so(world: World) -> None:
    hears(world, SCORE, EDIT)
    actions.resolve(CASE, BOSS, world)
    erase_customer(ANN, BOSS, world)
    hears(world, EDIT, SCORE)

    (left,) = added(world)
    assert (left.text, left.erased) == (None, True)
    assert all(e.text is None for e in world.log.read(ANN))
