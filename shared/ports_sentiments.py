"""Who reads the mood of messages, as a Protocol."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from shared.text.moods import Sentiment


class Said(NamedTuple):
    """A customer's words as they came in, and the language they are in, if known."""

    text: str | None
    language: str | None


class Sentiments(Protocol):
    def read(self, said: Sequence[Said]) -> list[Sentiment | None]:
        """The mood of each, in this order; None where there is nothing to read.

        It never fails and never waits long: what a service cannot read now, the
        local model does. Each mood names the model that it is of.
        """
