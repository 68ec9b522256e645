"""Letters made comparable: without accents, invisible characters and skin tones."""

import unicodedata

# A stroke is no mark that comes off; people type Polish without it all the same.
_ALIKE = {"’": "'", "／": "/", "ł": "l", "Ł": "L"}  # noqa: RUF001 - on purpose
MOST_KEPT = 2000  # letters remembered; what comes in may be made to fill the memory


def fold(text: str) -> str:
    """Lower the case and make the text bare."""
    return bare(text.casefold())


def bare(text: str) -> str:
    """Take accents and invisible characters off, and make all digits 0 to 9.

    A keycap is a digit with two marks, a skin tone is a mark on an emoji.
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFD", text).translate(_BARE)


class _Bare(dict[int, str]):
    """What each letter becomes, told when it is first met."""

    def __missing__(self, code: int) -> str:
        if len(self) >= MOST_KEPT:
            self.clear()
        self[code] = _bare(chr(code))
        return self[code]


def _bare(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind == "Nd":
        return str(unicodedata.decimal(letter))
    if kind in {"Mn", "Me", "Cf"} or "\U0001f3fb" <= letter <= "\U0001f3ff":
        return ""
    return _ALIKE.get(letter, letter)


_BARE = _Bare()
