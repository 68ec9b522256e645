"""What is to be expected: seasons found, campaigns kept apart, nulls where due."""

import json
from dataclasses import replace
from datetime import date, timedelta
from math import cos, pi
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.calendars import Calendar
from shared.domain.forecast import Campaign, Staffing
from shared.kpis.forecast import DAYS
from shared.kpis.forecast_errors import bounds_of, spread_of
from shared.kpis.forecast_volume import DayVolume
from tests.unit.kpis.volumes import (
    CURVE,
    RULES,
    UNTIL,
    WEEK,
    by_day,
    foreseen,
    heard,
    marked,
    usual,
    years,
)

NEXT = [UNTIL + timedelta(days=n) for n in range(1, DAYS + 1)]


def sale(first: date, days: int = 3, **more: Any) -> Campaign:
    return replace(
        Campaign(name="sale", first=first, last=first + timedelta(days=days - 1)),
        **more,
    )


class TestUsualVolume:
    def test_each_hour_of_the_week_comes_again(self) -> None:
        found = foreseen(years(70))

        for it in (it for it in found["items"] if it["channel"] == "x"):
            day = date.fromisoformat(it["date"])
            came = heard(day, usual(day))[int(it["hour"][:2])]
            assert it["expected"] == pytest.approx(came, rel=0.05, abs=0.7)

    def test_it_begins_with_the_day_after_and_is_two_weeks_and_a_day(self) -> None:
        found = foreseen(years(70))

        assert list(by_day(found)) == NEXT
        assert (found["made_at"], found["until"]) == ("2026-03-02", "2026-03-01")

    def test_channels_add_up_to_all(self) -> None:
        history = {
            day: DayVolume({**it.inbound, "email": heard(day, 50)})
            for day, it in years(40).items()
        }
        found = foreseen(history)
        whole, x, email = (by_day(found, it) for it in ("all", "x", "email"))

        assert all(whole[d] == pytest.approx(x[d] + email[d], abs=0.3) for d in NEXT)

    def test_what_comes_after_the_last_day_changes_nothing(self) -> None:
        later = years(3, lambda _: 9_999, until=UNTIL + timedelta(days=3))

        assert foreseen({**years(70), **later}) == foreseen(years(70))

    def test_growth_goes_on_but_not_for_ever(self) -> None:
        grown = years(56, lambda day: 300 + 3.0 * (day - UNTIL).days)
        days = by_day(foreseen(grown))

        assert 270 < days[NEXT[0]] < days[NEXT[7]] < days[NEXT[14]] < 345

    def test_one_day_that_went_round_the_world_is_not_expected_again(self) -> None:
        viral = UNTIL - timedelta(days=7)
        found = by_day(foreseen(years(70, lambda d: 9_000 if d == viral else usual(d))))

        assert found[NEXT[6]] < 2 * WEEK[6]


class TestHistory:
    @pytest.mark.parametrize("days", [0, 6])
    def test_of_less_than_a_week_nothing_is_expected(self, days: int) -> None:
        found = foreseen(years(days))

        assert found["history_days"] == days
        assert len(found["items"]) == DAYS * 24
        for name in ("expected", "low", "high", "staff"):
            assert {it[name] for it in found["items"]} == {None}

    def test_of_less_than_three_weeks_no_range_is_told(self) -> None:
        short, enough = foreseen(years(20)), foreseen(years(21))

        assert {it["low"] for it in short["items"]} == {None}
        assert None not in {it["expected"] for it in short["items"]}
        assert None not in {it["high"] for it in enough["items"]}

    def test_days_before_the_first_message_are_no_history(self) -> None:
        began = UNTIL - timedelta(days=9)
        found = foreseen(years(30, lambda d: usual(d) if d >= began else 0))

        assert found["history_days"] == 10
        assert by_day(found)[NEXT[0]] == pytest.approx(400, rel=0.25)

    def test_an_import_of_long_ago_is_not_what_is_usual(self) -> None:
        old = years(60, lambda _: 9_000, until=UNTIL - timedelta(days=900))
        began = UNTIL - timedelta(days=9)
        live = years(30, lambda d: usual(d) if d >= began else 0)
        found = foreseen({**old, **live})

        assert found["history_days"] == 10
        assert found["items"] == foreseen(live)["items"]

    def test_a_day_that_was_never_computed_is_not_a_day_of_silence(self) -> None:
        history = years(70)
        for ago in (3, 10, 11):
            del history[UNTIL - timedelta(days=ago)]

        assert by_day(foreseen(history))[NEXT[0]] == pytest.approx(400, rel=0.03)

    def test_a_channel_that_has_just_come_is_expected_from_its_own_days(self) -> None:
        history = {
            day: DayVolume(
                {**it.inbound, **({"email": heard(day, 100)} if ago < 5 else {})}
            )
            for ago, (day, it) in enumerate(years(70).items())
        }
        found = by_day(foreseen(history), "email")

        assert 60 < found[NEXT[1]] < 140


