"""A message as words and signs: what people type, cleared of what says nothing.

Links and accounts mentioned are taken off, whatever the encoding. Every pattern
takes time with the length of the text, and the text is cut first.
"""

import re
import unicodedata
from dataclasses import dataclass
from html import unescape

LONGEST = 600  # characters that are read
ROUGHLY = 3000  # looked at to find them: names and links may come first

LINK = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S*", re.IGNORECASE)
MENTION = re.compile(r"(?<![\w@])@\w+")
# Commas are Romanian, not cedillas, and hardly anybody types the Russian ё.
ALIKE = str.maketrans("’‘`´ʼşŞţŢёЁ", "'''''șȘțȚеЕ")  # noqa: RUF001 - as typed
UNSEEN = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufe0e\ufe0f\ufeff\U0001f3fb-\U0001f3ff]"
)
TOKEN = re.compile(
    r"(?P<face>[:;=]['^o-]?[)(\]\[DPpOo/\\|*]+(?!\w)|\b[xX]D+\b|</?3+|\^_*\^|-_+-"
    r"|[)]{2,9}|[(]{2,9}|(?<!\S)[)(](?!\S))"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)"
    r"|(?P<dots>\.\.+|…)"
    r"|(?P<stop>[.,;:!?]+)"
    r"|(?P<sign>[\u2190-\u2bff\u3030\U0001f000-\U0001faff])"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word in lower case, a ``face`` of signs, an emoji (``sign``), a stop."""

    kind: str
    text: str
    is_loud: bool = False


def clear(text: str) -> str:
    """Take off links, names of accounts and what is not seen; at most 600 letters."""
    whole = unescape(text[:ROUGHLY]).translate(ALIKE)
    seen = UNSEEN.sub("", unicodedata.normalize("NFC", whole))
    return " ".join(MENTION.sub(" ", LINK.sub(" ", seen)).split())[:LONGEST]


def tokens(plain: str, *, elided: bool = False) -> list[Token]:
    """Cut a cleared text; ``elided``: an apostrophe parts two words.

    A word in capitals is loud, unless all the words are.
    """
    mixed = plain.upper() != plain
    found = []
    for match in TOKEN.finditer(plain):
        kind, text = match.lastgroup or "", match[0]
        if kind == "word":
            loud = mixed and len(text) > 1 and text.isupper()
            parts = text.lower().split("'") if elided else [text.lower()]
            found += [Token(kind, part, loud) for part in parts]
        else:
            found.append(Token(kind, text))
    return found
