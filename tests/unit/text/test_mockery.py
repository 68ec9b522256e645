"""Praise that means its opposite, and praise that is meant."""

import pytest

from shared.text.sentiment import understand


def label(text: str, language: str = "en") -> str:
    mood = understand(text, language)
    assert mood is not None
    return mood.label


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Great service /s", "en"),
        ("Best airline ever #not", "en"),
        ("I love waiting in line #sarcasm", "en"),
        ("ótimo atendimento #sqn", "pt"),
        ("super Service #Sarkasmus", "de"),
        ("Great service 🙃", "en"),
    ],
)
def test_a_mark_turns_praise_round(text: str, language: str) -> None:
    assert label(text, language) == "negative"


@pytest.mark.parametrize(
    "text", ["Great service at gate 5/s", "Great service #notbad", "lovely day 😍🙃"]
)
def test_what_only_looks_like_a_mark_is_none(text: str) -> None:
    assert label(text) == "positive"


def test_praise_in_quotation_marks_or_struck_out_is_not_meant_names_are() -> None:
    struck = "".join(f"{letter}\u0336" for letter in "great")

    assert label('your "great" service') == "negative"
    assert label("euer „toller“ Service", "de") == "negative"
    assert label(f"your {struck} service") == "negative"
    assert label('I watched "Great Love" on your flight') == "positive"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Bag lost again, bravo 👏👏👏", "en"),
        ("complimenti, pacco perso di nuovo", "it"),
        ("Great, another delay", "en"),
        ("Super, schon wieder Verspätung", "de"),
        ("Thanks for losing my bag", "en"),
        ("Merci pour le retard", "fr"),
        ("dzięki za opóźnienie", "pl"),
    ],
)
def test_who_applauds_or_thanks_for_what_is_bad_mocks(text: str, language: str) -> None:
    assert label(text, language) == "negative"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("bravo 👏👏👏", "en"),
        ("Thanks for fixing my problem so quickly", "en"),
        ("My bag was lost and you found it in an hour, excellent work, bravo!", "en"),
        ("Danke für die schnelle Hilfe bei der Störung", "de"),
    ],
)
def test_who_praises_something_else_as_well_means_it(text: str, language: str) -> None:
    assert label(text, language) == "positive"
