"""Pseudonyms: stable within a deployment, not to be turned back without its key."""

import hmac
from collections.abc import Callable
from hashlib import sha256


def pseudonymiser(key: bytes) -> Callable[[str], str]:
    """Make the function that replaces ids by keyed hashes of 80 bits.

    A plain hash would not do: phone numbers are few enough to try them all.
    """

    def pseudonym(identity: str) -> str:
        return hmac.new(key, identity.encode(), sha256).hexdigest()[:20]

    return pseudonym
