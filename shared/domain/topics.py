"""Topics: what messages are about, by the words of each in each language.

A message may have several. Which it has is found with the words in force when
it was written, and stored with it.
"""

from dataclasses import dataclass, field
from functools import cached_property

from shared.text.phrases import Phrases, Terms
from shared.text.topic_words import TOPIC_WORDS


@dataclass(frozen=True, kw_only=True)
class Topics:
    """The topics in their order: their names, and their words by language.

    The language ``any`` stands for words of all. Terms are as in phrases.py.
    """

    words: Terms = field(default_factory=lambda: TOPIC_WORDS)

    def of(self, text: str | None, *languages: str) -> tuple[str, ...]:
        """The topics of a text that may be in these languages; none: in any."""
        return self._phrases.find(text, *languages)

    @cached_property
    def _phrases(self) -> Phrases:
        return Phrases(self.words)
