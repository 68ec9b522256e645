"""What ingest decides about arrivals where more is known than the log tells."""

from dataclasses import replace
from typing import Any

import pytest

from shared.domain.decisions import Decision, decide
from shared.domain.log import Entry
from shared.domain.routing_json import read_routing
from shared.domain.settings import default_settings
from shared.domain.state import Person
from shared.domain.triage import ALONE, Surroundings
from tests.fakes.entries import action, at, received

ANN = Person(id="x:1")
GOLD = Surroundings(attributes={"tier": "gold"})
RULES = {
    "rules": [
        {
            "name": "gold",
            "when": {"attributes": {"tier": ["gold"]}, "visibility": "private"},
            "then": {"queue": "vip"},
        },
        {"name": "rest", "when": {}, "then": {"flush": "no_customer"}},
    ]
}
SETTINGS = replace(default_settings("UTC"), routing=read_routing(RULES))


def decided(*entries: Entry, around: Surroundings = ALONE, **more: Any) -> Decision:
    return decide(more.get("person", ANN), entries, SETTINGS, around=around)


def test_where_nothing_came_in_there_is_nothing_to_do() -> None:
    nothing = decide(ANN, [], SETTINGS, stored=[])

    assert (nothing.entries, nothing.promises, nothing.timers) == ((), (), ())
    assert nothing.person == ANN


def test_whom_the_log_alone_would_pass_over_opens_a_case_if_more_is_known() -> None:
    alone, known = decided(received()), decided(received(), around=GOLD)

    assert (alone.person.case, alone.timers) == (None, ())
    assert known.person.case is not None
    assert known.person.case.queue == "vip"
    assert len(known.timers) == 1


@pytest.mark.parametrize("around", [ALONE, GOLD], ids=["alone", "known"])
def test_what_is_passed_over_either_way_opens_nothing(around: Surroundings) -> None:
    public = decided(received(visibility="public"), around=around)

    assert (public.person.case, public.cases, public.timers) == (None, (), ())


def test_why_it_is_passed_over_is_kept_where_the_log_could_not_tell_it_again() -> None:
    (public,) = decided(received(visibility="public"), around=GOLD).entries

    assert public.routing is not None
    assert public.routing["flush"] == "no_customer"


def test_the_answer_to_a_survey_is_no_contact_whatever_else_is_known() -> None:
    case = decided(received(), around=GOLD).person.case
    assert case is not None
    ask = action("survey_sent", 40, case.id, id="s1", expires_at=at(5_000))
    end = action("resolved", 30, case.id)
    log = [*decided(received(), around=GOLD).entries, end, ask]
    answer = received(50, "m2", score=4)
    after = decide(ANN, [answer], SETTINGS, log, GOLD)

    assert after.person.survey is not None
    assert after.person.survey.score == 4
    assert after.entries == (answer,)
