"""What a platform's refusal means.

Three families: later (SendDelayed), never (SendRefused), and nothing at all
until somebody acts (ChannelBroken). A fault of the platform's own leaves the
outcome open (SendUnconfirmed). Which code belongs where: send_codes.py.
"""

import json
from collections.abc import Iterable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any

from shared.adapters.send_codes import (
    META_BAD_REQUEST,
    META_CODES,
    META_LIMITED,
    META_SUBCODES,
    META_TEMPORARY,
    TELEGRAM_CODES,
    TELEGRAM_OTHER,
    TELEGRAM_WORDS,
    X_FORBIDDEN,
    X_OTHER,
    X_STATUS,
    Failure,
)
from shared.channels import tame
from shared.errors import CareError, SendRefused, SendUnconfirmed

TOO_MANY = 429  # HTTP


def of_meta(status: int, headers: Mapping[str, str], body: Any) -> CareError:
    """Tell what a refusal of the Graph API means for the message."""
    error = tame.mapping(tame.mapping(body).get("error"))
    code = tame.number(error.get("code"))
    wait = _wait(headers) or _usage_wait(headers)
    if code is None:
        limited = META_LIMITED.error(wait) if status == TOO_MANY else None
        return limited or _open(status)
    subcode = tame.number(error.get("error_subcode")) or 0
    failure = META_SUBCODES.get((code, subcode)) or META_CODES.get(code)
    if failure is None:
        transient = error.get("is_transient") is True
        failure = META_TEMPORARY if transient else META_BAD_REQUEST
    return failure.error(wait)


def of_x(status: int, headers: Mapping[str, str], body: Any) -> CareError:
    """Tell what a problem of the X API means for the message."""
    if status in X_STATUS:
        return X_STATUS[status].error(_wait(headers))
    detail = (tame.text(tame.mapping(body).get("detail")) or "").lower()
    failure = _told(detail, X_FORBIDDEN)
    if failure:
        return failure.error()
    return X_OTHER.error() if status in range(400, 500) else _open(status)


def of_telegram(status: int, headers: Mapping[str, str], body: Any) -> CareError:
    """Tell what a refusal of the Bot API means for the message."""
    said = tame.mapping(body)
    code = tame.number(said.get("error_code")) or status
    description = (tame.text(said.get("description")) or "").lower()
    failure = _told(description, TELEGRAM_WORDS) or TELEGRAM_CODES.get(code)
    if failure is None:
        return TELEGRAM_OTHER.error() if code in range(400, 500) else _open(status)
    after = tame.number(tame.mapping(said.get("parameters")).get("retry_after"))
    return failure.error(_wait(headers) if after is None else float(after))


def _told(words: str, table: Iterable[tuple[str, Failure]]) -> Failure | None:
    """Find the failure that these words of a platform stand for."""
    return next((failure for known, failure in table if known in words), None)


def _open(status: int) -> CareError:
    if status in range(400, 500):
        return SendRefused(f"The platform rejects the message with status {status}.")
    return SendUnconfirmed(f"The platform answered with status {status}; look there.")


def _wait(headers: Mapping[str, str]) -> float | None:
    """Read how long to wait, by the platform's own clock."""
    after = tame.number(headers.get("Retry-After"))
    if after is not None:
        return float(after)
    reset = tame.number(headers.get("x-rate-limit-reset"))
    try:
        now = parsedate_to_datetime(headers.get("Date", "")).timestamp()
    except ValueError:
        return None
    return None if reset is None else max(0.0, reset - now)


def _usage_wait(headers: Mapping[str, str]) -> float | None:
    """Read the longest ban Meta announces, in minutes, for any of our accounts.

    ``{"<account>": [{"estimated_time_to_regain_access": 5, ...}]}``
    """
    try:
        usage = json.loads(headers.get("X-Business-Use-Case-Usage", "{}"))
    except ValueError:
        return None
    minutes = [
        tame.number(tame.mapping(use).get("estimated_time_to_regain_access")) or 0
        for uses in tame.mapping(usage).values()
        for use in tame.elements(uses)
    ]
    return max(minutes, default=0) * 60.0 or None
