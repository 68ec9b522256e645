"""Take events off the queue into the log: normalise, understand, attach, append.

A batch costs one read of cards, one write of entries, and one conditional save
per customer. Everything is repeatable: a message that comes back changes
nothing and its effects are performed again.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from chalice.app import SQSEvent

from functions import acknowledgements
from functions.acquaintance import acquaint
from functions.attribution import Arrival, Attributed, attribute, late_arrivals
from functions.correlation import NAME, of_body, tell_ingested
from functions.opening import open_bodies
from functions.storing import store
from shared.domain.messages import Event
from shared.observability import logger
from shared.ports import Ports


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One queue message: its body and the handle that takes it off the queue.

    ``id`` is the one by which it is found in the log when it has died.
    """

    body: str
    handle: str
    id: str = ""


def ingest_event(event: SQSEvent, ports: Ports) -> None:
    """Store a batch as it comes from the queue."""
    records = [
        Record(
            body=r.body, handle=r.receipt_handle, id=r.to_dict().get("messageId", "")
        )
        for r in event
    ]
    ingest_batch(records, ports)


def ingest_batch(records: Sequence[Record], ports: Ports) -> None:
    """Store a batch; what fails stays on the queue and only that.

    Raises:
        Exception: the first failure, after all that succeeded is off the queue.

    """
    try:
        ingest([r.body for r in records], ports)
    except Exception:  # noqa: BLE001 - whatever it is, it must not drag others along
        logger.exception("The batch failed; each message is tried alone.")
    else:
        return
    failure: Exception | None = None
    for record in records:
        try:
            ingest([record.body], ports)
        except Exception as error:  # noqa: BLE001 - as above
            about = {"message_id": record.id, NAME: of_body(record.body)}
            logger.exception("The message failed and stays on the queue.", extra=about)
            failure = failure or error
        else:
            _done(record, ports)
    if failure is not None:
        raise failure


def _done(record: Record, ports: Ports) -> None:
    """Take it off the queue; what an import hands over was never on it."""
    if record.handle:
        ports.queue.done([record.handle])


def ingest(bodies: Iterable[str], ports: Ports) -> None:
    """Store the events in these queue bodies."""
    opened = open_bodies(bodies, ports)
    sorted_out = attribute(opened, ports)
    settled = store(sorted_out, ports)
    # Written first, looked for then: of an answer and its post that are stored
    # at the same time, one sees the other.
    late = [*settled, *late_arrivals(sorted_out, ports), *_met(sorted_out, ports)]
    store(Attributed(arrivals=late), ports)
    _count_unknown(sorted_out, ports)
    _mark_broken([event for event, _ in opened], ports)
    acknowledgements.owe(opened, ports)
    tell_ingested(entry for _, entry in opened)


def _met(found: Attributed, ports: Ports) -> Iterator[Arrival]:
    """Know whom our private replies have reached, and what waited for that.

    Our call is told so as well, but may have lost the answer.
    """
    for person, private_id in found.reached:
        for entry in acquaint(person, private_id, ports):
            yield Arrival(person=person, entry=entry)


def _count_unknown(found: Attributed, ports: Ports) -> None:
    kept = [(a.person, a.entry) for a in found.arrivals]
    kept += [(s.log, s.entry) for s in found.strays]
    for log, entry in kept:
        if entry.kind == "unknown_received":
            what = f"unknown {entry.what or ''}".strip()
            ports.health.count(log.partition(":")[0], what, ports.clock.now())


def _mark_broken(events: Iterable[Event], ports: Ports) -> None:
    """Show which account can send nothing, as its platform tells by itself."""
    told = {(e.channel, e.account): e.broken for e in events if e.broken}
    for (channel, account), reason in told.items():
        if account and reason:
            ports.health.mark_broken(channel, account, reason, ports.clock.now())
