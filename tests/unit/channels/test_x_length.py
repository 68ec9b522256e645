"""A post counts as it does on X, or a little more where only X can know."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local.simulated_x_length import weight as played
from shared.channels.parts import split
from shared.channels.x_length import weighted_length
from tests.unit.channels.samples import outbound

KANA = "あ"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
INVITATION = "https://x.com/messages/compose?recipient_id=2000000001"
LONG = "https://shop.it/track/parcels?number=IT-2026-000-000-001&lang=it#status"


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("", 0),
        ("Grüße, Πώς, Привет", 18),
        (KANA * 140, 280),
        ("e\u0301", 1),
        ("“quoted” → yes…", 17),
        ("❤️", 2),
        ("👍🏽", 2),
        ("🇮🇹🇩🇪", 4),
        ("1️⃣", 2),
        (FAMILY, 2),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 2),
        ("©", 2),
        (INVITATION, 23),
        (LONG, 23),
        (f"See {LONG}, please.", 23 + 13),
        (f"({LONG})", 25),
        ("http://a.co", 23),
        ("HTTPS://SHOP.COM:8080/A", 23),
        (" ".join(["bit.ly"] * 40), 40 * 23 + 39),
        ("Write to anna@shop.com", 22 + 19),
    ],
)
def test_a_text_has_the_weight_x_says(text: str, weight: int) -> None:
    assert weighted_length(text) == weight


@pytest.mark.parametrize(
    ("text", "on_x"),
    [
        ("https://t.co/abc" + KANA * 200, 423),
        ("https://shop.com/abc" + KANA * 200, 423),
        ("http://localhost/" + "a" * 300, 317),
        ("https://shop.unheardof/" + "a" * 300, 323),
        ("https://t.co/abc/" + "a" * 300, 23 + 301),
        ("@shop.com/" + "a" * 300, 310),
        ("x.shop.com/" + "a" * 300, 23),
        ("https://müller.de", 23),
        ("https://☃.net", 23),
        ("a.com。b.com", 23 + 2 + 23),
        ("https://shop.com@" + "a" * 300, 317),
        ("https://shop.com/" + "a" * 5000, 5017),
    ],
)
def test_what_only_x_knows_to_be_a_link_is_never_counted_too_low(
    text: str, on_x: int
) -> None:
    assert weighted_length(text) >= on_x


@pytest.mark.parametrize("text", ["z.B.", "9.30 p.m.", "1.5 kg", "Yes...", "a . b"])
def test_a_dot_that_ends_no_domain_costs_nothing(text: str) -> None:
    assert weighted_length(text) == len(text)


WORDS = st.sampled_from(
    [
        "a", "B", "9", ".", "..", ",", "-", "_", "/", "@", "#", "?", "=", "(", ")",
        " ", "\n", "ü", "→", KANA, "。", "❤️", "👍🏽", "🇮🇹", FAMILY, "\u200d", "\ufe0f",
        "http://", "https://", "www.", ".com", ".it", ".de", ".ly", ".co", "t.co",
        "shop.com", "shop.zz", "bit.ly/a", "/path", "?q=1", ":80", "a@b.com",
    ]
)  # fmt: skip


@given(st.lists(WORDS, max_size=20).map("".join))
def test_we_never_count_less_than_the_platform_played(text: str) -> None:
    assert weighted_length(text) >= played(text)


@given(st.lists(WORDS, max_size=40).map("".join))
def test_every_part_of_a_long_answer_is_taken_by_the_platform_played(text: str) -> None:
    whole = outbound(
        channel="x", visibility="public", reply_to="post:77", text=f"Dear {text * 3}"
    )
    if weighted_length(whole.text) <= 600:
        assert all(played(part.text) <= 280 for part in split(whole))
