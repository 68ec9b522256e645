"""The platforms, one pure module each, all with the same functions."""

from shared.channels import custom, facebook, x
from shared.channels.base import Channel, Confirmation

CHANNELS: dict[str, Channel] = {
    "facebook": facebook,
    "x": x,
    "custom": custom,
}

__all__ = ["CHANNELS", "Channel", "Confirmation"]
