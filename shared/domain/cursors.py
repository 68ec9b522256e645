"""Cursors that nobody can forge: the place where a page ends, sealed with our key.

A seal holds for one question: the same cursor for another list or other filters
is none of ours, so nobody is led to a place that was never shown to him.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256

_SEAL = 16  # bytes
PATTERN = "^([A-Za-z0-9_-]{22,1500})?$"  # an empty one is that of the first page


def seal(place: str, question: str, key: bytes) -> str:
    """Spell a place out as the cursor of a question's next page."""
    said = place.encode()
    sealed = urlsafe_b64encode(_seal(said, question, key) + said)
    return sealed.decode().rstrip("=")


def unseal(cursor: str, question: str, key: bytes) -> str | None:
    """Read the place of a cursor; None if it is not one of this question."""
    if not cursor.isascii():
        return None
    try:
        content = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except ValueError:
        return None
    given, said = content[:_SEAL], content[_SEAL:]
    if not hmac.compare_digest(given, _seal(said, question, key)):
        return None
    return said.decode()


def _seal(said: bytes, question: str, key: bytes) -> bytes:
    """HMAC-SHA256 (RFC 2104) under a key of its own for each question."""
    own = hmac.digest(key, f"cursor of {question}".encode(), sha256)
    return hmac.digest(own, said, sha256)[:_SEAL]
