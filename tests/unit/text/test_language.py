"""The language of messages: nine that are known, others, and none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.text.language import CERTAIN, MOST_KEPT, Guess, _profiles, guess
from shared.text.lexicons import DATA, LANGUAGES

SAID = {
    "en": "Where is my parcel? I have been waiting for two weeks.",
    "it": "Dov'è il mio pacco? Lo aspetto da due settimane.",
    "pt": "Onde está a minha encomenda? Estou à espera há duas semanas.",
    "es": "¿Dónde está mi paquete? Llevo dos semanas esperando.",
    "fr": "Où est mon colis ? J'attends depuis deux semaines.",
    "de": "Wo bleibt mein Paket? Ich warte seit zwei Wochen.",
    "pl": "Gdzie jest moja paczka? Czekam już dwa tygodnie.",
    "ru": "Где моя посылка? Я жду уже две недели.",
    "ro": "Unde este coletul meu? Aștept de două săptămâni.",
}


@pytest.mark.parametrize(("language", "text"), SAID.items(), ids=SAID)
class TestALanguageThatIsKnown:
    def test_is_told_with_confidence(self, language: str, text: str) -> None:
        found = guess(text)

        assert found.language == language
        assert found.confidence >= CERTAIN
        assert found.others == ()

    def test_is_told_in_capitals_too(self, language: str, text: str) -> None:
        assert guess(text.upper()).language == language


def test_names_and_links_are_in_no_language() -> None:
    said = "@AmazonHelp https://example.com/where/is/my/order Dov'è il mio pacco?"

    assert guess(said) == guess("Dov'è il mio pacco?")


@pytest.mark.parametrize(
    "text",
    [
        "Waar blijft mijn pakket? Ik wacht al twee weken.",
        "Var är mitt paket? Jag har väntat i två veckor.",
        "Kde je můj balík? Čekám už dva týdny.",
        "Siparişim nerede? İki haftadır bekliyorum.",  # noqa: RUF001
        "Къде е моята пратка? Чакам от две седмици.",  # noqa: RUF001
        "私の荷物はどこですか",
        "أين طردي",
        "ποῦ εἶναι τὸ δέμα μου",
    ],
)
def test_another_language_is_none_of_the_nine(text: str) -> None:
    assert guess(text).language is None


@pytest.mark.parametrize("text", ["", " ", "😡", "12345", "?!", "https://a.example/b"])
def test_what_has_no_words_has_no_language(text: str) -> None:
    assert guess(text) == Guess(None, 0.0)


def test_two_alphabets_are_the_language_of_most_letters() -> None:
    assert guess("Где моя посылка из Amazon? Я жду уже две недели").language == "ru"


@pytest.mark.parametrize(
    ("text", "language"),
    [("ok grazie", "it"), ("non va", "it"), ("ok", "fr"), ("nada", "es")],
)
def test_a_word_or_two_may_be_in_others_as_well(text: str, language: str) -> None:
    found = guess(text)

    assert found.confidence < CERTAIN
    assert language in {found.language, *found.others}


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_any_text_is_in_one_of_the_nine_or_in_none(text: str) -> None:
    found = guess(text)

    assert found.language in {None, *LANGUAGES}
    assert 0 <= found.confidence <= 1
    assert set(found.others) <= set(LANGUAGES) - {found.language}
    assert not (found.others and found.confidence >= CERTAIN)


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    said = "Wo bleibt mein Paket? " * 20

    assert guess(said) == guess(said + SAID["ru"] * 10_000)


def test_letters_that_become_two_in_lower_case_are_no_more_than_others() -> None:
    assert guess("İ" * 5000).confidence <= 1


def test_no_letters_tell_a_language_beyond_a_word() -> None:
    rows = (DATA / "languages.txt").read_text(encoding="utf-8").splitlines()[1:]

    assert not [row for row in rows if "_" in row.split("\t")[0][1:-1]]
    assert not [row for row in rows if not row.split("\t")[0].strip("_")]


def test_words_are_remembered_within_bounds() -> None:
    for n in range(MOST_KEPT + 1):
        guess(chr(0x4E00 + n))
    words = _profiles().words

    assert len(words) <= MOST_KEPT
