"""An automatic text fits every channel, with the link that X puts behind it."""

import pytest

from shared.channels.automatic import check_fits
from shared.errors import BadInput


@pytest.mark.parametrize("text", ["a" * 256, "ж" * 256, "日" * 128])
def test_what_fits_a_post_with_a_link_fits(text: str) -> None:
    assert check_fits(text, "invitation.en") is None  # type: ignore[func-returns-value] # nothing is raised


@pytest.mark.parametrize("text", ["a" * 257, "日" * 129])
def test_what_is_longer_names_field_and_platform(text: str) -> None:
    with pytest.raises(BadInput, match=r"^invitation\.en is too long\. A post may"):
        check_fits(text, "invitation.en")


def test_a_long_link_is_short_on_x_only() -> None:
    text = f"See https://www.example.com/{'a' * 1_000}"

    with pytest.raises(BadInput, match="An Instagram message may have 1000 bytes"):
        check_fits(text, "invitation.en")
