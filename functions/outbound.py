"""Take what is to be done later off the outbound queue, and see who does it."""

from chalice.app import SQSEvent

from functions import errands
from functions.acknowledgements import acknowledge
from functions.followups import follow_up
from functions.interventions import intervene
from shared.domain import acknowledgements, followups, interventions, outgoing
from shared.observability import logger
from shared.ports import Ports


def deliver_event(event: SQSEvent, ports: Ports) -> None:
    """Run the errands of a batch, which is of one: what fails comes back alone."""
    for record in event:
        try:
            deliver(record.body, ports)
        except Exception:
            about = {"message_id": record.to_dict().get("messageId", "")}
            logger.exception("The errand failed and stays on the queue.", extra=about)
            raise


def deliver(body: str, ports: Ports) -> None:
    """Run one errand: acknowledge a press, speak for the system, see to an answer."""
    press = acknowledgements.from_body(body)
    owed = interventions.from_body(body)
    answered = followups.from_body(body)
    if press is not None:
        acknowledge(press, ports)
    elif answered is not None:
        follow_up(answered, ports)
    elif owed is not None:
        intervene(owed, ports)
    else:
        errands.run(outgoing.from_body(body), ports)
