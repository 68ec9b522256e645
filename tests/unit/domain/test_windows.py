"""Windows: until when a platform takes an answer, and what there is instead."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.channels import whatsapp
from shared.domain import replies, windows
from shared.domain.cases import fold
from shared.domain.log import Entry
from shared.domain.messages import Outbound, Template
from shared.domain.replies import Wish
from shared.domain.settings import default_settings
from shared.domain.state import Person
from shared.errors import BadInput, Conflict
from tests.fakes.entries import at, received, sent

COMMENT = received(0, "comment:1_2", visibility="public", conversation="post:1")
TALK = received(0, "m_1", conversation="page:1")
DAY, WEEK = timedelta(days=1), timedelta(days=7)
MOMENT = timedelta(milliseconds=1)
META = ("facebook", "instagram")
TEMPLATE = Template(name="back_soon", language="en", parameters=("Ann", "12"))


def answer(
    channel: str,
    *log: Entry,
    after: timedelta = timedelta(),
    human_agent: Collection[str] = (),
    **wish: Any,
) -> Outbound:
    values = {"text": "Hi", "visibility": "private", **wish}
    person = fold(Person(id=f"{channel}:1"), log, default_settings("UTC"))
    now = at(0) + after
    return replies.answer(person, log, Wish(**values), "k", now, human_agent)


def refused(channel: str, *log: Entry, after: timedelta, **wish: Any) -> Conflict:
    with pytest.raises(Conflict) as error:
        answer(channel, *log, after=after, **wish)
    return error.value


class TestPrivateTalk:
    @pytest.mark.parametrize("channel", ["facebook", "instagram", "whatsapp"])
    def test_it_is_open_for_a_day_and_not_a_moment_longer(self, channel: str) -> None:
        assert answer(channel, TALK, after=DAY - MOMENT).text == "Hi"
        assert refused(channel, TALK, after=DAY).code == "window_closed"

    @pytest.mark.parametrize("channel", ["telegram", "x"])
    def test_elsewhere_it_stays_open(self, channel: str) -> None:
        assert answer(channel, TALK, after=50 * DAY).reply_to == "m_1"

    def test_the_customers_last_message_counts_not_ours(self) -> None:
        log = [TALK, replace(TALK, at=at(days=1), id="m_2"), sent(24 * 60 + 9)]

        assert answer("facebook", *log, after=1.9 * DAY).reply_to == "m_2"
        assert refused("facebook", *log, after=2 * DAY).code == "window_closed"

    def test_who_is_too_late_is_told_what_he_can_do(self) -> None:
        facebook = refused("facebook", TALK, after=DAY)
        whatsapp = refused("whatsapp", TALK, after=DAY)

        assert "Answer publicly" in facebook.message
        assert "Send a template" in whatsapp.message

    def test_public_answers_know_no_window(self) -> None:
        out = answer("facebook", COMMENT, after=50 * DAY, visibility="public")

        assert out.reply_to == "comment:1_2"


class TestPrivateReply:
    @pytest.mark.parametrize("channel", ["facebook", "instagram"])
    def test_a_comment_is_answered_privately_within_a_week(self, channel: str) -> None:
        out = answer(channel, COMMENT, after=WEEK - MOMENT)

        assert (out.visibility, out.reply_to) == ("private", "comment:1_2")
        assert (out.conversation, windows.opens_talk(out)) == (None, True)
        assert refused(channel, COMMENT, after=WEEK).code == "window_closed"

    @pytest.mark.parametrize("kind", ["message_sent", "send_queued"])
    def test_it_is_done_once(self, kind: Any) -> None:
        done = replace(sent(1), kind=kind, reply_to="comment:1_2", send_key="other")

        assert (
            "one private reply" in refused("facebook", COMMENT, done, after=DAY).message
        )

    def test_a_repeat_of_the_same_key_is_no_second_one(self) -> None:
        done = sent(1, reply_to="comment:1_2", send_key="k")

        assert answer("facebook", COMMENT, done).reply_to == "comment:1_2"

    def test_a_public_answer_does_not_use_it_up(self) -> None:
        done = sent(1, reply_to="comment:1_2", visibility="public")

        assert windows.opens_talk(answer("facebook", COMMENT, done))

    def test_an_open_private_talk_goes_on_instead(self) -> None:
        out = answer("facebook", COMMENT, replace(TALK, at=at(5)), after=DAY)

        assert (out.reply_to, windows.opens_talk(out)) == ("m_1", False)

    def test_on_x_there_is_none_and_a_message_is_just_sent(self) -> None:
        out = answer("x", replace(COMMENT, id="post:7"), after=WEEK)

        assert (out.reply_to, windows.opens_talk(out)) == (None, False)


class TestHumanAgent:
    @pytest.mark.parametrize("channel", META)
    def test_where_it_is_granted_an_agent_has_a_week(self, channel: str) -> None:
        out = answer(channel, TALK, after=WEEK - MOMENT, human_agent=[channel])

        assert (out.tag, out.reply_to) == ("HUMAN_AGENT", "m_1")
        late = refused(channel, TALK, after=WEEK, human_agent=[channel])
        assert late.code == "window_closed"
        assert late.message.startswith("The reply window of 7 days is over. Answer pub")

    @pytest.mark.parametrize("channel", META)
    def test_within_the_first_day_an_answer_is_an_ordinary_one(
        self, channel: str
    ) -> None:
        first, later = (
            answer(channel, TALK, after=after, human_agent=META)
            for after in (DAY - MOMENT, DAY)
        )

        assert (first.tag, later.tag) == (None, "HUMAN_AGENT")

    def test_it_is_granted_for_each_channel_by_itself(self) -> None:
        others = ["instagram"]
        late = refused("facebook", TALK, after=DAY, human_agent=others)

        assert late.message.startswith("The reply window of 24 hours is over.")
        assert "24 hours" in refused("whatsapp", TALK, after=DAY).message

    def test_a_talk_goes_on_before_a_comment_is_used_up(self) -> None:
        comment = replace(COMMENT, at=at(5))
        out = answer("facebook", TALK, comment, after=2 * DAY, human_agent=META)

        assert (out.tag, windows.opens_talk(out)) == ("HUMAN_AGENT", False)

    def test_private_replies_and_public_answers_have_no_tag(self) -> None:
        private = answer("facebook", COMMENT, after=2 * DAY, human_agent=META)
        public = answer(
            "facebook",
            COMMENT,
            after=2 * DAY,
            human_agent=META,
            visibility="public",
        )

        assert (private.tag, public.tag) == (None, None)

    def test_a_private_reply_is_due_within_a_week_all_the_same(self) -> None:
        late = refused("facebook", COMMENT, after=WEEK, human_agent=META)

        assert "older than seven days" in late.message


class TestTemplate:
    def test_it_goes_out_after_the_window(self) -> None:
        out = answer("whatsapp", TALK, after=9 * DAY, template=TEMPLATE)
        call = whatsapp.render(out).json

        assert call["type"] == "template"
        assert call["template"]["language"] == {"code": "en"}
        (body,) = call["template"]["components"]
        assert [gap["text"] for gap in body["parameters"]] == ["Ann", "12"]

    def test_other_channels_have_none(self) -> None:
        with pytest.raises(BadInput, match="template"):
            answer("facebook", TALK, template=TEMPLATE)

    def test_one_without_gaps_has_no_components(self) -> None:
        out = answer("whatsapp", TALK, template=replace(TEMPLATE, parameters=()))

        assert whatsapp.render(out).json["template"]["components"] == []

    def test_it_is_read_from_a_request(self) -> None:
        given = {"name": "back_soon", "language": "en", "parameters": ["Ann", "12"]}

        assert replies.read_template(given) == TEMPLATE
        assert replies.words(TEMPLATE) == "back_soon: Ann, 12"
        assert replies.read_template(None) is None

    @pytest.mark.parametrize(
        "value",
        [
            "back_soon",
            {},
            {"name": "a"},
            {"name": "a", "language": "en", "parameters": 1},
        ],
        ids=str,
    )
    def test_what_is_none_is_bad_input(self, value: object) -> None:
        with pytest.raises(BadInput, match="template"):
            replies.read_template(value)


class TestInvitation:
    def test_a_public_answer_on_x_may_link_to_a_message_to_us(self) -> None:
        post = replace(COMMENT, id="post:7", account="99")
        out = answer("x", post, visibility="public", invite=True)

        assert out.text == "Hi https://x.com/messages/compose?recipient_id=99"

    @pytest.mark.parametrize(
        ("channel", "visibility"), [("x", "private"), ("facebook", "public")]
    )
    def test_elsewhere_there_is_none(self, channel: str, visibility: str) -> None:
        with pytest.raises(BadInput, match="invite"):
            answer(channel, COMMENT, TALK, visibility=visibility, invite=True)

    def test_it_is_read_from_a_request(self) -> None:
        assert [replies.read_invite(v) for v in (None, "private")] == [False, True]
        with pytest.raises(BadInput, match="invite"):
            replies.read_invite("public")
