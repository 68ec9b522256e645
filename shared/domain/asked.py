"""What an Idempotency-Key stands for: what the caller gave, and where that went.

Where an answer goes depends on the moment: the customer may have written
elsewhere since, his window may have closed. A repeat goes on with the address
of the first attempt, or a long answer would end in another talk than it began.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from shared.domain import replies
from shared.domain.messages import Outbound
from shared.domain.replies import Wish

_GIVEN = ("text", "template", "visibility", "invite")
# What the wish says anew, or the moment of sending.
_NOT_KEPT = frozenset({"key", "text", "template", "attachments", "tag"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An agent's answer, addressed; ``asked`` tells it from any other."""

    out: Outbound
    agent: str
    asked: str


def fingerprint(body: Mapping[str, Any]) -> str:
    """Tell what a caller gave from anything else he might have given."""
    given = {name: body.get(name) for name in _GIVEN}
    if body.get("attachments"):  # without: as what older code has noted
        given["attachments"] = body["attachments"]
    return sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()


def automatic(out: Outbound) -> Answer:
    """What goes out by itself: its key says what it is, whatever its words."""
    return Answer(out=out, agent="", asked="automatic")


def address(out: Outbound) -> dict[str, Any]:
    """Where an answer goes, without its words."""
    kept = {k: v for k, v in asdict(out).items() if k not in _NOT_KEPT}
    return {k: v for k, v in kept.items() if v not in (None, (), False)}


def again(wish: Wish, key: str, to: Mapping[str, Any]) -> Outbound:
    """Address an answer as its first attempt was (``to`` is of ``address``)."""
    text = replies.said(wish, to["account"])
    files = wish.attachments
    return Outbound(**to, key=key, text=text, template=wish.template, attachments=files)
