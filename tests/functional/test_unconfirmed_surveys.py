"""A question that the platform took without saying so: it may have arrived."""

from datetime import timedelta

import pytest

from functions import actions, case_workflow
from functions.attribution import Arrival, Attributed
from functions.storing import store
from shared.domain.log import in_order
from shared.domain.outgoing import UNDER_WAY
from shared.errors import SendDelayed
from shared.kpis.collect import Window, collect
from tests.fakes.ann import ANN, BOSS, CASE, STATE, case, entries, writes
from tests.fakes.entries import MONDAY, at, sent
from tests.fakes.world import World


@pytest.fixture
def world() -> World:
    """Ann's case was resolved unanswered; asking her has no outcome."""
    made = World(at=at(2))
    writes(made)
    actions.resolve(CASE, BOSS, made)
    made.clock.advance(minutes=10)
    made.sender.mode = "timeout"
    with pytest.raises(SendDelayed):
        case_workflow.ask(STATE, made)
    made.sender.mode = "accept"
    return made


def looks_again(world: World) -> None:
    """The state machine has tried again until the send had surely ended."""
    with pytest.raises(SendDelayed):
        case_workflow.ask(STATE, world)
    world.clock.advance(seconds=UNDER_WAY.total_seconds())
    for _ in range(2):
        case_workflow.ask(STATE, world)


def echoes(world: World, text: str) -> None:
    """The platform tells that we said something, without our key."""
    entry = sent(12.01, "dm:1", text=text, received_at=world.clock.now())
    store(Attributed(arrivals=[Arrival(person=ANN, entry=entry)]), world)


def events(world: World) -> list[tuple[str, int | None]]:
    end = MONDAY + timedelta(days=5)
    window = Window(start=MONDAY, end=end, now=end)
    found = collect(ANN, world.log.read(ANN), world.settings, str, window)
    return [(fact.event, fact.score) for fact in found.surveys]


def test_it_is_not_sent_again_and_the_log_says_that_nobody_knows(world: World) -> None:
    looks_again(world)

    (told,) = entries(world, "survey_suppressed")
    assert (told.reason, len(world.sender.sent)) == ("outcome_unknown", 1)
    assert events(world) == [("eligible", None), ("queued", None), ("suppressed", None)]


def test_who_answers_has_got_it(world: World) -> None:
    looks_again(world)
    world.clock.at = at(30)
    writes(world, id="s1", text="2", at=at(30))

    survey = world.log.cards([ANN])[ANN].person.survey
    assert survey is not None
    assert (survey.score, case(world).status) == (2, "resolved")
    assert events(world)[2:] == [("sent", None), ("delivered", None), ("answered", 2)]
    assert len(world.outbox.errands) == 1  # he is asked why


def test_he_may_have_got_it_so_he_is_left_in_peace(world: World) -> None:
    looks_again(world)
    writes(world, id="m2", text="It is lost again!", at=at(60))
    world.clock.advance(days=4)
    actions.resolve(CASE, BOSS, world)
    case_workflow.ask({**STATE, "episode": 2}, world)

    reasons = [e.reason for e in entries(world, "survey_suppressed")]
    assert reasons == ["outcome_unknown", "quiet_period"]


def test_its_echo_proves_it_and_is_no_answer_of_a_person(world: World) -> None:
    echoes(world, world.sender.sent[0].text)
    looks_again(world)

    (asked,) = entries(world, "survey_sent")
    assert (asked.target, entries(world, "survey_suppressed")) == ("dm:1", [])
    (echo,) = [e for e in in_order(world.log.read(ANN)) if e.kind == "message_sent"]
    assert (echo.automatic, case(world).episode.responded_at) == (True, None)


def test_other_words_of_ours_prove_nothing(world: World) -> None:
    echoes(world, "Is it there now?")
    looks_again(world)

    assert entries(world, "survey_sent") == []
