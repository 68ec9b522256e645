"""How long is kept what: the document, and who has been silent so long."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.retention import (
    Retention,
    is_silent,
    month_before,
    month_end,
    month_of,
)
from shared.domain.retention_json import read_retention, write_retention
from shared.domain.schemas.retention import PERIOD
from shared.domain.state import Case, Episode, Person, Survey
from shared.errors import BadInput
from tests.fakes.entries import MONDAY, at

YEAR = timedelta(days=365)
LATER = MONDAY + YEAR
EPISODE = Episode(
    number=1,
    opened_at=MONDAY,
    due=None,
    waiting_since=None,
    timed_from=None,
    resolved_at=at(60),
)
CASE = Case(
    id="c1",
    opened_at=MONDAY,
    visibility="private",
    social=True,
    named=True,
    episode=EPISODE,
)
OVER = Person(id="x:1", case=CASE)


def with_episode(**changes: Any) -> Person:
    return replace(OVER, case=replace(CASE, episode=replace(EPISODE, **changes)))


class TestDocument:
    def test_what_is_left_out_is_as_in_a_new_deployment(self) -> None:
        assert read_retention({}) == Retention()

    def test_null_is_for_good(self) -> None:
        found = read_retention({"words": None, "customers": "90d"})

        assert found == Retention(words=None, customers=timedelta(days=90))
        assert write_retention(found) == {
            "words": None,
            "customers": "90d",
            "audit": "400d",
        }

    @pytest.mark.parametrize(
        "period",
        [
            "89d",
            "0d",
            "0400d",
            "9d",
            "100000d",
            "36501d",
            "3y",
            "d",
            " 90d",
            "-90d",
            "90",
            90,
            True,
            [],
        ],
    )
    def test_a_period_is_days_from_90_on(self, period: object) -> None:
        with pytest.raises(BadInput, match=r"^customers must be days"):
            read_retention({"customers": period})

    @pytest.mark.parametrize("days", [90, 99, 100, 999, 1000, 9_999, 29_999, 36_500])
    def test_it_is_what_its_schema_takes(self, days: int) -> None:
        assert read_retention({"words": f"{days}d"}).words == timedelta(days=days)
        assert re.search(PERIOD, f"{days}d")
        for other in (89, 36_501):
            assert not re.search(PERIOD, f"{other}d")

    def test_a_word_that_is_none_of_it_is_named(self) -> None:
        with pytest.raises(BadInput, match="'log'"):
            read_retention({"log": "90d"})


class TestMonths:
    @pytest.mark.parametrize(
        ("month", "end", "before"),
        [
            ("2024-02", "2024-03-01", "2024-01"),
            ("2026-01", "2026-02-01", "2025-12"),
            ("2026-12", "2027-01-01", "2026-11"),
        ],
    )
    def test_each_ends_where_the_next_begins(
        self, month: str, end: str, before: str
    ) -> None:
        assert f"{month_end(month):%Y-%m-%d}" == end
        assert month_before(month) == before
        assert month_of(month_end(month) - timedelta(seconds=1)) == month


class TestSilence:
    def test_a_month_must_be_over(self) -> None:
        assert is_silent(OVER, "2026-03", month_end("2026-03"))
        assert not is_silent(OVER, "2026-03", month_end("2026-03") - YEAR / 365)

    def test_of_whom_it_is_not_known_when_he_was_heard_is_not_silent(self) -> None:
        assert not is_silent(OVER, None, LATER)

    @pytest.mark.parametrize(
        "person",
        [
            with_episode(resolved_at=None, timed_from="m1"),
            with_episode(due=LATER),
            replace(
                OVER, survey=Survey(id="csat-c1-1", sent_at=MONDAY, expires_at=LATER)
            ),
        ],
        ids=["open case", "owed response", "survey under way"],
    )
    def test_of_whom_the_numbers_still_tell_is_not_silent(self, person: Person) -> None:
        assert not is_silent(person, "2026-03", LATER)

    def test_what_was_only_imported_is_past_though_nobody_ended_it(self) -> None:
        assert is_silent(with_episode(resolved_at=None), "2026-03", LATER)

    def test_who_never_had_a_case_may_be(self) -> None:
        assert is_silent(Person(id="x:1"), "2026-03", LATER)
