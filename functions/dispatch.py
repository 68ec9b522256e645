"""One send: within the platform's rate, and with what it says heeded by the next.

A channel that broke is known from its sends, or from what WhatsApp and X tell
by themselves (functions/ingest.py), and well again with the next one that is taken.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from shared.channels import rates
from shared.channels.rates import Bucket
from shared.domain.messages import Delivery, Outbound
from shared.errors import PAIR_LIMITED, RATE_LIMITED, ChannelBroken, SendDelayed
from shared.observability import logger
from shared.ports import Ports

AGAIN_S = 30.0  # after which our own store is asked again


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
        with _as_far_as_can_be():
            ports.health.mark_broken(out.channel, out.account, error.message, now)
        raise
    except SendDelayed as error:
        limited = {RATE_LIMITED: account, PAIR_LIMITED: recipient}.get(error.code)
        if limited is not None:
            with _as_far_as_can_be():
                _close(limited, error.retry_after_s, ports)
        raise
    with _as_far_as_can_be():
        ports.health.clear_broken(out.channel, out.account)
    return delivery


@contextmanager
def _as_far_as_can_be() -> Iterator[None]:
    """Note what a send has shown; what became of the send does not hang on that."""
    try:
        yield
    except Exception:  # noqa: BLE001 - as above
        logger.exception("What a send has shown of its account was not noted.")


def _take(bucket: Bucket, ports: Ports) -> None:
    try:
        wait = ports.rates.take(bucket.name, bucket.rate, ports.clock.now())
    except Exception as error:  # whatever our store has: nothing has been sent
        raise SendDelayed(
            "The rate cannot be looked up now; it is sent later.", retry_after_s=AGAIN_S
        ) from error
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
