"""What is left of an entry: what numbers are made of, and no word."""

from dataclasses import fields, replace

import pytest

from shared.domain.copies import taken
from shared.domain.erasure import KEPT, left_of, left_of_send
from shared.domain.log import Entry, EntryKind, from_json, to_json
from tests.fakes.entries import action, at, received, sent

SAID = received(
    text="I am Ann, call me at 555",
    addressed=("bob",),
    attachments=({"type": "image", "url": "https://cdn.example/ann.jpg"},),
    conversation="telegram:chat:1",
    payload="menu:1",
    address="it.2",
    raw={"from": "Ann"},
    score=4,
    language="en",
    topics=("delivery",),
    received_at=at(1),
)


class TestEntries:
    def test_words_and_addresses_go_and_the_rest_stays(self) -> None:
        left = left_of(SAID)

        for name in ("text", "conversation", "payload", "address", "raw"):
            assert getattr(left, name) is None
        assert (left.addressed, left.attachments) == ((), ())
        assert all(getattr(left, name) == getattr(SAID, name) for name in KEPT)
        assert left.key == SAID.key

    def test_every_field_that_is_named_as_kept_is_one(self) -> None:
        assert {f.name for f in fields(Entry)} > KEPT

    def test_to_erase_twice_is_to_erase_once(self) -> None:
        assert left_of(left_of(SAID)) == left_of(SAID)

    def test_it_is_stored_and_read_back_as_erased(self) -> None:
        left = left_of(SAID)

        assert from_json(left.key, to_json(left)) == left

    def test_who_of_the_desk_had_the_case_stays_known(self) -> None:
        assigned = action("assigned", 1, "c1", agent="amy", raw={"by": "sue"})

        assert left_of(assigned).raw == {"by": "sue"}

    def test_what_we_said_to_him_is_erased_as_well(self) -> None:
        assert left_of(sent(1, text="Dear Ann")).text is None

    def test_who_erased_it_stays(self) -> None:
        erased = Entry(at=at(), id="erased-1", kind="erased", agent="ada")

        assert left_of(erased) == erased


class TestSends:
    def test_what_keeps_a_message_from_leaving_twice_stays(self) -> None:
        outcome = {
            "asked": "ab12",
            "to": {"person": "1", "reply_to": "comment:1"},
            "comment": "My name is Ann",
            "reached": "2",
            "id": "message:a1",
            "at": "2026-03-02T10:00:00.000Z",
        }

        assert left_of_send(outcome).keys() == {"asked", "id", "at"}


class TestWhatComesAgain:
    """A platform delivers again, up to days later; the queue may have it still."""

    def test_a_redelivery_brings_no_words_back(self) -> None:
        assert taken([left_of(SAID)], [SAID]) == {}

    def test_neither_does_one_that_has_another_time(self) -> None:
        first = received(0, text="Ann", time_from_receipt=True, received_at=at(0))
        again = received(9, text="Ann", time_from_receipt=True, received_at=at(9))

        assert taken([left_of(first)], [again]) == {}

    @pytest.mark.parametrize("kind", ["message_edited", "message_received"])
    def test_an_edit_of_what_was_erased_counts_without_its_words(
        self, kind: EntryKind
    ) -> None:
        told = received(5, "m1:edit:1", target="m1", text="Ann!", received_at=at(5))
        edit = replace(told, kind=kind)
        written = taken([left_of(SAID)], [edit])

        assert [e.text for e in written.values()] == [None]

    def test_nor_does_the_first_version_of_what_was_erased_edited(self) -> None:
        edit = received(5, "m1:edit:1", target="m1", text="Ann!", received_at=at(5))
        written = taken([left_of(edit)], [SAID])

        assert {e.text for e in written.values()} == {None}

    def test_what_he_writes_anew_is_kept_whole(self) -> None:
        new = received(9, "m2", text="Hello again", received_at=at(9))

        assert taken([left_of(SAID)], [new]) == {new.key: new}
