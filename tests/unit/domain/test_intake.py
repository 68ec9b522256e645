"""What is understood of a message by itself, whatever else it carries than words."""

from typing import Any

import pytest

from shared.domain.cases import fold
from shared.domain.intake import to_entry
from shared.domain.log import Entry
from shared.domain.messages import Attachment, Event
from shared.domain.settings import default_settings
from shared.domain.state import Person
from tests.fakes.entries import at, received, sent

SETTINGS = default_settings("UTC")
ANN = "instagram:1"


def taken(text: str | None, *files: str, minutes: float = 0, **said: Any) -> Entry:
    """A private message with files of these types, as it is stored."""
    values: dict[str, Any] = {"visibility": "private", "channel": "instagram", **said}
    event = Event(
        id=f"m{minutes}",
        kind="message",
        direction="inbound",
        occurred_at=at(minutes),
        received_at=at(minutes),
        person="1",
        text=text,
        attachments=tuple(Attachment(type=it) for it in files),
        **values,
    )
    return to_entry(event, at(minutes), SETTINGS)


class TestBesideWords:
    @pytest.mark.parametrize("file", ["image", "audio", "video", "file", "share"])
    def test_who_thanks_and_shows_something_asks_to_be_looked_at(
        self, file: str
    ) -> None:
        shown = taken("Here, thanks 😊", file, minutes=9)
        thanks = taken("Thanks 😊", file, minutes=9)

        assert (shown.courtesy, thanks.courtesy, thanks.flush) == (False, False, None)

    def test_thanks_with_a_photo_begin_a_wait(self) -> None:
        photo = taken("Thanks!", "image", minutes=9)
        case = fold(Person(id=ANN), [received(), sent(1), photo], SETTINGS).case

        assert case is not None
        assert case.episode.waiting_since == photo.at

    def test_a_sticker_adds_nothing_to_thanks(self) -> None:
        assert taken("Thanks!", "sticker").courtesy

    @pytest.mark.parametrize(("files", "polite"), [(1, True), (0, False)])
    def test_a_sticker_is_polite_by_itself(self, files: int, polite: bool) -> None:
        assert taken(None, *["sticker"] * files).courtesy is polite

    def test_a_thumb_after_our_answer_begins_no_wait(self) -> None:
        thumb = taken(None, "sticker", minutes=9)
        case = fold(Person(id=ANN), [received(), sent(1), thumb], SETTINGS).case

        assert case is not None
        assert (case.episode.waiting_since, case.episode.messages) == (None, 3)

    def test_a_button_of_ours_is_an_answer_also_if_it_is_polite(self) -> None:
        assert taken("Ok", payload="go_ahead").courtesy is False


class TestStories:
    """An answer to a story of ours carries the story, which the customer does not."""

    @pytest.mark.parametrize(
        ("text", "reason"), [("Love it!", "praise"), ("🔥🔥", "bare_emoji")]
    )
    def test_what_asks_for_nothing_is_flushed_as_under_a_post(
        self, text: str, reason: str
    ) -> None:
        assert taken(text, "story").flush == reason

    def test_a_kind_word_under_it_is_a_courtesy(self) -> None:
        assert taken("❤️", "story").courtesy

    @pytest.mark.parametrize("text", ["Is it still in stock?", "😡", None])
    def test_whatever_may_ask_is_read(self, text: str | None) -> None:
        found = taken(text, "story")

        assert (found.courtesy, found.flush) == (False, None)

    def test_a_story_in_which_he_names_us_is_shown(self) -> None:
        assert taken("❤️", "story_mention").courtesy is False


class TestShortMessages:
    """A word or two may be of another language than they look like."""

    @pytest.mark.parametrize(
        ("text", "topic"),
        [
            ("Refund!", "refund"),
            ("Reembolso!", "refund"),
            ("La web no carga", "app"),
            ("Quanto costa?", "price"),
            ("Perdieron mi maleta", "booking"),
        ],
    )
    def test_they_are_about_what_they_say_in_any_language_they_may_be_in(
        self, text: str, topic: str
    ) -> None:
        assert taken(text).topics == (topic,)

    @pytest.mark.parametrize("text", ["Me voy a la competencia", "Iré a la prensa"])
    def test_so_they_are_as_urgent(self, text: str) -> None:
        assert taken(text).urgency >= 30

    def test_words_of_languages_they_cannot_be_in_do_not_count(self) -> None:
        assert taken("I have a personal question for you").topics == ()
