"""What a platform's refusal means, as data (platforms.md 2.7 and 3.6).

Three families: later (SendDelayed), never (SendRefused), and nothing at all
until somebody acts (ChannelBroken). A fault of the platform's own leaves the
outcome open (SendUnconfirmed).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Literal

from shared.channels import tame
from shared.errors import (
    CareError,
    ChannelBroken,
    SendDelayed,
    SendRefused,
    SendUnconfirmed,
)

Family = Literal["later", "never", "broken"]

RETRY_S = 60.0
X_WINDOW_S = 900.0  # X counts in windows of 15 minutes


@dataclass(frozen=True, slots=True)
class Failure:
    """A family, the sentence that says what to do, and how long to wait."""

    family: Family
    sentence: str
    retry_after_s: float = RETRY_S

    def error(self, retry_after_s: float | None = None) -> CareError:
        if self.family == "later":
            wait = self.retry_after_s if retry_after_s is None else retry_after_s
            return SendDelayed(self.sentence, retry_after_s=wait)
        return {"never": SendRefused, "broken": ChannelBroken}[self.family](
            self.sentence
        )


TEMPORARY = Failure("later", "Meta has a passing problem; it is tried again.")
LIMITED = Failure("later", "Meta's rate limit is reached; it is tried again.")
TOKEN = Failure("broken", "The page's token is invalid; put a new one in the secret.")
PERMISSION = Failure("broken", "The app lacks a permission; check its review status.")
LOCKED = Failure("broken", "Meta restricts the account; see its support inbox.")
UNAVAILABLE = Failure("never", "The person cannot be messaged; use another channel.")
BAD_REQUEST = Failure("never", "Meta rejects the message itself; change or drop it.")
WINDOW = Failure(
    "never", "The reply window of 24 hours is over; wait for the person to write."
)

META_SUBCODES: dict[tuple[int, int], Failure] = {
    (10, 2018278): WINDOW,
    (10, 2018108): UNAVAILABLE,
    (10, 1893063): LOCKED,
    (200, 1545041): UNAVAILABLE,
}
META_CODES: dict[int, Failure] = {
    **dict.fromkeys((1, 2), TEMPORARY),
    **dict.fromkeys((4, 17, 32, 341, 613, 80007), LIMITED),
    **dict.fromkeys((102, 190), TOKEN),
    **dict.fromkeys((3, 10, *range(200, 300)), PERMISSION),
    100: BAD_REQUEST,
    368: LOCKED,
    551: UNAVAILABLE,
}

X_LIMITED = Failure(
    "later", "X's rate limit is reached; it is tried again.", X_WINDOW_S
)
X_OTHER = Failure("never", "X rejects the message; change it or use another channel.")
X_STATUS: dict[int, Failure] = {
    401: Failure("broken", "X does not accept the token; put a new one in the secret."),
    402: Failure("broken", "The X credits are used up; top them up."),
    429: X_LIMITED,
}
# The words of a 403, looked for in its detail.
X_FORBIDDEN: tuple[tuple[str, Failure], ...] = (
    (
        "duplicate content",
        Failure("never", "X has this very post already; look before sending again."),
    ),
    (
        "not been mentioned",
        Failure("never", "X allows no reply to this post; answer by direct message."),
    ),
    (
        "permission to dm",
        Failure("never", "The person takes no direct messages; answer publicly."),
    ),
    (
        "operation is not permitted",
        Failure("broken", "X restricts the account; see its developer portal."),
    ),
    (
        "deleted or not visible",
        Failure("never", "The post is gone; there is nothing to reply to."),
    ),
)


def of_meta(status: int, headers: Mapping[str, str], body: Any) -> CareError:
    """Tell what a refusal of the Graph API means for the message."""
    error = tame.mapping(tame.mapping(body).get("error"))
    code = tame.number(error.get("code"))
    if code is None:
        return LIMITED.error(_wait(headers)) if status == 429 else _open(status)  # noqa: PLR2004 - HTTP
    subcode = tame.number(error.get("error_subcode")) or 0
    failure = META_SUBCODES.get((code, subcode)) or META_CODES.get(code)
    if failure is None:
        transient = error.get("is_transient") is True
        failure = TEMPORARY if transient else BAD_REQUEST
    return failure.error(_wait(headers))


def of_x(status: int, headers: Mapping[str, str], body: Any) -> CareError:
    """Tell what a problem of the X API means for the message."""
    if status in X_STATUS:
        return X_STATUS[status].error(_wait(headers))
    detail = (tame.text(tame.mapping(body).get("detail")) or "").lower()
    for words, failure in X_FORBIDDEN:
        if words in detail:
            return failure.error()
    return X_OTHER.error() if status in range(400, 500) else _open(status)


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
