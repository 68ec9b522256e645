"""A message somebody makes up, to see what the routing rules would do with it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from shared.domain.calendar_json import read_fields
from shared.domain.conditions import CUSTOMER_TYPES, Subject
from shared.domain.fields import (
    MOST,
    read_choice,
    read_flag,
    read_list,
    read_number,
    read_text,
    read_whole,
)
from shared.domain.intake import to_entry
from shared.domain.messages import Event
from shared.domain.routing_json import SENTIMENTS, VISIBILITIES, Read
from shared.domain.settings import Rules
from shared.domain.state import Person
from shared.domain.times import from_text
from shared.domain.triage import subject
from shared.errors import BadInput
from shared.text.judgements import FLUSHES

NOBODY = "somebody"
LONGEST = 30_000  # characters, as of a message


def read_subject(value: Any, now: datetime, rules: Rules) -> Subject:
    """Read what a rule may ask about a message: ``{"channel": "x", "text": "…"}``.

    The other fields are those of `Subject`. What is left out is as of the first
    message of somebody unknown, written ``now``; the text is understood as that
    of a message that comes in, its mood by the local model whoever reads moods;
    what is said beside it wins.

    Raises:
        BadInput: names the field.

    """
    said = read_fields(value, "message", tuple(_FIELDS))
    known = {
        name: read(said[name], f"message.{name}")
        for name, read in _FIELDS.items()
        if said.get(name) is not None
    }
    if "channel" not in known:
        raise BadInput("message.channel must be given.")
    text, at = known.pop("text", None), known.pop("at", now)
    event = Event(
        id=NOBODY,
        channel=known["channel"],
        kind="message",
        direction="inbound",
        visibility=known.get("visibility", "private"),
        occurred_at=at,
        received_at=at,
        text=text,
    )
    stranger = Person(id=f"{event.channel}:{NOBODY}")
    found = subject(stranger, to_entry(event, now, rules), rules.at(at))
    return replace(found, at=at, **known)


def _read_instant(value: Any, path: str) -> datetime:
    try:
        return from_text(str(value))
    except BadInput as error:
        raise BadInput(f"{path}: {error.message}") from error


def _read_words(value: Any, path: str) -> str:
    if isinstance(value, str) and len(value) <= LONGEST:
        return value
    raise BadInput(f"{path} must be a text of at most {LONGEST} characters.")


def _read_attributes(value: Any, path: str) -> dict[str, str]:
    given = read_fields(value, path)
    return {name: read_text(text, f"{path}.{name}") for name, text in given.items()}


_count = partial(read_whole, least=0, most=MOST)
_FIELDS: Mapping[str, Read] = {
    "channel": read_text,
    "text": _read_words,
    "at": _read_instant,
    "visibility": partial(read_choice, choices=VISIBILITIES),
    "language": read_text,
    "topics": partial(read_list, read=read_text),
    "sentiment": partial(read_choice, choices=SENTIMENTS),
    "sentiment_score": partial(read_number, least=-1, most=1),
    "urgency": _count,
    "flush": partial(read_choice, choices=FLUSHES),
    "followers": _count,
    "customer_type": partial(read_choice, choices=CUSTOMER_TYPES),
    "earlier_messages": _count,
    "complaints": _count,
    "open_cases": _count,
    "failed_elsewhere": read_flag,
    "attributes": _read_attributes,
}
