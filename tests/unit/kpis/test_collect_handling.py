"""What an episode took the people of the desk, told or guessed."""

import pytest

from shared.domain.log import Entry
from tests.fakes.entries import action, received, sent
from tests.unit.kpis.collected import (
    ASSIGNED,
    CASE,
    DAY,
    RESOLVED,
    events,
    facts,
    resolved,
)


def worked(minutes: float, seconds: int, episode: int = 1, number: int = 1) -> Entry:
    return action(
        "worked", minutes, CASE, id=f"w{number}", episode=episode, duration_s=seconds
    )


def handled(*entries: Entry, person: str = "x:1") -> tuple[float | None, bool]:
    fact = resolved(*entries, RESOLVED, person=person)
    return fact.handle_s, fact.handle_estimated


class TestGuessed:
    def test_an_answer_took_the_time_since_what_happened_before(self) -> None:
        assert handled(sent(2)) == (120, True)
        assert handled(ASSIGNED, sent(2)) == (60, True)
        assert handled(received(1.5, "m2"), sent(2)) == (30, True)

    def test_but_five_minutes_at_most(self) -> None:
        assert handled(sent(6)) == (300, True)
        assert handled(sent(6), sent(7, "a2"), sent(20, "a3")) == (660, True)

    def test_what_programs_say_and_note_is_no_work(self) -> None:
        note = sent(1.5, "auto", automatic=True)
        alarm = action("warned", 1.8, CASE, agent="amy", clock="first_response")
        seen = Entry(at=note.at, id="r", kind="status_received", target="a1")

        assert handled(note, alarm, seen, sent(2)) == (120, True)

    def test_the_parts_of_an_answer_are_one(self) -> None:
        assert handled(sent(2, part=1), sent(3, "a2", part=2)) == (120, True)

    def test_what_never_arrived_and_what_came_after_the_end_took_nothing(self) -> None:
        assert handled(sent(2, status="failed"), sent(31, "a2")) == (0, True)


class TestBusinessTime:
    """The desk of the tests is open until six."""

    EVENING = 8 * 60  # at six, from ten o'clock on

    def business(self, *entries: Entry, person: str = "x:1") -> float | None:
        end = action("resolved", self.EVENING + 60, CASE)
        return resolved(*entries, end, person=person).handle_business_s

    def test_of_an_answer_counts_what_was_guessed_before_six(self) -> None:
        again = received(self.EVENING - 1, "m2")

        assert self.business(again, sent(self.EVENING + 2)) == 60

    def test_of_the_panel_counts_what_lay_before_six(self) -> None:
        assert self.business(worked(self.EVENING + 1, 90)) == 30

    def test_of_a_call_counts_what_was_talked_before_six(self) -> None:
        call = received(self.EVENING - 1, "m2", social=False, duration_s=200)

        assert self.business(call, person="phone:1") == 60


class TestTold:
    def test_the_time_at_the_panel_replaces_the_guess(self) -> None:
        times = (worked(3, 70), worked(29, 50, number=2))

        assert handled(sent(2), *times) == (120, False)

    @pytest.mark.parametrize(("minutes", "counts"), [(DAY - 1, True), (DAY, False)])
    def test_a_panel_may_be_closed_after_the_end(
        self, minutes: float, counts: bool
    ) -> None:
        expected = (70, False) if counts else (120, True)

        assert handled(sent(2), worked(30 + minutes, 70)) == expected

    def test_each_episode_has_its_own(self) -> None:
        again, end = received(60, "m2"), action("resolved", 90, CASE, episode=2)
        late = worked(61, 5, number=2)  # of the first one when the second was open
        found = facts(worked(3, 70), RESOLVED, again, late, worked(62, 40, 2, 3), end)

        assert [e.handle_s for e in events(found, "resolved")] == [75, 40]


class TestCalls:
    def test_a_call_counts_as_long_as_it_was(self) -> None:
        calls = (
            received(1, "m2", social=False, duration_s=200),
            sent(9, social=False, duration_s=100),
        )

        assert handled(*calls, person="phone:1") == (300, True)
        assert handled(*calls, worked(10, 45), person="phone:1") == (345, False)

    def test_a_voice_message_is_no_call(self) -> None:
        assert handled(received(1, "m2", duration_s=200)) == (0, True)

    def test_an_automatic_call_is_nobodys_work(self) -> None:
        call = sent(9, social=False, duration_s=100, automatic=True)

        assert handled(call, person="phone:1") == (0, True)
