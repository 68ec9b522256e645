"""How a message is read: in the language of its talk where it does not tell its own.

What is stored with a message is what its own words say, and by that it is routed
or flushed, so that no entry depends on which message came first. The fold, which
knows the talk, reads it for everything else.
"""

from dataclasses import replace

from shared.domain.log import Entry
from shared.text.sentiment import weighed


def language_told(entry: Entry) -> str | None:
    """The language of a message that tells it by itself; None: it does not."""
    return None if entry.moods else entry.language


def in_its_talk(entry: Entry, language: str | None) -> Entry:
    """Read a message in the language of its talk, if it may be in that one."""
    if language is None or not entry.moods or language not in entry.moods:
        return entry
    negative, positive = entry.moods[language]
    neutral = round(1 - negative - positive, 3)
    mood = weighed([negative, neutral, positive])
    return replace(
        entry,
        language=language,
        sentiment=mood.label,
        sentiment_score=mood.score,
        sentiment_model=entry.moods_model,
        p_negative=mood.negative,
        p_neutral=mood.neutral,
        p_positive=mood.positive,
    )
