"""Who is asked for the NPS and when: after events, and in samples of who wrote."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.survey_occasions import (
    RUN,
    SPACING,
    after_event,
    chosen,
    event_entry,
    sample_at,
)
from shared.domain.survey_rules import Sample, SurveyRules
from tests.fakes.entries import at

RULES = SurveyRules()
ROME = ZoneInfo("Europe/Rome")
DAILY = Sample(every_days=1, per_channel=3)
TICK = timedelta(milliseconds=1)


class TestEvents:
    def test_after_a_purchase_he_is_asked_some_time_later(self) -> None:
        found = after_event("x:1", event_entry("o7", "purchase", at(0)), at(5), RULES)

        assert found is not None
        assert (found.ask_at, found.sampled) == (at(0) + RULES.nps.delay, False)

    def test_the_same_event_is_the_same_survey(self) -> None:
        event = event_entry("o7", "purchase", at(0))
        again = [after_event("x:1", event, at(n), RULES) for n in (5, 500)]
        other = after_event("x:2", event, at(5), RULES)

        assert again[0] == again[1] != other

    def test_other_events_ask_nothing(self) -> None:
        event = event_entry("o7", "newsletter", at(0))

        assert after_event("x:1", event, at(5), RULES) is None

    def test_what_is_reported_late_is_asked_about_at_once(self) -> None:
        event, late = event_entry("o7", "milestone", at(0)), at(0) + RULES.nps.delay
        late += timedelta(days=1)
        found = after_event("x:1", event, late, RULES)

        assert found is not None
        assert found.ask_at == late

    def test_what_is_long_past_is_not(self) -> None:
        event = event_entry("o7", "purchase", at(0))
        past = at(0) + RULES.nps.delay + RULES.nps.expires

        assert after_event("x:1", event, past, RULES) is None
        assert after_event("x:1", event, past - TICK, RULES) is not None


class TestTime:
    def test_it_is_taken_once_a_day_at_its_hour(self) -> None:
        midnight = datetime(2026, 3, 2, 0, 20, tzinfo=UTC)
        found = [sample_at(midnight + n * RUN, ROME, DAILY) for n in range(24)]

        assert [at for at in found if at] == [datetime(2026, 3, 2, 10, tzinfo=UTC)]

    @pytest.mark.parametrize("sunday", [29, 25], ids=["spring", "autumn"])
    @pytest.mark.parametrize("hour", range(24))
    def test_so_it_is_when_the_clocks_change(self, sunday: int, hour: int) -> None:
        month = 3 if sunday == 29 else 10
        first = datetime(2026, month, sunday, 0, 20, tzinfo=ROME).astimezone(UTC)
        sample = Sample(every_days=1, per_channel=1, hour=hour)
        hours = 23 if month == 3 else 25
        found = [sample_at(first + n * RUN, ROME, sample) for n in range(hours)]

        assert len([at for at in found if at is not None]) == 1

    def test_on_every_seventh_day_only(self) -> None:
        weekly = Sample(every_days=7, per_channel=1, hour=0)
        noon = datetime(2026, 3, 2, tzinfo=UTC)
        zone = ZoneInfo("UTC")
        days = [sample_at(noon + timedelta(days=n), zone, weekly) for n in range(28)]

        assert len([at for at in days if at is not None]) == 4

    def test_by_itself_nobody_is_sampled(self) -> None:
        assert sample_at(at(0), ROME, RULES.sample) is None


class TestChoice:
    EVERYBODY = tuple(
        f"{channel}:{n}" for channel in ("x", "whatsapp", "email") for n in range(20)
    )

    def rules(self, **changes: int) -> SurveyRules:
        return SurveyRules(sample=Sample(every_days=1, **{"per_channel": 3, **changes}))

    def test_each_channel_is_asked_and_those_without_messages_are_not(self) -> None:
        found = chosen(self.EVERYBODY, at(0), ROME, self.rules())
        channels = [c.person.partition(":")[0] for c in found]

        assert sorted(channels) == ["whatsapp"] * 3 + ["x"] * 3
        assert {c.sampled for c in found} == {True}

    @given(st.permutations(EVERYBODY))
    def test_the_order_in_which_they_are_read_does_not_matter(
        self, everybody: list[str]
    ) -> None:
        rules = self.rules()

        assert chosen(everybody, at(0), ROME, rules) == chosen(
            self.EVERYBODY, at(0), ROME, rules
        )

    def test_another_day_chooses_others(self) -> None:
        days = [at(0) + timedelta(days=n) for n in range(10)]
        found = [chosen(self.EVERYBODY, day, ROME, self.rules()) for day in days]

        assert len({frozenset(c.person for c in day) for day in found}) > 5
        assert len({c.survey for day in found for c in day}) == 60

    def test_they_are_asked_one_after_the_other(self) -> None:
        found = chosen(["x:1", "x:2", "x:3"], at(0), ROME, self.rules())

        assert [c.ask_at for c in found] == [at(0) + n * SPACING for n in range(3)]

    def test_a_channel_that_is_off_is_left_out(self) -> None:
        rules = SurveyRules(sample=DAILY, channels=frozenset({"x"}))

        found = chosen(self.EVERYBODY, at(0), ROME, rules)
        assert {c.person.partition(":")[0] for c in found} == {"x"}
