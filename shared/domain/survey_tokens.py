"""The token in the link to a survey's page: who may answer, and until when.

48 letters of base64url: a version, when it expires, an id, and a signature by the
deployment's key. The id is a keyed hash of person and survey, which only the table
can tell apart from any other: nothing of the customer is in a link that others may
see on its way. Equal arguments give equal tokens, so asking twice is one link.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

LENGTH = 48  # letters
_VERSION = b"\x01"
_SECONDS = 5  # bytes, since the epoch
_ID = 14  # bytes; nobody has to guess it, since the token is signed
_SIGNATURE = 16  # bytes


@dataclass(frozen=True, slots=True)
class SurveyToken:
    """The id of a link, and when it expires, in whole seconds."""

    id: str
    expires_at: datetime


def link_id(person: str, survey: str, key: bytes) -> str:
    """Return the id of somebody's link to a survey, hexadecimal."""
    return _hash(key, "id", f"{person}|{survey}".encode())[:_ID].hex()


def write_token(token: SurveyToken, key: bytes) -> str:
    """Spell a token out for an address, signed."""
    seconds = int(token.expires_at.timestamp()).to_bytes(_SECONDS)
    said = _VERSION + seconds + bytes.fromhex(token.id)
    return urlsafe_b64encode(said + _signature(said, key)).decode()


def read_token(text: str, key: bytes) -> SurveyToken | None:
    """Read a token of an address; None if it is not ours, or was tampered with."""
    if len(text) != LENGTH or not text.isascii():
        return None
    try:
        content = urlsafe_b64decode(text)
    except Error:
        return None
    said, signature = content[:-_SIGNATURE], content[-_SIGNATURE:]
    # Of all spellings of the same bytes only ours counts.
    is_ours = hmac.compare_digest(signature, _signature(said, key))
    if not is_ours or urlsafe_b64encode(content).decode() != text:
        return None
    seconds = int.from_bytes(said[1 : 1 + _SECONDS])
    expires_at = datetime.fromtimestamp(seconds, UTC)
    return SurveyToken(said[1 + _SECONDS :].hex(), expires_at)


def _signature(said: bytes, key: bytes) -> bytes:
    return _hash(key, "signature", said)[:_SIGNATURE]


def _hash(key: bytes, purpose: str, said: bytes) -> bytes:
    """HMAC-SHA256 (RFC 2104) under a key of its own for each purpose."""
    own = hmac.digest(key, f"survey link {purpose}".encode(), sha256)
    return hmac.digest(own, said, sha256)
