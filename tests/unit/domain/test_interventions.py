"""What the system does by itself in a talk: when it is due, and what it says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.domain.cases import case_id, fold
from shared.domain.escalation import Escalation
from shared.domain.interventions import (
    FRESH,
    Intervention,
    closed_key,
    closed_note,
    from_body,
    has_written,
    lengthens,
    owed,
    to_body,
    way_out,
)
from shared.domain.log import Entry
from shared.domain.outgoing import Errand
from shared.domain.outgoing import to_body as to_errand
from shared.domain.settings import default_settings
from shared.domain.state import Person
from tests.fakes.entries import action, at, received, sent

CASE = case_id("x:1", "m1")
RULES = replace(default_settings("UTC"), escalation=Escalation(messages=3))
EVENING = 10 * 60  # minutes after Monday, 10:00


def person(*entries: Entry, channel: str = "x") -> Person:
    return fold(Person(id=f"{channel}:1"), entries, RULES)


def talk(count: int, **said: Any) -> list[Entry]:
    return [received(n, f"m{n + 1}", **said) for n in range(count)]


def does(kind: str, minutes: float, **said: Any) -> Entry:
    return action(kind, minutes, CASE, **said)


class TestWayOut:
    @pytest.mark.parametrize(
        ("channel", "visibility", "way"),
        [
            ("x", "public", "private"),
            ("instagram", "public", "private"),
            ("facebook", "public", "private"),
            ("telegram", "public", "call"),
            ("forum", "public", "call"),
            ("x", "private", "call"),
        ],
    )
    def test_it_is_private_where_it_can_be(
        self, channel: str, visibility: str, way: str
    ) -> None:
        found = person(*talk(3, visibility=visibility), channel=channel)

        assert way_out(found, RULES) == way

    def test_below_the_threshold_there_is_none(self) -> None:
        assert way_out(person(*talk(2)), RULES) is None
        assert way_out(Person(id="x:1"), RULES) is None

    def test_automatic_messages_do_not_count(self) -> None:
        found = person(*talk(2), sent(3, automatic=True))

        assert way_out(found, RULES) is None

    @pytest.mark.parametrize(
        "done",
        [
            does("resolved", 5),
            does("flushed", 5, reason="ad"),
            does("private_offered", 5, reason="manual"),
            does("escalated", 5, what="call"),
            does("escalated", 5, what="private"),
        ],
        ids=lambda entry: f"{entry.kind} {entry.what or ''}",
    )
    def test_there_is_none_after(self, done: Entry) -> None:
        public = talk(3, visibility="public")

        assert way_out(person(*public, done), RULES) is None

    def test_a_supervisor_is_no_way_out(self) -> None:
        asked = does("escalated", 5, what="supervisor")

        assert way_out(person(*talk(3), asked), RULES) == "call"

    def test_an_episode_has_its_own(self) -> None:
        over = [does("private_offered", 5), does("resolved", 6)]
        again = [received(n, f"m{n}", visibility="public") for n in (7, 8, 9)]
        found = person(*talk(3), *over, *again)

        assert way_out(found, RULES) == "private"

    def test_where_the_newest_message_is_counts(self) -> None:
        public = talk(3, visibility="public")

        assert way_out(person(*public, received(9, "m9")), RULES) == "call"

    def test_an_imported_talk_has_none(self) -> None:
        assert way_out(person(*talk(3, historic=True)), RULES) is None


class TestLengthening:
    def test_messages_of_both_sides_lengthen_a_talk(self) -> None:
        assert all(map(lengthens, [received(), sent(1)]))

    @pytest.mark.parametrize(
        "entry",
        [
            received(courtesy=True),
            received(historic=True),
            sent(1, automatic=True),
            does("resolved", 1),
        ],
        ids=["courtesy", "imported", "automatic", "no message"],
    )
    def test_what_does_not(self, entry: Entry) -> None:
        assert not lengthens(entry)


class TestClosedNote:
    def note(self, *entries: Entry, minutes: float = EVENING, **rules: Any) -> Any:
        escalation = Escalation(**rules)
        there = replace(RULES, escalation=escalation)
        return closed_note(person(*entries), entries, at(minutes), there)

    def test_it_says_when_the_desk_is_back(self) -> None:
        found = self.note(received(EVENING))

        assert found.text.endswith("back: Tuesday 9:00 (UTC).")
        assert (found.visibility, found.quiet) == ("private", timedelta(hours=4))

    @pytest.mark.parametrize(
        ("language", "end"),
        [
            ("pt-BR", "reabrirmos: terça-feira 9:00 (UTC)."),
            ("de", "wieder da sind: Dienstag 9:00 Uhr (UTC)."),
            ("ja", "back: Tuesday 9:00 (UTC)."),
        ],
    )
    def test_it_is_in_the_customers_language_or_english(
        self, language: str, end: str
    ) -> None:
        assert self.note(received(EVENING, language=language)).text.endswith(end)

    def test_a_message_without_a_language_has_that_of_its_episode(self) -> None:
        first = received(EVENING, language="it")
        found = self.note(first, received(EVENING + 1, "m2"), minutes=EVENING + 1)

        assert "martedì 9:00" in found.text

    def test_who_is_answered_is_told_nothing(self) -> None:
        answer = sent(EVENING + 1)

        assert self.note(received(EVENING), answer, minutes=EVENING + 2) is None

    def test_thanks_while_he_waits_do_not_hide_the_question(self) -> None:
        thanks = received(EVENING + 1, "m2", courtesy=True)

        assert self.note(received(EVENING), thanks, minutes=EVENING + 2) is not None
        assert self.note(received(0), thanks, minutes=EVENING + 2) is None

    def test_it_is_said_while_the_message_is_fresh(self) -> None:
        limit = EVENING + FRESH / timedelta(minutes=1)

        assert self.note(received(EVENING), minutes=limit) is not None
        assert self.note(received(EVENING), minutes=limit + 1) is None

    def test_it_is_said_on_both_sides_of_closing_time(self) -> None:
        closing = 8 * 60

        assert self.note(received(closing), minutes=closing) is not None
        assert self.note(received(closing - 1), minutes=closing + 1) is None

    def test_it_is_said_in_public_where_the_rules_say_so(self) -> None:
        public = received(EVENING, visibility="public")

        assert self.note(public).visibility == "public"
        assert self.note(public, tells_publicly=("facebook",)) is None

    def test_it_is_not_said_if_it_was(self) -> None:
        note = sent(EVENING, send_key=f"auto:closed:{CASE}:1", automatic=True)

        assert self.note(received(EVENING), note) is None

    def test_contacts_that_are_not_social_hear_nothing(self) -> None:
        assert self.note(received(EVENING, social=False)) is None

    def test_it_can_be_switched_off(self) -> None:
        assert self.note(received(EVENING), tells_closed=False) is None


class TestWhoHasWritten:
    def test_only_people_count(self) -> None:
        since = at(5)

        assert has_written([sent(5)], since)
        assert not has_written([sent(4)], since)
        assert not has_written([sent(6, automatic=True)], since)

    def test_the_echo_of_our_own_note_is_nobody(self) -> None:
        ours = sent(6, automatic=True)
        echo = sent(6.01, received_at=at(7))

        assert not has_written([ours, echo], at(5))


class TestErrands:
    def test_it_reads_back_as_it_was_written(self) -> None:
        given = owed("tell_closed", person(received())).again()

        assert given == Intervention(
            task="tell_closed", person="x:1", case=CASE, episode=1, attempt=1
        )
        assert from_body(to_body(given)) == given
        assert closed_key(given) == f"auto:closed:{CASE}:1"

    def test_other_errands_are_not_ours(self) -> None:
        due = datetime(2026, 3, 2, tzinfo=UTC)
        other = Errand(task="send", person="x:1", case=CASE, key="k", due=due)

        assert from_body(to_errand(other)) is None
