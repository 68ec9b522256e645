"""Instants as text: sortable, exact to the millisecond, never guessed."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.times import from_text, to_milliseconds, to_text
from shared.errors import BadInput

INSTANTS = st.datetimes(
    min_value=datetime(1, 1, 2),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(9999, 12, 30),  # noqa: DTZ001 - as above
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45))]),
)


@given(INSTANTS)
def test_an_instant_reads_back_to_the_millisecond(instant: datetime) -> None:
    assert from_text(to_text(instant)) == to_milliseconds(instant)


@given(INSTANTS, INSTANTS)
def test_texts_sort_like_their_instants(one: datetime, other: datetime) -> None:
    assert (to_text(one) < to_text(other)) == (
        to_milliseconds(one) < to_milliseconds(other)
    )


@given(INSTANTS)
def test_a_text_has_one_length(instant: datetime) -> None:
    assert len(to_text(instant)) == len("2026-03-02T09:15:00.000Z")


@pytest.mark.parametrize("text", ["", "soon", "2026-03-02T10:00:00", "2026-03-02"])
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        from_text(text)


def test_another_zone_is_the_same_instant() -> None:
    assert from_text("2026-03-02T10:00:00+01:00") == from_text("2026-03-02T09:00:00Z")
