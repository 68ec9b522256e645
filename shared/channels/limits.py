"""Limits of what may be sent: the constants are data of each channel."""

import re
import unicodedata

from shared.errors import BadInput

URL = re.compile(r"https?://\S+")
URL_WEIGHT = 23
# Code points X counts once; all others count twice (platforms.md 3.5).
LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))


def within(text: str, limit: int, what: str, length: int | None = None) -> str:
    """Give the text back.

    Raises:
        BadInput: it is empty, or longer than the limit; tells both lengths.

    """
    counted = len(text) if length is None else length
    if counted > limit:
        raise BadInput(f"{what} may have {limit} characters, not {counted}.")
    if not text.strip():
        raise BadInput(f"{what} must not be empty.")
    return text


def weighted_length(text: str) -> int:
    """Count characters as X does: a link is 23, an ideogram or emoji 2.

    Emoji made of several code points count more here than on X, so that a
    text we let through is never too long there.
    """
    plain, links = URL.subn("", unicodedata.normalize("NFC", text))
    return links * URL_WEIGHT + sum(_weight(ord(sign)) for sign in plain)


def _weight(code: int) -> int:
    return 1 if any(low <= code <= high for low, high in LIGHT) else 2
