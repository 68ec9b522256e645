"""Thanks and farewells, and everything beside them that somebody must read."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.text.courtesies import EVERYWHERE, SPEECHES, Speech
from shared.text.courtesy import KIND, is_courtesy
from shared.text.no_names import NO_NAMES

TWEETS = (
    Path(__file__).parents[4] / "shared" / "data" / "twcs" / "twcs_complete_threads.csv"
)
POLITE = {
    "en": (
        *("thanks", "Thanks!", "THANKS!!!", "thaaaanks", "thx", "ty", "Thank you Anna"),
        *("thank you so much for your help", "Ok, great, thanks!", "no thanks", "ok"),
        *("Thanks for the quick reply, Anna", "Good night!", "will do"),
        *(
            "You're welcome",
            "Have a great day :)",
            "Thanks @brand!",
            "bye bye",
            "@a ok",
        ),
        *("Thank you AmazonHelp", "Thanks Mary Jane!", "i really appreciate it 🙏"),
        *(
            "Okay cool. Thanks again guys 😊",
            "thank you very much - bye!",
            "got it 👍🏽",
        ),
    ),
    "it": (
        *("grazie", "Grazie mille!", "grazieee", "Ok grazie Anna", "va bene, grazie"),
        *(
            "grazie per l'aiuto",
            "Grazie dell\u2019aiuto!",
            "buona giornata",
            "Perfetto!",
        ),
        *(
            "no grazie",
            "Ciao Giulia, grazie",
            "Gentilissimi, ok",
            "D'accordo, a presto",
        ),
    ),
    "pt": (
        *("obrigado", "Obrigada!!", "muito obrigada pela ajuda", "valeu"),
        *("Ok, obrigado Rui", "não obrigado", "Tenha um bom dia", "tudo bem, abraços"),
    ),
    "pl": (
        *("dziękuję", "Dziekuje bardzo!", "dzięki za pomoc", "Dobrze, dziękuję", "ok"),
        *("Pozdrawiam", "miłego dnia", "nie dziękuję", "W porządku 👍"),
    ),
    "ru": (
        *("спасибо", "Спасибо большое)))", "Спасибо, Анна!", "благодарю за помощь"),
        *("хорошо, спасибо", "ок", "до свидания", "всё понятно, спс"),
    ),
    "ro": (
        *("mulțumesc", "Multumesc frumos!", "mersi mult", "ok, mulțumesc Ana"),
        *("mulțumesc pentru ajutor", "o zi frumoasă", "nu mulțumesc"),
    ),
    "es": (
        *("gracias", "¡Muchas gracias!", "Gracias por la ayuda, Ana", "vale gracias"),
        *("no gracias", "hasta luego", "que tengan un buen día", "ok!"),
    ),
    "fr": (
        *("merci", "Merci beaucoup, bonne journée", "merci pour votre aide", "Merciii"),
        *("d'accord merci", "non merci", "Merci Julie", "au revoir", "c\u2019est noté"),
    ),
    "de": (
        *("danke", "Danke schön!", "Vielen Dank für die schnelle Hilfe", "Ok danke"),
        *("nein danke", "Danke Anna", "alles klar", "schönen Abend noch", "Gern"),
        *("Dankeee 😊", "Tschüß", "mit freundlichen Grüßen"),
    ),
}
TO_READ = {
    "en": (
        *("thanks for nothing", "Thanks For Nothing", "THANKS FOR NOTHING"),
        *("thanks, but it still does not work", "ok and when?", "Thanks but no"),
        *("Thanks But No Thanks", "Thanks Still Waiting", "thanks?", "ok? thanks"),
        *("thanks, order 4711", "thanks http://a.example", "Thanks for the wait"),
        *("thanks in advance", "thanks, please call me", "Thanks, help", "thanks help"),
        *("Thank you for cancelling my flight", 'thanks for the "help"', "thanks :("),
        *(
            "thanks 😡",
            "thanks 🙄",
            "yes",
            "no",
            "yes please",
            "please",
            "hello?",
            "stop",
        ),
        *(
            "thanks stop",
            "thanks name",
            "Thanks. Idiots",
            "Goodbye Spotify",
            "so",
            "oh",
        ),
        *("thanks & bye", "Thanks A B C", "thanks (not)", "#thanks", "thanks 100%"),
        *("Thanks Ann Bob Carl", "thank god", "good", "nice", "wow", "thanks IDIOTS"),
        *("can you help me", "it works", "ok it broke again", "thanks to you it broke"),
        *("thanks for", "Thanks LATE", "cool story", "ok whatever", "sure, send it"),
    ),
    "it": (
        *("grazie mille ma non funziona", "Grazie Ma Anche No", "grazie di niente"),
        *("grazie per niente", "grazie in anticipo", "ok e quando?", "ok ma quando"),
        *("Grazie al vostro corriere", "va bene aspetto il rimborso", "aiuto grazie"),
    ),
    "pt": (
        *("obrigado por nada", "obrigado, mas não funciona", "Obrigada Mas Não"),
        *("ok e quando", "desde já obrigado", "bom dia, preciso de ajuda"),
    ),
    "pl": (
        *("dzięki za nic", "dziękuję, ale nadal nie działa", "Dziękuję Ale Nie"),
        *("ok a kiedy", "z góry dziękuję", "dzień dobry, mam problem", "proszę"),
    ),
    "ru": (
        *("спасибо за ничего", "спасибо, но не работает", "Спасибо Нет"),
        *("ок и когда", "заранее спасибо", "добрый день, не работает", "нет"),
    ),
    "ro": (
        *("mulțumesc pentru nimic", "mulțumesc dar nu merge", "Mersi Dar Nu"),
        *("ok și când", "mulțumesc anticipat", "bună ziua, am o problemă"),
    ),
    "es": (
        *("gracias por nada", "gracias pero no funciona", "Gracias Pero No"),
        *("ok y cuándo", "gracias de antemano", "hola, necesito ayuda", "no"),
    ),
    "fr": (
        *("merci pour rien", "merci mais ça ne marche pas", "Merci Pour Rien"),
        *("ok et quand", "merci d'avance", "bonjour, j'ai un problème", "non"),
    ),
    "de": (
        *("danke für nichts", "Danke für Nichts", "danke, aber es geht nicht"),
        *("Danke Aber Nein", "ok und wann", "danke im Voraus", "Danke Betrüger"),
        *("hallo, ich brauche hilfe", "na danke, wieder kaputt", "bitte", "nein"),
    ),
}


def rows(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(language, text) for language, texts in table.items() for text in texts]


@pytest.mark.parametrize(("language", "text"), rows(POLITE))
def test_a_message_that_is_polite_and_nothing_else_is_a_courtesy(
    language: str, text: str
) -> None:
    assert is_courtesy(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Thanks, it works now!", "Thank you, problem solved", "fixed, thank you"),
        *("Grazie, ora funziona tutto", "Obrigado, já está resolvido"),
        *("Dzięki, już działa", "Спасибо, всё работает", "Mulțumesc, s-a rezolvat"),
        *("Gracias, ya funciona", "Merci, c'est réglé", "Danke, hat sich erledigt"),
    ],
)
def test_who_thanks_may_say_that_it_is_solved(text: str) -> None:
    assert is_courtesy(text)


@pytest.mark.parametrize(
    ("text", "thanks"),
    [
        *(("Sure", "thanks"), ("Sounds good", "thanks"), ("Com certeza", "obrigado")),
        *(("Oczywiście", "dziękuję"), ("Конечно", "спасибо"), ("Desigur", "mersi")),
        *(("Por supuesto", "gracias"), ("Bien sûr", "merci"), ("Certamente", "grazie")),
        ("Einverstanden", "danke"),
    ],
)
def test_who_consents_may_answer_what_we_asked(text: str, thanks: str) -> None:
    assert not is_courtesy(f"{text}!")
    assert is_courtesy(f"{text}, {thanks}")


@pytest.mark.parametrize(
    "text",
    [
        *("it works", "Thanks, it works but slowly", "thanks, it works sometimes"),
        *("funziona", "działa", "работает", "merge", "geht", "Danke, geht nicht"),
        *("Спасибо, не работает", "Thanks, not working now", "thanks, problem"),
        # What only scorn says so.
        *("Na toll", "Na super", "Na danke", "No super", "No to super"),
        "Ну спасибо",  # noqa: RUF001 - as it is said
    ],
)
def test_whether_it_is_solved_or_scorn_is_to_be_read(text: str) -> None:
    assert not is_courtesy(text)


@pytest.mark.parametrize(("language", "text"), rows(TO_READ))
def test_a_message_that_says_more_is_to_be_read(language: str, text: str) -> None:
    assert not is_courtesy(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Danke Verspätung", "Danke Kaputt", "Thanks Kaputt", "Danke Geld"),
        *("Thanks Delay", "Ok Crashed", "Thanks Anyone", "Grazie Ritardo"),
        *("Obrigado Quebrado", "Dzięki Opóźnienie", "Спасибо Сломано"),
        *("Mersi Stricat", "Gracias Roto", "Merci Retard", "Merci Cassé"),
    ],
)
def test_a_word_of_displeasure_is_no_name_whatever_its_capital(text: str) -> None:
    assert not is_courtesy(text)


@pytest.mark.parametrize(
    "text", ["👍", "👍🏽", "❤️", "🙏🙏", "😊!", ":)", "<3", "@care ❤"]
)
def test_a_kind_emoji_is_a_courtesy(text: str) -> None:
    assert is_courtesy(text)


@pytest.mark.parametrize(
    "text",
    [None, "", " ", "...", "@care", "😡", "👎", "👍👎", "🇮🇹", "4", "4️⃣", ":(", "❓"],
)
def test_no_word_and_nothing_kind_is_no_courtesy(text: str | None) -> None:
    assert not is_courtesy(text)


def test_many_polite_words_are_too_many() -> None:
    assert is_courtesy("thanks " * 10)
    assert not is_courtesy("thanks " * 20)
    assert not is_courtesy("@a thanks " * 100)


def test_the_accounts_mentioned_do_not_count() -> None:
    assert is_courtesy("@one_long_account @another_long_account " * 4 + "thanks!")


def test_phrases_are_written_so_that_they_can_be_read() -> None:
    """Whole words: what is glued to a choice would be read as a word of its own."""
    glued = re.compile(r"\w\((?! )|(?<! )\)\??\w|\w\?|[^\w|()? ]|\d|  ")
    found = {
        (part, match)
        for speech in (*SPEECHES, EVERYWHERE)
        for part in Speech.__slots__
        for match in glued.findall(getattr(speech, part))
    }

    assert found == set()


# Laws

SAID = st.sampled_from([text for _, text in rows(POLITE)])
NO_NAME = st.sampled_from(NO_NAMES.split())


@settings(deadline=None)
@given(SAID, st.lists(st.sampled_from(["when", "now", "my", "money"]), max_size=3))
def test_a_question_is_never_a_courtesy(text: str, words: list[str]) -> None:
    assert not is_courtesy(f"{text} {' '.join(words)}?")
    assert not is_courtesy(f"{' '.join(words)}? {text}")


@settings(deadline=None)
@given(SAID, st.integers(0, 10**9))
def test_a_number_is_never_a_courtesy(text: str, number: int) -> None:
    assert not is_courtesy(f"{text} {number}")
    assert not is_courtesy(f"{number} {text}")


@pytest.mark.parametrize(
    "text",
    [
        *("Hi", "Hello! 😊", "Hi there", "Good morning Anna", "bom dia", "Dzień dobry"),
        *("Добрый день", "Bună ziua", "Buenos días", "Guten Morgen!"),
    ],
)
def test_who_only_says_hello_is_about_to_ask_something(text: str) -> None:
    assert not is_courtesy(text)


@settings(deadline=None)
@given(SAID, st.sampled_from(sorted(KIND)), st.sampled_from(["", " ", "!", "... "]))
def test_a_kind_emoji_changes_nothing(text: str, kind: str, pause: str) -> None:
    assert is_courtesy(f"{text}{pause}{kind}")
    assert is_courtesy(f"{kind}{pause}{text}")


@settings(deadline=None)
@given(st.sampled_from(["Thanks", "Danke", "Grazie", "Merci", "Спасибо"]), NO_NAME)
def test_no_capital_makes_a_name_of_a_word_that_turns_away(
    thanks: str, word: str
) -> None:
    assert is_courtesy(f"{thanks} Zzyzx")
    assert is_courtesy(f"{thanks} {word.title()}") == is_courtesy(f"{thanks} {word}")


@settings(deadline=None)
@given(st.text(max_size=130) | st.text("thanksok grzie.,!?'", max_size=130))
def test_any_text_is_judged_whomever_it_mentions(text: str) -> None:
    assert is_courtesy(f"@care {text}") == is_courtesy(f"@other_1 {text}")


@pytest.mark.skipif(not TWEETS.exists(), reason="needs the tweets in ../shared/data")
def test_no_real_first_message_is_taken_for_a_courtesy() -> None:
    with TWEETS.open(encoding="utf-8", newline="") as file:
        first = [
            row["text"]
            for row in csv.DictReader(file)
            if row["inbound"] == "True" and not row["in_response_to_tweet_id"]
        ]

    assert len(first) > 1000
    assert [text for text in first if is_courtesy(text)] == []
