"""What follows an answer to a survey: why is asked, a supervisor looks, or thanks."""

from dataclasses import replace
from typing import Any

import pytest

from functions import actions, case_workflow, desk
from functions.attribution import Arrival, Attributed
from functions.http import Request
from functions.outbound import deliver
from functions.storing import store
from shared.domain.cases import case_id
from shared.domain.log import Entry
from shared.domain.times import to_text
from shared.kpis.collect import Window, collect
from tests.fakes.ann import (
    ANN,
    BOSS,
    CASE,
    STATE,
    answers,
    case,
    entries,
    resolve,
    writes,
)
from tests.fakes.entries import at
from tests.fakes.world import World


@pytest.fixture
def world() -> World:
    """Ann is asked at 10:12 how it was; she writes Italian."""
    made = World(at=at(2))
    writes(made, text="Dove si trova il mio ordine? Non è ancora arrivato")
    resolve(made)
    made.clock.advance(minutes=10)
    case_workflow.ask(STATE, made)
    return made


def gives(world: World, text: str, id: str = "s1", minutes: float = 20) -> None:  # noqa: A002 - as elsewhere
    world.clock.at = at(minutes)
    writes(world, id=id, text=text, at=at(minutes))
    runs(world)


def runs(world: World) -> None:
    """The outbound queue is worked off."""
    while world.outbox.errands:
        deliver(world.outbox.errands.pop(0)[0], world)


def followed(world: World) -> list[Entry]:
    return [e for e in entries(world, "message_sent") if e.automatic]


def listed(world: World, status: str) -> list[str]:
    request = Request(
        caller="boss", roles=BOSS.roles, query={"status": status}, body={}
    )
    return [c["id"] for c in desk.list_cases(request, world)["items"]]


class TestLowScore:
    @pytest.mark.parametrize("text", ["1", "2", "3"])
    def test_he_is_asked_why_in_his_language(self, world: World, text: str) -> None:
        gives(world, text)

        (why,) = followed(world)
        assert why.text == "Grazie. Che cosa avremmo dovuto fare meglio?"
        assert (why.send_key, why.visibility) == (
            f"auto:followup:csat-{CASE}-1",
            "private",
        )

    def test_his_case_goes_to_the_supervisor_and_stays_resolved(
        self, world: World
    ) -> None:
        gives(world, "2")

        (task,) = entries(world, "escalated")
        assert (task.what, task.reason, task.score) == ("supervisor", "low_score", 2)
        assert (case(world).status, listed(world, "low_score")) == ("resolved", [CASE])
        assert listed(world, "resolved") == []

    def test_once_he_has_reviewed_it_the_task_is_done(self, world: World) -> None:
        gives(world, "2")
        body = {"score": 40}
        request = Request(caller="boss", roles=BOSS.roles, query={}, body=body)
        actions.review(CASE, request, world)

        assert (listed(world, "low_score"), listed(world, "resolved")) == ([], [CASE])

    def test_what_came_of_it_is_told_in_the_list_and_with_the_case(
        self, world: World
    ) -> None:
        gives(world, "2")
        (task,) = entries(world, "escalated")
        (why,) = followed(world)
        query = {"status": "low_score"}
        request = Request(caller="boss", roles=BOSS.roles, query=query, body={})
        (item,) = desk.list_cases(request, world)["items"]
        assert item["low_score"] == {
            "score": 2,
            "at": to_text(task.at),
            "followed_up_at": to_text(why.at),
            "answered_at": None,
            "handled_at": None,
            "resolved_at": None,
        }

        gives(world, "You never called me back", "s2", 30)
        world.clock.at = at(40)
        answers(world)
        world.clock.at = at(50)
        resolve(world)
        found = desk.show_case(CASE, BOSS, world)["low_score"]
        times = [found[f"{what}_at"] for what in ("handled", "answered", "resolved")]
        assert times == [to_text(at(minutes)) for minutes in (30, 40, 50)]

    def test_a_review_is_what_came_of_it_as_well(self, world: World) -> None:
        gives(world, "2")
        world.clock.at = at(30)
        request = replace(BOSS, body={"score": 40})
        actions.review(CASE, request, world)

        found = desk.show_case(CASE, BOSS, world)["low_score"]
        assert (found["handled_at"], found["resolved_at"]) == (to_text(at(30)), None)

    def test_the_answer_to_why_is_a_message_of_the_case(self, world: World) -> None:
        gives(world, "2")
        gives(world, "You never called me back", "s2", 30)

        assert (case(world).status, case(world).episode.number) == ("open", 2)
        assert listed(world, "low_score") == []

    def test_who_has_said_why_is_not_asked(self, world: World) -> None:
        gives(world, "2 - my parcel has still not been delivered!")

        assert followed(world) == []
        assert [e.reason for e in entries(world, "escalated")] == ["low_score"]
        assert case(world).status == "open"

    def test_who_says_why_in_an_edit_is_not_asked(self, world: World) -> None:
        world.clock.at = at(20)
        writes(world, id="s1", text="1", at=at(20))
        because = replace(
            entries(world, "message_received")[-1],
            at=at(20.1),
            id="s1:e1",
            kind="message_edited",
            target="s1",
            says_more=True,
        )
        store(Attributed(arrivals=[Arrival(person=ANN, entry=because)]), world)
        runs(world)

        assert followed(world) == []

    def test_who_wants_no_more_of_it_is_not_asked(self, world: World) -> None:
        world.clock.at = at(20)
        writes(world, id="s1", text="1", at=at(20))
        writes(world, id="s2", text="Stop!", at=at(20.1))
        runs(world)

        assert followed(world) == []
        assert [e.reason for e in entries(world, "escalated")] == ["low_score"]

    def test_whatever_is_repeated_it_follows_once(self, world: World) -> None:
        for _ in range(3):
            gives(world, "2")
        gives(world, "1", "s2", 25)

        assert len(followed(world)) == len(entries(world, "escalated")) == 1

    def test_what_is_better_by_the_time_is_not_followed_up(self, world: World) -> None:
        world.clock.at = at(20)
        writes(world, id="s1", text="1", at=at(20))
        writes(world, id="s2", text="5", at=at(20.1))
        runs(world)

        assert followed(world) + entries(world, "escalated") == []

    def test_what_the_platform_refuses_is_in_the_log(self, world: World) -> None:
        world.sender.mode = "refuse"
        gives(world, "2")

        assert [e.reason for e in entries(world, "send_failed")] == ["send_refused"]
        assert len(entries(world, "escalated")) == 1

    def test_what_it_does_not_take_now_is_tried_later(self, world: World) -> None:
        world.sender.mode = "rate_limit"
        writes(world, id="s1", text="2", at=at(20))
        deliver(world.outbox.errands.pop(0)[0], world)
        world.sender.mode = "accept"
        world.clock.advance(minutes=15)
        runs(world)

        assert len(followed(world)) == 1

    @pytest.mark.parametrize(
        ("rules", "told"),
        [
            ({"ask_why": False}, (0, 1)),
            ({"supervisor": False}, (1, 0)),
            ({"ask_why": False, "supervisor": False}, (0, 0)),
        ],
    )
    def test_either_may_be_switched_off(
        self, world: World, rules: dict[str, Any], told: tuple[int, int]
    ) -> None:
        world.put_settings("surveys", {"csat": rules})
        world.clock.advance(minutes=2)
        gives(world, "2")

        assert (len(followed(world)), len(entries(world, "escalated"))) == told

    def test_it_is_counted(self, world: World) -> None:
        gives(world, "2")
        window = Window(start=at(-60), end=at(600), now=at(600))
        found = collect(ANN, world.log.read(ANN), world.settings, str, window)

        answer = next(s for s in found.surveys if s.event == "answered")
        assert (answer.score, answer.followed_up) == (2, True)
        causes = [e.cause for e in found.episodes if e.event == "escalated"]
        assert causes == ["low_score"]


