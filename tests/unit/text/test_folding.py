"""Letters made comparable, however many different ones come in."""

import pytest

from shared.text.folding import bare, fold


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("ŻÓŁĆ", "zolc"),
        ("Größe", "grosse"),
        ("Ещё", "еще"),
        ("5\ufe0f\u20e3", "5"),
        ("٣", "3"),
        ("👍🏽", "👍"),
        ("re\u200bfund", "refund"),
        ("t\u0336e\u0336r\u0336r\u0336ible", "terrible"),
        ("\ud83d", "\ud83d"),
    ],
)
def test_only_what_tells_letters_apart_is_left(text: str, plain: str) -> None:
    assert fold(text) == plain


def test_a_text_of_every_letter_there_is_changes_nothing_for_the_next() -> None:
    every = "".join(map(chr, range(0x110000)))

    assert bare(every) == bare(every)
    assert bare("żółć") == "zolc"
