"""Whether each channel is well: what is broken, rejected, or not understood."""

from collections.abc import Mapping
from typing import Any

from chalice.app import Request

from shared.channels import CHANNELS
from shared.domain.times import to_text
from shared.ports import Ports
from shared.ports_health import UNKNOWN


def show_health(_request: Request, ports: Ports) -> dict[str, Any]:
    """Every channel with its status and counters.

    A channel is broken while nothing can be sent from one of its accounts;
    ``broken`` says from which, since when, and what to do. Receiving goes on.
    """
    counters, broken = ports.health.read(), ports.health.broken()
    names = dict.fromkeys([*CHANNELS, *counters, *broken])
    return {
        "status": "broken" if broken else "ok",
        "now": to_text(ports.clock.now()),
        "channels": {
            name: _channel(counters.get(name, {}), broken.get(name, {}))
            for name in names
        },
    }


def _channel(counters: Mapping[str, Any], broken: Mapping[str, Any]) -> dict[str, Any]:
    """One channel; what was not understood is counted by the platform's kind."""
    kinds = {
        what.removeprefix(UNKNOWN).strip(): count
        for what, count in counters.items()
        if what.startswith(UNKNOWN)
    }
    others = {w: c for w, c in counters.items() if not w.startswith(UNKNOWN)}
    status = "broken" if broken else "ok"
    return {"status": status, **others, "unknown": kinds, "broken": dict(broken)}
