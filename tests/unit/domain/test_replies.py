"""Answers: to which message they go, and what they become in the log."""

import pytest

from shared.domain import replies
from shared.domain.cases import case_id, fold
from shared.domain.log import Entry
from shared.domain.messages import Outbound
from shared.domain.replies import Wish
from shared.domain.settings import default_settings
from shared.domain.state import Case, Person
from shared.errors import BadInput, Conflict, SendRefused
from tests.fakes.entries import at, received, sent

SETTINGS = default_settings("UTC")


def person(channel: str, *entries: Entry) -> Person:
    return fold(Person(id=f"{channel}:1"), entries, SETTINGS)


def answer(channel: str, visibility: str, *entries: Entry) -> Outbound:
    wish = Wish(text="Hi", visibility=replies.read_visibility(visibility, entries))
    return replies.answer(person(channel, *entries), entries, wish, "k", at(9))


PUBLIC = received(1, "p1", visibility="public", conversation="post")
PRIVATE = received(2, "d1", conversation="thread")


class TestVisibility:
    @pytest.mark.parametrize(
        ("entries", "expected"),
        [([PUBLIC, PRIVATE], "private"), ([PUBLIC], "public"), ([], "private")],
        ids=["private last", "public last", "nothing"],
    )
    def test_unsaid_it_is_the_customers_last(
        self, entries: list[Entry], expected: str
    ) -> None:
        assert replies.read_visibility(None, entries) == expected

    @pytest.mark.parametrize("value", ["secret", "", 1, ["public"]])
    def test_anything_else_is_bad_input(self, value: object) -> None:
        with pytest.raises(BadInput, match="visibility"):
            replies.read_visibility(value, [])


class TestAddress:
    def test_it_goes_to_the_latest_message_of_that_visibility(self) -> None:
        older = received(0, "p0", visibility="public")
        public = answer("facebook", "public", older, PUBLIC, PRIVATE)
        private = answer("facebook", "private", older, PUBLIC, PRIVATE)

        assert (public.reply_to, public.conversation) == ("p1", "post")
        assert (private.reply_to, private.conversation) == ("d1", "thread")
        assert (private.person, private.account) == ("1", "page")

    def test_where_it_is_allowed_a_private_talk_may_begin(self) -> None:
        out = answer("x", "private", PUBLIC)

        assert (out.visibility, out.reply_to, out.account) == ("private", None, "page")

    @pytest.mark.parametrize(
        ("channel", "visibility", "entry"),
        [
            ("facebook", "private", PUBLIC),
            ("facebook", "public", PRIVATE),
            ("x", "public", PRIVATE),
            ("email", "private", received(account=None)),
        ],
        ids=["no private talk", "no public post", "X too", "no account"],
    )
    def test_elsewhere_there_must_be_a_message_to_answer(
        self, channel: str, visibility: str, entry: Entry
    ) -> None:
        with pytest.raises((Conflict, SendRefused)):
            answer(channel, visibility, entry)

    def test_our_own_messages_are_not_answered(self) -> None:
        out = answer("facebook", "private", PRIVATE, sent(3))

        assert out.reply_to == "d1"


class TestEntries:
    def case(self, *more: Entry) -> Case:
        found = person("x", received(), *more).case
        assert found is not None
        return found

    def test_what_was_sent_says_who_and_where(self) -> None:
        out = answer("x", "private", received())
        entry = replies.sent(out, self.case(), at(3), "p1", "amy")

        assert (entry.id, entry.agent, entry.send_key) == ("p1", "amy", "k")
        assert (entry.case, entry.episode) == (case_id("x:1", "m1"), 1)

    def test_what_failed_keeps_its_text_and_reason(self) -> None:
        out = answer("x", "private", received())
        entry = replies.failed(out, self.case(), at(3), "amy", "send_refused")

        assert (entry.kind, entry.text, entry.reason) == (
            "send_failed",
            "Hi",
            "send_refused",
        )
