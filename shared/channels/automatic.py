"""Texts that go out by themselves, on any channel: they must fit every one of them."""

from dataclasses import replace

from shared.channels import limits
from shared.channels.x_length import LINK_WEIGHT
from shared.errors import BadInput

_LINK = 1 + LINK_WEIGHT  # what an invitation on X has behind it
LIMITS = (
    replace(limits.X_POST, most=limits.X_POST.most - _LINK),
    limits.INSTAGRAM_TEXT,
    limits.INSTAGRAM_COMMENT,
    limits.MESSENGER_TEXT,
    limits.FACEBOOK_COMMENT,
    limits.WHATSAPP_TEXT,
    limits.X_MESSAGE,
    limits.TELEGRAM_TEXT,
)


def check_fits(text: str, field: str) -> None:
    """Check that a text may be sent as one message wherever a customer writes.

    Raises:
        BadInput: names the field and the platform that does not take it.

    """
    for limit in LIMITS:
        try:
            limits.within(text, limit)
        except BadInput as error:
            raise BadInput(f"{field} is too long. {error.message}") from error
