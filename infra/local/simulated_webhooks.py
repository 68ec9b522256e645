"""The webhooks a sent message brings about: its echo, the customer's score."""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from infra.local import (
    simulated_meta,
    simulated_telegram,
    simulated_whatsapp,
    simulated_x,
)
from infra.local.send import now_of
from infra.local.simulated_messages import Sent, Webhook

DELAY_S = 0.3  # so that our sender has had its answer
ECHOES: dict[str, Callable[[Sent, int], Iterator[Webhook]]] = {
    "facebook": simulated_meta.echo,
    "instagram": simulated_meta.echo,
    "whatsapp": simulated_whatsapp.echo,
    "telegram": simulated_telegram.echo,
    "x": simulated_x.echo,
}
ANSWERS: dict[str, Callable[[Sent, int, int], Iterator[Webhook]]] = {
    "facebook": simulated_meta.answer,
    "instagram": simulated_meta.answer,
    "whatsapp": simulated_whatsapp.answer,
    "telegram": simulated_telegram.answer,
    "x": simulated_x.answer,
}


def after(
    sent: Sent, stack: Mapping[str, Any], score: int | None, echo: bool
) -> Iterator[Webhook]:
    """Give the webhooks in the order in which a platform would send them.

    OSError if the stack's clock cannot be asked.
    """
    if echo:
        time.sleep(DELAY_S)
        yield from ECHOES[sent.channel](sent, _milliseconds(stack))
    if score is not None:
        time.sleep(DELAY_S)
        yield from ANSWERS[sent.channel](sent, score, _milliseconds(stack))


def _milliseconds(stack: Mapping[str, Any]) -> int:
    return int(now_of(stack) * 1000)
