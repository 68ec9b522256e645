"""The mood of messages, and texts that are hardly texts."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.text.lexicons import LANGUAGES
from shared.text.moods import LABELS, MODEL, Sentiment
from shared.text.sentiment import understand
from shared.text.words import LONGEST, ROUGHLY

FURIOUS = {
    "en": "Third time my parcel is lost. Terrible service, nobody answers!",
    "it": "Servizio pessimo, il pacco è arrivato rotto e nessuno risponde!",
    "pt": "Péssimo atendimento, o pedido veio quebrado e ninguém responde!",
    "es": "Pésimo servicio, el paquete llegó roto y nadie responde.",
    "fr": "Service lamentable, colis cassé et aucune réponse !",
    "de": "Unverschämt! Das Paket ist kaputt und keiner antwortet.",
    "pl": "Tragiczna obsługa, paczka zniszczona, brak odpowiedzi!",
    "ru": "Ужасный сервис, посылка сломана и никто не отвечает!",
    "ro": "Servicii groaznice, coletul e stricat și nimeni nu răspunde!",
}
GLAD = {
    "en": "Thank you so much, the support was fantastic and very quick!",
    "it": "Grazie mille, assistenza fantastica e velocissima!",
    "pt": "Muito obrigada, atendimento excelente e rápido!",
    "es": "¡Muchas gracias, excelente atención y muy rápida!",
    "fr": "Merci beaucoup, service excellent et très rapide !",
    "de": "Vielen Dank, super Service und sehr schnell!",
    "pl": "Bardzo dziękuję, świetna obsługa i szybka dostawa!",
    "ru": "Большое спасибо, отличный сервис и быстрая доставка!",
    "ro": "Mulțumesc mult, servicii excelente și foarte rapide!",
}
PLAIN = {
    "en": "My train leaves from platform 4",
    "it": "Il mio numero cliente è 4711",
    "pt": "O meu número de cliente é 4711",
    "es": "Mi número de cliente es 4711",
    "fr": "Mon numéro de client est le 4711",
    "de": "Meine Kundennummer ist 4711",
    "pl": "Mój numer klienta to 4711",
    "ru": "Мой номер клиента 4711",
    "ro": "Numărul meu de client este 4711",
}


def mood(text: str, language: str | None = "en") -> Sentiment:
    found = understand(text, language)
    assert found is not None
    return found


def label(text: str, language: str | None = "en") -> str:
    return mood(text, language).label


@pytest.mark.parametrize("language", LANGUAGES)
class TestALanguage:
    def test_has_words_for_anger(self, language: str) -> None:
        assert label(FURIOUS[language], language) == "negative"

    def test_has_words_for_joy(self, language: str) -> None:
        assert label(GLAD[language], language) == "positive"

    def test_has_sentences_that_say_neither(self, language: str) -> None:
        assert label(PLAIN[language], language) == "neutral"

    def test_is_understood_in_capitals(self, language: str) -> None:
        assert label(FURIOUS[language].upper(), language) == "negative"
        assert label(GLAD[language].upper(), language) == "positive"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Pesimo, el telefono llego danado", "es"),
        ("pessima qualita, e gia rotto", "it"),
        ("paczka zginela, obsluga zla", "pl"),
        ("Unverschaemt, das ist fuerchterlich", "de"),
        ("serviciu ingrozitor, coletul s-a pierdut", "ro"),
    ],
)
def test_accents_may_be_left_out(text: str, language: str) -> None:
    assert label(text, language) == "negative"


@pytest.mark.parametrize("apostrophe", ["'", "\u2019", "\u2018", "`"])
def test_a_negation_is_read_with_any_apostrophe(apostrophe: str) -> None:
    said = f"The app doesn{apostrophe}t work and I don{apostrophe}t like it"

    assert mood(said) == mood(said.replace(apostrophe, "'"))
    assert label(said) == "negative"


@pytest.mark.parametrize(
    ("said", "turned", "language"),
    [
        ("this is good", "this is not good", "en"),
        ("è buono", "non è buono", "it"),
        ("das ist gut", "das ist nicht gut", "de"),
        ("это хорошо", "это не хорошо", "ru"),
        ("c'est bon", "ce n'est pas bon", "fr"),
        ("es bueno", "no es bueno", "es"),
        ("to jest dobre", "to nie jest dobre", "pl"),
        ("este bun", "nu este bun", "ro"),
        ("isto é bom", "isto não é bom", "pt"),
    ],
)
def test_a_negation_turns_praise_round(said: str, turned: str, language: str) -> None:
    assert mood(turned, language).score < 0 < mood(said, language).score


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Je ne suis pas content", "fr"),
        ("On n'est pas contents du service", "fr"),
        ("I have never been so disappointed", "en"),
        ("never had such bad service", "en"),
        ("mai stato così deluso", "it"),
        ("nunca fiquei tão decepcionado", "pt"),
        ("nunca estuve tan decepcionado", "es"),
        ("jamais été aussi déçu", "fr"),
        ("noch nie so enttäuscht", "de"),
    ],
)
def test_what_is_negated_in_two_words_or_never_so_bad_is_not_turned_to_praise(
    text: str, language: str
) -> None:
    assert label(text, language) == "negative"


@pytest.mark.parametrize(
    "said",
    [
        "ｔｅｒｒｉｂｌｅ service",  # noqa: RUF001 - of full width
        "tеrriblе sеrvice",  # noqa: RUF001 - with Russian letters
        "𝐭𝐞𝐫𝐫𝐢𝐛𝐥𝐞 service",  # noqa: RUF001 - of mathematicians
        "t\u0334\u0317e\u0334rrible service".replace("\u0334", ""),
    ],
)
def test_letters_are_read_as_what_they_look_like(said: str) -> None:
    assert mood(said) == mood("terrible service")


def test_a_russian_word_with_a_latin_letter_is_russian() -> None:
    assert mood("cпасибо", "ru") == mood("спасибо", "ru")  # noqa: RUF001


def test_a_negation_ends_with_its_clause() -> None:
    assert mood("No, great service").score > mood("No great service").score


def test_what_follows_a_but_weighs_more() -> None:
    praise, blame = "the crew was great", "the delay was terrible"

    assert mood(f"{praise}, but {blame}").score < mood(f"{blame}, but {praise}").score


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("😡", "negative"),
        ("😡😡😡", "negative"),
        ("👎🏿", "negative"),
        ("💔", "negative"),
        ("❤️", "positive"),
        ("❤", "positive"),
        ("👍🏽", "positive"),
        ("😍", "positive"),
        (":)", "positive"),
        (":-(", "negative"),
        ("👩\u200d❤️\u200d👨", "positive"),
        ("🇮🇹", "neutral"),
        ("📦", "neutral"),
    ],
)
@pytest.mark.parametrize("language", [None, "en", "ru", "ja"])
def test_a_picture_says_it_in_any_language(
    text: str, expected: str, language: str | None
) -> None:
    assert label(text, language) == expected


def test_a_skin_tone_is_no_mood() -> None:
    assert {mood(f"👍{tone}") for tone in "🏻🏼🏽🏾🏿"} == {mood("👍")}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Thanks for nothing!", "en"),
        ("Yeah right, great job losing my bag 🙄", "en"),
        ("Grazie per niente", "it"),
        ("Danke für nichts", "de"),
        ("Merci pour rien", "fr"),
        ("Gracias por nada", "es"),
        ("Obrigado por nada", "pt"),
    ],
)
def test_thanks_for_nothing_are_no_thanks(text: str, language: str) -> None:
    assert label(text, language) == "negative"


@pytest.mark.parametrize(
    "text", ["Please help, still waiting for my refund", "no signal"]
)
def test_what_a_complaint_is_made_of_is_not_positive(text: str) -> None:
    """The published VADER scores the first +0.61."""
    assert label(text) == "negative"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I would like the invoice for my order"),
        ("it", "Ho bisogno di una fattura"),
        ("it", "Vorrei una mozzarella di bufala"),
        ("it", "Gradita una risposta"),
        ("it", "Siete riusciti a trovare il mio pacco?"),
        ("it", "A che ora apre la macelleria?"),
        ("it", "Riuscite a dirmi quando arriva il pacco?"),
        ("it", "Sarebbe gradito un riscontro"),
        ("es", "Necesito cambiar mi dirección"),
        ("es", "¿Podrían decirme el horario?"),
        ("es", "Sin otro particular, me despido"),
        ("es", "Me encantaría saber el horario"),
        ("es", "Un diez por ciento de descuento, ¿es correcto?"),
        ("es", "¿Cuál es el mejor plan?"),
        ("fr", "Pourrais-je avoir une facture ?"),
        ("fr", "Au plaisir de vous lire"),
        ("fr", "La boutique est en fermeture exceptionnelle aujourd'hui"),
        ("de", "Bin gestern mit dem ICE gefahren"),
        ("de", "Kann man hier mit Karte bezahlen?"),
        ("de", "Liebe Bahn, wann fährt der nächste Zug?"),
        ("de", "Ich bitte höflich um eine Rechnung"),
        ("de", "Ich freue mich auf Ihre Rückmeldung"),
        ("pl", "Zapłaciłem 300 złotych za przesyłkę"),
        ("pl", "Zamówiłem czujnik czadu, kiedy dojdzie?"),
        ("pl", "Proszę o fakturę. Pozdrawiam"),
        ("pl", "Jakie są zalety tego planu?"),
        ("pl", "Kiedy dojdzie przelew?"),
        ("ru", "Просто хочу узнать, когда придет заказ"),
        ("ru", "Если перейду на ваш тариф, сохранится номер?"),
        ("ru", "Буду признателен за ответ"),
        ("ru", "Как оплатить штраф через приложение?"),
        ("ru", "Можно тариф без интернета?"),
        ("ro", "Sunt în București, unde e magazinul?"),
        ("ro", "Anul trecut am comandat la fel"),
    ],
)
def test_a_plain_request_is_neither_praise_nor_complaint(
    text: str, language: str
) -> None:
    assert label(text, language) == "neutral"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I have never been treated like this"),
        ("it", "Ho perso la fiducia in voi"),
        ("it", "Ho perso ogni speranza"),
        ("pt", "Já tentei várias vezes sem sucesso"),
    ],
)
def test_what_was_lost_or_never_so_is_a_complaint(language: str, text: str) -> None:
    assert label(text, language) == "negative"


@pytest.mark.parametrize(
    "text",
    [
        "Why do you treat customers like this",
        "Sounds like that works",
    ],
)
def test_what_something_is_like_is_no_praise(text: str) -> None:
    assert label(text) != "positive"


def test_another_language_is_neutral_and_known_to_be_a_guess() -> None:
    found = mood("私の荷物はどこですか", None)

    assert (found.label, found.score, found.confidence) == ("neutral", 0.0, 0.0)
    assert (found.negative, found.neutral, found.positive) == (None, None, None)


def test_two_alphabets_are_read_together() -> None:
    assert label("Ваш support это terrible кошмар 😡", "ru") == "negative"


@pytest.mark.parametrize("text", [None, "", "   ", "\n\t", "\u00a0"])
def test_nothing_to_read_has_no_mood(text: str | None) -> None:
    assert understand(text, "en") is None


def test_links_and_names_say_nothing() -> None:
    said = "Where is platform 4?"

    assert mood(f"@GreatHappyLove {said} https://love.example/great") == mood(said)


@pytest.mark.parametrize(
    "text",
    [
        "\ud83d",  # half an emoji, as cut by a platform
        "\x00\x01",
        "\u202egreat\u202c",
        "👩\u200d👩\u200d👧\u200d👦",
        "g\u0300\u0301\u0302reat",
        "но",
        "but but but",
        "{}%s\\",
        "&lt;3 &amp;amp; &#128545;",
        "n't",
        "'''",
    ],
)
@pytest.mark.parametrize("language", [*LANGUAGES, None])
def test_odd_texts_have_some_mood(text: str, language: str | None) -> None:
    assert label(text, language) in LABELS


def test_only_the_beginning_of_a_very_long_text_is_read() -> None:
    beginning = "I hate this. ".ljust(LONGEST, ".")

    assert mood(beginning + " great!" * 10_000) == mood(beginning)


@pytest.mark.parametrize(
    "piece",
    ["😀", "bad but ", "@", ":(", "a'", "nicht ", "&", "e\u0301", "http://", "((", "!"],
)
def test_of_a_hostile_text_no_more_is_looked_at_than_of_a_long_one(piece: str) -> None:
    long = (piece * ROUGHLY)[:ROUGHLY]

    assert understand(piece * 100_000, "de") == understand(long, "de")


@given(st.text(), st.sampled_from([*LANGUAGES, None]))
@settings(max_examples=300, deadline=None)
def test_probabilities_label_and_score_agree(text: str, language: str | None) -> None:
    found = understand(text, language)

    if found is None:
        assert not text.strip()
        return
    assert found.model == MODEL
    if found.negative is None or found.neutral is None or found.positive is None:
        assert (found.label, found.score) == ("neutral", 0.0)
        return
    likely = (found.negative, found.neutral, found.positive)
    assert sum(likely) == pytest.approx(1, abs=0.002)
    assert likely[LABELS.index(found.label)] == max(likely) == found.confidence
    assert found.score == pytest.approx(found.positive - found.negative, abs=1e-9)


def test_importing_it_reads_no_data_and_no_http_client() -> None:
    """Both would be paid for by every cold start."""
    program = (
        "import sys; from shared.text import language, lexicons, sentiment; "
        "caches = lexicons.care, lexicons.general, language._profiles, sentiment._head;"
        "print([c.cache_info().currsize for c in caches], 'requests' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert said.stdout == "[0, 0, 0, 0] False\n"
