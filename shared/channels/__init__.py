"""The platforms, one pure module each, all with the same functions."""

from shared.channels import custom, facebook, instagram, x
from shared.channels.base import Channel, Confirmation

CHANNELS: dict[str, Channel] = {
    "facebook": facebook,
    "instagram": instagram,
    "x": x,
    "custom": custom,
}

__all__ = ["CHANNELS", "Channel", "Confirmation"]
