"""Hear a message that was flushed: the entry that says it asks for an answer."""

from collections.abc import Iterable

from shared.domain.cases import Step, why_passed_over
from shared.domain.commands import Act
from shared.domain.log import Entry
from shared.domain.settings import Rules
from shared.errors import Conflict, NotFound


def unflush(log: Iterable[Step], act: Act, message: str, rules: Rules) -> Entry:
    """Say that a message which was flushed does ask for an answer.

    Raises:
        NotFound: there is no such message. Conflict: it was not flushed.

    """
    steps = [s for s in log if s.entry.kind == "message_received"]
    found = next((s for s in steps if s.entry.id == message), None)
    if found is None:
        raise NotFound(f"The customer has written no message {message!r}.")
    if why_passed_over(found, rules) is None:
        raise Conflict("The message was not flushed.", code="not_flushed")
    return Entry(
        at=act.at,
        id=f"unflushed-{message}",
        kind="unflushed",
        agent=act.agent,
        target=message,
    )
