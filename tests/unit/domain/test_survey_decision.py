"""Who is asked, how, or why not: every channel, reason and language."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.channels import CHANNELS as CHANNELS_SENT_ON
from shared.channels import limits
from shared.domain.cases import case_id, fold
from shared.domain.log import Entry
from shared.domain.messages import ELSEWHERE
from shared.domain.settings import default_settings
from shared.domain.state import Person
from shared.domain.survey_decision import (
    CHOICES,
    DEAD,
    REASONS,
    Around,
    Asked,
    around,
    decide,
    goes_first,
    is_sampled,
)
from shared.domain.survey_rules import SurveyRules
from shared.domain.survey_texts import CSAT
from shared.domain.surveys import Plan
from tests.fakes.entries import action, at, received, sent

SETTINGS = default_settings("UTC")
RULES = SurveyRules()
DAY = timedelta(hours=24)
TICK = timedelta(milliseconds=1)
CHANNELS = sorted(CHOICES)
LANGUAGES = sorted(CSAT)
NPS = Asked(survey="nps-1")


def log_of(channel: str, **changes: Any) -> list[Entry]:
    """A private talk, resolved five minutes after its message."""
    case = case_id(f"{channel}:1", "m1")
    return [received(**changes), action("resolved", 5, case)]


def person(channel: str, *entries: Entry) -> Person:
    return fold(Person(id=f"{channel}:1"), entries, SETTINGS)


def csat(channel: str) -> Asked:
    return Asked(survey=f"csat-{case_id(f'{channel}:1', 'm1')}-1")


def decided(
    channel: str,
    *more: Entry,
    log: list[Entry] | None = None,
    asked: Asked | None = None,
    known: Around | None = None,
    rules: SurveyRules = RULES,
    now: datetime | None = None,
) -> Plan | str:
    entries = [*(log_of(channel) if log is None else log), *more]
    who = person(channel, *entries)
    about, when = asked or csat(channel), now or at(15)
    return decide(about, who, entries, known or Around(), when, rules)


def way(*args: Any, **changes: Any) -> str:
    found = decided(*args, **changes)
    return found.way if isinstance(found, Plan) else found


def was_sent(minutes: float, name: str = "csat-c0-1", lasts: float = 1) -> Entry:
    ends = at(minutes + lasts)
    return action("survey_sent", minutes, "c0", id=name, expires_at=ends)


class TestWays:
    @pytest.mark.parametrize(
        ("channel", "csat_way", "nps_way"),
        [
            ("facebook", "buttons", "buttons"),
            ("instagram", "buttons", "buttons"),
            ("telegram", "buttons", "buttons"),
            ("whatsapp", "list", "digit"),
            ("x", "digit", "digit"),
        ],
    )
    def test_each_channel_is_asked_as_it_can_be_answered(
        self, channel: str, csat_way: str, nps_way: str
    ) -> None:
        assert way(channel) == csat_way
        assert way(channel, asked=NPS) == nps_way

    @pytest.mark.parametrize("channel", CHANNELS)
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_he_is_asked_in_his_language(self, channel: str, language: str) -> None:
        found = decided(channel, log=log_of(channel, language=language))

        assert isinstance(found, Plan)
        assert found.language == language

    @pytest.mark.parametrize("spoken", [None, "nl", "tlh"])
    def test_who_speaks_another_is_asked_in_english(self, spoken: str | None) -> None:
        found = decided("x", log=log_of("x", language=spoken))

        assert isinstance(found, Plan)
        assert found.language == "en"

    @pytest.mark.parametrize("channel", ["facebook", "instagram"])
    def test_who_has_only_commented_is_sent_a_link(self, channel: str) -> None:
        kind: dict[str, Any] = {"visibility": "public", "content": "comment:1"}
        case = case_id(f"{channel}:1", "comment:1")
        log = [received(**kind), action("resolved", 5, case)]
        linked = replace(csat(channel), survey=f"csat-{case}-1", has_page=True)
        told = sent(3, "a1", reply_to="comment:1")

        assert way(channel, log=log, asked=linked) == "link"
        assert (
            way(channel, log=log, asked=replace(linked, has_page=False))
            == "no_private_way"
        )
        assert way(channel, told, log=log, asked=linked) == "no_private_way"
        late = at(0) + timedelta(days=7)
        assert way(channel, log=log, asked=linked, now=late - TICK) == "link"
        assert way(channel, log=log, asked=linked, now=late) == "window_closed"

    def test_a_mention_elsewhere_has_no_private_reply(self) -> None:
        kind: dict[str, Any] = {
            "visibility": "public",
            "conversation": f"{ELSEWHERE}1",
        }
        case = case_id("facebook:1", "comment:1")
        log = [received(0, "comment:1", **kind), action("resolved", 5, case)]
        linked = replace(NPS, has_page=True)

        assert decided("facebook", log=log, asked=linked) == "no_private_way"

    def test_on_x_anybody_may_be_written_to(self) -> None:
        assert way("x", log=log_of("x", visibility="public")) == "digit"


def test_every_channel_that_we_send_on_says_how_many_choices_it_takes() -> None:
    assert CHOICES.keys() == CHANNELS_SENT_ON.keys() - {"custom"}
    most = {channel: choices for channel, (choices, _) in CHOICES.items()}

    assert most["facebook"] == most["instagram"] == limits.QUICK_REPLIES
    assert most["telegram"] == limits.TELEGRAM_BUTTONS
    assert most["whatsapp"] == limits.WHATSAPP_ROWS


class TestReasons:
    @pytest.mark.parametrize("channel", [*CHANNELS, "email", "phone"])
    def test_a_flushed_case_is_not_asked_about(self, channel: str) -> None:
        case = case_id(f"{channel}:1", "m1")
        log = [received(), action("flushed", 5, case, reason="spam")]

        assert decided(channel, log=log) == "flushed"

    @pytest.mark.parametrize("channel", CHANNELS)
    def test_an_imported_case_is_not_asked_about(self, channel: str) -> None:
        assert decided(channel, log=log_of(channel, historic=True)) == "historic"

    @pytest.mark.parametrize("channel", CHANNELS)
    def test_in_a_talk_nobody_is_asked_whether_he_recommends_us(
        self, channel: str
    ) -> None:
        assert decided(channel, log=[received()], asked=NPS) == "case_open"
        assert isinstance(decided(channel, asked=NPS), Plan)

    @pytest.mark.parametrize("channel", CHANNELS)
    @pytest.mark.parametrize("asked", [None, NPS], ids=["csat", "nps"])
    def test_who_wants_none_is_not_asked_for_good(
        self, channel: str, asked: Asked | None
    ) -> None:
        stop = action("survey_opted_out", 6, "", id="opted-out-m9")
        years = at(0) + timedelta(days=3650)

        assert decided(channel, stop, asked=asked, now=years) == "opted_out"
        elsewhere = Around(opted_out=True)
        assert decided(channel, known=elsewhere, asked=asked) == "opted_out"

    @pytest.mark.parametrize("channel", CHANNELS)
    def test_a_channel_may_be_switched_off(self, channel: str) -> None:
        rest = frozenset(CHANNELS) - {channel}

        assert decided(channel, rules=replace(RULES, channels=rest)) == "channel_off"
        one = frozenset({channel})
        assert isinstance(decided(channel, rules=replace(RULES, channels=one)), Plan)

    @pytest.mark.parametrize("channel", CHANNELS)
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_language_may_be_switched_off(self, channel: str, language: str) -> None:
        rest = frozenset(LANGUAGES) - {language}
        log, rules = log_of(channel, language=language), replace(RULES, languages=rest)

        assert decided(channel, log=log, rules=rules) == "language_off"

    @pytest.mark.parametrize("channel", CHANNELS)
    def test_a_share_of_none_asks_nobody(self, channel: str) -> None:
        none = replace(csat(channel), share=0.0)

        assert decided(channel, asked=none) == "not_sampled"

    @pytest.mark.parametrize("channel", CHANNELS)
    @pytest.mark.parametrize("asked", [None, NPS], ids=["csat", "nps"])
    def test_nobody_is_asked_within_the_quiet_period_of_any_survey(
        self, channel: str, asked: Asked | None
    ) -> None:
        ends = at(1) + RULES.quiet
        private = received(60 * 24 * 30, "m2", text="4")
        log = [was_sent(1), *log_of(channel)]
        later = [*log, replace(private, courtesy=True)]

        assert decided(channel, log=log, asked=asked) == "quiet_period"
        before = decided(channel, log=later, asked=asked, now=ends - TICK)
        assert before == "quiet_period"
        assert isinstance(decided(channel, log=later, asked=asked, now=ends), Plan)

    @pytest.mark.parametrize("channel", CHANNELS)
    def test_what_his_other_identities_were_sent_counts(self, channel: str) -> None:
        other = person("x", was_sent(1))

        assert decided(channel, known=around([other])) == "quiet_period"
        open_there = person("x", was_sent(1, lasts=99))
        assert decided(channel, known=around([open_there])) == "survey_open"

    @pytest.mark.parametrize("channel", CHANNELS)
    def test_one_survey_is_open_at_a_time(self, channel: str) -> None:
        none = replace(RULES, quiet=timedelta())
        log = [was_sent(1, lasts=30), *log_of(channel)]

        assert decided(channel, log=log, rules=none) == "survey_open"
        assert isinstance(decided(channel, log=log, rules=none, now=at(31)), Plan)

    def test_what_was_queued_and_never_sent_stands_in_nobodys_way(self) -> None:
        none = replace(RULES, quiet=timedelta())
        queued = action(
            "survey_queued", 1, "c0", survey="csat-c0-1", expires_at=at(9999)
        )
        log = [queued, *log_of("x")]

        assert decided("x", log=log, rules=none) == "survey_open"
        assert isinstance(decided("x", log=log, rules=none, now=at(1) + DEAD), Plan)

    def test_its_own_queued_question_is_no_other(self) -> None:
        own = csat("x").survey
        queued = action("survey_queued", 10, "", survey=own, expires_at=at(9999))

        assert isinstance(decided("x", queued), Plan)

    @pytest.mark.parametrize("channel", ["email", "phone", "crm"])
    def test_where_nothing_can_be_sent_nobody_is_asked(self, channel: str) -> None:
        assert decided(channel) == "no_private_way"

    @pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
    def test_who_never_wrote_privately_has_no_private_way(self, channel: str) -> None:
        assert decided(channel, log=log_of(channel, visibility="public")) == (
            "no_private_way"
        )

    @pytest.mark.parametrize("channel", CHANNELS)
    def test_without_an_account_of_ours_there_is_none(self, channel: str) -> None:
        assert decided(channel, log=log_of(channel, account=None)) == "no_private_way"

    @pytest.mark.parametrize("channel", ["facebook", "instagram", "whatsapp"])
    @pytest.mark.parametrize("asked", [None, NPS], ids=["csat", "nps"])
    def test_after_a_day_the_window_is_closed(
        self, channel: str, asked: Asked | None
    ) -> None:
        assert isinstance(decided(channel, now=at(0) + DAY - TICK, asked=asked), Plan)
        assert decided(channel, now=at(0) + DAY, asked=asked) == "window_closed"

    @pytest.mark.parametrize("channel", ["telegram", "x"])
    def test_elsewhere_there_is_no_window(self, channel: str) -> None:
        assert isinstance(decided(channel, now=at(0) + 9 * DAY), Plan)

    @pytest.mark.parametrize(
        "sunday",
        [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)],
    )
    def test_a_day_is_24_hours_when_the_clocks_change_as_well(
        self, sunday: datetime
    ) -> None:
        message = replace(received(), at=sunday)
        resolved = replace(action("resolved", 5, case_id("facebook:1", "m1")))
        log = [message, replace(resolved, at=sunday + timedelta(minutes=5))]

        last = decided("facebook", log=log, now=sunday + DAY - TICK)
        assert isinstance(last, Plan)
        assert decided("facebook", log=log, now=sunday + DAY) == "window_closed"


DEEDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("resolved", {}),
    ("resolved", {"episode": 2}),
    ("flushed", {"reason": "spam"}),
    ("reopened", {}),
    ("survey_sent", {"id": "csat-c0-1", "expires_at": at(99)}),
    ("survey_suppressed", {"reason": "window_closed"}),
    ("survey_opted_out", {}),
)
HOURS = st.sampled_from([0, 1, 5, 23, 24, 25, 24 * 7, 24 * 31])


@st.composite
def histories(draw: st.DrawFn, channel: str) -> list[Entry]:
    case = case_id(f"{channel}:1", "m0")
    said = [
        received(
            draw(HOURS) * 60,
            draw(st.sampled_from([f"m{n}", f"comment:{n}"])) if n else "m0",
            visibility=draw(st.sampled_from(["public", "private"])),
            account=draw(st.sampled_from(["page", None])),
            language=draw(st.sampled_from([None, "it", "tlh"])),
        )
        for n in range(draw(st.integers(1, 4)))
    ]
    done = draw(st.lists(st.tuples(HOURS, st.sampled_from(DEEDS)), max_size=4))
    return [*said, *(action(k, h * 60 + 1, case, **m) for h, (k, m) in done)]


@settings(deadline=None)
@given(st.data(), st.sampled_from(CHANNELS), HOURS, st.booleans())
def test_whatever_has_happened_he_is_asked_while_that_is_allowed_or_it_says_why(
    data: st.DataObject, channel: str, hours: int, has_page: bool
) -> None:
    log, now = data.draw(histories(channel)), at(hours * 60 + 2)
    known = [e for e in log if e.at <= now]
    asked = Asked(survey=data.draw(st.sampled_from(["nps-1", "csat-c1-1"])))
    found = decided(
        channel, log=known, asked=replace(asked, has_page=has_page), now=now
    )

    assert found == decided(
        channel, log=known[::-1], asked=replace(asked, has_page=has_page), now=now
    )
    if not isinstance(found, Plan):
        assert found in REASONS
        return
    reached = found.message
    window = timedelta(days=7) if found.way == "link" else DAY
    is_free = channel in ("telegram", "x")
    assert is_free or now - reached.at < window
    assert (reached.visibility == "public") <= (found.way == "link" or channel == "x")
    assert not any(e.kind == "survey_opted_out" for e in known)


class TestSample:
    @given(st.text(max_size=20), st.floats(0, 1))
    def test_a_survey_is_always_in_the_sample_or_never(
        self, name: str, share: float
    ) -> None:
        assert is_sampled(name, share) == is_sampled(name, share)
        assert is_sampled(name, 1)
        assert not is_sampled(name, 0)

    @pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
    def test_the_share_is_kept(self, share: float) -> None:
        found = sum(is_sampled(f"csat-c{n}-1", share) for n in range(10_000))

        assert abs(found / 10_000 - share) < 0.02

    def test_a_greater_share_has_all_of_a_smaller_one(self) -> None:
        names = [f"nps-{n}" for n in range(1000)]

        assert {n for n in names if is_sampled(n, 0.2)} < {
            n for n in names if is_sampled(n, 0.4)
        }


def test_of_two_queued_at_once_exactly_one_goes_first() -> None:
    one, other = (person("x", was_sent(1, name)).survey for name in ("nps-1", "nps-2"))

    assert one is not None
    assert other is not None
    assert goes_first(one, other) != goes_first(other, one)
