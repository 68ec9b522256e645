"""What asks for an answer, what does not, and which case a message belongs to."""

from dataclasses import replace
from typing import Any

import pytest

from shared.domain.cases import case_id, fold
from shared.domain.decisions import decide
from shared.domain.log import Entry
from shared.domain.metrics import Metrics
from shared.domain.routing_json import read_routing
from shared.domain.settings import Settings, default_settings
from shared.domain.state import Person
from shared.domain.triage import (
    Surroundings,
    is_over,
    routed,
    subject,
    why_flushed,
)
from tests.fakes.entries import action, at, received, sent

SETTINGS = default_settings("UTC")
ANN = Person(id="x:1")
CASE = case_id("x:1", "m1")
DAY = 24 * 60
THANKS: dict[str, Any] = {"text": "Thank you!", "courtesy": True}


def ruled(*rules: dict[str, object]) -> Settings:
    return replace(SETTINGS, routing=read_routing({"rules": list(rules)}))


NO_ADS = ruled(
    {"name": "ads", "when": {"sentiment": ["neutral"]}, "then": {"flush": "ad"}}
)


def after(*entries: Entry, rules: Settings = SETTINGS) -> Person:
    return fold(ANN, entries, rules)


def resolved(minutes: float = 5) -> Entry:
    return action("resolved", minutes, CASE)


class TestCourtesies:
    def test_thanks_after_the_end_open_nothing(self) -> None:
        done = after(received(), sent(1), resolved())
        again = after(received(), sent(1), resolved(), received(9, "m2", **THANKS))

        assert again.case == done.case

    def test_thanks_out_of_nowhere_open_nothing(self) -> None:
        assert after(received(**THANKS)).case is None

    def test_thanks_for_the_answer_start_no_wait(self) -> None:
        found = after(received(), sent(1), received(9, "m2", **THANKS)).case

        assert found is not None
        assert (found.episode.waiting_since, found.episode.messages) == (None, 3)

    def test_thanks_in_advance_are_part_of_the_question(self) -> None:
        thanks = received(1, "m2", **THANKS)

        assert why_flushed(after(received()), thanks, SETTINGS) is None

    def test_a_question_after_the_end_reopens(self) -> None:
        found = after(received(), resolved(), received(9, "m2")).case

        assert found is not None
        assert (found.status, found.episode.number) == ("open", 2)


