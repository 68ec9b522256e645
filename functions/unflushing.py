"""A supervisor hears a message that was flushed: it counts from its own time on."""

from typing import Any

from functions.attribution import Arrival, Attributed
from functions.customers import show_customer
from functions.http import Request
from functions.ingest import store
from shared.domain import commands
from shared.domain.cases import replay
from shared.domain.commands import Act
from shared.domain.state import Person
from shared.ports import Ports


def unflush(customer: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Take back that a message was flushed: ``{"message": content id}``.

    It opens its case, or goes on with one, as if it had only come now, but
    with the time when it was written: what was promised then may be overdue.

    Raises:
        NotFound: no such message. Conflict: it was not flushed.

    """
    steps = replay(Person(id=customer), ports.log.read(customer), ports.settings)
    act = Act(at=ports.clock.now(), agent=request.caller)
    message = request.text("message")
    entry = commands.unflush(steps, act, message, ports.settings)
    store(Attributed(arrivals=[Arrival(person=customer, entry=entry)]), ports)
    return show_customer(customer, request, ports)
