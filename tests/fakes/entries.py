"""Builders of log entries: a message, an answer, what agents do with a case."""

from datetime import UTC, datetime, timedelta
from typing import Any

from shared.domain.log import Entry
from shared.domain.settings import Rulebook, default_settings

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)  # the desk is open
RULES = Rulebook(default_settings("UTC"))  # of a new deployment


def at(minutes: float = 0, **more: float) -> datetime:
    """An instant so many minutes after Monday morning."""
    return MONDAY + timedelta(minutes=minutes, **more)


def received(minutes: float = 0, content: str = "m1", **changes: Any) -> Entry:
    """A message of the customer, private unless said otherwise."""
    when = at(minutes)
    values = {
        "visibility": "private",
        "account": "page",
        "text": "Where is my order?",
        "received_at": when,
        "processed_at": when,
        **changes,
    }
    return Entry(at=when, id=content, kind="message_received", **values)


def sent(minutes: float, content: str = "a1", **changes: Any) -> Entry:
    """An answer of the brand."""
    values = {"visibility": "private", "text": "On its way.", **changes}
    return Entry(at=at(minutes), id=content, kind="message_sent", **values)


def action(kind: Any, minutes: float, case: str, **changes: Any) -> Entry:
    """Something done with an episode of a case: the first unless said otherwise."""
    episode = changes.pop("episode", 1)
    content = changes.pop("id", f"{kind}-{case}-{episode}")
    return Entry(
        at=at(minutes), id=content, kind=kind, case=case, episode=episode, **changes
    )
