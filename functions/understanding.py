"""Understand the messages of some days again, by the model that is in use now.

What it says is kept beside what was understood when they came in. Unless it is
asked to count it changes no number; cases, clocks and routing it never changes.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Any, NamedTuple

from functions.daily import days_asked
from shared.domain.intake import begin_again, finish_again
from shared.domain.log import PREFIX, Entry, in_order
from shared.domain.readings import in_force, understood_again
from shared.domain.times import to_text
from shared.errors import BadInput
from shared.kpis.days import bounds
from shared.observability import logger
from shared.ports import Ports
from shared.ports_sentiments import Said

READERS = 8
CHUNK = 256  # logs in memory at once
AT_ONCE = 25  # messages whose moods are asked for together
WHAT = ("messages", "understood", "known", "without_words")


class Message(NamedTuple):
    """A person's message, what was understood of it since, and if it was deleted."""

    person: str
    entry: Entry
    again: Sequence[Entry]
    deleted: bool

    @property
    def has_words(self) -> bool:
        return not self.deleted and bool((self.entry.text or "").strip())


def understand_again(request: dict[str, Any], ports: Ports) -> dict[str, Any]:
    """Understand the messages of local days: ``{"from", "to", "counts"?}``.

    With ``counts`` the numbers of these days, computed again, are by this model.
    A repeat writes nothing new.

    Returns:
        How many ``messages`` there are, and of these ``understood`` now,
        ``known`` by this model before, and ``without_words``: deleted since, or
        nothing but files.

    Raises:
        BadInput: a date or ``counts`` is malformed, the range is reversed or too
            long, or reaches beyond today.

    """
    counts = request.get("counts", False)
    if not isinstance(counts, bool):
        raise BadInput("Give 'counts' as true or false.")
    days = days_asked(request, ports)
    found = Counter[str](dict.fromkeys(WHAT, 0))
    for messages in _messages(days, ports):
        found["messages"] += len(messages)
        said = [m for m in messages if m.has_words]
        found["without_words"] += len(messages) - len(said)
        for start in range(0, len(said), AT_ONCE):
            some = said[start : start + AT_ONCE]
            written = _understood(some, ports, counts=counts)
            ports.log.append(written)
            found["understood"] += len(written)
            found["known"] += len(some) - len(written)
    logger.info("Messages were understood again.", extra={"messages": dict(found)})
    return {**found}


def _messages(days: Sequence[date], ports: Ports) -> Iterator[list[Message]]:
    """The messages of customers of these days, those of some persons at a time."""
    start = bounds(days[0], ports.timezone)[0]
    end = bounds(days[-1], ports.timezone)[1]
    persons = sorted(ports.log.persons_between(start, end))
    since = f"{PREFIX}{to_text(start)}"
    with ThreadPoolExecutor(READERS) as pool:
        for first in range(0, len(persons), CHUNK):
            chunk = persons[first : first + CHUNK]
            logs = pool.map(lambda person: ports.log.read(person, since), chunk)
            yield [
                message
                for person, log in zip(chunk, logs, strict=True)
                for message in _written(person, in_order(log), end)
            ]


def _written(person: str, log: Sequence[Entry], end: datetime) -> Iterator[Message]:
    """What a customer wrote before an instant."""
    again = understood_again(log)
    deleted = {e.target for e in log if e.kind == "message_deleted"}
    for entry in log:
        if entry.kind == "message_received" and entry.at < end:
            gone = not deleted.isdisjoint((entry.id, entry.target or entry.id))
            yield Message(person, entry, again.get(entry.id, ()), gone)


def _understood(
    messages: Sequence[Message], ports: Ports, *, counts: bool
) -> list[tuple[str, Entry]]:
    """What is new of these messages, with whose log it is for."""
    begun = [begin_again(m.entry) for m in messages]
    moods = ports.sentiments.read([Said(e.text, e.language) for e in begun])
    now, rules = ports.clock.now(), ports.settings
    return [
        (message.person, finish_again(entry, mood, now, rules, counts=counts))
        for message, entry, mood in zip(messages, begun, moods, strict=True)
        if mood is not None and not _is_known(message, mood.model, counts=counts)
    ]


def _is_known(message: Message, model: str, *, counts: bool) -> bool:
    """Whether this model has understood it; where it is to count, whether it does."""
    if counts:
        return in_force(message.entry, message.again).sentiment_model == model
    return model in {e.sentiment_model for e in (message.entry, *message.again)}