class TestBestScore:
    def test_a_promoter_is_thanked_if_it_is_set(self, world: World) -> None:
        world.put_settings("surveys", {"csat": {"thank": True}})
        world.clock.advance(minutes=2)
        gives(world, "5")

        assert [e.text for e in followed(world)] == ["Grazie, ne siamo felici!"]

    @pytest.mark.parametrize("text", ["4", "5"])
    def test_otherwise_nothing_follows(self, world: World, text: str) -> None:
        gives(world, text)

        assert world.outbox.errands == []
        assert followed(world) == []


class TestDetractor:
    def asked(self, world: World) -> None:
        """Ann is asked for the NPS once nothing of the CSAT is open any more."""
        world.clock.at = at(60 * 24 * 40)
        state = {"person": ANN, "survey": "nps-1", "sampled": True}
        case_workflow.ask(state, world)

    @pytest.mark.parametrize(("text", "count"), [("6", 1), ("7", 0)])
    def test_he_is_asked_why(self, world: World, text: str, count: int) -> None:
        self.asked(world)
        gives(world, text, minutes=60 * 24 * 40 + 5)

        assert [e.send_key for e in followed(world)] == ["auto:followup:nps-1"] * count
        assert entries(world, "escalated") == []

    def test_a_supervisor_looks_if_it_is_set(self, world: World) -> None:
        world.put_settings("surveys", {"nps": {"supervisor": True}})
        self.asked(world)
        gives(world, "0", minutes=60 * 24 * 40 + 5)

        assert listed(world, "low_score") == [CASE]

    def test_who_never_had_a_case_is_asked_why_all_the_same(self) -> None:
        world = World(at=at(2))
        writes(world, text="Thanks!")
        case_workflow.ask({"person": ANN, "survey": "nps-1", "sampled": True}, world)
        gives(world, "3", minutes=20)

        assert world.log.cards([ANN])[ANN].person.case is None
        assert [e.send_key for e in followed(world)] == ["auto:followup:nps-1"]

    def test_a_promoter_is_thanked_if_it_is_set(self, world: World) -> None:
        world.put_settings("surveys", {"nps": {"thank": True}})
        self.asked(world)
        gives(world, "9", minutes=60 * 24 * 40 + 5)

        assert [e.send_key for e in followed(world)] == ["auto:thanks:nps-1"]


def test_who_answers_on_the_page_without_a_private_talk_is_not_written_to() -> None:
    world = World(at=at(2))
    kind = {"channel": "facebook", "id": "comment:1", "visibility": "public"}
    writes(world, "7", **kind)
    mine = case_id("facebook:7", "comment:1")
    actions.resolve(mine, BOSS, world)
    case_workflow.ask({"person": "facebook:7", "case": mine, "episode": 1}, world)
    page = Entry(
        at=at(9),
        id=f"page:csat-{mine}-1",
        kind="survey_answered",
        survey=f"csat-{mine}-1",
        score=1,
    )
    store(Attributed(arrivals=[Arrival(person="facebook:7", entry=page)]), world)
    runs(world)

    kinds = [e.kind for e in world.log.read("facebook:7")]
    assert ("escalated" in kinds, len(world.sender.sent)) == (True, 1)
    assert listed(world, "low_score") == [mine]
