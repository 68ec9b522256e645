"""Urgency: a sum of reasons, found in nine languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.text.judgements import MOST_URGENT
from shared.text.phrases import why_no_term
from shared.text.urgency import WEIGHTS, judge
from shared.text.urgency_words import URGENCY_WORDS

LANGUAGES = ("en", "it", "pt", "pl", "ru", "ro", "es", "fr", "de")
SAID = {
    "safety": (
        "The charger caught fire",
        "Il caricatore ha preso fuoco",
        "O carregador pegou fogo",
        "Ładowarka się zapaliła",
        "Зарядка загорелась",
        "Încărcătorul a luat foc",
        "El cargador se incendió",
        "Le chargeur a pris feu",
        "Das Ladegerät ist explodiert",
    ),
    "vulnerable": (
        "My grandmother needs her insulin",
        "Mia nonna ha bisogno di aiuto",
        "Minha avó precisa de ajuda",
        "Jestem osobą niepełnosprawną",
        "Я инвалид первой группы",
        "Bunica mea are nevoie de ajutor",
        "Mi abuela necesita ayuda",
        "Je suis en fauteuil roulant",
        "Ich sitze im Rollstuhl",
    ),
    "legal": (
        "My lawyer will write to you",
        "Vi scriverà il mio avvocato",
        "Vou ao Procon",
        "Zgłoszę to do UOKiK",
        "Подам в суд",
        "Fac plângere la ANPC",
        "Hablaré con mi abogado",
        "Je vais porter plainte",
        "Ich gehe zum Anwalt",
    ),
    "threat_to_leave": (
        "You lost a customer, cancel my contract",
        "Passo a un altro operatore, mai più",
        "Vou mudar de operadora",
        "Rezygnuję z waszych usług",
        "Ухожу к другому оператору",
        "Reziliez contractul",
        "Me doy de baja",
        "Je change d'opérateur",
        "Ich werde kündigen",
    ),
    "media_threat": (
        "I will go to the press",
        "Ne parlerò con i giornalisti",
        "Vou à imprensa",
        "Opowiem o tym dziennikarzom",
        "Напишу журналистам",
        "Voi scrie la presă",
        "Hablaré con un periodista",
        "Je vais contacter un journaliste",
        "Ich gehe damit an die Presse",
    ),
    "repeated_contact": (
        "This is the third time I ask, I have called 5 times",
        "È la terza volta che scrivo",
        "É a terceira vez que reclamo",
        "Piszę już trzeci raz",
        "Пишу третий раз",
        "Vă scriu a treia oară",
        "Es la tercera vez que escribo",
        "C'est la troisième fois que j'écris",
        "Ich habe schon 3 mal angerufen",
    ),
}
ROWS = [
    (reason, language, text)
    for reason, texts in SAID.items()
    for language, text in zip(LANGUAGES, texts, strict=True)
]
CALM = (
    *("Where is my order?", "Thank you!", "My package is late", "", "I love it"),
    *("Dov'è il mio pacco?", "Onde está meu pedido?", "Gdzie jest moja paczka?"),
    *("Где мой заказ?", "Unde este coletul meu?", "¿Dónde está mi paquete?"),
    *("Où est mon colis ?", "Wo ist mein Paket?", "Do you have a sale?"),
)
# Words of a danger or a court that mean something else where they stand.
HARMLESS = (
    *(("de", "Das Gericht war kalt"), ("de", "Das brennt auf der Zunge")),
    *(("fr", "sandwich à l'avocat"), ("fr", "urgences dentaires, vous remboursez")),
    *(("pt", "vou processar o pagamento"), ("pt", "a concorrência é grande")),
    *(("ru", "телефон умер"), ("ro", "a murit telefonul"), ("de", "Handy gestorben")),
    *(("en", "amazing hospitality"), ("en", "I work at the hospital")),
    *(("en", "My name is Sue"), ("en", "You are killing it"), ("en", "dead battery")),
    ("en", "Hello from the legal department"),
)
# Dangers and threats that nobody should miss.
GRAVE = (
    *(
        ("en", "safety", "I want to die"),
        ("it", "safety", "Un pezzo di vetro nel pane"),
    ),
    *(
        ("es", "safety", "Me intoxiqué con la comida"),
        ("de", "safety", "Der Akku brennt"),
    ),
    *(
        ("fr", "safety", "Un morceau de verre dedans"),
        ("pt", "safety", "vidro na comida"),
    ),
    *(("ro", "safety", "telefonul arde"), ("de", "legal", "Wir sehen uns vor Gericht")),
    *(
        ("fr", "legal", "J'en parle à mon avocat"),
        ("pt", "legal", "Vou processar vocês"),
    ),
    *(("ru", "vulnerable", "Умерла мама"), ("ru", "legal", "Встретимся в суде")),
)


@pytest.mark.parametrize(("reason", "language", "text"), ROWS)
def test_a_reason_is_found_in_its_language_and_without_one(
    reason: str, language: str, text: str
) -> None:
    assert reason in judge(text, language).reasons
    assert reason in judge(text).reasons


@pytest.mark.parametrize("text", CALM)
def test_an_ordinary_message_is_not_urgent(text: str) -> None:
    assert judge(text).score == 0


@pytest.mark.parametrize(("language", "text"), HARMLESS)
def test_a_word_that_means_something_else_is_no_reason(
    language: str, text: str
) -> None:
    assert judge(text, language).reasons == ()


@pytest.mark.parametrize(("language", "reason", "text"), GRAVE)
def test_a_danger_or_a_threat_is_not_missed(
    language: str, reason: str, text: str
) -> None:
    assert reason in judge(text, language).reasons


def test_the_score_is_the_sum_of_its_reasons() -> None:
    found = judge("Still waiting. I will sue you", "en", sentiment_score=-0.95)

    assert found.reasons == ("legal", "repeated_contact", "strong_negative")
    assert found.score == sum(WEIGHTS[reason] for reason in found.reasons)


@pytest.mark.parametrize(
    ("score", "followers", "reasons"),
    [
        (-0.94, 10_000, ("strong_negative", "reach")),
        (-0.93, 9_999, ()),
        (None, None, ()),
    ],
)
def test_mood_and_reach_count_beside_the_words(
    score: float | None, followers: int | None, reasons: tuple[str, ...]
) -> None:
    assert judge("hm", sentiment_score=score, followers=followers).reasons == reasons


def test_danger_comes_before_every_single_threat() -> None:
    assert max(WEIGHTS, key=lambda reason: WEIGHTS[reason]) == "safety"


def test_every_word_can_be_found() -> None:
    wrong = [
        (term, why)
        for by in URGENCY_WORDS.values()
        for said in by.values()
        for term in said
        if (why := why_no_term(term))
    ]

    assert wrong == []


@given(st.text(max_size=300), st.none() | st.floats(-1, 1), st.none() | st.integers(0))
def test_any_message_has_a_score_in_the_range(
    text: str, score: float | None, followers: int | None
) -> None:
    found = judge(text, sentiment_score=score, followers=followers)

    assert 0 <= found.score <= MOST_URGENT
    assert (found.score == 0) == (found.reasons == ())
