"""The platforms, one pure module each, all with the same functions."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from shared.channels.base import Channel, Confirmation

if TYPE_CHECKING:  # what holds each of them to the functions of a channel
    from shared.channels import custom, facebook, instagram, telegram, whatsapp, x

    ALL: tuple[Channel, ...] = (facebook, instagram, whatsapp, telegram, x, custom)

__all__ = ["CHANNELS", "Channel", "Confirmation"]


class _Channels(Mapping[str, Channel]):
    """The channels by name; which is not asked for is not imported."""

    _names = ("facebook", "instagram", "whatsapp", "telegram", "x", "custom")

    def __getitem__(self, name: str) -> Channel:
        if name not in self._names:
            raise KeyError(name)
        channel: Channel = import_module(f"{__name__}.{name}")
        return channel

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


CHANNELS: Mapping[str, Channel] = _Channels()
