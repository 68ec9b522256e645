"""Cursors: each reads back as it was sealed, and nothing else reads at all."""

import re

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.cursors import PATTERN, seal, unseal

KEY, QUESTION = b"key", "/cases [('status', 'open')]"
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@given(TEXT, TEXT)
def test_a_cursor_reads_back_as_it_was_sealed(place: str, question: str) -> None:
    assert unseal(seal(place, question, KEY), question, KEY) == place


@given(TEXT, st.integers(min_value=0), st.integers(1, 255))
def test_one_changed_letter_makes_it_none(place: str, at: int, by: int) -> None:
    cursor = seal(place, QUESTION, KEY)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    at %= len(cursor) - 1  # bits of the last letter may mean nothing
    other = letters[(letters.index(cursor[at]) + by % 63 + 1) % 64]
    changed = cursor[:at] + other + cursor[at + 1 :]

    assert changed == cursor or unseal(changed, QUESTION, KEY) is None


@given(TEXT)
def test_no_word_is_one_by_itself(word: str) -> None:
    assert unseal(word, QUESTION, KEY) is None


def test_that_of_another_question_or_deployment_is_none() -> None:
    cursor = seal("2026-03-02", QUESTION, KEY)

    assert unseal(cursor, "/cases []", KEY) is None
    assert unseal(cursor, QUESTION, b"other") is None


def test_it_looks_as_the_contract_says() -> None:
    assert re.fullmatch(PATTERN, seal("", QUESTION, KEY))
    assert not re.fullmatch(PATTERN, "invented")
