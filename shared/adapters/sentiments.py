"""Moods as the product itself reads them: on the spot, for nothing, without I/O."""

from collections.abc import Sequence

from shared.ports_sentiments import Said
from shared.text.moods import Sentiment
from shared.text.sentiment import understand


class LocalSentiments:
    """``shared.ports_sentiments.Sentiments`` by the model of ``shared/text``."""

    def read(self, said: Sequence[Said]) -> list[Sentiment | None]:
        return [understand(text, language) for text, language in said]
