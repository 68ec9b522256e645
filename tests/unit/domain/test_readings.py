"""A message that tells too little is read in the language of its talk."""

from dataclasses import replace
from typing import Any

import pytest

from shared.domain.cases import case_id, fold, replay
from shared.domain.decisions import decide
from shared.domain.intake import to_entry
from shared.domain.log import Entry, from_json, to_json
from shared.domain.messages import Event
from shared.domain.settings import default_settings
from shared.domain.state import Person
from tests.fakes.entries import action, at, received

SETTINGS = default_settings("UTC")
ANN = "x:1"
CASE = case_id(ANN, "m1")
DAY = 24 * 60
MOODS = {"it": [0.7, 0.1], "es": [0.2, 0.2]}


def unsure(minutes: float, content: str, **changes: Any) -> Entry:
    """A short message, Polish by its own letters."""
    said: dict[str, Any] = {
        "text": "non va",
        "language": "pl",
        "sentiment": "neutral",
        "sentiment_score": 0.1,
        "sentiment_model": "care-8",
        "p_negative": 0.2,
        "p_neutral": 0.5,
        "p_positive": 0.3,
        "moods": MOODS,
        "moods_model": "care-9",
    }
    return received(minutes, content, **said | changes)


def read(*entries: Entry) -> dict[str, Entry]:
    """The messages of a log as the fold reads them, by id."""
    steps = replay(Person(id=ANN), entries, SETTINGS)
    return {s.entry.id: s.read for s in steps}


class TestInATalk:
    def test_it_is_read_in_the_language_of_the_message_before_it(self) -> None:
        found = read(received(0, "m1", language="it"), unsure(1, "m2"))["m2"]

        assert (found.language, found.sentiment) == ("it", "negative")
        assert found.sentiment_score == pytest.approx(-0.6)
        moods = (found.p_negative, found.p_neutral, found.p_positive)
        assert moods == pytest.approx((0.7, 0.2, 0.1))
        assert found.sentiment_model == "care-9"

    def test_the_latest_message_that_tells_its_language_counts(self) -> None:
        spoken = [received(n, f"m{n}", language=it) for n, it in ((1, "it"), (2, "es"))]

        assert read(*spoken, unsure(3, "m3"))["m3"].language == "es"

    def test_another_short_message_tells_none(self) -> None:
        talk = [received(0, "m1", language="it"), unsure(1, "m2", language="es")]

        assert read(*talk, unsure(2, "m3"))["m3"].language == "it"

    def test_the_talk_of_an_earlier_case_counts_where_none_is_going_on(self) -> None:
        before = received(0, "m1", language="it", opens=CASE)
        over = action("resolved", 5, CASE)

        assert read(before, over, unsure(30 * DAY, "m2"))["m2"].language == "it"

    def test_what_comes_later_does_not_count(self) -> None:
        found = read(unsure(0, "m1"), received(1, "m2", language="it"))

        assert found["m1"] == unsure(0, "m1")

    @pytest.mark.parametrize("language", ["de", "pl", None])
    def test_it_stays_what_it_is_where_it_is_not_of_that_language(
        self, language: str | None
    ) -> None:
        talk = received(0, "m1", language=language)

        assert read(talk, unsure(1, "m2"))["m2"] == unsure(1, "m2")

    def test_read_twice_it_is_the_same(self) -> None:
        talk = read(received(0, "m1", language="it"), unsure(1, "m2"))

        assert read(*talk.values()) == talk


class TestTheCase:
    def test_a_complaint_in_the_talks_language_counts_as_one(self) -> None:
        log = [received(0, "m1", language="it"), unsure(1, "m2")]

        assert fold(Person(id=ANN), log, SETTINGS).tally.complaints == 1

    def test_its_language_is_that_of_the_talk(self) -> None:
        before = received(0, "m1", language="it", opens=CASE)
        log = [before, action("resolved", 5, CASE), unsure(30 * DAY, "m2")]
        case = fold(Person(id=ANN), log, SETTINGS).case

        assert case is not None
        assert case.episode.language == "it"

    def test_nothing_of_the_talk_is_stored_with_the_message(self) -> None:
        before = decide(Person(id=ANN), [received(0, "m1", language="it")], SETTINGS)
        late = unsure(30 * DAY, "m2")
        over = action("resolved", 5, before.cases[0])
        log = [*before.entries, over]
        person = fold(Person(id=ANN), log, SETTINGS)
        (stored,) = decide(person, [late], SETTINGS).entries

        assert stored.routing is not None
        assert replace(stored, routing=None, due=None, opens=None) == late


def understood(text: str) -> Entry:
    event = Event(
        id="m1",
        channel="x",
        kind="message",
        direction="inbound",
        visibility="private",
        occurred_at=at(),
        received_at=at(),
        person="1",
        text=text,
    )
    return to_entry(event, at(), SETTINGS)


class TestIntake:
    def test_a_short_message_keeps_its_moods_in_other_languages(self) -> None:
        entry = understood("ok grazie")

        assert entry.language != "it"
        assert entry.moods is not None
        negative, positive = entry.moods["it"]
        assert positive > 0.5 > negative
        assert entry.moods_model == entry.sentiment_model

    @pytest.mark.parametrize("text", ["Dov'è il mio pacco?", "👍", "12345", ""])
    def test_any_other_keeps_nothing_more(self, text: str) -> None:
        entry = understood(text)

        assert (entry.moods, entry.moods_model) == (None, None)

    def test_what_it_keeps_reads_back_as_it_was(self) -> None:
        entry = understood("ok grazie")

        assert from_json(entry.key, to_json(entry)) == entry
