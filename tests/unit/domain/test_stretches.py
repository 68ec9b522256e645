"""A stretch of a log says what the whole log says, from the first opener in it on."""

from collections.abc import Mapping

import pytest

from shared.domain.cases import replay, why_passed_over
from shared.domain.log import Entry
from shared.domain.settings import default_settings
from shared.domain.state import Person
from shared.domain.stretches import told
from tests.fakes.entries import action, received, sent

ANN = "email:1"
SETTINGS = default_settings("Europe/Rome")
DAY = 24 * 60
PRAISE = {"flush": "praise", "text": "I love you guys!"}


def case(number: int) -> list[Entry]:
    """A case of two episodes, praise in and after them; weeks after the one before."""
    name, start = f"c{number}", number * 20 * DAY
    return [
        received(start, f"{name}-m0", opens=name),
        received(start + 1, f"{name}-m1", **PRAISE),
        sent(start + 2, f"{name}-a0"),
        action("resolved", start + 3, name),
        received(start + 4, f"{name}-m2", courtesy=True),
        received(start + DAY, f"{name}-m3", text="And now?"),
        received(start + DAY + 1, f"{name}-m4", **PRAISE),
        action("resolved", start + DAY + 2, name, episode=2),
        received(start + DAY + 3, f"{name}-m5", **PRAISE),
    ]


LOG = [entry for number in range(3) for entry in case(number)]


def flushed(entries: list[Entry], *, whole: bool = False) -> Mapping[str, str]:
    return told(ANN, entries, SETTINGS, whole=whole).flushed


def known() -> dict[str, str]:
    steps = replay(Person(id=ANN), LOG, SETTINGS)
    reasons = ((s.entry.key, why_passed_over(s, SETTINGS)) for s in steps)
    return {key: reason for key, reason in reasons if reason is not None}


def test_the_whole_log_is_told_as_it_is_replayed() -> None:
    assert flushed(LOG, whole=True) == known()
    assert [LOG[n].key in known() for n in range(9)] == [n in {4, 8} for n in range(9)]


@pytest.mark.parametrize("start", range(len(LOG)))
def test_from_the_first_opener_on_nothing_is_missing(start: int) -> None:
    stretch = LOG[start:]
    first = next((e.key for e in stretch if e.opens), "~")

    assert {k: v for k, v in flushed(stretch).items() if k >= first} == {
        k: v for k, v in known().items() if k >= first
    }


@pytest.mark.parametrize("start", [1, 2, 6, 7])
def test_before_it_the_case_that_is_acted_on_is_taken_as_open(start: int) -> None:
    stretch = LOG[start:9]

    assert flushed(stretch) == {
        k: v for k, v in known().items() if k in {e.key for e in stretch}
    }


def test_where_nothing_is_acted_on_messages_are_taken_by_themselves() -> None:
    assert flushed(LOG[8:9]) == {LOG[8].key: "praise"}
    assert flushed([LOG[5], LOG[6]]) == {}


def test_every_entry_has_its_step_but_what_was_understood_again() -> None:
    again = action("understood", 1, "c0", id="m~care-9", target="c0-m1")
    steps = told(ANN, [*LOG[1:4], again], SETTINGS, whole=False).steps

    assert list(steps) == [e.key for e in LOG[1:4]]
    assert told(ANN, [], SETTINGS, whole=True).steps == {}
