"""Who wants no more surveys, in nine languages, and who wants something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.text.opt_out import LONGEST, opts_out


@pytest.mark.parametrize(
    "text",
    [
        *("STOP", "stop!", "Stop, please.", "unsubscribe", "opt-out", "Leave me alone"),
        *("basta", "Basta!!", "Basta, grazie", "lasciatemi in pace"),
        *("parar", "Chega!", "sair", "por favor, parem"),
        *("dość", "Proszę przestańcie", "wypisz mnie"),
        *("стоп", "Хватит!", "отпишите меня, пожалуйста"),
        *("oprește", "Destul.", "dezabonare", "vă rog opriți"),
        *("baja", "dame de baja", "basta, por favor"),
        *("arrêtez", "Stop svp", "désabonnez-moi"),
        *("Stopp", "aufhören!", "bitte abmelden", "Schluss damit"),
    ],
)
def test_a_word_says_so_where_it_is_the_whole_answer(text: str) -> None:
    assert opts_out(text) == "word"


@pytest.mark.parametrize(
    "text",
    [
        "No more surveys please",
        "Please stop sending me these surveys!",
        "I don't want any more surveys",
        "Unsubscribe me from your surveys",
        "Basta con questi sondaggi",
        "Non voglio più ricevere sondaggi",
        "Não quero mais pesquisas",
        "Nie wysyłajcie mi więcej ankiet",
        "Не присылайте мне больше опросов",  # noqa: RUF001 - Russian
        "Nu mai vreau chestionare",
        "No quiero más encuestas",
        "Ne m'envoyez plus de sondages",
        "Bitte keine weiteren Umfragen",
    ],
)
def test_a_sentence_says_so_at_any_time(text: str) -> None:
    assert opts_out(text) == "sentence"


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "4",
        "Stop the delivery!",
        "The train did not stop",
        "How do I unsubscribe from the newsletter?",
        "Basta che funzioni",
        "Wann ist Schluss mit den Verspätungen?",
        "Your survey does not stop loading",
        "I did the survey, now send me my parcel",
        "Where is the survey?",
        "Stop. My order is late and nobody tells me anything about the survey",
        "Non voglio aspettare ancora",
        "No more delays please",
    ],
)
def test_anything_else_is_a_message(text: str | None) -> None:
    assert opts_out(text) is None


def test_who_writes_more_has_something_else_to_say() -> None:
    assert opts_out("no more surveys " + "x" * LONGEST) is None


@given(st.text(max_size=LONGEST))
def test_any_text_can_be_read(text: str) -> None:
    assert opts_out(text) in {None, "word", "sentence"}
