"""How a message is read: in the language of its talk, and again by a newer model.

What is stored with a message is what its own words say, and by that it is routed
or flushed, so that no entry depends on which message came first. The fold, which
knows the talk, reads it for everything else. What a newer model understands of it
is an entry of its own, of the same instant. Cases, clocks and routing stay as they
were; one that counts is what the message says in the timeline and the numbers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from shared.domain.log import Entry
from shared.text.moods import weighed


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


def understood_again(entries: Iterable[Entry]) -> Mapping[str | None, list[Entry]]:
    """What was understood of messages after they came in, by their ids, latest last."""
    found: dict[str | None, list[Entry]] = {}
    for entry in entries:
        if entry.kind == "understood":
            found.setdefault(entry.target, []).append(entry)
    for again in found.values():
        again.sort(key=lambda e: (e.processed_at or e.at, e.id))
    return found


def in_force(message: Entry, again: Sequence[Entry]) -> Entry:
    """A message as it is read now: by the latest that counts, or as it came in."""
    latest = next((e for e in reversed(again) if e.counts), None)
    if latest is None:
        return message
    return replace(
        message,
        language=latest.language,
        sentiment=latest.sentiment,
        sentiment_score=latest.sentiment_score,
        sentiment_model=latest.sentiment_model,
        p_negative=latest.p_negative,
        p_neutral=latest.p_neutral,
        p_positive=latest.p_positive,
        topics=latest.topics,
    )
