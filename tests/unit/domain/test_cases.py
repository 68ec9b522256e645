"""The fold: what opens, answers, resolves and reopens a case."""

from datetime import timedelta

import pytest

from shared.domain.cases import apply, case_id, fold
from shared.domain.commands import holder
from shared.domain.log import Entry
from shared.domain.settings import default_settings
from shared.domain.state import Case, Person
from tests.fakes.entries import action, at, received, sent

ANN = "x:1"
CASE = case_id(ANN, "m1")
SETTINGS = default_settings("UTC")
DAYS = 24 * 60


def after(*entries: Entry) -> Person:
    return fold(Person(id=ANN), entries, SETTINGS)


def case(*entries: Entry) -> Case:
    found = after(*entries).case
    assert found is not None
    return found


def resolved(minutes: float = 5, **changes: object) -> Entry:
    return action("resolved", minutes, CASE, **changes)


class TestOpening:
    def test_the_first_message_opens_a_case_and_starts_its_clock(self) -> None:
        found = case(received(text="hi", visibility="public"))

        assert (found.id, found.status, found.visibility) == (CASE, "open", "public")
        assert found.episode.due == at(15)

    def test_the_promise_is_the_channels(self) -> None:
        person = fold(Person(id="phone:1"), [received()], SETTINGS)

        assert person.case is not None
        assert person.case.episode.due == at(60)

    def test_more_messages_add_to_it_and_start_no_other_clock(self) -> None:
        found = case(received(), received(1, "m2"), received(2, "m3"))

        assert (found.episode.messages, found.episode.due) == (3, at(15))
        assert found.episode.waiting_since == at(0)

    @pytest.mark.parametrize(
        "entry",
        [
            sent(0),
            Entry(at=at(0), id="r", kind="reaction_received"),
            Entry(at=at(0), id="u", kind="unknown_received"),
            resolved(0),
            action("assigned", 0, "c1", agent="amy"),
            action("survey_suppressed", 0, "c1", reason="reopened"),
        ],
        ids=lambda e: e.kind,
    )
    def test_nothing_else_opens_one(self, entry: Entry) -> None:
        assert after(entry).case is None

    def test_two_workers_derive_the_same_id(self) -> None:
        assert case_id(ANN, "m1") == CASE
        assert len({case_id(ANN, "m2"), case_id("x:2", "m1"), CASE}) == 3


class TestNames:
    def test_a_case_keeps_the_id_it_was_first_given(self) -> None:
        found = case(received(-1, "m0"), received(0, opens=CASE))

        assert (found.id, found.named) == (CASE, True)

    def test_an_id_given_in_a_lost_race_leads_to_it_too(self) -> None:
        found = case(received(opens=CASE), received(1, "m2", opens="c2"))

        assert found.id == CASE
        assert found.answers_to("c2")
        assert not found.answers_to("c3")

    def test_the_same_id_again_is_no_alias(self) -> None:
        assert case(received(opens=CASE), received(1, "m2", opens=CASE)).aliases == ()


class TestAnswers:
    def test_the_first_human_answer_responds(self) -> None:
        found = case(received(), sent(3, agent="amy"), sent(4, "a2", agent="bob"))

        assert (found.episode.responded_at, found.episode.responder) == (at(3), "amy")
        assert (found.episode.waiting_since, found.episode.messages) == (None, 3)

    def test_an_automatic_message_is_no_answer(self) -> None:
        found = case(received(), sent(3, automatic=True))

        assert (found.episode.responded_at, found.episode.messages) == (None, 1)

    def test_who_writes_after_an_answer_waits_again(self) -> None:
        found = case(received(), sent(3), received(4, "m2"), received(5, "m3"))

        assert found.episode.waiting_since == at(4)


