"""Time zones by their IANA names."""

from functools import cache
from pkgutil import get_data  # of importlib.resources most is slow to import
from typing import Any
from zoneinfo import ZoneInfo

from shared.errors import BadInput


@cache
def known_zones() -> tuple[str, ...]:
    """The IANA zones, by the package tzdata: the same on every machine, in order."""
    return tuple((get_data("tzdata", "zones") or b"").decode("ascii").split())


def read_zone(name: Any) -> ZoneInfo:
    """Read an IANA zone name."""
    if isinstance(name, str) and name in known_zones():
        return ZoneInfo(name)
    raise BadInput(f"timezone must be an IANA name such as Europe/Rome, not {name!r}.")
