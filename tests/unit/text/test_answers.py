"""Survey answers read from text, and complaints that must never be taken for one."""

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.text.answers import (
    ARTICLES,
    COUNTING,
    NUMBERS,
    OUT_OF,
    OUT_OF_TOO,
    POINTS,
    POLITE,
    STARS,
    read_score,
)

CSAT = (1, 5)
NPS = (0, 10)
TWEETS = (
    Path(__file__).parents[4] / "shared" / "data" / "twcs" / "twcs_complete_threads.csv"
)


@pytest.mark.parametrize(
    "text",
    [
        *("4", " 4 ", "4.", "4!!!", "4...", "'4'", "“4”", "4/5", "4 / 5.", "4 of 5"),
        *("4 out of 5, thank you!", "4 stars", "4 star", "4stars", "4 points", "a 4"),
        *(
            "★★★★",
            "★ ★ ★ ★",
            "★★★★☆",
            "⭐⭐⭐⭐",
            "⭐️⭐️⭐️⭐️",
            "4⭐",
            "4 ★",
            "🌟🌟🌟🌟!",
        ),
        *(
            "4️⃣",
            "\uff14",
            "\uff14\uff0f\uff15",
            "٤",
            "\u200e4\u200f",
            "4 👍🏽",
            "4 :)",
            "❤️ 4 ❤️",
        ),
        *("four", "FOUR", "Four stars", "four out of five", "4/five", "Hi, 4 please"),
        *("quattro", "4 stelle", "un 4", "quattro su cinque", "4, grazie mille"),
        *("quatro", "4 estrelas", "um 4", "quatro de cinco", "4 obrigada"),
        *("cztery", "4 gwiazdki", "4 na 5", "cztery z pięciu", "4 dziękuję"),
        *("четыре", "Четыре звезды", "4 из 5", "четыре из пяти", "4, спасибо"),
        *("patru", "4 stele", "4 din 5", "patru din cinci", "4 mulțumesc"),
        *("cuatro", "4 estrellas", "cuatro de cinco", "4 sobre 5", "4 muchas gracias"),
        *(
            "quatre",
            "4 étoiles",
            "quatre sur cinq",
            "4 s\u2019il vous plaît",
            "4 merci",
        ),
        *("vier", "4 Sterne", "eine 4", "vier von fünf", "4, vielen Dank!"),
    ],
)
def test_four_is_read_in_many_ways(text: str) -> None:
    assert read_score(text, CSAT) == 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0", 0), ("10", 10), ("🔟", 10), ("1️⃣0️⃣", 10), ("ein 9 von 10", 9), ("10/10", 10)],
)
def test_nought_to_ten_is_read(text: str, expected: int) -> None:
    assert read_score(text, NPS) == expected


@pytest.mark.parametrize(
    "text",
    [
        # nothing, or no number
        *("", " ", ".", "thanks", "👍", "❤️", "no", "um", "...", "☆☆☆☆☆"),
        # another scale
        *("0", "6", "9/10", "4/10", "9 out of 10", "8 von 10", "44", "04", "1000"),
        *("★★★★★★", "★★☆", "★★★★☆☆"),
        # not one whole score
        *("4.5", "4,5", "4½", "4²", "3 or 4", "3-4", "-4", "+4", "4+", "<4", "4?"),
        *("4 5", "4/5/2026", "4%", "4€", "$4", "4th", "4pm", "A4", "4G", "4x", "#4"),
        # a number in other words
        *("I ordered 4 items", "4 items", "4 hours", "4 hours late", "four weeks!!"),
        *("Order 4", "gate 4", "4 people waiting", "room 4 please help", "call 4 me"),
        *("In 4 Tagen", "4 mal angerufen", "da 4 giorni", "4 giorni", "há 4 dias"),
        *("4 дня жду", "жду четыре часа", "4 dni", "od czterech dni", "de 4 zile"),
        *("hace 4 días", "4 veces", "depuis 4 jours", "4 fois", "vier Wochen"),
        # an answer with something that somebody must read
        *("1 thanks for nothing", "1 star, never again", "1, still broken", "4 but"),
        *("5 stars for the driver, none for you", "1 and I want my money back"),
        *("4 😡", "1 🤬", "1 https://example.com", "4 @care", "1 stella, vergogna"),
        *("★ awful", "1 звезда, ужас", "1 Stern, nie wieder", "not 4", "nie 5"),
        *("one more thing", "un problema", "uno schifo", "ein Witz", "une honte"),
        *("ten problem", "one of you call me", "no one", "two of five arrived"),
    ],
)
def test_what_is_not_an_answer_has_no_score(text: str) -> None:
    assert read_score(text, CSAT) is None


