"""The state of the platform simulator: what was sent, and how it is to behave."""

import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from infra.local import simulated_webhooks
from infra.local.send import post_webhook
from infra.local.simulated_messages import ACKNOWLEDGEMENT, Sent
from infra.local.simulated_talks import Talks

MODES = ("accept", "refuse", "rate_limit", "timeout", "broken")
# Since the customers last wrote: less than 24 hours, more, more than seven days.
WINDOWS = ("open", "closed", "expired")
CHANNELS = ("facebook", "instagram", "whatsapp", "telegram", "x")
HANG_S = 10.0  # twice as long as our sender waits


@dataclass(slots=True)
class Behaviour:
    """How to answer the next calls; ``times`` None is for ever."""

    mode: str = "accept"
    times: int | None = None
    seconds: float = HANG_S


def _check(given: Mapping[str, Any]) -> None:
    """Raise ValueError for an order that names no mode, window or channel."""
    if given.get("mode", "accept") not in MODES:
        raise ValueError(f"mode is one of {', '.join(MODES)}.")
    if given.get("window") not in (None, *WINDOWS):
        raise ValueError(f"window is one of {', '.join(WINDOWS)}, or null.")
    if given.get("channel") not in (None, *CHANNELS):
        raise ValueError(f"channel is one of {', '.join(CHANNELS)}, or null.")


class Platforms:
    """Everything the simulator remembers, until it stops."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.deliveries: list[dict[str, Any]] = []
        self.stack: dict[str, Any] = {}
        self.answer_survey: int | None = None
        self.echo = False
        self._behaviours = {channel: Behaviour() for channel in CHANNELS}
        self.talks = Talks()
        self._windows: dict[str, str | None] = dict.fromkeys(CHANNELS)
        self._granted = dict.fromkeys(CHANNELS, False)

    def configure(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Learn where webhooks go and how they are signed."""
        self.stack.update(given)
        return {"configured": sorted(self.stack)}

    def behave(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Take an order about the calls to come; ValueError if it is none."""
        _check(given)
        channel = given.get("channel")
        meant = {channel} if channel else set(CHANNELS)
        if "mode" in given:
            for one in meant:
                self._behaviours[one] = Behaviour(
                    given["mode"], given.get("times"), given.get("seconds", HANG_S)
                )
        if "window" in given:
            self._windows |= dict.fromkeys(meant, given["window"])
        if "human_agent" in given:
            self._granted |= dict.fromkeys(meant, bool(given["human_agent"]))
        self.answer_survey = given.get("answer_survey", self.answer_survey)
        self.echo = bool(given.get("echo", self.echo))
        modes = {name: asdict(one) for name, one in self._behaviours.items()}
        orders = {
            "answer_survey": self.answer_survey,
            "echo": self.echo,
            "windows": self._windows,
            "human_agent": self._granted,
        }
        return {**modes, **orders}

    def why_shut(self, sent: Sent, now: float) -> str | None:
        """Why a private message is not taken: "window", "not_granted" or None.

        As was ordered, else by when the person wrote; of whom it has never
        heard, he may have written before it started.
        """
        if sent.tag and not self._granted[sent.channel]:
            return "not_granted"
        takes = ("open", "closed") if sent.tag else ("open",)
        ordered = self._windows[sent.channel]
        window = ordered or self.talks.window(sent.channel, sent.to, now) or "open"
        return None if window in takes else "window"

    def has_answered(self, sent: Sent) -> bool:
        """Tell whether this public content has had its one private reply."""
        return any(
            (one.channel, one.privately) == (sent.channel, sent.privately)
            for one in self.sent
        )

    def has_acknowledged(self, sent: Sent) -> bool:
        """Tell whether this press has had its acknowledgement."""
        mark = (ACKNOWLEDGEMENT, sent.id)
        return any((one.kind, one.id) == mark for one in self.sent)

    def next_behaviour(self, channel: str) -> Behaviour:
        """Say how to answer this call, and count it."""
        now = self._behaviours[channel]
        if now.times is None:
            return now
        now.times -= 1
        if now.times <= 0:
            self._behaviours[channel] = Behaviour()
        return now

    def sent_on(self, channel: str | None) -> dict[str, Any]:
        return {
            "items": [
                asdict(one) for one in self.sent if channel in (None, one.channel)
            ]
        }

    def forget(self) -> dict[str, Any]:
        forgotten = len(self.sent)
        self.sent.clear()
        self.deliveries.clear()
        return {"forgotten": forgotten}

    def record(self, sent: Sent) -> None:
        """Remember a message, and send the webhooks it brings about."""
        self.sent.append(sent)
        wanted = {"echo": self.echo, "survey": self.answer_survey is not None}
        if self.stack.get("api_url") and any(wanted.values()):
            threading.Thread(target=self._react, args=(sent,), daemon=True).start()

    def _react(self, sent: Sent) -> None:
        """Deliver in the background: our sender is still waiting for its answer."""
        echo, score = self.echo, self.answer_survey
        try:
            for channel, body in simulated_webhooks.after(
                sent, self.stack, score, echo
            ):
                answer = post_webhook(self.stack, channel, body)
                self.deliveries.append({"channel": channel, **asdict(answer)})
        except (OSError, KeyError) as error:
            self.deliveries.append(
                {"channel": sent.channel, "status": 0, "json": str(error)}
            )
