"""A message as words and signs: what people type, cleared of what says nothing.

Links and accounts mentioned are taken off, whatever the encoding. Every pattern
takes time with the length of the text, and the text is cut first.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

LONGEST = 600  # characters that are read
ROUGHLY = 3000  # looked at to find them: names and links may come first

LINK = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S*", re.IGNORECASE)
MENTION = re.compile(r"(?<![\w@])@\w+")
# Commas are Romanian, not cedillas, and hardly anybody types the Russian ё.
ALIKE = str.maketrans("’‘`´ʼşŞţŢёЁ", "'''''șȘțȚеЕ")  # noqa: RUF001 - as typed
UNSEEN = re.compile(
    "[\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060\u20d0-\u20f0\ufe0e\ufe0f\ufeff"
    "\U0001f3fb-\U0001f3ff]"
)
STROKE = re.compile("[\u0334-\u0338]")
STRUCK = re.compile("(?:[^\\W\\d_]|[\u0334-\u0338])+")
LETTERS = re.compile(r"[^\W\d_]+")
LATIN, CYRILLIC = re.compile("[A-Za-z]"), re.compile("[\u0400-\u04ff]")
LOOKS = ("aceopxyiABCEHKMOPTXI", "асеорхуіАВСЕНКМОРТХІ")  # noqa: RUF001 - so they do
TO_LATIN, TO_CYRILLIC = str.maketrans(LOOKS[1], LOOKS[0]), str.maketrans(*LOOKS)
THRICE = re.compile(r"(.)\1\1")
DRAWN = re.compile(r"([^\W\d_])\1\1", re.IGNORECASE)
TOKEN = re.compile(
    r"(?P<face>[:;=]['^o-]?[)(\]\[DPpOo/\\|*]+(?!\w)|\b[xX]D+\b|</?3+|\^_*\^|-_+-"
    r"|[)]{2,9}|[(]{2,9}|(?<!\S)[)(](?!\S))"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)"
    r"|(?P<dots>\.\.+|…)"
    r"|(?P<stop>[.,;:!?]+)"
    r"|(?P<sign>[\u2190-\u2bff\u3030\U0001f000-\U0001faff])"
)


class Token(NamedTuple):
    """A word in lower case, a ``face`` of signs, an emoji (``sign``), a stop."""

    kind: str
    text: str
    is_loud: bool = False
    is_drawn: bool = False  # "sooo"


def clear(text: str) -> str:
    """Take off links, names of accounts and what is not seen; at most 600 letters.

    Letters of other widths and looks become those that they are read as.
    """
    return _cleared(text[:ROUGHLY])


@lru_cache(maxsize=8)
def _cleared(whole: str) -> str:
    """Remember the last: language and mood ask for one text in turn."""
    if "&" in whole:
        from html import unescape  # noqa: PLC0415 - few messages need its 2 ms

        whole = unescape(whole)
    if whole.isascii():
        whole = whole.replace("`", "'")  # of those alike it is the only one
    else:
        whole = unicodedata.normalize("NFC", whole).translate(ALIKE)
        if STROKE.search(whole):
            whole = STRUCK.sub(_in_quotes, whole)
        whole = UNSEEN.sub("", unicodedata.normalize("NFKC", whole))
        if CYRILLIC.search(whole) and LATIN.search(whole):
            whole = LETTERS.sub(_in_one_alphabet, whole)
    # What no pattern can be found without is looked for first: it takes no time.
    if "/" in whole or "www." in whole.lower():
        whole = LINK.sub(" ", whole)
    if "@" in whole:
        whole = MENTION.sub(" ", whole)
    return " ".join(whole.split())[:LONGEST]


def _in_quotes(word: re.Match[str]) -> str:
    """Quote what is struck out: either says that it is not meant."""
    return f'"{word[0]}"' if STROKE.search(word[0]) else word[0]


def _in_one_alphabet(word: re.Match[str]) -> str:
    """Write a word of two alphabets in the one that all its letters look like."""
    if not (CYRILLIC.search(word[0]) and LATIN.search(word[0])):
        return word[0]
    latin, cyrillic = word[0].translate(TO_LATIN), word[0].translate(TO_CYRILLIC)
    if not CYRILLIC.search(latin):
        return latin
    return word[0] if LATIN.search(cyrillic) else cyrillic


def tokens(plain: str, *, elided: bool = False) -> list[Token]:
    """Cut a cleared text; ``elided``: an apostrophe parts two words.

    A word in capitals is loud, unless all the words are.
    """
    mixed, drawn = plain.upper() != plain, THRICE.search(plain.lower()) is not None
    drawn = drawn and DRAWN.search(plain) is not None
    found = []
    for face, word, dots, stop, sign in TOKEN.findall(plain):
        if word:
            loud = mixed and len(word) > 1 and word.isupper()
            for part in word.lower().split("'") if elided else [word.lower()]:
                long = drawn and DRAWN.search(part) is not None
                found.append(Token("word", part, loud, long))
        elif stop:
            found.append(Token("stop", stop))
        elif sign:
            found.append(Token("sign", sign))
        else:
            found.append(Token("face", face) if face else Token("dots", dots))
    return found
