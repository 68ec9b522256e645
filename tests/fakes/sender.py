"""A sender that sends nothing and fails on demand; same contract as the real one."""

from shared.channels import CHANNELS
from shared.domain.messages import Delivery, Outbound
from shared.errors import (
    RATE_LIMITED,
    CareError,
    ChannelBroken,
    SendDelayed,
    SendRefused,
    SendUnconfirmed,
)

FAILURES: dict[str, CareError] = {
    "refuse": SendRefused("The person cannot be messaged; use another channel."),
    "rate_limit": SendDelayed(
        "The limit is reached.", retry_after_s=60.0, code=RATE_LIMITED
    ),
    "timeout": SendUnconfirmed("The platform did not answer."),
    "broken": ChannelBroken("The token is invalid; put a new one in the secret."),
}


class FakeSender:
    """Keeps what it was given in ``sent``; ``mode`` is as of the simulator."""

    def __init__(self) -> None:
        self.sent: list[Outbound] = []
        self.acknowledged: list[tuple[str, str, str]] = []
        self.mode = "accept"

    def deliver(self, out: Outbound) -> Delivery:
        if out.channel not in CHANNELS:
            raise SendRefused(f"Answer on {out.channel} where the contact came from.")
        CHANNELS[out.channel].render(out)
        if self.mode in FAILURES and self.mode != "timeout":
            raise FAILURES[self.mode]
        self.sent.append(out)
        if self.mode == "timeout":
            raise FAILURES[self.mode]
        channel, answer = CHANNELS[out.channel], self._response(out)
        return Delivery(id=channel.receipt(answer), person=channel.reached(answer))

    def acknowledge(self, channel: str, account: str, event_id: str) -> None:
        if CHANNELS[channel].acknowledge(event_id) is None:
            return
        if self.mode in FAILURES and self.mode != "timeout":
            raise FAILURES[self.mode]
        given = (channel, account, event_id)
        if given in self.acknowledged:
            raise SendRefused("It has been acknowledged, or is too old for it.")
        self.acknowledged.append(given)
        if self.mode == "timeout":
            raise FAILURES[self.mode]

    def _response(self, out: Outbound) -> dict[str, object]:
        number, private = len(self.sent), out.visibility == "private"
        if out.channel == "x":
            return {"data": {"dm_event_id" if private else "id": f"{number}"}}
        if out.channel == "whatsapp":
            contact = {"wa_id": out.person}
            return {"contacts": [contact], "messages": [{"id": f"wamid.{number}"}]}
        if out.channel == "telegram":
            chat = out.person if private else out.conversation
            return {"result": {"chat": {"id": chat}, "message_id": number}}
        if private:
            return {"message_id": f"{number}", "recipient_id": out.person}
        return {"id": f"{number}"}
