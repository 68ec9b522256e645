"""When each customer last wrote privately, as a platform knows it.

Meta's windows are counted from that: 24 hours, and seven days with its tag.
"""

import json
from datetime import UTC, datetime

from shared.channels import CHANNELS

DAY_S = 86_400
WEEK_S = 7 * DAY_S
# The stack's clock may be ahead of ours: no message is to be too late for it.
_RECEIVED = datetime(2100, 1, 1, tzinfo=UTC)


class Talks:
    """The last private message of everybody, until it stops."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, str], float] = {}

    def hear(self, channel: str, raw: bytes) -> None:
        """Take note of a webhook: who wrote, and when."""
        try:
            pieces = CHANNELS[channel].split(json.loads(raw))
        except (KeyError, ValueError, RecursionError):
            return
        for piece in pieces:
            event = CHANNELS[channel].normalise(piece, _RECEIVED)
            what = (event.kind, event.direction, event.visibility)
            if what == ("message", "inbound", "private") and event.person:
                for person in (event.person, *event.aliases):
                    talk, at = (event.channel, person), event.occurred_at.timestamp()
                    self._last[talk] = max(at, self._last.get(talk, at))

    def window(self, channel: str, person: str, now: float) -> str | None:
        """How the window of a person stands; None if he was never heard of.

        ``now`` is in seconds since the epoch. Gives "open", "closed" after 24
        hours, "expired" after seven days.
        """
        last = self._last.get((channel, person))
        if last is None:
            return None
        ago = now - last
        return "open" if ago < DAY_S else "closed" if ago < WEEK_S else "expired"
