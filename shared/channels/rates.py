"""How fast a platform takes messages, as data.

Sources: Meta, Rate Limiting; WhatsApp Cloud, Throughput; docs.x.com, Rate Limits;
core.telegram.org/bots/faq, "My bot is hitting limits".

Buckets keep us from being refused; where a platform's own numbers differ (X's
direct messages: 15, 99, 200 in 15 minutes) the wider is here, since its answer
is heeded anyway: it closes the bucket until the time it names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from shared.domain.messages import Outbound
from shared.domain.windows import opens_talk


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket of ``most`` tokens that fills evenly in ``within_s`` seconds."""

    most: int
    within_s: float

    @property
    def step_ms(self) -> int:
        """Milliseconds until one more token is there."""
        return ceil(self.within_s * 1_000 / self.most)

    @property
    def slack_ms(self) -> int:
        """How far the tokens of a full bucket reach ahead."""
        return self.step_ms * (self.most - 1)


PRIVATE_REPLIES = Rate(750, 3_600.0)
TELEGRAM_GROUP = Rate(20, 60.0)
ACCOUNT: Mapping[tuple[str, str], Rate] = {
    ("facebook", "private"): Rate(300, 1.0),
    ("instagram", "private"): Rate(300, 1.0),
    ("telegram", "private"): Rate(30, 1.0),
    ("telegram", "public"): Rate(30, 1.0),
    ("whatsapp", "private"): Rate(80, 1.0),
    ("x", "private"): Rate(200, 900.0),
    ("x", "public"): Rate(100, 900.0),
}
RECIPIENT: Mapping[tuple[str, str], Rate] = {
    ("telegram", "private"): Rate(1, 1.0),
    ("telegram", "public"): TELEGRAM_GROUP,
    ("whatsapp", "private"): Rate(1, 6.0),
}


@dataclass(frozen=True, slots=True)
class Bucket:
    """A rate and the name of whom it holds for."""

    name: str
    rate: Rate


def account(out: Outbound) -> Bucket | None:
    """Find the bucket of the account a message is sent from."""
    kind = "private_reply" if opens_talk(out) else out.visibility
    rate = ACCOUNT.get((out.channel, out.visibility))
    if kind == "private_reply":
        rate = PRIVATE_REPLIES
    return Bucket(f"{out.channel}:{out.account}:{kind}", rate) if rate else None


def recipient(out: Outbound) -> Bucket | None:
    """Find the bucket of whom it goes to, where the platform counts that."""
    rate = RECIPIENT.get((out.channel, out.visibility))
    whom = out.person if out.visibility == "private" else out.conversation
    name = f"{out.channel}:{out.account}:to:{whom}"
    return Bucket(name, rate) if rate and whom else None
