"""Survey answers read from text, and complaints that must never be taken for one."""

import csv
import unicodedata
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.text.actionable import why_not_actionable
from shared.text.answers import (
    LONGEST,
    NUMBERS,
    Answer,
    read_answer,
)
from shared.text.courtesy import is_courtesy
from shared.text.folding import fold
from shared.text.score_words import (
    ARTICLES,
    COUNTING,
    LEADS,
    OUT_OF,
    POINTS,
    POLITE,
    STARS,
)

CSAT = (1, 5)
NPS = (0, 10)
TWEETS = (
    Path(__file__).parents[4] / "shared" / "data" / "twcs" / "twcs_complete_threads.csv"
)


def read_score(text: str, scale: tuple[int, int]) -> int | None:
    """The score of a message that is an answer and nothing else."""
    answer = read_answer(text, scale)
    return answer.score if answer is not None and not answer.rest else None


@pytest.mark.parametrize(
    "text",
    [
        *("4 - thanks", "vote: 4", "4!!", "4 - Thanks for your help, Anna!", "4 😡"),
        *("my score is 4", "I'd say 4", "I give you 4 stars", "4 excellent!"),
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
        *(
            "4 stars out of 5",
            "four points of five",
            "4 stelle su 5",
            "4 gwiazdki na 5",
        ),
        *("4 estrelas de 5", "4 звезды из 5", "patru stele din cinci", "4 звёздочки"),
        *("4 étoiles sur 5", "4 Sterne von 5", "4 von 5 Punkten", "4 steluțe"),
        *("I'd give it a 4", "I would rate it 4 out of 5"),
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
        *("4 stars out of 10", "4 Sterne von zehn", "4 stars of the hotel"),
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
        *("1 https://example.com", "4 @care", "1 stella, vergogna"),
        *("★ awful", "1 звезда, ужас", "1 Stern, nie wieder", "not 4", "nie 5"),
        *("one more thing", "un problema", "uno schifo", "ein Witz", "une honte"),
        *("ten problem", "one of you call me", "no one", "two of five arrived"),
    ],
)
def test_what_is_not_an_answer_has_no_score(text: str) -> None:
    assert read_score(text, CSAT) is None


@pytest.mark.parametrize("text", ["⭐⭐", "⭐ ⭐!", "★★.", "★★☆☆☆ thanks"])
def test_few_stars_by_themselves_are_counted(text: str) -> None:
    assert read_score(text, CSAT) == 2


@pytest.mark.parametrize(
    "text", ["★★★★", "4 stars", "4⭐", "4/5", "4 von 5", "4 stars of 10", "11"]
)
def test_an_answer_on_five_is_none_on_ten(text: str) -> None:
    assert read_score(text, NPS) is None


def test_a_very_long_text_is_not_an_answer() -> None:
    assert read_score("4" + " thanks" * 100_000, CSAT) is None
    assert read_answer("4, " + "x" * (LONGEST - 3), CSAT) is not None
    assert read_answer("4, " + "x" * LONGEST, CSAT) is None


def test_every_language_counts_from_nought_to_ten() -> None:
    assert [len(language.split()) for language in COUNTING] == [11] * len(COUNTING)


def test_no_word_means_two_numbers() -> None:
    meant: dict[str, set[int]] = {}
    for language in COUNTING:
        for value, word in enumerate(language.split()):
            meant.setdefault(word, set()).add(value)
    del meant["-"]

    assert {word: values for word, values in meant.items() if len(values) > 1} == {}


