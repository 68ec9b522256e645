"""How long a post is: X counts weights, not characters.

Source: docs.x.com, Counting Characters; twitter-text, configuration version 3
and its rules for links. X knows all top-level domains, we only some: what may be
a link and may be none counts as the longer of the two.
"""

import re
import unicodedata

LINK_WEIGHT = 23
EMOJI_WEIGHT = 2
LONGEST_LINK = 4_096
# Code points X counts once; all others count twice.
LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))

# Ends of domains that X surely makes a link of.
_SURE = (
    "com|org|net|info|biz|edu|gov|int|eu|app|dev|shop|store|online|site"
    "|at|au|be|br|ca|ch|cl|cn|co|cz|de|dk|es|fi|fr|gr|hr|hu|ie|il|in|io|it|jp|kr"
    "|lu|ly|me|mx|nl|no|nz|pl|pt|ro|ru|se|si|sk|tr|tv|tw|ua|uk|us|za"
)
# The links X surely sees: at least these characters belong to them. One of t.co
# is left out, for X ends it earlier than others.
_LINK = re.compile(
    rf"""
    (?<![a-z0-9@\uff20$\#\uff03\u202a-\u202e])
    (?:(?P<scheme>https?://)|(?<![-_./]))
    (?!t\.co(?![a-z0-9.-]))
    (?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:{_SURE})(?![a-z0-9@+-])
    (?::[0-9]+)?
    (?:/(?:[a-z0-9!*';:=+,.$/%\#\[\]\-_~@|&]*[a-z0-9+\-=_\#/])?)?
    (?:\?[a-z0-9!?*'();:&=+$/%\#\[\]\-_.,~|@]*[a-z0-9\-_&=\#/])?
    """,
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
# Every link has a dot with a top-level domain behind it, two letters or more.
_MAYBE_LINK = re.compile(r"\.(?=[^\W\d_](?:\w|[^\x00-\x7f]))")
_MAYBE_WEIGHT = LINK_WEIGHT - len("t.co")

_PICTURE = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2"
    "\u25aa-\u25fe\u2600-\u27bf\u2934\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001faff](?:\ufe0f|[\U0001f3fb-\U0001f3ff])?"
)
# A flag, a keycap, or a picture with its colour, region and joined pictures
# (Unicode, UTS 51).
_EMOJI = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}|[#*0-9]\ufe0f?\u20e3"
    f"|{_PICTURE}[\U000e0020-\U000e007f]*(?:\u200d{_PICTURE})*"
)


def weighted_length(text: str) -> int:
    """Count a post as X does: a link is 23, an ideogram or emoji 2.

    Never less than X counts, unless emoji are joined that no font has joined.
    More by up to 19 for each word that might be a link, a bare domain longer
    than 23, or a link of t.co.
    """
    whole = unicodedata.normalize("NFC", text)
    total = begin = 0
    for link in _LINK.finditer(whole):
        total += _plain(whole[begin : link.start()]) + _linked(link)
        begin = link.end()
    return total + _plain(whole[begin:])


def _linked(link: re.Match[str]) -> int:
    length = len(link[0])
    is_sure = link["scheme"] is not None and length <= LONGEST_LINK
    return LINK_WEIGHT if is_sure else max(LINK_WEIGHT, length)


def _plain(text: str) -> int:
    signs, emoji = _EMOJI.subn("", text)
    links = len(_MAYBE_LINK.findall(text))
    written = sum(_weight(ord(sign)) for sign in signs)
    return emoji * EMOJI_WEIGHT + written + links * _MAYBE_WEIGHT


def _weight(code: int) -> int:
    return 1 if any(low <= code <= high for low, high in LIGHT) else 2
