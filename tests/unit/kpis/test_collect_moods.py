"""How moods are taken from a talk: before the first answer and after the last turn."""

from typing import Any

import pytest

from shared.domain.log import Entry
from shared.kpis.facts import EpisodeFact
from tests.fakes.entries import action, at, received, sent
from tests.unit.kpis.collected import (
    CASE,
    DAY,
    RESOLVED,
    events,
    facts,
    resolved,
)

START = "start_p_negative"
END = ("end_p_negative", "end_p_positive")
REVERSED = (
    "reversed_start_p_negative",
    "reversed_end_p_negative",
    "reversed_end_p_positive",
)


def said(minutes: float, negative: float, **more: Any) -> Entry:
    """A message with a mood: what is not negative is positive."""
    mood = {"p_negative": negative, "p_neutral": 0.0, "p_positive": 1 - negative}
    return received(minutes, f"s{minutes}", **(mood | more))


def moods(fact: EpisodeFact, *names: str) -> tuple[Any, ...]:
    found = [getattr(fact, name) for name in names]
    return tuple(n if n is None else round(n, 6) for n in found)


def test_it_begins_with_the_worst_that_was_said_before_the_first_answer() -> None:
    entries = [said(1, 0.2), said(2, 0.9), said(3, 0.4), sent(4), said(5, 1.0)]

    assert resolved(*entries, RESOLVED).start_p_negative == 0.9


def test_an_automatic_message_is_no_answer() -> None:
    note = sent(2, "auto", automatic=True)

    assert (
        resolved(said(1, 0.2), note, said(3, 0.8), sent(4), RESOLVED).start_p_negative
        == 0.8
    )


@pytest.mark.parametrize(
    ("after", "end"),
    [
        ((), (None, None)),
        ((0.2,), (0.2, 0.8)),
        ((0.2, 0.6), (0.4, 0.6)),
        ((1.0, 0.2, 0.6), (0.4, 0.6)),
    ],
)
def test_it_ends_with_the_mean_of_the_last_two(
    after: tuple[float, ...], end: tuple[float | None, ...]
) -> None:
    later = [said(5 + n, mood) for n, mood in enumerate(after)]

    assert moods(resolved(said(1, 0.9), sent(4), *later, RESOLVED), *END) == end


def test_what_was_said_before_the_last_turn_is_not_the_end() -> None:
    entries = [said(1, 0.9), sent(2), said(3, 0.8), sent(4, "a2"), said(5, 0.1)]

    assert moods(resolved(*entries, RESOLVED), *END) == (0.1, 0.9)


def test_an_answer_to_thanks_leaves_the_thanks_as_the_last_word() -> None:
    thanks = said(3, 0.1, courtesy=True)

    assert moods(
        resolved(said(1, 0.9), sent(2), thanks, sent(4, "a2"), RESOLVED), *END
    ) == (
        0.1,
        0.9,
    )


def test_what_has_no_mood_is_passed_over() -> None:
    entries = [said(1, 0.9), sent(2), said(3, 0.1), received(4, "photo")]

    assert moods(resolved(*entries, RESOLVED), START, *END) == (0.9, 0.1, 0.9)


def test_reversed_the_same_rule_runs_from_the_last_message_to_the_first() -> None:
    before = [said(1, 0.9), said(2, 0.7), said(3, 0.1)]
    after = [said(5, 0.3), said(6, 0.8), said(7, 0.2)]
    fact = resolved(*before, sent(4), *after, RESOLVED)

    assert moods(fact, *REVERSED) == (0.8, 0.8, 0.2)


def test_where_nobody_answered_nothing_has_changed_it() -> None:
    fact = resolved(said(1, 0.9), RESOLVED, sent(31))

    assert fact.answered is False
    assert moods(fact, START, *END, *REVERSED) == (None,) * 6


def test_where_no_answer_ended_a_wait_it_has_no_end() -> None:
    by_hand = action("reopened", 60, CASE)
    end = action("resolved", 90, CASE, episode=2)
    thanks = said(80, 0.1, courtesy=True)
    for answer in (sent(70, "a2"), sent(85, "a2")):
        found = facts(sent(2), RESOLVED, by_hand, answer, thanks, end)

        assert moods(events(found, "resolved")[-1], *END) == (None, None)


class TestAfterTheEnd:
    def test_thanks_are_the_last_word_though_they_open_nothing(self) -> None:
        thanks = said(40, 0.1, courtesy=True)

        assert moods(resolved(said(1, 0.9), sent(4), RESOLVED, thanks), *END) == (
            0.1,
            0.9,
        )

    @pytest.mark.parametrize(("minutes", "counts"), [(DAY - 1, True), (DAY, False)])
    def test_for_a_day(self, minutes: float, counts: bool) -> None:
        thanks = said(30 + minutes, 0.1, courtesy=True)
        fact = resolved(said(1, 0.9), sent(4), RESOLVED, thanks)

        assert (fact.end_p_negative is not None) is counts

    def test_what_reopens_the_case_is_of_the_next_episode(self) -> None:
        again, thanks = said(40, 0.7), said(50, 0.1, courtesy=True)
        end = action("resolved", 60, CASE, episode=2)
        found = facts(
            said(1, 0.9), sent(4), RESOLVED, again, sent(45, "a2"), thanks, end
        )
        first, second = events(found, "resolved")

        assert moods(first, START, *END) == (0.9, None, None)
        assert moods(second, START, *END) == (0.7, 0.1, 0.9)

    def test_an_answer_to_the_survey_is_none(self) -> None:
        asked = action("survey_sent", 40, CASE, id="s1", expires_at=at(99), target="p1")
        pressed = said(50, 1.0, survey="s1", score=5)
        fact = resolved(said(1, 0.9), sent(4), RESOLVED, asked, pressed)

        assert fact.end_p_negative is None


def test_a_flush_that_was_taken_back_was_not_the_end() -> None:
    flushed = action("flushed", 2, CASE, reason="spam")
    back = action("reopened", 3, CASE)
    entries = [said(1, 0.9), flushed, back, sent(4), said(5, 0.1), RESOLVED]

    assert moods(resolved(*entries), START, *END) == (0.9, 0.1, 0.9)
