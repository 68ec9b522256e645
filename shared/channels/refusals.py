"""Codes and words of platforms' refusals.

They are listed by Meta (Error Codes of the Send API, the Graph API and WhatsApp
Cloud; Rate Limits), by X (Response Codes) and by Telegram (Bot API, Making
requests).

What developers tell and Meta's pages do not: 10900 and 10903, a private reply too
many or to a comment that takes none, Instagram's subcodes (25340..), 2018300, and
2018276, a tag that is not granted.
"""

from dataclasses import dataclass
from typing import Literal

from shared.errors import (
    DUPLICATE,
    PAIR_LIMITED,
    PASSING,
    RATE_LIMITED,
    CareError,
    ChannelBroken,
    SendDelayed,
    SendRefused,
    SendUnconfirmed,
)

Family = Literal["later", "never", "broken", "open"]

RETRY_S = 60.0
PAIR_S = 6.0  # one message in six seconds to the same WhatsApp user
X_WINDOW_S = 900.0  # X counts in windows of 15 minutes


@dataclass(frozen=True, slots=True)
class Failure:
    """A family, the sentence that says what to do, and how long to wait."""

    family: Family
    sentence: str
    retry_after_s: float = RETRY_S
    code: str | None = None  # where our own code must tell it from others

    def error(self, retry_after_s: float | None = None) -> CareError:
        if self.family == "later":
            wait = self.retry_after_s if retry_after_s is None else retry_after_s
            return SendDelayed(self.sentence, retry_after_s=wait, code=self.code)
        return _ERRORS[self.family](self.sentence, code=self.code)


_ERRORS: dict[str, type[CareError]] = {
    "never": SendRefused,
    "broken": ChannelBroken,
    "open": SendUnconfirmed,
}
# Of 2 its page says that the person may have blocked us as well.
META_TEMPORARY = Failure(
    "later", "Meta has a passing problem; it is tried again.", code=PASSING
)
META_LIMITED = Failure(
    "later", "Meta's rate limit is reached; it is tried again.", code=RATE_LIMITED
)
TOKEN = Failure("broken", "The token is invalid; put a new one in the secret.")
PERMISSION = Failure("broken", "The app lacks a permission; check its review status.")
LOCKED = Failure("broken", "Meta restricts the account; see its support inbox.")
UNAVAILABLE = Failure("never", "The person cannot be messaged; use another channel.")
META_BAD_REQUEST = Failure(
    "never", "Meta rejects the message itself; change or drop it."
)
NOT_ALLOWED = Failure(
    "never", "Meta does not allow this message to this person; use another channel."
)
NOT_OURS = Failure(
    "never", "Another app has the talk with the person; answer in that app."
)
WINDOW = Failure("never", "The reply window is over; wait for the person to write.")
NOT_GRANTED = Failure(
    "never",
    "Meta has not granted the app its Human Agent feature; take the channel out of "
    "CARE_HUMAN_AGENT, and wait for the person to write.",
)
ANSWERED = Failure(
    "never", "The comment has had its one private reply; wait for the person to write."
)
NO_PRIVATE_REPLY = Failure(
    "never", "The comment takes no private reply, or no second one; answer publicly."
)
WHATSAPP_TEMPORARY = Failure(
    "later", "WhatsApp has a passing problem; it is tried again."
)
WHATSAPP_POLICY = Failure(
    "never", "WhatsApp holds the message back from this person; try another day."
)
WHATSAPP_UNREACHABLE = Failure(
    "never", "The person cannot be reached on WhatsApp; use another channel."
)
WHATSAPP_CODES: dict[int, Failure] = {
    **dict.fromkeys((130429, 133016), META_LIMITED),
    **dict.fromkeys(
        (131000, 131016, 131052, 131053, 131057, 133004, 135000), WHATSAPP_TEMPORARY
    ),
    **dict.fromkeys((131008, 131009, 131051, *range(132000, 132100)), META_BAD_REQUEST),
    **dict.fromkeys((130472, 131049), WHATSAPP_POLICY),
    131005: PERMISSION,
    131026: WHATSAPP_UNREACHABLE,
    131031: LOCKED,
    131042: Failure(
        "broken", "WhatsApp lacks a payment; see the account's payment settings."
    ),
    131047: Failure(
        "never",
        "The reply window of 24 hours is over; send a template or wait for the person.",
    ),
    131048: Failure(
        "broken", "WhatsApp sees spam in what the number sends; see its quality."
    ),
    131056: Failure(
        "later",
        "Too many messages to this person; it is tried again.",
        PAIR_S,
        PAIR_LIMITED,
    ),
    133010: Failure("broken", "The number is not registered; register it again."),
}

META_SUBCODES: dict[tuple[int, int], Failure] = {
    # Its page tells of a batch that was sent in full and yet answered so.
    (1, 1357046): Failure("open", "Meta may have sent it nevertheless; look there."),
    (10, 1893063): LOCKED,
    (10, 2018108): UNAVAILABLE,
    (10, 2018278): WINDOW,
    (10, 2018300): NOT_OURS,
    (10, 2534022): WINDOW,
    (100, 2018276): NOT_GRANTED,
    (100, 2534014): UNAVAILABLE,
    (100, 2534025): NO_PRIVATE_REPLY,
    (200, 1545041): UNAVAILABLE,
}
META_CODES: dict[int, Failure] = {
    **dict.fromkeys((1, 2), META_TEMPORARY),
    **dict.fromkeys((4, 17, 32, 341, 613), META_LIMITED),
    # Pages, Instagram, Messenger and WhatsApp are each counted apart.
    **dict.fromkeys((80001, 80002, 80006, 80007), META_LIMITED),
    **dict.fromkeys((0, 102, 190), TOKEN),
    **dict.fromkeys((3, 10, *range(200, 300)), PERMISSION),
    100: META_BAD_REQUEST,
    368: LOCKED,
    551: UNAVAILABLE,
    10900: ANSWERED,
    10903: NO_PRIVATE_REPLY,
    **WHATSAPP_CODES,
}

X_LIMITED = Failure(
    "later", "X's rate limit is reached; it is tried again.", X_WINDOW_S, RATE_LIMITED
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
        Failure(
            "never",
            "X has this very post already; look before sending again.",
            code=DUPLICATE,
        ),
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

# It does not say whether the chat or the bot is too fast; the chat nearly always.
TELEGRAM_LIMITED = Failure(
    "later", "Telegram's limit is reached; it is tried again.", code=PAIR_LIMITED
)
TELEGRAM_OTHER = Failure("never", "Telegram rejects the message; change or drop it.")
TELEGRAM_CODES: dict[int, Failure] = {
    401: Failure("broken", "The bot's token is invalid; put a new one in the secret."),
    403: Failure("never", "The bot is blocked there; use another channel."),
    404: Failure("broken", "The bot's token is invalid; put a new one in the secret."),
    429: TELEGRAM_LIMITED,
}
# The words of a description, looked for before its code.
TELEGRAM_WORDS: tuple[tuple[str, Failure], ...] = (
    (
        "chat not found",
        Failure("never", "The chat is gone, or the person never wrote to the bot."),
    ),
    (
        "user is deactivated",
        Failure("never", "The account is deleted; use another channel."),
    ),
    (
        "can't initiate",
        Failure("never", "A bot cannot begin a chat; wait for the person to write."),
    ),
    (
        "upgraded to a supergroup",
        Failure("never", "The group has moved; wait for its next message."),
    ),
    (
        "not enough rights",
        Failure("never", "The bot may not write in this group; ask its admins."),
    ),
)
