"""Every error of ours, one class a situation; functions/http.py has the statuses.

CareError
├── BadInput            the caller's fault; names the field              400
├── Unverified          a webhook without a valid signature              401
├── WrongToken          a handshake with the wrong verify token          403
├── Forbidden           signed in, but the role does not allow it        403
├── NotFound            no such thing                                    404
├── Conflict            a lost race or an illegal transition             409
├── TooLarge            a body over the limit                            413
├── StoreUnavailable    our own store failed; the caller may try again   503
├── SendDelayed         the platform asks to try again later             503
├── SendRefused         the platform will never take this message        409
├── SendUnconfirmed     the platform did not say whether it took it      502
├── ChannelBroken       nothing can be sent until somebody acts          409
├── Misconfigured       a setting is missing or illegal                  500
└── Outdated            newer code wrote what this code read             500
"""

# Codes by which our own code tells failures of one family apart.
DUPLICATE = "send_duplicate"  # the platform has this very text already
RATE_LIMITED = "rate_limited"  # by the platform, for the account
PAIR_LIMITED = "pair_limited"  # for this recipient only
PASSING = "passing_fault"  # of the platform's own, or so it says
BEHIND = "behind_another"  # by us: an earlier answer waits


class CareError(Exception):
    """An error with a code for programs and one sentence for people."""

    code = "internal"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class BadInput(CareError):
    code = "bad_input"


class Unverified(CareError):
    code = "unverified"


class WrongToken(CareError):
    code = "wrong_token"


class Forbidden(CareError):
    code = "forbidden"


class NotFound(CareError):
    code = "not_found"


class Conflict(CareError):
    code = "conflict"


class TooLarge(CareError):
    code = "too_large"


class StoreUnavailable(CareError):
    code = "store_unavailable"


class SendDelayed(CareError):
    """Surely not sent; worth another try after ``retry_after_s`` seconds."""

    code = "send_delayed"

    def __init__(
        self, message: str, *, retry_after_s: float, code: str | None = None
    ) -> None:
        super().__init__(message, code=code)
        self.retry_after_s = retry_after_s


class SendRefused(CareError):
    code = "send_refused"


class SendUnconfirmed(CareError):
    code = "send_unconfirmed"


class ChannelBroken(CareError):
    code = "channel_broken"


class Misconfigured(CareError):
    code = "misconfigured"


class Outdated(CareError):
    code = "outdated"
