"""One id for all that becomes of a webhook: in the lines of the log up to the send.

It is that of the invocation which took the webhook, so that Lambda's own lines (START,
REPORT) have it too, and none of ours is needed there. It goes along through the queue
into the person's log, where whoever answers finds it, and the timeline shows it. No
line names a person or a message: their ids are of phone numbers on some platforms.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from shared.observability import logger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from shared.domain.log import Entry
    from shared.errors import CareError

NAME = "correlation_id"


def correlate(request: Any, get_response: Callable[[Any], Any]) -> Any:
    """Name the invocation in each line about a request; Chalice's middleware."""
    logger.set_correlation_id(of_request(request))
    return get_response(request)


def of_request(request: Any) -> str | None:
    """The id of the invocation that serves a request; None outside Lambda."""
    found = getattr(request.lambda_context, "aws_request_id", None)
    return str(found) if found else None


def of_body(body: str) -> str | None:
    """The id in the body of a queue message, whatever else that is."""
    try:
        found = json.loads(body)[NAME]
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    return found if isinstance(found, str) else None


def tell_ingested(entries: Iterable[Entry]) -> None:
    """Say once a batch whose events are in the log now."""
    ids = dict.fromkeys(e.correlation_id for e in entries if e.correlation_id)
    if ids:
        logger.info("Ingested.", extra={"correlation_ids": list(ids)})


def tell_sent(log: Sequence[Entry], case: str | None, error: CareError | None) -> None:
    """Say what became of an answer, under the id of the message that it answers."""
    heard = (e for e in reversed(log) if e.kind == "message_received")
    answered = next(heard, None)
    about = {NAME: answered.correlation_id if answered else None, "case": case}
    if error is None:
        logger.info("Sent.", extra=about)
    else:
        logger.info("Not sent.", extra={**about, "why": error.code})
