"""Take what is to be done later off the outbound queue, and see who does it."""

from chalice.app import SQSEvent

from functions import errands
from functions.interventions import intervene
from shared.domain import interventions
from shared.ports import Ports


def deliver_event(event: SQSEvent, ports: Ports) -> None:
    """Run the errands of a batch, which is of one: what fails comes back alone."""
    for record in event:
        deliver(record.body, ports)


def deliver(body: str, ports: Ports) -> None:
    owed = interventions.from_body(body)
    if owed is None:
        errands.deliver(body, ports)
    else:
        intervene(owed, ports)