class TestAnswerWithMore:
    """What is said beside a score is told apart, where it is surely beside it."""

    @pytest.mark.parametrize(
        ("text", "rest"),
        [
            ("2, still not delivered!", "still not delivered!"),
            ("2! Still NOT delivered", "Still NOT delivered"),
            ("2... still waiting", "still waiting"),
            ("2\nstill nothing\nsince May", "still nothing\nsince May"),
            ("2 - nobody called back", "nobody called back"),
            ("2 (nobody called back)", "(nobody called back)"),
            ("2 because nobody called back", "because nobody called back"),
            ("2/5. Nobody called", None),
            ("2/5, nobody called", "nobody called"),
            ("2 stars. Nobody called", "Nobody called"),
            ("★★ - nobody called", "nobody called"),
            ("my vote: 2. Nobody called", "Nobody called"),
            ("Hi, 2, nobody called", "nobody called"),
            ("2️⃣, nobody called", "nobody called"),
            ("2 😡 nobody called", "😡 nobody called"),
            ("2, waited 3 days", "waited 3 days"),
            ("Nobody called back! 2/5", "Nobody called back!"),
            ("Nobody called back.\n2 stars", "Nobody called back."),
            ("Nobody called back\n2/5", "Nobody called back"),
            ("2, non è ancora arrivato", "non è ancora arrivato"),
            ("2, ma nessuno ha chiamato", "ma nessuno ha chiamato"),
            ("2 perché è arrivato rotto", "perché è arrivato rotto"),
            ("2, ainda não chegou", "ainda não chegou"),
            ("2, mas demorou muito", "mas demorou muito"),
            ("2, nadal nie dotarło", "nadal nie dotarło"),
            ("2 bo nikt nie oddzwonił", "bo nikt nie oddzwonił"),
            ("2, до сих пор не доставили", "до сих пор не доставили"),
            ("2 потому что никто не звонил", "потому что никто не звонил"),
            ("2, încă nu a ajuns", "încă nu a ajuns"),
            ("2 dar a durat mult", "dar a durat mult"),
            ("2, todavía no llegó", "todavía no llegó"),
            ("2 pero tardaron mucho", "pero tardaron mucho"),
            ("2, toujours pas livré", "toujours pas livré"),
            ("2 parce que c'était long", "parce que c'était long"),
            ("2, immer noch nicht da", "immer noch nicht da"),
            ("2 weil niemand anruft", "weil niemand anruft"),
        ],
    )
    def test_a_complaint_beside_the_score_is_told_apart(
        self, text: str, rest: str | None
    ) -> None:
        expected = None if rest is None else Answer(2, rest)

        assert read_answer(text, CSAT) == expected
        assert read_score(text, CSAT) is None

    @pytest.mark.parametrize(
        "text",
        [
            *("5, thanks for your quick help!", "5 - great, thanks", "5 ❤️❤️", "5! 🙏"),
            *(
                "Thanks for your help! 5",
                "Thanks for your help\n5",
                "Thank you!! ⭐⭐⭐⭐⭐",
                "I love it! 5",
            ),
            *("5, excellent service", "5 perfect", "5, grazie mille Anna!"),
            *("5, muito obrigado pela ajuda", "5, спасибо большое за помощь"),
        ],
    )
    def test_courtesy_praise_and_faces_are_no_more(self, text: str) -> None:
        assert read_answer(text, CSAT) == Answer(5)

    @pytest.mark.parametrize(
        "text",
        [
            # it counts something, or tells when or where
            *("4 days late", "4, days and counting", "4! Four days!", "2, 5 missing"),
            *("4 of my items", "3 of 5 parcels came", "order 4, please help", "4 - 6"),
            *("at 4, as agreed", "um 4, wie vereinbart", "4, rue de la Paix"),
            *(
                "5, via Roma, Milano",
                "2/5 parcels came",
                "I give you 4 days, then I sue",
            ),
            *("4 más por favor", "4 mais", "4 car seats missing", "4 ale mele"),
            *("Note 4", "top 4", "do 4", "show 4", "the best 4"),
            # a list, a thread, an ordinal
            *("1. It is late. 2. It is broken", "2. Versuch: nichts", "2. Still late"),
            *("1) late", "1, it is late\n2) it is broken", "4, 5 and 6 are missing"),
            *("2/10. Do you know this?", "2: where is it"),
            # put right, or denied
            *("4, sorry 5", "4, I mean five", "not 4, never", "4, not 5", "3, or 4"),
            *("4/5! 2/5", "4 stars, 2/5", ".4", "Service 4/5. Delivery 2/5"),
            # words that mean something else as well
            *("Neuf, mais cassé", "Ten, który przyszedł", "One, where is it"),
            *("Sei, come sempre, in ritardo", "Două, prinse", "Un, deux, trois"),
            # an ornament
            *(
                "It does not work ⭐",
                "Te iubesc super ⭐ ! 😌",
                "Thank you!! 🌟",
                "⭐ thanks",
            ),
            *("She made us feel like priorities!! 👏 ⭐⭐", "One love"),
        ],
    )
    def test_where_it_is_not_certain_there_is_no_score(self, text: str) -> None:
        assert read_answer(text, CSAT) is None

    def test_both_scales_read_what_they_have(self) -> None:
        nine = Answer(9, "but slow")

        assert (read_answer("9, but slow", NPS), read_answer("9, but slow", CSAT)) == (
            nine,
            None,
        )


