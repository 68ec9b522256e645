"""Topics: what a message is about, in nine languages and in one's own words."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.topics import Topics
from shared.domain.topics_json import read_topics, write_topics
from shared.errors import BadInput
from shared.text.phrases import Phrases, why_no_term
from shared.text.topic_words import TOPIC_WORDS

DEFAULTS = Topics()

SAID = {
    "en": (
        ("Where is my parcel? It has not arrived", {"delivery"}),
        ("You charged me twice, I want my money back", {"billing", "refund"}),
        ("The app crashes when I log in", {"app", "account"}),
        ("Your driver was rude", {"staff"}),
        ("Internet is down again", {"outage"}),
        ("How do I cancel?", {"cancellation"}),
        ("Is there a discount code", {"price"}),
        ("somebody hacked my account", {"security", "account"}),
        ("Nobody answers the phone, on hold for hours", {"contact"}),
        ("Someone used my card", {"security", "billing"}),
        (
            "I cannot log in, the verification code never arrived",
            {"account", "delivery"},
        ),
    ),
    "it": (
        ("Il pacco non è ancora arrivato", {"delivery"}),
        ("Voglio il rimborso della fattura", {"refund", "billing"}),
        ("L'app non funziona", {"app", "product"}),
        ("Non c'è campo da ieri", {"outage"}),
        ("Vorrei prenotare un tavolo", {"booking"}),
    ),
    "pt": (
        ("Minha encomenda ainda não chegou", {"delivery"}),
        ("Quero o estorno da cobrança", {"refund", "billing"}),
        ("Esqueci a senha", {"account"}),
        ("O motorista foi rude", {"staff"}),
        ("A internet caiu desde manhã", {"outage"}),
    ),
    "pl": (
        ("Gdzie jest moja paczka?", {"delivery"}),
        ("Proszę o zwrot pieniędzy, faktura jest błędna", {"refund", "billing"}),
        ("Aplikacja nie dziala", {"app", "product"}),
        ("Internet nie działa od rana", {"outage", "product"}),
        ("Nie dostaję kodu", {"account"}),
    ),
    "ru": (
        ("Где моя посылка?", {"delivery"}),
        ("Верните деньги, списали дважды", {"refund", "billing"}),
        ("Приложение не работает", {"app", "product"}),
        ("Никто не берёт трубку", {"contact"}),
        ("Почему сняли 500 рублей?", {"billing"}),
    ),
    "ro": (
        ("Coletul nu a ajuns", {"delivery"}),
        ("Vreau rambursarea, factura e greșită", {"refund", "billing"}),
        ("Aplicatia nu merge", {"app", "product"}),
        ("Mi-ați luat banii de două ori", {"billing"}),
        ("De ieri nu avem curent", {"outage"}),
    ),
    "es": (
        ("¿Dónde está mi pedido? El repartidor no vino", {"delivery"}),
        ("Quiero el reembolso de la factura", {"refund", "billing"}),
        ("La aplicación no funciona", {"app", "product"}),
        ("Devuélvanme mi dinero", {"refund"}),
        ("No tengo cobertura", {"outage"}),
    ),
    "fr": (
        ("Mon colis n’est pas arrivé", {"delivery"}),  # noqa: RUF001 - as typed
        ("Je veux un remboursement de la facture", {"refund", "billing"}),
        ("L'application ne fonctionne plus", {"app", "product"}),
        ("La page ne s'ouvre pas", {"app"}),
        ("Ça a cessé de fonctionner", {"product"}),
    ),
    "de": (
        ("Wo bleibt mein Paket?", {"delivery"}),
        ("Die Rechnung ist falsch, ich will eine Erstattung", {"billing", "refund"}),
        ("Die App stürzt ab", {"app"}),
        ("Niemand geht ans Telefon", {"contact"}),
        ("Warum ist das so teuer?", {"price"}),
        ("Jetzt anmelden!", set()),
    ),
}
ROWS = [(code, *row) for code, rows in SAID.items() for row in rows]
OWN = {"topics": {"loyalty": {"en": ["miles", "status match"], "any": ["/gold \\d+/"]}}}


@pytest.mark.parametrize(("language", "text", "topics"), ROWS)
def test_a_new_deployment_knows_the_topics_of_nine_languages(
    language: str, text: str, topics: set[str]
) -> None:
    assert set(Topics().of(text, language)) == topics


@pytest.mark.parametrize(("language", "text", "topics"), ROWS)
def test_without_a_language_no_topic_is_missed(
    language: str,
    text: str,
    topics: set[str],
) -> None:
    assert topics <= set(Topics().of(text))


@pytest.mark.parametrize(
    "text", [None, "", "ok", "@DeliveryHero", "https://a.io/refund"]
)
def test_names_and_links_are_about_nothing(text: str | None) -> None:
    assert Topics().of(text, "en") == ()


def test_every_topic_has_words_in_every_language() -> None:
    missing = [(n, code) for n, by in TOPIC_WORDS.items() for code in SAID.keys() - by]
    wrong = [
        (term, why)
        for by in TOPIC_WORDS.values()
        for said in by.values()
        for term in said
        if (why := why_no_term(term))
    ]

    assert (missing, wrong) == ([], [])


def test_words_of_ones_own_stand_in_place_of_all() -> None:
    topics = read_topics(OWN)
    found = [topics.of(t, "en") for t in ("My MILES?", "Status-match", "gold 7", "app")]

    assert found == [("loyalty",), ("loyalty",), ("loyalty",), ()]


def test_a_language_without_words_is_read_in_all_of_them() -> None:
    assert read_topics(OWN).of("miles", "nl") == ("loyalty",)


def test_words_of_another_language_do_not_count() -> None:
    phrases = Phrases({"gift": {"en": ["gift*"]}, "poison": {"de": ["gift"]}})

    assert phrases.find("gift", "en") == ("gift",)
    assert phrases.find("gift", "de") == ("poison",)


def test_a_phrase_needs_all_its_words_in_order() -> None:
    phrases = Phrases({"lost": {"any": ["lost my bag*"]}})

    assert phrases.find("They LOST my baggage!") == ("lost",)
    assert phrases.find("my bag is lost") == ()
    assert phrases.find("they lost my") == ()


@pytest.mark.parametrize(
    ("term", "why"),
    [
        ("", "has no word"),
        ("!!", "has no word"),
        ("re*", "has fewer than 3 letters before a *"),
        ("de*ver", "has a * that does not end a word"),
        ("wait *", "has a * that does not end a word"),
        ("/(a/", "has a ( without its )"),
        ("//", "matches nothing at all"),
    ],
)
def test_what_is_no_term_says_why(term: str, why: str) -> None:
    assert why_no_term(term) == why


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ([], "topics must be an object"),
        ({}, "topics must be an object"),
        ({"topics": {"A b": {}}}, "topics: a name must be"),
        ({"topics": {"a": {"english": []}}}, "topics.a has a language 'english'"),
        ({"topics": {"a": {"en": "b"}}}, "topics.a.en must be a list"),
        ({"topics": {"a": {"en": [1]}}}, r"topics.a.en\[0\] must be a text"),
        ({"topics": {"a": {"en": ["/(x+)+\\1/"]}}}, r"topics.a.en\[0\] '/.*1, which"),
        ({"topics": {"a": {"en": ["/a/"] * 51}}}, "more than 50 patterns"),
        ({"topics": {f"t{n}": {} for n in range(51)}}, "more than 50 topics"),
    ],
)
def test_an_error_names_topic_and_term(document: Any, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        read_topics(document)


def test_the_topics_are_said_as_they_are_read() -> None:
    assert write_topics(read_topics(OWN)) == OWN
    assert read_topics(write_topics(Topics())) == Topics()


@given(st.text(max_size=300))
@settings(deadline=None)  # the first lays the words out
def test_any_text_has_topics_that_exist(text: str) -> None:
    assert set(DEFAULTS.of(text)) <= set(TOPIC_WORDS)
