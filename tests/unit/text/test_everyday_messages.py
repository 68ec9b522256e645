"""Messages as customers write them, in nine languages, and what a person would say.

Made up, of every class that went wrong once: negation, contrast, "never so", thanks
for nothing, mockery, words drawn out, accents left out, capitals, plain questions.
"""

from collections.abc import Mapping
from pathlib import Path

import pytest

from shared.text.lexicons import LANGUAGES
from shared.text.sentiment import understand

SIGNS: Mapping[str, str] = {"negative": "-", "neutral": "0", "positive": "+"}
RIGHT = 0.94  # of a language's messages
Row = tuple[str, str, str]


def everyday() -> list[Row]:
    lines = Path(__file__).with_name("everyday.txt").read_text("utf-8").splitlines()
    rows = [line.split("|", 2) for line in lines if not line.startswith("#")]
    return [(language, allowed, text) for language, allowed, text in rows]


def sign(language: str, text: str) -> str:
    mood = understand(text, language)
    assert mood is not None
    return SIGNS[mood.label]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nearly_all_of_a_language_are_read_as_a_person_reads_them(
    language: str,
) -> None:
    rows = [row for row in everyday() if row[0] == language]
    wrong = [row for row in rows if sign(language, row[2]) not in row[1]]

    assert len(rows) > 50
    assert len(wrong) <= (1 - RIGHT) * len(rows), wrong


def test_hardly_a_complaint_is_taken_for_praise() -> None:
    complaints = [row for row in everyday() if row[1] == "-"]
    praised = [row for row in complaints if sign(row[0], row[2]) == "+"]

    assert praised == []


def test_a_plain_question_is_no_complaint() -> None:
    plain = [row for row in everyday() if row[1] == "0"]
    moody = [row for row in plain if sign(row[0], row[2]) != "0"]

    assert moody == []
