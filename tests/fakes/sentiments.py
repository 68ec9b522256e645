"""Moods in memory: the local model's, unless a text is told to have another."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from shared.ports_sentiments import Said
from shared.text.moods import Sentiment
from shared.text.sentiment import understand


@dataclass
class FakeSentiments:
    """``told`` are moods by text, ``asked`` what it was asked at once, each time."""

    told: dict[str, Sentiment] = field(default_factory=dict)
    asked: list[list[Said]] = field(default_factory=list)

    def read(self, said: Sequence[Said]) -> list[Sentiment | None]:
        self.asked.append(list(said))
        return [self.told.get(s.text or "") or understand(*s) for s in said]
