"""One send: within the platform's rate, and with what it says heeded by the next.

A channel that broke is known from its sends, or from what WhatsApp and X tell
by themselves (functions/ingest.py), and well again with the next one that is taken.
"""

from datetime import timedelta

from shared.channels import rates
from shared.channels.rates import Bucket
from shared.domain.messages import Delivery, Outbound
from shared.errors import PAIR_LIMITED, RATE_LIMITED, ChannelBroken, SendDelayed
from shared.ports import Ports


def dispatch(out: Outbound, ports: Ports) -> Delivery:
    """Send once, if there is a token for it.

    Raises:
        SendDelayed: there is none, or the platform says so; surely not sent.
        CareError: as ``Sender.deliver``.

    """
    account, recipient = rates.account(out), rates.recipient(out)
    for bucket in (recipient, account):
        if bucket is not None:
            _take(bucket, ports)
    try:
        delivery = ports.sender.deliver(out)
    except ChannelBroken as error:
        now = ports.clock.now()
        ports.health.mark_broken(out.channel, out.account, error.message, now)
        raise
    except SendDelayed as error:
        limited = {RATE_LIMITED: account, PAIR_LIMITED: recipient}.get(error.code)
        if limited is not None:
            _close(limited, error.retry_after_s, ports)
        raise
    ports.health.clear_broken(out.channel, out.account)
    return delivery


def _take(bucket: Bucket, ports: Ports) -> None:
    wait = ports.rates.take(bucket.name, bucket.rate, ports.clock.now())
    if wait > 0:
        raise SendDelayed(
            "The platform takes no more at the moment; it is sent later.",
            retry_after_s=wait,
            code=RATE_LIMITED,
        )


def _close(bucket: Bucket, seconds: float, ports: Ports) -> None:
    now = ports.clock.now()
    until = now + timedelta(seconds=seconds)
    ports.rates.close(bucket.name, bucket.rate, now, until)