class TestActions:
    def test_it_is_known_since_when_somebody_has_it(self) -> None:
        found = case(
            received(),
            action("assigned", 1, CASE, agent="amy"),
            action("assigned", 2, CASE, agent="bob", id="again"),
            action("assigned", 3, CASE, agent="bob", id="repeated"),
        )

        assert (found.episode.agent, found.episode.assigned_at) == ("bob", at(2))

    def test_who_is_given_it_late_is_not_blamed_for_what_was_due_before(self) -> None:
        late = case(
            received(),
            action("assigned", 1, CASE, agent="amy"),
            action("unassigned", 2, CASE, reason="break"),
            action("assigned", 20, CASE, agent="bob", id="again"),
        )

        assert holder(late.episode, at(15)) is None
        assert holder(late.episode, at(20)) == "bob"

    @pytest.mark.parametrize(
        "entry",
        [
            action("resolved", 9, "c-other"),
            resolved(9, episode=2),
            Entry(at=at(9), id="r", kind="resolved"),
        ],
        ids=["another case", "another episode", "no case"],
    )
    def test_an_action_on_something_else_changes_nothing(self, entry: Entry) -> None:
        assert case(received(), entry) == case(received())

    def test_a_case_is_resolved_once(self) -> None:
        found = case(received(), resolved(5), resolved(6, id="again"))

        assert (found.status, found.episode.resolved_at) == ("resolved", at(5))

    def test_a_recorded_breach_is_known(self) -> None:
        breach = action("breached", 15, CASE, clock="first_response")

        assert case(received(), breach).episode.recorded == ("breached:first_response",)


class TestAfterTheEnd:
    def test_a_message_within_the_window_reopens_the_same_case(self) -> None:
        found = case(received(), resolved(), received(10, "m2"))

        assert (found.id, found.episode.number, found.opened_at) == (CASE, 2, at(0))
        assert found.episode.due == at(25)

    @pytest.mark.parametrize(("late", "same"), [(-1, True), (0, False), (1, False)])
    def test_the_window_is_half_open(self, late: int, *, same: bool) -> None:
        found = case(received(), resolved(5), received(5 + 7 * DAYS + late, "m2"))

        assert (found.id == CASE) == same

    def test_an_answer_to_an_unanswered_resolved_case_is_its_first(self) -> None:
        found = case(received(), resolved(), sent(6))

        assert (found.episode.responded_at, found.episode.messages) == (at(6), 1)


class TestSurveys:
    def asked(self, minutes: float = 15) -> Entry:
        return action("survey_sent", minutes, CASE, id="s1", expires_at=at(99))

    def answer(self, minutes: float, **changes: object) -> Entry:
        return received(minutes, f"answer-{minutes}", score=4, **changes)

    def score(self, *entries: Entry) -> int | None:
        survey = after(received(), resolved(), self.asked(), *entries).survey
        assert survey is not None
        return survey.score

    @pytest.mark.parametrize(
        ("minutes", "score"), [(14.9, None), (15.1, 4), (98.9, 4), (99, None)]
    )
    def test_an_answer_counts_in_its_time(
        self, minutes: float, score: int | None
    ) -> None:
        assert self.score(self.answer(minutes)) == score

    def test_a_button_counts_for_its_own_survey_only(self) -> None:
        assert self.score(self.answer(20, survey="s1")) == 4
        assert self.score(self.answer(20, survey="s0")) is None

    def test_an_answer_reopens_nothing(self) -> None:
        found = case(received(), resolved(), self.asked(), self.answer(20))

        assert (found.status, found.episode.asked) == ("resolved", True)

    def test_a_survey_without_an_end_takes_no_answer(self) -> None:
        endless = action("survey_sent", 15, CASE)

        assert after(received(), resolved(), endless).survey is None

    def test_none_sent_is_remembered_as_asked(self) -> None:
        quiet = action("survey_suppressed", 15, CASE, reason="no_private_talk")
        person = after(received(), resolved(), quiet)

        assert person.case is not None
        assert (person.case.episode.asked, person.survey) == (True, None)


def test_the_newest_entry_is_remembered_whatever_it_was() -> None:
    note = Entry(at=at(9), id="n", kind="note_received")
    person = apply(after(received()), note, SETTINGS)

    assert person.last == note.key
    assert apply(person, received(1, "m2"), SETTINGS).last == note.key


def test_business_hours_move_the_promise_over_the_weekend() -> None:
    friday = received(4 * DAYS + 7 * 60 + 50)  # 17:50
    person = after(friday)

    assert person.case is not None
    assert person.case.episode.due == at(7 * DAYS - 60, seconds=300)
    assert person.case.episode.due - friday.at > timedelta(days=2)
