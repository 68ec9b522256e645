"""What the functions need to know in secret."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol


class Secrets(Protocol):
    def channel(self, channel: str) -> Mapping[str, Any]:
        """A channel's secrets; empty where none are set (nothing verifies then)."""

    def key(self) -> bytes:
        """The deployment's own key, for pseudonyms and cursors."""

    def link_keys(self) -> Sequence[bytes]:
        """What signs the links to surveys, newest first; the own key unless told.

        A link by any of them is ours; a new one is made with the newest.
        """

    def events(self) -> Mapping[str, Any]:
        """What signs events, and what opens the customer card; empty where not set.

        ``secrets`` are by subscriber, newest first; ``card`` is a bearer token.
        """