class TestRules:
    def test_what_a_rule_flushes_opens_nothing(self) -> None:
        advert = received(sentiment="neutral")

        assert after(advert, rules=NO_ADS).case is None
        assert why_flushed(ANN, advert, NO_ADS) == "ad"

    def test_in_a_talk_that_goes_on_it_is_heard(self) -> None:
        advert = received(1, "m2", sentiment="neutral")
        found = after(received(), advert, rules=NO_ADS).case

        assert found is not None
        assert found.episode.messages == 2

    def test_behind_a_flushed_message_the_next_one_opens_the_case(self) -> None:
        advert, question = received(sentiment="neutral"), received(1, "m2")
        decision = decide(ANN, [advert, question], NO_ADS)

        assert decision.person.case is not None
        assert decision.person.case.opened_at == at(1)
        assert [e.opens is not None for e in decision.entries] == [False, True]
        assert [t.case for t in decision.timers] == [decision.person.case.id]

    def test_a_case_keeps_what_it_was_given_when_the_rules_change(self) -> None:
        vip = ruled({"name": "vip", "then": {"queue": "vip", "priority": "high"}})
        (stored,) = decide(ANN, [received()], vip).entries
        found = after(stored).case

        assert found is not None
        assert (found.queue, found.priority) == ("vip", "high")

    def test_what_is_known_elsewhere_counts_when_it_opens(self) -> None:
        around = Surroundings(failed_elsewhere=True, complaints=1, messages=3)
        (stored,) = decide(ANN, [received()], SETTINGS, around=around).entries

        assert stored.routing is not None
        assert stored.routing["priority"] == "high"

    def test_complaints_before_raise_the_priority(self) -> None:
        angry = [received(n, f"m{n}", sentiment="negative") for n in (1, 2)]
        before = after(*angry)

        assert routed(before, received(9, "m9"), SETTINGS).priority == "high"

    def test_complaints_in_a_talk_that_goes_on_raise_it_once(self) -> None:
        angry = [received(n, f"m{n}", sentiment="negative") for n in range(1, 6)]
        priorities = [
            found.priority
            for n in range(1, 6)
            if (found := after(*angry[:n]).case) is not None
        ]

        assert priorities == ["normal", "normal", "high", "high", "high"]

    @pytest.mark.parametrize(
        ("said", "reason"),
        [
            ({"sentiment_score": -0.95}, "sentiment -0.95"),
            ({"followers": 20_000}, None),
        ],
    )
    def test_so_do_a_strong_word_and_wide_reach(
        self, said: dict[str, Any], reason: str | None
    ) -> None:
        found = after(received(), received(1, "m2", **said)).case

        assert found is not None
        assert found.priority == "high"
        assert found.episode.routing.reasons == (reason or "reach 20000",)

    def test_what_raised_it_when_it_opened_does_not_raise_it_again(self) -> None:
        loud: dict[str, Any] = {"followers": 20_000}
        found = after(received(**loud), received(1, "m2", **loud)).case

        assert found is not None
        assert found.priority == "high"

    def test_who_lowered_it_by_hand_is_not_overruled_by_the_same_reason(self) -> None:
        lowered = {"priority": "low", "policy": "fast", "reasons": ["reach 20000"]}
        found = after(
            received(followers=20_000),
            action("routed", 1, CASE, routing=lowered),
            received(2, "m2", followers=20_000),
        ).case

        assert found is not None
        assert found.priority == "low"

    def test_the_policy_follows_from_what_is_decided(self) -> None:
        assert routed(ANN, received(), SETTINGS).policy == "fast"
        assert routed(Person(id="phone:1"), received(), SETTINGS).policy == "standard"


class TestByItself:
    """What asks for nothing by itself, as it was judged when it came in."""

    def test_a_lone_sticker_opens_nothing(self) -> None:
        assert after(received(text=None, flush="sticker")).case is None

    @pytest.mark.parametrize("flush", ["sticker", "bare_emoji"])
    def test_what_is_polite_as_well_has_the_reason_of_its_own(self, flush: str) -> None:
        assert why_flushed(ANN, received(flush=flush, courtesy=True), SETTINGS) == flush

    def test_in_a_talk_it_is_a_courtesy(self) -> None:
        answered = [received(), sent(1)]
        heart = received(9, "m2", flush="bare_emoji", courtesy=True)
        found = [
            why_flushed(after(*log), heart, SETTINGS)
            for log in (answered, [*answered, resolved()])
        ]

        assert found == ["courtesy", "courtesy"]

    def test_a_desk_that_does_not_flush_emoji_hears_the_kind_ones_too(self) -> None:
        rules = replace(SETTINGS, routing=read_routing({"flush": []}))

        heart = received(flush="bare_emoji", courtesy=True)
        assert after(heart, rules=rules).case is not None

    def test_in_a_talk_that_goes_on_it_is_heard(self) -> None:
        found = after(received(), received(1, "m2", flush="bare_emoji")).case

        assert found is not None
        assert found.episode.messages == 2

    def test_after_the_end_it_does_not_reopen(self) -> None:
        done = [received(), sent(1), resolved()]
        praise = received(9, "m2", flush="praise")

        assert after(*done, praise).case == after(*done).case

    def test_a_desk_that_does_not_flush_it_gets_a_case(self) -> None:
        rules = replace(SETTINGS, routing=read_routing({"flush": []}))

        assert after(received(flush="praise"), rules=rules).case is not None


