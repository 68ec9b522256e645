"""Odd values become None, equal ones equal."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.channels import tame
from tests.unit.channels.samples import AT, AT_MS, AT_S, RECEIVED


@pytest.mark.parametrize("value", [AT_S, str(AT_S), AT_MS, str(AT_MS), float(AT_S)])
def test_seconds_and_milliseconds_are_told_by_their_size(value: Any) -> None:
    assert tame.moment(value) == AT


@pytest.mark.parametrize(
    "value", [None, 0, -5, True, "soon", 10**17, 10**30, float("inf"), float("nan"), []]
)
def test_what_is_no_time_is_none(value: Any) -> None:
    assert tame.moment(value) is None


@pytest.mark.parametrize(
    "value",
    ["2026-03-02T09:30:00", "0001-01-01T00:00:00+23:59", "yesterday", 5, None],
    ids=["no offset", "before time", "words", "number", "null"],
)
def test_a_timestamp_needs_a_date_and_an_offset(value: Any) -> None:
    assert tame.timestamp(value) is None


def test_an_offset_is_turned_into_utc() -> None:
    assert tame.timestamp("2026-03-02T11:30:00+02:00") == AT


@pytest.mark.parametrize(
    ("said", "fallback", "dated"),
    [
        (AT, None, (AT, False)),
        (RECEIVED, None, (RECEIVED, False)),
        (RECEIVED + timedelta(1), AT, (RECEIVED, True)),
        (None, AT, (AT, True)),
        (None, RECEIVED + timedelta(1), (RECEIVED, True)),
        (None, None, (RECEIVED, True)),
    ],
)
def test_no_event_is_later_than_its_receipt(
    said: datetime | None, fallback: datetime | None, dated: tuple[datetime, bool]
) -> None:
    assert tame.dated(said, RECEIVED, fallback=fallback) == dated


@pytest.mark.parametrize(
    ("value", "identifier"),
    [
        (912673548291837465, "912673548291837465"),
        (" 12 ", "12"),
        (True, None),
        (1.5, None),
        ("", None),
        ("9" * 401, None),
        (10**60, None),
    ],
)
def test_an_id_is_a_short_string(value: Any, identifier: str | None) -> None:
    assert tame.identifier(value) == identifier


def test_a_content_id_too_long_for_a_key_is_digested() -> None:
    long, other = ("m" * 300 + end for end in "ab")

    assert len(tame.content_id(long, long)) < 60
    assert tame.content_id(long, long) != tame.content_id(long, other)


def test_half_a_surrogate_pair_can_be_stored() -> None:
    assert tame.text("a\ud83d") == "a\ufffd"
    assert tame.text("\ud83d\ude42") == "🙂"


def test_a_label_is_short_and_harmless() -> None:
    assert tame.label("feed", 7, "a b#c\n") == "feed.a_b_c_"
    assert len(tame.label("x" * 500)) == 80


def test_a_digest_does_not_depend_on_the_order_of_keys() -> None:
    assert tame.digest({"a": 1, "b": AT.astimezone(UTC).isoformat()}) == tame.digest(
        {"b": AT.isoformat(), "a": 1}
    )
