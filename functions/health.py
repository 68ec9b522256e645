"""Whether each channel is well: what was rejected, what was not understood."""

from typing import Any

from chalice.app import Request

from shared.channels import CHANNELS
from shared.domain.times import to_text
from shared.ports import Ports


def show_health(_request: Request, ports: Ports) -> dict[str, Any]:
    """Counters by channel; a channel without any trouble is empty."""
    found = ports.health.read()
    channels = {name: found.get(name, {}) for name in [*CHANNELS, *found]}
    return {"status": "ok", "now": to_text(ports.clock.now()), "channels": channels}