class TestUnflushed:
    HEARD = Entry(at=at(60), id="unflushed-m1", kind="unflushed", target="m1")

    def test_it_counts_from_its_own_time(self) -> None:
        found = after(received(flush="praise"), self.HEARD).case

        assert found is not None
        assert (found.opened_at, found.id) == (at(), CASE)

    def test_what_a_rule_flushed_is_routed_without_the_flush(self) -> None:
        found = after(received(sentiment="neutral"), self.HEARD, rules=NO_ADS).case

        assert found is not None
        assert (found.episode.routing.flush, found.queue) == (None, "default")

    def test_a_stored_flush_is_void(self) -> None:
        flushed = received(routing={"flush": "ad", "rule": "ads"})
        found = after(flushed, self.HEARD).case

        assert found is not None
        assert found.episode.routing.policy == "fast"

    def test_the_message_is_written_again_with_its_case_and_promise(self) -> None:
        praise = received(flush="praise")
        decision = decide(ANN, [self.HEARD], SETTINGS, stored=[praise])
        written = {e.id: e for e in decision.entries}

        assert written["m1"].opens == CASE
        assert written["m1"].due is not None
        assert decision.cases == (CASE,)
        assert [t.case for t in decision.timers] == [CASE]

    def test_of_another_message_it_says_nothing(self) -> None:
        other = replace(self.HEARD, target="m9")

        assert after(received(flush="praise"), other).case is None


class TestCustomerTypes:
    @pytest.mark.parametrize(
        ("days", "kind"),
        [(1, "cross_channel"), (14, "cross_channel"), (15, "social_only")],
    )
    def test_who_called_lately_is_cross_channel(self, days: int, kind: str) -> None:
        caller = fold(Person(id="phone:1"), [received(social=False)], SETTINGS)
        message = received(days * DAY, "m2", social=False)

        assert subject(caller, message, SETTINGS).customer_type == kind

    def test_how_long_a_call_counts_is_a_setting(self) -> None:
        month = replace(SETTINGS, metrics=Metrics(lookback_days=30))
        caller = fold(Person(id="phone:1"), [received(social=False)], SETTINGS)
        message = received(15 * DAY, "m2", social=False)

        assert subject(caller, message, month).customer_type == "cross_channel"

    def test_a_call_by_another_identity_counts(self) -> None:
        around = Surroundings(called_at=received(-1).at)

        assert (
            subject(ANN, received(), SETTINGS, around).customer_type == "cross_channel"
        )
        assert subject(ANN, received(), SETTINGS).customer_type == "social_only"


class TestAttaching:
    """The attach rules: which case a message belongs to."""

    def test_a_burst_an_album_and_a_move_to_private_are_one_case(self) -> None:
        found = after(
            received(visibility="public"),
            received(0, "photo-1", text=None),
            received(0, "photo-2", text=None),
            received(1, "m2", visibility="public", reply_to="m1"),
            received(3, "m3", visibility="private"),
        ).case

        assert found is not None
        assert (found.episode.messages, found.visibility) == (5, "public")
        assert found.episode.talk == "private"

    def test_however_long_an_open_case_takes_it_stays_one(self) -> None:
        found = after(received(), received(90 * DAY, "m2")).case

        assert found is not None
        assert found.episode.messages == 2

    @pytest.mark.parametrize(("days", "same"), [(6.99, True), (7, False)])
    def test_an_imported_talk_ends_by_silence(self, days: float, *, same: bool) -> None:
        past = [
            received(historic=True),
            sent(DAY),
            received(DAY + days * DAY, "m2", historic=True),
        ]
        found = after(*past).case

        assert found is not None
        assert (found.opened_at == at(0)) == same

    def test_a_live_message_never_joins_an_imported_talk(self) -> None:
        found = after(received(historic=True), received(1, "m2")).case

        assert found is not None
        assert found.opened_at == at(1)


def test_who_has_no_case_begins_one() -> None:
    assert is_over(Person(id="x:1"), received(), default_settings("UTC"))
