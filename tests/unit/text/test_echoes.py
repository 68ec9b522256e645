"""An echo says what we said, however the platform has altered it; nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.text.echoes import says

LINK = "https://x.com/messages/compose?recipient_id=9"
WORDS = st.lists(
    st.sampled_from(
        ["Hi", "see", "a.example", "https://b.example/c", "@anna", "&", "été", "5.5"]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)


@pytest.mark.parametrize(
    ("said", "echoed"),
    [
        ("On its way.", " On its\n way. "),
        ("Fish &amp; chips", "Fish & chips"),
        ("Fish & chips", "Fish &amp; chips"),
        ("cafe\u0301", "café"),
        ("See example.com.", "See http://example.com."),
        ("See Example.com/a?b=1&c=2", "See http://Example.com/a?b=1&c=2"),
        ("See https://example.com", "See https://t.co/a1"),
        (
            "See (example.com/a), or b.example!",
            "See (https://t.co/a), or http://t.co/b!",
        ),
        ("Now https://t.co/a1 too", "Now http://example.com/sale too"),
        ("a.example b.example", "http://a.example https://t.co/b"),
        ("https://t.co/a and b.example", "http://a.example and https://t.co/b"),
        (f"Write. {LINK}", f"Write. {LINK}"),
        (f"Write. {LINK}", f"Write. {LINK.replace('x.com', 'twitter.com')}"),
        (f"Write. {LINK}", "Write. https://t.co/a1"),
    ],
)
def test_what_a_platform_alters_makes_no_difference(said: str, echoed: str) -> None:
    assert says(echoed, said)


@pytest.mark.parametrize(
    ("said", "echoed"),
    [
        ("On its way.", "On its way"),
        ("On its way.", "on its way."),
        ("On its way.", None),
        ("See a.example.", "See http://b.example."),
        ("See a.example/1", "See http://a.example/2"),
        ("See a.example", "See https://t.co/a too"),
        ("See a.example", "Use https://t.co/a"),
        ("See you", "See https://t.co/a"),
        ("See a.example b.example", "See https://t.co/a"),
        ("See a.example", "See https://t.co/a https://t.co/b"),
        ("See a.example", "See"),
        ("See", "See a.example"),
        (",".join(["a.example/b"] * 40) + "!", ",".join(["https://t.co/a"] * 20)),
        ("It costs 5.50 euro", "It costs https://t.co/a euro"),
        ("@anna yes", "@bob yes"),
        ("yes", "@bob yes"),
        ("@bob yes", "yes"),
    ],
)
def test_other_words_are_another_message(said: str, echoed: str | None) -> None:
    assert not says(echoed, said)


@pytest.mark.parametrize(
    ("said", "echoed", "addressed"),
    [
        ("yes", "yes", ("rosan",)),
        ("@anna yes", "@anna yes", ("rosan",)),
        ("@Anna yes", "yes", ("rosan", "anna")),
        ("@anna @rosan yes", "@anna yes", ("rosan",)),
    ],
)
def test_names_the_platform_put_before_may_be_ours_or_not(
    said: str, echoed: str, addressed: tuple[str, ...]
) -> None:
    assert says(echoed, said, addressed)


@pytest.mark.parametrize(
    ("said", "echoed", "addressed"),
    [
        ("@anna yes", "yes", ("rosan",)),
        ("@anna yes", "@bob yes", ("anna",)),
        ("yes", "@bob yes", ("bob",)),
    ],
)
def test_names_somebody_wrote_must_be_ours(
    said: str, echoed: str, addressed: tuple[str, ...]
) -> None:
    assert not says(echoed, said, addressed)


@given(WORDS)
def test_every_text_is_its_own_echo(text: str) -> None:
    assert says(text, text)


@given(WORDS, WORDS)
def test_texts_that_differ_without_short_links_are_never_echoes(
    one: str, other: str
) -> None:
    same = one.replace("https://", "") == other.replace("https://", "")

    # The names before a text are compared as a set.
    if not (one + other).count("@"):
        assert says(one, other) == same
