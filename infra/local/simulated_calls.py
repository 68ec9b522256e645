"""The calls of the sending APIs, answered as each platform would.

A call is understood, held against the platform's limits and windows, and then
answered in the way that was ordered.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from infra.local import (
    simulated_meta,
    simulated_telegram,
    simulated_whatsapp,
    simulated_x,
    simulated_x_length,
)
from infra.local.simulated_messages import ACKNOWLEDGEMENT, Read, Reply, Sent
from infra.local.simulated_platform import Platforms
from shared.channels.limits import utf8_bytes, utf16_units

SERVICES = ("meta", "telegram", "x")
INSTAGRAM = "5000000001"  # our sample account; /configure may name another
INSTAGRAM_EDGES = ("replies", "mentions")
WINDOWED = ("facebook", "instagram", "whatsapp")  # 24 hours from the last message


@dataclass(frozen=True, slots=True)
class Api:
    """How a platform reads a call and refuses one, and how many choices it takes."""

    read: Callable[[str, list[str], Mapping[str, Any]], Read | None]
    refuse: Callable[[str], Reply]
    choices: int
    created: int = 200


APIS = {
    "facebook": Api(simulated_meta.read, simulated_meta.refuse, 13),
    "instagram": Api(simulated_meta.read, simulated_meta.refuse, 13),
    "whatsapp": Api(simulated_whatsapp.read, simulated_whatsapp.refuse, 10),
    "telegram": Api(simulated_telegram.read, simulated_telegram.refuse, 100),
    "x": Api(simulated_x.read, simulated_x.refuse, 0, created=201),
}
# How long a text may be, and how that is counted; the platforms' own words are
# named in shared/channels/limits.py.
LIMITS: dict[tuple[str, str], tuple[int, Callable[[str], int]]] = {
    ("facebook", "message"): (2_000, len),
    ("facebook", "comment"): (8_000, len),
    ("instagram", "message"): (1_000, utf8_bytes),
    ("instagram", "comment"): (2_200, len),
    ("whatsapp", "message"): (4_096, len),
    ("whatsapp", "template"): (512, len),  # its name; Meta, Templates
    ("telegram", "message"): (4_096, utf16_units),
    ("telegram", ACKNOWLEDGEMENT): (200, utf16_units),
    ("x", "post"): (280, simulated_x_length.weight),
    ("x", "direct_message"): (10_000, len),
}


def handle(
    platforms: Platforms,
    parts: list[str],
    given: Mapping[str, Any],
    token: str,
    now: float,
) -> Reply:
    """Answer a sending call as the platform does; ``now`` in epoch seconds."""
    channel = _channel(parts, given, platforms.stack)
    api = APIS[channel]
    if not token:
        return api.refuse("broken")
    read = api.read(channel, parts[1:], given)
    fault = _fault(platforms, api, read[0], now) if read else "malformed"
    if read is None or fault:
        return api.refuse(fault or "malformed")
    behaviour = platforms.next_behaviour(channel)
    if behaviour.mode not in ("accept", "timeout"):
        return api.refuse(behaviour.mode)
    sent, body = read
    platforms.record(sent)
    # A call that hangs has been carried out: that is what makes it hard.
    after_s = behaviour.seconds if behaviour.mode == "timeout" else 0.0
    return Reply(api.created, body, after_s=after_s)


def _channel(
    parts: list[str], given: Mapping[str, Any], stack: Mapping[str, Any]
) -> str:
    """Tell whose call it is: three channels share the Graph API."""
    if parts[0] != "meta":
        return parts[0]
    if given.get("messaging_product") == "whatsapp":
        return "whatsapp"
    ours = stack.get("instagram_account", INSTAGRAM) in parts[1:2]
    edge = parts[2:3] and parts[2] in INSTAGRAM_EDGES
    return "instagram" if ours or edge else "facebook"


def _fault(platforms: Platforms, api: Api, sent: Sent, now: float) -> str | None:
    """Find the rule of the platform that the message breaks."""
    most, count = LIMITS[sent.channel, sent.kind]
    if count(sent.text) > most or len(sent.quick_replies) > api.choices:
        return "malformed"
    if sent.kind == ACKNOWLEDGEMENT:
        unknown = not sent.id.isdecimal() or platforms.has_acknowledged(sent)
        return "stale" if unknown else None
    if sent.privately:
        # Once for each comment or post, whatever the window.
        return "answered" if platforms.has_answered(sent) else None
    windowed = sent.kind == "message" and sent.channel in WINDOWED
    return platforms.why_shut(sent, now) if windowed else None
