"""Whether an echo says what we said, although the platform has altered it.

X puts names before a reply, escapes ``&``, ``<`` and ``>``, gives a link without
a scheme one and wraps it in one of t.co; what that stands for is not always said.
"""

import re
import unicodedata
from collections.abc import Collection
from html import unescape
from itertools import zip_longest

SHORT = re.compile(r"https?://t\.co/[A-Za-z0-9]+")
ANY_LINK = r"(?:[\w-]+\.)+[^\W\d_]{2,}(?:[:/?#]\S*)?"  # once its scheme is gone
SCHEME = re.compile(r"https?://", re.IGNORECASE)
FORMERLY = re.compile(r"\btwitter\.com/", re.IGNORECASE)  # X's own links have either
NAMES = re.compile(r"(?:@\w+ )*", re.ASCII)


def says(echoed: str | None, said: str | None, addressed: Collection[str] = ()) -> bool:
    """Tell whether an echo has the words of ours.

    A t.co link matches any link, for the other side may have it as it was
    typed. ``addressed`` are names the platform put before the echo: ours may
    be among them.
    """
    names, words = _parted(echoed)
    our_names, our_words = _parted(said)
    known = names | {name.casefold() for name in addressed}
    if not names <= our_names <= known:
        return False
    pairs = zip_longest(words.split(" "), our_words.split(" "), fillvalue="")
    return all(_fits(a, b) or _fits(b, a) for a, b in pairs)


def _parted(text: str | None) -> tuple[set[str], str]:
    """Part the names at the head from the rest, whose white space is evened."""
    decoded = unicodedata.normalize("NFC", unescape(text or ""))
    even = " ".join(decoded.split())
    found = NAMES.match(even)
    head = found[0] if found else ""
    names = {name.removeprefix("@").casefold() for name in head.split()}
    return names, even[len(head) :]


def _fits(pattern: str, word: str) -> bool:
    """Match one word; several links joined in it would fit in too many ways."""
    before, *after = SHORT.split(pattern)
    if len(after) != 1:
        return _bare(pattern) == _bare(word)
    pieces = (re.escape(_bare(before)), re.escape(_bare(after[0])))
    return re.fullmatch(ANY_LINK.join(pieces), _bare(word)) is not None


def _bare(text: str) -> str:
    return FORMERLY.sub("x.com/", SCHEME.sub("", text))
