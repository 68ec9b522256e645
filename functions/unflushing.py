"""A supervisor hears a message that was flushed: it counts from its own time on."""

from typing import Any

from functions.attribution import Arrival, Attributed
from functions.customers import show_customer
from functions.http import Request
from functions.linking import find
from functions.storing import store
from shared.domain import unflushing
from shared.domain.cases import replay
from shared.domain.commands import Act
from shared.domain.log import Entry
from shared.domain.state import Person
from shared.errors import NotFound
from shared.ports import Ports


def unflush(customer: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Take back that a message was flushed: ``{"message": content id}``.

    It opens its case, or goes on with one, as if it had only come now, but
    with the time when it was written: what was promised then may be overdue.

    Raises:
        NotFound: no such message. Conflict: it was not flushed.

    """
    act = Act(at=ports.clock.now(), agent=request.caller)
    message = request.body["message"]
    person, log = _writer(customer, message, ports)
    steps = replay(Person(id=person), log, ports.settings)
    entry = unflushing.unflush(steps, act, message, ports.settings)
    store(Attributed(arrivals=[Arrival(person=person, entry=entry)]), ports)
    return show_customer(customer, request, ports)


def _writer(customer: str, message: str, ports: Ports) -> tuple[str, list[Entry]]:
    """Under which of his identities a customer wrote a message, and that log."""
    logs = {person: ports.log.read(person) for person in find(customer, ports).cards}
    for person, log in logs.items():
        if any(e.id == message and e.kind == "message_received" for e in log):
            return person, log
    raise NotFound(f"The customer has written no message {message!r}.")
