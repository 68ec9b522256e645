"""The token in a survey's link says what was put in, and to nobody else anything."""

from base64 import urlsafe_b64decode
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.survey_tokens import (
    LENGTH,
    SurveyToken,
    link_id,
    read_token,
    write_token,
)

KEY, OTHER = b"k" * 32, b"o" * 32
EXPIRES = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)
TOKEN = SurveyToken(link_id("x:1", "csat-c1-1", KEY), EXPIRES)
INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(9999, 1, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=0, tzinfo=UTC)
)


@given(st.text(), st.text(), INSTANTS, st.binary(min_size=1))
def test_a_token_reads_back(
    person: str, survey: str, expires_at: datetime, key: bytes
) -> None:
    token = SurveyToken(link_id(person, survey, key), expires_at)
    text = write_token(token, key)

    assert read_token(text, key) == token
    assert len(text) == LENGTH
    assert write_token(token, key) == text


@given(st.integers(0, LENGTH - 1), st.characters())
def test_one_letter_changed_is_no_token(place: int, letter: str) -> None:
    text = write_token(TOKEN, KEY)
    changed = text[:place] + letter + text[place + 1 :]

    assert changed == text or read_token(changed, KEY) is None


@given(st.text() | st.text("abcXYZ019-_=", min_size=LENGTH, max_size=LENGTH))
def test_what_anybody_makes_up_is_no_token(text: str) -> None:
    assert read_token(text, KEY) is None


@pytest.mark.parametrize("change", ["+", "/", "=", " ", "\n"])
def test_a_token_has_one_spelling(change: str) -> None:
    text = write_token(TOKEN, KEY)

    assert read_token(text + change, KEY) is None
    assert read_token(change + text, KEY) is None


def test_another_key_is_another_deployment() -> None:
    assert read_token(write_token(TOKEN, OTHER), KEY) is None


def test_nobody_and_nothing_can_be_read_out_of_a_link() -> None:
    said = urlsafe_b64decode(write_token(TOKEN, KEY))

    assert b"x:1" not in said
    assert b"c1" not in said


def test_every_survey_of_everybody_has_a_link_of_its_own() -> None:
    asked = [
        (p, s, k) for p in ("x:1", "x:2") for s in ("a", "b") for k in (KEY, OTHER)
    ]

    assert len({link_id(*one) for one in asked}) == len(asked)
