"""What all changes on a page have: a verb, an author, a time (Meta, Webhooks: Page)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from shared.channels import tame
from shared.domain.messages import Event, EventKind

VERBS: dict[str, EventKind] = {
    "add": "message",
    "edit": "edit",
    "edited": "edit",
    "update": "edit",
    "remove": "deletion",
    "delete": "deletion",
    "hide": "note",
    "unhide": "note",
    "block": "note",
    "unblock": "note",
    "mute": "note",
    "follow": "note",
}
# The fields we subscribe to, with the item of a value that names none.
FIELDS = {"feed": None, "mention": "post", "ratings": "rating"}


@dataclass(frozen=True, slots=True)
class Change:
    """One change with the parts every kind of item needs."""

    base: Event
    value: Mapping[str, Any]
    field: str
    item: str
    kind: EventKind
    author: str | None

    @property
    def ours(self) -> bool:
        return self.author is not None and self.author == self.base.account

    def id_of(self, name: str, kind: str) -> str | None:
        """Give the content id of what ``name`` refers to."""
        found = tame.identifier(self.value.get(name))
        return tame.content_id(kind, found) if found else None


def read(
    base: Event, entry: Mapping[str, Any], change: Mapping[str, Any]
) -> Change | None:
    """Take in one change; None if its field or verb is not ours to know."""
    field, value = change.get("field"), tame.mapping(change.get("value"))
    if not isinstance(field, str) or field not in FIELDS:
        return None
    item = tame.text(value.get("item")) or FIELDS[field]
    kind = VERBS.get(tame.text(value.get("verb")) or "")
    if item is None or kind is None:
        return None
    dated = _with_time(base, entry, value, kind)
    return Change(_with_author(dated, value), value, field, item, kind, _author(value))


def _author(value: Mapping[str, Any]) -> str | None:
    return (
        tame.identifier(tame.mapping(value.get("from")).get("id"))
        or tame.identifier(value.get("sender_id"))
        or tame.identifier(value.get("reviewer_id"))
        or tame.identifier(value.get("user_id"))
    )


def _with_time(
    base: Event, entry: Mapping[str, Any], value: Mapping[str, Any], kind: EventKind
) -> Event:
    """Date the event; an edit's ``created_time`` is that of what it edits."""
    said = value.get("created_time" if kind == "message" else "edited_time")
    occurred_at, from_receipt = tame.dated(
        tame.moment(said),
        base.received_at,
        fallback=tame.moment(entry.get("time")),
    )
    return replace(base, occurred_at=occurred_at, time_from_receipt=from_receipt)


def _with_author(base: Event, value: Mapping[str, Any]) -> Event:
    author = _author(value)
    ours = author is not None and author == base.account
    name = (
        tame.text(tame.mapping(value.get("from")).get("name"))
        or tame.text(value.get("sender_name"))
        or tame.text(value.get("reviewer_name"))
    )
    return replace(
        base,
        direction="outbound" if ours else "inbound",
        visibility="public",
        person=None if ours else author,
        name=None if ours else name,
    )
