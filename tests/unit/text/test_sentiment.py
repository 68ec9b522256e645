"""The mood of messages, and texts that are hardly texts."""

import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.text.sentiment import MAX_CHARACTERS, MODEL, Sentiment, understand


def label(text: str) -> str | None:
    found = understand(text)
    return found.label if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You lost my parcel twice. Awful service, I am furious!", "negative"),
        ("this is not good", "negative"),
        ("😢", "negative"),
        ("My train leaves from platform 4", "neutral"),
        ("#?!", "neutral"),
        ("1234567890", "neutral"),
        ("https://example.com/a/b", "neutral"),
        ("Thank you, that was GREAT :)", "positive"),
        ("😍", "positive"),
    ],
)
def test_a_mood_is_read(text: str, expected: str) -> None:
    assert label(text) == expected


@pytest.mark.parametrize("text", [None, "", "   ", "\n\t", "\u00a0"])
def test_nothing_to_read_has_no_mood(text: str | None) -> None:
    assert understand(text) is None


def test_the_score_is_the_compound_of_the_published_model() -> None:
    """The README of VADER gives 0.8316 for this sentence of its own."""
    found = understand("VADER is smart, handsome, and funny.")

    assert found == Sentiment("positive", 0.8316, "vader-3.3.2")


@pytest.mark.parametrize(
    "text",
    [
        "\ud83d",  # half an emoji, as cut by a platform
        "\x00\x01",
        "\u202egreat\u202c",
        "👩‍👩‍👧‍👦",
        "🇮🇹",
        "g\u0300\u0301\u0302reat",
        "но",
        "but but but",
        "{}%s\\",
    ],
)
def test_odd_texts_have_some_mood(text: str) -> None:
    assert label(text) in {"negative", "neutral", "positive"}


def test_only_the_beginning_of_a_very_long_text_is_read() -> None:
    beginning = "I hate this. ".ljust(MAX_CHARACTERS, ".")

    assert understand(beginning + " great!" * 10_000) == understand(beginning)


@pytest.mark.parametrize("text", ["😀" * 100_000, "bad but " * 100_000])
def test_a_very_long_text_is_read_in_a_moment(text: str) -> None:
    started = time.process_time()
    understand(text)

    assert time.process_time() - started < 2


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_label_and_score_agree(text: str) -> None:
    found = understand(text)

    if found is None:
        assert not text.strip()
    else:
        assert -1 <= found.score <= 1
        assert (found.score >= 0.05) == (found.label == "positive")
        assert (found.score <= -0.05) == (found.label == "negative")
        assert found.model == MODEL


def test_importing_it_reads_no_lexicon_and_no_http_client() -> None:
    """Both would be paid for by every cold start."""
    program = (
        "import sys; from shared.text import sentiment; "
        "print(sentiment._analyzer.cache_info().currsize, 'requests' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert said.stdout == "0 False\n"