class TestYear:
    @staticmethod
    def wave(day: date) -> float:
        """Highest at New Year, lowest in July."""
        return usual(day) * (1 + 0.5 * cos(2 * pi * day.timetuple().tm_yday / 365.25))

    def test_the_same_weeks_of_last_year_say_how_it_goes_on(self) -> None:
        falling = by_day(foreseen(years(760, self.wave)))

        for day in NEXT:
            assert falling[day] == pytest.approx(self.wave(day), rel=0.04)

    def test_before_thirteen_months_no_season_is_told(self) -> None:
        seasons = [
            foreseen(years(days))["model"]["yearly_season"] for days in (370, 396)
        ]

        assert seasons == [False, True]

    def test_a_year_without_season_changes_nothing(self) -> None:
        assert by_day(foreseen(years(800)))[NEXT[0]] == pytest.approx(400, rel=0.01)


class TestCampaigns:
    def test_a_past_one_does_not_raise_what_is_usual(self) -> None:
        past = sale(UNTIL - timedelta(days=6), 7)
        loud = years(70, lambda d: usual(d) * (2 if past.touches(d, "x") else 1))
        unmarked, with_mark = foreseen(loud), foreseen(loud, marked(past))

        assert by_day(with_mark)[NEXT[0]] == pytest.approx(400, rel=0.02)
        assert by_day(unmarked)[NEXT[0]] > 430

    def test_what_past_ones_brought_is_expected_of_the_next(self) -> None:
        past, coming = sale(UNTIL - timedelta(days=20)), sale(NEXT[2])
        loud = years(90, lambda d: usual(d) * (2 if past.touches(d, "x") else 1))
        found = foreseen(loud, marked(past, coming))
        days = by_day(found)

        assert days[NEXT[2]] == pytest.approx(2 * usual(NEXT[2]), rel=0.03)
        assert days[NEXT[5]] == pytest.approx(usual(NEXT[5]), rel=0.03)
        assert [it["how"] for it in found["model"]["campaigns"]] == ["learned"] * 2

    def test_the_same_name_says_more_than_others(self) -> None:
        sales, other = sale(UNTIL - timedelta(days=20)), sale(UNTIL - timedelta(days=9))
        outage = replace(other, name="outage")
        times = {sales.first: 2, outage.first: 5}
        loud = years(
            90,
            lambda d: (
                usual(d)
                * next(
                    (times[c.first] for c in (sales, outage) if c.touches(d, "x")),
                    1,
                )
            ),
        )
        rules = marked(sales, outage, sale(NEXT[2]), replace(sale(NEXT[8]), name="new"))
        brought = [it["factor"] for it in foreseen(loud, rules)["model"]["campaigns"]]

        assert brought[2] == pytest.approx(2, rel=0.03)
        assert brought[1] > brought[3] > brought[0]

    def test_a_given_factor_counts_on_its_channels_and_days(self) -> None:
        history = {
            day: DayVolume({**it.inbound, "email": heard(day, 100)})
            for day, it in years(40).items()
        }
        rules = marked(sale(NEXT[1], 1, factor=3, channels=frozenset({"email"})))
        plain, found = foreseen(history), foreseen(history, rules)
        x, email = (
            {d: by_day(found, c)[d] / by_day(plain, c)[d] for d in NEXT[:3]}
            for c in ("x", "email")
        )

        assert list(x.values()) == pytest.approx([1, 1, 1])
        assert list(email.values()) == pytest.approx([1, 3, 1], rel=0.01)

    def test_of_one_nothing_is_known_of_it_is_taken_as_usual_and_said(self) -> None:
        found = foreseen(years(40), marked(sale(NEXT[1])))

        assert found["model"]["campaigns"][0]["how"] == "unknown"
        assert by_day(found) == by_day(foreseen(years(40)))


class TestHolidays:
    def test_they_are_expected_as_those_before_and_teach_the_week_nothing(self) -> None:
        """Epiphany and the two before; Easter Monday of 2026 is April 6."""
        closed = Calendar.parse(
            {
                "timezone": "Europe/Rome",
                "weekly": {"mon": [["09:00", "18:00"]]},
                "holidays": {"country": "IT"},
            }
        )
        rules = replace(RULES, calendars={"default": closed})
        until = date(2026, 3, 29)
        volume = lambda d: usual(d) / (4 if d in closed.holidays else 1)  # noqa: E731
        found = foreseen(years(200, volume, until=until), rules, until)
        days = by_day(found)

        assert found["model"]["holiday_factor"] < 0.5
        assert days[date(2026, 4, 6)] < 0.5 * days[date(2026, 3, 30)]


