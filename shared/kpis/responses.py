"""Human responses: which step is one, and which wait of the customer it ended."""

from datetime import datetime
from typing import Literal, NamedTuple

from shared.domain.cases import Step
from shared.kpis.history import episode_of


class Wait(NamedTuple):
    kind: Literal["first", "next"]
    since: datetime


def is_response(step: Step) -> bool:
    """Whether a person of ours said something that the fold heard.

    Not the further parts of an answer, nor what never reached the customer.
    """
    if step.entry.kind != "message_sent" or step.entry.automatic:
        return False
    return episode_of(step.before) != episode_of(step.after)


def wait_ended(step: Step) -> Wait | None:
    """The wait that a human response ended; None: nobody waited.

    An answer to thanks, to what was flushed, or one more answer, ends none.
    """
    before = episode_of(step.before)
    if before is None or not is_response(step):
        return None
    if before.responded_at is None and not before.by_hand:
        return Wait("first", before.opened_at)
    if before.waiting_since is not None and before.resolved_at is None:
        return Wait("next", before.waiting_since)
    return None