# Laws

ASKING = ("still not delivered", "nobody called me", "ancora niente", "wo ist es")


@settings(deadline=None)
@given(
    st.integers(0, 10),
    st.sampled_from(
        ["{}", "{}!", "'{}'", "{} / 10", "vote: {}", "{} - thanks", "a {}"]
    ),
    st.sampled_from([0x30, 0x660, 0x966, 0xFF10]),
)
def test_every_way_to_write_a_digit_is_read_back(
    score: int, way: str, zero: int
) -> None:
    digits = "".join(chr(zero + int(digit)) for digit in str(score))

    assert read_answer(way.format(digits), NPS) == Answer(score)


@settings(deadline=None)
@given(st.integers(1, 5), st.sampled_from("★⭐🌟"), st.booleans())
def test_every_row_of_stars_is_counted(count: int, star: str, spaced: bool) -> None:
    assert read_score((" " if spaced else "").join(star * count), CSAT) == count


@settings(deadline=None)
@given(
    st.integers(0, 10),
    st.sampled_from([", ", "! ", " - ", "\n", "... ", " 😡 "]),
    st.sampled_from(ASKING),
    st.sampled_from(["", "Hi, ", "vote: "]),
)
def test_the_rest_is_what_was_typed(
    score: int, between: str, rest: str, before: str
) -> None:
    answer = read_answer(f"{before}{score}{between}{rest}", NPS)

    assert answer is not None
    assert (answer.score, answer.rest.removeprefix("😡 ")) == (score, rest)


@settings(deadline=None)
@given(st.text())
def test_letters_are_folded_one_by_one(text: str) -> None:
    """What the places of a rest are found by."""
    assert "".join(map(fold, text)) == fold(text)


@settings(deadline=None)
@given(st.text() | st.from_regex(r"[0-9 ,.!/★😡a-z\n-]{1,30}", fullmatch=True))
def test_a_rest_is_part_of_the_text(text: str) -> None:
    answer = read_answer(text, NPS)

    assert answer is None or answer.rest in text


@pytest.mark.parametrize(
    "text",
    [
        *(" " * 10**6 + "4", "★ " * 10**6, "4, " + "1 " * 990, "4 " * 999, "4, " * 660),
        *("4, x" + " " * 1990 + "y", "thanks, " * 240 + "4", "4 " + "😡" * 1990),
        *("4 - " + "- " * 990, "4, " + "а́" * 990, "2" + "\n" * 1990 + "?"),  # noqa: RUF001
    ],
)
def test_whatever_is_written_is_read_at_once(text: str) -> None:
    begun = process_time()
    read_answer(text, CSAT)

    assert process_time() - begun < 0.2


WORDS = st.sampled_from(sorted(NUMBERS))
VOCABULARY = {
    part
    for known in (*ARTICLES, *OUT_OF, *STARS, *POINTS, *POLITE, *NUMBERS, *LEADS)
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

    known = any(part in VOCABULARY for part in (word, bare(word)))
    if not known and not asks_nothing(word):
        assert read_score(text, NPS) is None
        assert read_score(text, CSAT) is None


@pytest.mark.skipif(not TWEETS.exists(), reason="needs the tweets in ../shared/data")
def test_no_real_tweet_is_taken_for_an_answer() -> None:
    """Tweets to brands that open with a mention: none of them answers a survey."""
    with TWEETS.open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    spoken = [" ".join(t for t in text.split() if t[0] != "@") for text in texts]

    assert [text for text in spoken if read_answer(text, NPS) is not None] == []


def asks_nothing(word: str) -> bool:
    """Whether a word by itself is a courtesy, or praise."""
    return is_courtesy(word) or why_not_actionable(word) == "praise"


def bare(word: str) -> str:
    """Take the accents off."""
    letters = unicodedata.normalize("NFD", word.casefold())
    return "".join(c for c in letters if unicodedata.category(c) != "Mn")
