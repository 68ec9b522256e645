"""The platforms, one pure module each, all with the same functions."""

from shared.channels import custom, facebook, instagram, telegram, whatsapp, x
from shared.channels.base import Channel, Confirmation

CHANNELS: dict[str, Channel] = {
    "facebook": facebook,
    "instagram": instagram,
    "whatsapp": whatsapp,
    "telegram": telegram,
    "x": x,
    "custom": custom,
}

__all__ = ["CHANNELS", "Channel", "Confirmation"]
