"""What is recorded of clocks at risk or breached: of the present episode alone."""

from shared.domain.cases import case_id, replay
from shared.domain.consequences import Alarm, next_alarm
from shared.domain.log import Entry
from shared.domain.settings import default_settings
from shared.domain.state import Person
from tests.fakes.entries import action, at, received, sent

SETTINGS = default_settings("UTC")
CASE = case_id("x:1", "m1")
DAY = 24 * 60


def alarm(minutes: float, *entries: Entry) -> Alarm | None:
    steps = list(replay(Person(id="x:1"), entries, SETTINGS))
    now = at(minutes)
    return next_alarm(steps, now, now, SETTINGS)


def test_of_nobody_who_has_a_case_there_is_nothing_to_record() -> None:
    assert alarm(9 * DAY) is None
    assert alarm(9 * DAY, sent(1)) is None


def test_a_breach_is_dated_when_it_was_due_and_told_before_any_warning() -> None:
    found = alarm(DAY, received())

    assert found is not None
    assert (found.entry.kind, found.entry.clock, found.entry.at) == (
        "breached",
        "first_response",
        at(15),
    )


def test_what_a_former_case_owed_is_not_told_of_the_present_one() -> None:
    late, over = sent(20), action("resolved", 30, CASE)
    again = received(20 * DAY, "m2")

    assert alarm(20 * DAY + 1, received(), late, over, again) is None


def test_nobody_is_hurried_in_a_case_that_is_over() -> None:
    found = alarm(DAY, received(), action("resolved", 30, CASE))

    assert found is not None
    assert (found.entry.clock, found.more) == ("first_response", ())
