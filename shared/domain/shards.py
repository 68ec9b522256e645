"""In which of a few even parts a person is counted."""

from hashlib import sha256

SHARDS = 8


def shard_of(person: str) -> int:
    return sha256(person.encode()).digest()[0] % SHARDS
