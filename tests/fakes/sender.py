"""A sender that sends nothing and fails on demand; same contract as the real one."""

from shared.channels import CHANNELS
from shared.domain.messages import Outbound
from shared.errors import (
    CareError,
    ChannelBroken,
    SendDelayed,
    SendRefused,
    SendUnconfirmed,
)

FAILURES: dict[str, CareError] = {
    "refuse": SendRefused("The person cannot be messaged; use another channel."),
    "rate_limit": SendDelayed("The limit is reached.", retry_after_s=60.0),
    "timeout": SendUnconfirmed("The platform did not answer."),
    "broken": ChannelBroken("The token is invalid; put a new one in the secret."),
}


class FakeSender:
    """Keeps what it was given in ``sent``; ``mode`` is as of the simulator."""

    def __init__(self) -> None:
        self.sent: list[Outbound] = []
        self.mode = "accept"

    def send(self, out: Outbound) -> str:
        if out.channel not in CHANNELS:
            raise SendRefused(f"Answer on {out.channel} where the contact came from.")
        CHANNELS[out.channel].render(out)
        if self.mode in FAILURES and self.mode != "timeout":
            raise FAILURES[self.mode]
        self.sent.append(out)
        if self.mode == "timeout":
            raise FAILURES[self.mode]
        return CHANNELS[out.channel].receipt(self._response(out))

    def _response(self, out: Outbound) -> dict[str, object]:
        number = str(len(self.sent))
        if out.channel == "x":
            name = "dm_event_id" if out.visibility == "private" else "id"
            return {"data": {name: number}}
        name = "message_id" if out.visibility == "private" else "id"
        return {name: number}
