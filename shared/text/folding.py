"""Letters made comparable: without accents, invisible characters and skin tones."""

import unicodedata

# A stroke is no mark that comes off; people type Polish without it all the same.
_ALIKE = {"’": "'", "／": "/", "ł": "l", "Ł": "L"}  # noqa: RUF001 - on purpose


def fold(text: str) -> str:
    """Lower the case and make the text bare."""
    return bare(text.casefold())


def bare(text: str) -> str:
    """Take accents and invisible characters off, and make all digits 0 to 9.

    A keycap is a digit with two marks, a skin tone is a mark on an emoji.
    """
    if text.isascii():
        return text
    return "".join(_bare(letter) for letter in unicodedata.normalize("NFD", text))


def _bare(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind == "Nd":
        return str(unicodedata.decimal(letter))
    if kind in {"Mn", "Me", "Cf"} or "\U0001f3fb" <= letter <= "\U0001f3ff":
        return ""
    return _ALIKE.get(letter, letter)