@pytest.mark.parametrize("text", ["★★★★", "4 stars", "4⭐", "4/5", "4 von 5", "11"])
def test_an_answer_on_five_is_none_on_ten(text: str) -> None:
    assert read_score(text, NPS) is None


def test_a_very_long_text_is_not_an_answer() -> None:
    assert read_score("4" + " thanks" * 100_000, CSAT) is None


def test_every_language_counts_from_nought_to_ten() -> None:
    assert [len(language.split()) for language in COUNTING] == [11] * len(COUNTING)


def test_no_word_means_two_numbers() -> None:
    meant: dict[str, set[int]] = {}
    for language in COUNTING:
        for value, word in enumerate(language.split()):
            meant.setdefault(word, set()).add(value)
    del meant["-"]

    assert {word: values for word, values in meant.items() if len(values) > 1} == {}


# Laws

WORDS = st.sampled_from(sorted(NUMBERS))
VOCABULARY = {
    part
    for known in (*ARTICLES, *OUT_OF, *OUT_OF_TOO, *STARS, *POINTS, *POLITE, *NUMBERS)
    for part in known.casefold().replace(".", " ").split()
}


@settings(deadline=None)
@given(WORDS, st.lists(st.sampled_from(POLITE), max_size=3), st.booleans())
def test_polite_words_change_no_score(word: str, polite: list[str], loud: bool) -> None:
    text = " ".join([word, *polite])

    assert read_score(text.upper() if loud else text, NPS) == NUMBERS[word]


@settings(deadline=None)
@given(WORDS, WORDS)
def test_a_score_out_of_another_best_is_no_answer(word: str, best: str) -> None:
    expected = NUMBERS[word] if NUMBERS[best] == 10 else None

    assert read_score(f"{word} out of {best}", NPS) == expected


@settings(deadline=None)
@given(st.integers(), st.integers(0, 3), st.integers(4, 10))
def test_a_plain_number_is_an_answer_exactly_on_the_scale(
    number: int, lowest: int, highest: int
) -> None:
    expected = number if lowest <= number <= highest else None

    assert read_score(str(number), (lowest, highest)) == expected


@settings(deadline=None)
@given(st.text(max_size=90) | st.from_regex(r"[0-9/ .,★☆⭐a-z]{1,9}", fullmatch=True))
def test_any_text_gives_a_score_of_the_scale_or_none(text: str) -> None:
    assert read_score(text, CSAT) in {None, 1, 2, 3, 4, 5}


@settings(deadline=None)
@given(
    WORDS | st.sampled_from(["1", "4/5", "★★★★", "4 stars, thanks"]),
    st.text(st.characters(categories=["Ll"]), min_size=1, max_size=12),
    st.booleans(),
)
def test_one_word_more_makes_it_a_message(answer: str, word: str, before: bool) -> None:
    text = f"{word} {answer}" if before else f"{answer} {word}"

    if not any(part in VOCABULARY for part in (word, bare(word))):
        assert read_score(text, NPS) is None
        assert read_score(text, CSAT) is None


@pytest.mark.skipif(not TWEETS.exists(), reason="needs the tweets in ../shared/data")
def test_no_real_tweet_is_taken_for_an_answer() -> None:
    """Tweets to brands that open with a mention: none of them answers a survey."""
    with TWEETS.open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    spoken = [" ".join(t for t in text.split() if t[0] != "@") for text in texts]

    assert [text for text in spoken if read_score(text, NPS) is not None] == []


def bare(word: str) -> str:
    """Take the accents off."""
    letters = unicodedata.normalize("NFD", word.casefold())
    return "".join(c for c in letters if unicodedata.category(c) != "Mn")
