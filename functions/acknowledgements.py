"""Show customers that what they pressed has arrived, by way of the outbound queue.

Some platforms let a button wait until we call them. That is a courtesy: it costs
nothing where nobody waits, and what fails is not worth an agent's or a queue's
time. The button stops waiting by itself.
"""

from collections.abc import Iterable
from math import ceil

from shared.channels import CHANNELS
from shared.domain import acknowledgements
from shared.domain.acknowledgements import Acknowledgement
from shared.domain.log import Entry
from shared.domain.messages import Event
from shared.domain.outgoing import LONGEST
from shared.errors import CareError, SendDelayed
from shared.observability import logger
from shared.ports import Ports


def owe(opened: Iterable[tuple[Event, Entry]], ports: Ports) -> None:
    """Queue what is to be acknowledged of these events, each once.

    Not of those that are history: nobody waits any more.
    """
    owed = [_owed(event) for event, entry in opened if not entry.historic]
    for one in dict.fromkeys(o for o in owed if o is not None):
        ports.outbox.put(acknowledgements.to_body(one), 0)


def _owed(event: Event) -> Acknowledgement | None:
    channel = CHANNELS.get(event.channel)
    if channel is None or not event.account:
        return None
    if channel.acknowledge(event.id) is None:
        return None
    return Acknowledgement(channel=event.channel, account=event.account, event=event.id)


def acknowledge(owed: Acknowledgement, ports: Ports) -> None:
    """Make the call; what is not taken now is tried once more, all else dropped."""
    try:
        ports.sender.acknowledge(owed.channel, owed.account, owed.event)
    except SendDelayed as error:
        _once_more(owed, error, ports)
    except CareError as error:
        _drop(owed, error)


def _once_more(owed: Acknowledgement, error: SendDelayed, ports: Ports) -> None:
    again = owed.again()
    if again is None:
        _drop(owed, error)
        return
    delay_s = min(ceil(error.retry_after_s), int(LONGEST.total_seconds()))
    ports.outbox.put(acknowledgements.to_body(again), delay_s)


def _drop(owed: Acknowledgement, error: CareError) -> None:
    reason = {"channel": owed.channel, "reason": error.code}
    logger.warning("A press was not acknowledged.", extra=reason)