class TestClockChanges:
    """Rome: 2026-03-29 has no hour of two, 2026-10-25 has it twice."""

    @pytest.mark.parametrize(
        ("until", "day", "number", "twos"),
        [
            (date(2026, 3, 22), "2026-03-29", 23, []),
            (
                date(2026, 10, 18),
                "2026-10-25",
                25,
                ["02:00+02:00", "02:00+01:00"],
            ),
        ],
    )
    def test_every_hour_of_the_day_is_there_once(
        self, until: date, day: str, number: int, twos: list[str]
    ) -> None:
        found = foreseen(years(40, lambda _: 480, until=until), until=until)
        hours = [
            it for it in found["items"] if it["date"] == day and it["channel"] == "all"
        ]

        assert len({it["hour_start"] for it in hours}) == len(hours) == number
        assert [it["hour"] for it in hours if it["hour"].startswith("02")] == twos

    @pytest.mark.parametrize("until", [date(2026, 4, 5), date(2026, 11, 1)])
    def test_a_day_of_23_or_25_hours_teaches_as_any_other(self, until: date) -> None:
        even = years(40, lambda _: 480, until=until)
        flat = {
            day: DayVolume({"x": (20,) * len(it.inbound["x"])})
            for day, it in even.items()
        }
        found = foreseen(flat, until=until)

        assert {round(it["expected"], 1) for it in found["items"]} == {20.0}


class TestRange:
    @given(st.floats(0.01, 400), st.floats(0, 2))
    def test_it_is_around_the_mean_and_wider_with_the_spread(
        self, mean: float, spread: float
    ) -> None:
        low, high = bounds_of(mean, spread)
        narrow = bounds_of(mean, 0.0)

        assert 0 <= low <= max(mean, 1) + 1
        assert low <= high
        assert high - low >= narrow[1] - narrow[0] - 1 or spread > 0.5

    def test_without_spread_it_is_poissons(self) -> None:
        assert bounds_of(10, 0) == (6, 14)

    def test_steady_forecasts_have_no_spread(self) -> None:
        assert spread_of([(10, 10)] * 30) == 0
        assert spread_of([(10, 20), (10, 0)]) == pytest.approx(0.9)


class TestStaff:
    def test_nobody_is_needed_while_the_desk_is_closed(self) -> None:
        found = [it for it in foreseen(years(40))["items"] if it["channel"] == "all"]
        at_work = {it["hour"][:2] for it in found if it["staff"]}
        weekend = {
            it["staff"] for it in found if date.fromisoformat(it["date"]).weekday() > 4
        }

        assert at_work <= {f"{hour:02}" for hour in range(9, 18)}
        assert weekend == {0}

    def test_what_came_over_the_weekend_is_answered_on_monday_morning(self) -> None:
        quiet = years(40, lambda d: 0 if d.weekday() > 4 else 300)
        loud = years(40, lambda _: 300)
        first = [
            {it["hour"][:2]: it["staff"] for it in foreseen(h)["items"][:24]}["09"]
            for h in (quiet, loud)
        ]

        assert first[1] > 2 * first[0] > 0

    def test_a_handle_time_of_the_numbers_counts_more_than_the_setting(self) -> None:
        history = years(40)
        told = {
            day: replace(it, opened={"x": 100}, handled={"x": (50, 50 * 60.0)})
            for day, it in history.items()
        }
        guessed, known = foreseen(history)["model"], foreseen(told)["model"]

        assert (guessed["handle_time_s"], guessed["handle_time_from"]) == (
            300,
            "default",
        )
        assert (known["handle_time_s"], known["handle_time_from"]) == (60, "kpis")

    def test_episodes_on_which_nobody_worked_do_not_say_what_one_takes(self) -> None:
        let_go = {
            day: replace(it, opened={"x": 100}, handled={"x": (1, 0.0)})
            for day, it in years(40).items()
        }
        found = foreseen(let_go)

        assert found["model"]["handle_time_from"] == "default"
        assert any(it["staff"] for it in found["items"])

    def test_longer_handling_and_more_shrinkage_take_more_people(self) -> None:
        def needed(**staffing: Any) -> int:
            rules = marked()
            known = replace(rules.forecast, staffing=Staffing(**staffing))
            found = foreseen(years(40), replace(rules, forecast=known))
            return sum(it["staff"] for it in found["items"])

        assert needed(handle_time_s=600) > needed() > needed(shrinkage=0.0)


def test_it_is_plain_json_and_the_same_again() -> None:
    assert json.loads(json.dumps(foreseen(years(40)))) == foreseen(years(40))


def test_the_curve_of_the_samples_has_24_hours() -> None:
    assert (len(CURVE), ZoneInfo("Europe/Rome").key) == (24, "Europe/Rome")
