"""What a post weighs on X, played: counted in another way than the product does.

Source: docs.x.com, Counting Characters. Of the top-level domains X knows, these
few count here.
"""

import re
import unicodedata

ANY_CASE = re.ASCII | re.IGNORECASE
HOST = re.compile(r"(?:[a-z0-9-]+\.)+(?:com|de|it|ly|co)(?![a-z0-9@+-])", ANY_CASE)
SCHEME = re.compile(r"https?://\Z", ANY_CASE)
TAIL = re.compile(
    r"(?::\d+)?(?:/(?:[!#-'*-;=?-Z_a-z~|]*[#+\-/\w=&])?)?"
    r"(?:\?[!#-;=?-Z_a-z~|]*[#\-/\w=&])?",
    re.ASCII,
)
SHORT_TAIL = re.compile(r"(?:/[a-z0-9]+)?", ANY_CASE)
NOT_BEFORE = re.compile(r"[a-z0-9@#$]\Z", ANY_CASE)
LIGHT = re.compile("[\0-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
REGION = re.compile("[\U0001f1e6-\U0001f1ff]")
CHANGES = re.compile("[\u200d\u20e3\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
JOINER = "\u200d"
LINK = 23


def weight(text: str) -> int:
    """Count a post: 23 for a link, 2 for an emoji or an ideogram."""
    composed = unicodedata.normalize("NFC", text)
    total = begin = 0
    for host in HOST.finditer(composed):
        before = composed[begin : host.start()] if host.start() >= begin else "a"
        typed = SCHEME.sub("", before)
        bare = typed == before
        if NOT_BEFORE.search(typed) or (bare and typed.endswith(("-", "_", ".", "/"))):
            continue
        tail = SHORT_TAIL if host[0].lower() == "t.co" else TAIL
        found = tail.match(composed, host.end())
        total += _signs(typed) + LINK
        begin = found.end() if found else host.end()
    return total + _signs(composed[begin:])


def _signs(text: str) -> int:
    """Count sign by sign; one that changes or joins an emoji weighs nothing."""
    total, before = 0, ""
    for sign in text:
        joined = before == JOINER and not LIGHT.match(sign)
        paired = REGION.match(sign) and REGION.match(before)
        if not (joined or paired or CHANGES.match(sign)):
            total += 1 if LIGHT.match(sign) else 2
        before = "" if paired else sign
    return total
