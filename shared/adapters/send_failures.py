"""What a platform's refusal means.

Three families: later (SendDelayed), never (SendRefused), and nothing at all
until somebody acts (ChannelBroken). A fault of the platform's own leaves the
outcome open (SendUnconfirmed). Which code belongs where: channels/refusals.py.
"""

import json
from collections.abc import Iterable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any

from shared.channels import tame
from shared.channels.refusals import (
    META_BAD_REQUEST,
    META_CODES,
    META_LIMITED,
    META_SUBCODES,
    META_TEMPORARY,
    NOT_ALLOWED,
    PERMISSION,
    TELEGRAM_CODES,
    TELEGRAM_OTHER,
    TELEGRAM_WORDS,
    X_FORBIDDEN,
    X_OTHER,
    X_STATUS,
    Failure,
)
from shared.errors import CareError, SendRefused, SendUnconfirmed

TOO_MANY = 429  # HTTP
CLIENT_ERRORS = range(400, 500)
# Headers of X for its caps of 24 hours, of an app and of a user.
X_DAYS = ("x-app-limit-24hour", "x-user-limit-24hour")


def of_meta(status: int, headers: Mapping[str, str], body: Any) -> CareError:
    """Tell what a refusal of the Graph API means for the message.

    After a fault of the server the code is no proof that nothing was sent.
    """
    error = tame.mapping(tame.mapping(body).get("error"))
    failure = _of_code(status, error) if status in CLIENT_ERRORS else None
    wait = _wait(headers) or _usage_wait(headers)
    return failure.error(wait) if failure else _open(status)


def _of_code(status: int, error: Mapping[str, Any]) -> Failure | None:
    """Find what Meta's code stands for; None if there is no code.

    A permission that lacks stops the account only where no subcode says what
    exactly was not permitted: that is about this message.
    """
    code = tame.number(error.get("code"))
    subcode = tame.number(error.get("error_subcode")) or 0
    known = None
    if code is not None:
        known = META_SUBCODES.get((code, subcode)) or META_CODES.get(code)
    if status == TOO_MANY and (known is None or known.family == "never"):
        return META_LIMITED
    if code is None:
        return None
    if known is PERMISSION and subcode:
        return NOT_ALLOWED
    if known is None and error.get("is_transient") is True:
        return META_TEMPORARY
    return known or META_BAD_REQUEST


def of_x(status: int, headers: Mapping[str, str], body: Any) -> CareError:
    """Tell what a problem of the X API means for the message."""
    if status in X_STATUS:
        return X_STATUS[status].error(_wait(headers))
    detail = (tame.text(tame.mapping(body).get("detail")) or "").lower()
    failure = _told(detail, X_FORBIDDEN)
    if failure:
        return failure.error()
    return X_OTHER.error() if status in CLIENT_ERRORS else _open(status)


def of_telegram(status: int, headers: Mapping[str, str], body: Any) -> CareError:
    """Tell what a refusal of the Bot API means for the message."""
    said = tame.mapping(body)
    code = tame.number(said.get("error_code")) or status
    description = (tame.text(said.get("description")) or "").lower()
    failure = _told(description, TELEGRAM_WORDS) or TELEGRAM_CODES.get(code)
    if failure is None:
        return TELEGRAM_OTHER.error() if code in CLIENT_ERRORS else _open(status)
    after = tame.number(tame.mapping(said.get("parameters")).get("retry_after"))
    return failure.error(_wait(headers) if after is None else float(after))


def _told(words: str, table: Iterable[tuple[str, Failure]]) -> Failure | None:
    """Find the failure that these words of a platform stand for."""
    return next((failure for known, failure in table if known in words), None)


def _open(status: int) -> CareError:
    if status in CLIENT_ERRORS:
        return SendRefused(f"The platform rejects the message with status {status}.")
    return SendUnconfirmed(f"The platform answered with status {status}; look there.")


def _wait(headers: Mapping[str, str]) -> float | None:
    """Read how long to wait, by the platform's own clock.

    ``Retry-After`` is seconds or an instant (RFC 9110, 10.2.3); X tells when its
    window ends, and its day where that is used up.
    """
    after = tame.number(headers.get("Retry-After"))
    if after is not None:
        return float(after)
    now = _instant(headers.get("Date"))
    days = [f"{d}-reset" for d in X_DAYS if headers.get(f"{d}-remaining") == "0"]
    resets = [headers.get(name) for name in ("x-rate-limit-reset", *days)]
    ends = [_instant(headers.get("Retry-After")), *map(tame.number, resets)]
    latest = max((end for end in ends if end is not None), default=None)
    return None if latest is None or now is None else max(0.0, latest - now)


def _instant(said: str | None) -> float | None:
    """Read an HTTP date as seconds since the epoch."""
    try:
        return parsedate_to_datetime(said or "").timestamp()
    except ValueError:
        return None


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
