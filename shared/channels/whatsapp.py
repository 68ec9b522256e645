"""WhatsApp Cloud, both ways: messages, statuses, changed users.

Source: developers.facebook.com, WhatsApp Cloud API.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.channels import (
    meta,
    tame,
    whatsapp_messages,
    whatsapp_sends,
    whatsapp_statuses,
    whatsapp_users,
)
from shared.channels.base import acknowledge_nothing, unknown
from shared.domain.messages import Event

NAME = "whatsapp"
OBJECT = "whatsapp_business_account"
# Fields about the account or a person's choices, never said by a customer.
NOTES = (
    "account_alerts",
    "account_review_update",
    "account_update",
    "business_capability_update",
    "calls",
    "flows",
    "group_lifecycle_update",
    "group_participants_update",
    "group_settings_update",
    "group_status_update",
    "message_template_components_update",
    "message_template_quality_update",
    "message_template_status_update",
    "payment_configuration_update",
    "phone_number_name_update",
    "phone_number_quality_update",
    "security",
    "smb_app_state_sync",
    "template_category_update",
    "user_preferences",
)
# Whatever may say whose an item is.
PERSONAL = (
    *whatsapp_users.SENDER,
    *whatsapp_users.RECIPIENT,
    *whatsapp_users.ADDRESSEE,
    *whatsapp_users.PARTICIPANT,
    *whatsapp_users.SUBJECT,
)

confirm = meta.confirm
verify = meta.verify
render = whatsapp_sends.render
receipt = whatsapp_sends.receipt
reached = whatsapp_sends.reached
acknowledge = acknowledge_nothing


def split(body: Any) -> list[dict[str, Any]]:
    """Cut a batch into one piece per message, status or other item.

    Of several contacts a piece keeps those it is about.
    """
    return [part for piece in meta.split(body) for part in _parts(piece)]


def _parts(piece: dict[str, Any]) -> Iterator[dict[str, Any]]:
    entry = tame.first(piece.get("entry"))
    change = tame.first(entry.get("changes"))
    if not isinstance(change.get("value"), Mapping):
        yield piece
        return
    contacts = tame.elements(change["value"].get("contacts"))
    places = _places(contacts)
    for value in tame.singly(change["value"], ARRAYS):
        # One contact alone may be meant without being named.
        own = _own(value, contacts, places) if len(contacts) > 1 else value
        yield {**piece, "entry": [{**entry, "changes": [{**change, "value": own}]}]}


def _places(contacts: list[Any]) -> dict[str, list[int]]:
    """Index contacts by their ids: a batch may have a thousand."""
    places: dict[str, list[int]] = {}
    for place, contact in enumerate(contacts):
        for one in whatsapp_users.ids(tame.mapping(contact), whatsapp_users.SUBJECT):
            places.setdefault(one, []).append(place)
    return places


def _own(
    value: Mapping[str, Any], contacts: list[Any], places: Mapping[str, list[int]]
) -> Mapping[str, Any]:
    """Keep of the contacts those that the value's one item is about."""
    _, item = _item(value)
    known = whatsapp_users.ids(item, PERSONAL)
    own = sorted({place for one in known for place in places.get(one, [])})
    return {**value, "contacts": [contacts[place] for place in own]}


def _item(value: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    name = next((name for name in ARRAYS if tame.elements(value.get(name))), "")
    return name, tame.first(value.get(name))


def normalise(piece: Mapping[str, Any], received_at: datetime) -> Event:
    """Turn one piece of a WhatsApp webhook into an event.

    Bodies that name no object or field are read too, by what they hold.
    """
    entry = tame.first(piece.get("entry"))
    change = tame.first(entry.get("changes"))
    value = tame.mapping(change.get("value"))
    field, (name, item) = change.get("field"), _item(value)
    what = _what(field, name, value, item)
    base = _base(entry, value, item, received_at)
    event = None
    if piece.get("object") in (OBJECT, None):
        test = meta.is_test(entry)
        dated = replace(base, what=what)
        event = meta.aside(base, "test", value) if test else _read(dated, field, value)
    return event or unknown(NAME, piece, received_at, what)


def _what(
    field: Any, name: str, value: Mapping[str, Any], item: Mapping[str, Any]
) -> str:
    if field in NOTES or not name:
        return tame.label(field, value.get("event"))
    return tame.label(name, item.get("status" if name == "statuses" else "type"))


def _base(
    entry: Mapping[str, Any],
    value: Mapping[str, Any],
    item: Mapping[str, Any],
    received_at: datetime,
) -> Event:
    """Date the event; the account is the phone number's id, which also sends."""
    number = tame.mapping(value.get("metadata")).get("phone_number_id")
    occurred_at, from_receipt = tame.dated(
        tame.moment(item.get("timestamp")),
        received_at,
        fallback=tame.moment(entry.get("time")),
    )
    return Event(
        id="",
        channel=NAME,
        kind="note",
        direction="inbound",
        visibility="private",
        occurred_at=occurred_at,
        received_at=received_at,
        time_from_receipt=from_receipt,
        account=tame.identifier(number) or tame.identifier(entry.get("id")),
    )


def _read(base: Event, field: Any, value: Mapping[str, Any]) -> Event | None:
    name, item = _item(value)
    if field in NOTES or name == "errors":
        return replace(base, id=tame.content_id("note", tame.digest(value)))
    handler = HANDLERS.get(name)
    return handler(base, item, value.get("contacts")) if handler and item else None


HANDLERS: dict[str, Callable[[Event, Mapping[str, Any], Any], Event | None]] = {
    "messages": whatsapp_messages.normalise,
    "message_echoes": whatsapp_messages.normalise_echo,
    "statuses": whatsapp_statuses.normalise,
    "user_id_update": whatsapp_users.update,
}
ARRAYS = (*HANDLERS, "user_preferences", "groups", "calls", "errors")
