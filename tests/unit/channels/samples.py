"""Builders of webhook bodies, with words and ids of our own."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shared.channels import CHANNELS
from shared.domain.messages import Event, Outbound

RECEIVED = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
AT_S = int(AT.timestamp())
AT_MS = AT_S * 1000
PAGE, PERSON = "1000000001", "3000000007"
ACCOUNT, USER = "2000000001", "4000000009"
INSTAGRAM, FOLLOWER = "5000000001", "6000000003"
NUMBER, PHONE, WHATSAPP_USER = "7000000001", "39000000004", "IT.8000000004"
CHAT = 9000000005
ROOT = Path(__file__).parents[3]
FIXTURES = ROOT.parent / "shared" / "fixtures"
EVENTS = ROOT / "events"
# The first word of a fixture's name tells its channel.
CHANNEL = {
    "facebook": "facebook",
    "messenger": "facebook",
    "instagram": "instagram",
    "whatsapp": "whatsapp",
    "telegram": "telegram",
    "x": "x",
    "twitter": "x",
}


def page(**entry: Any) -> dict[str, Any]:
    return {"object": "page", "entry": [{"id": PAGE, "time": AT_S + 5, **entry}]}


def change(field: str = "feed", **value: Any) -> dict[str, Any]:
    return page(changes=[{"field": field, "value": value}])


def comment(**value: Any) -> dict[str, Any]:
    usual = {
        "item": "comment",
        "verb": "add",
        "comment_id": "55_66",
        "post_id": f"{PAGE}_55",
        "parent_id": f"{PAGE}_55",
        "from": {"id": PERSON, "name": "Rosa Neri"},
        "created_time": AT_S,
        "message": "My parcel is wet",
    }
    given = {**usual, **value}
    return change(**{name: it for name, it in given.items() if it is not None})


def messaging(**item: Any) -> dict[str, Any]:
    usual = {
        "sender": {"id": PERSON},
        "recipient": {"id": PAGE},
        "timestamp": AT_MS,
    }
    return page(messaging=[{**usual, **item}])


def instagram(**entry: Any) -> dict[str, Any]:
    usual = {"id": INSTAGRAM, "time": AT_S}
    return {"object": "instagram", "entry": [{**usual, **entry}]}


def instagram_comment(**value: Any) -> dict[str, Any]:
    usual = {
        "id": "881",
        "text": "Is it back soon?",
        "from": {"id": FOLLOWER, "username": "tilda.k"},
        "media": {"id": "991", "media_product_type": "FEED"},
    }
    return instagram(changes=[{"field": "comments", "value": {**usual, **value}}])


def instagram_direct(**item: Any) -> dict[str, Any]:
    usual = {
        "sender": {"id": FOLLOWER},
        "recipient": {"id": INSTAGRAM},
        "timestamp": AT_MS,
    }
    return instagram(messaging=[{**usual, **item}])


def whatsapp(field: str = "messages", **value: Any) -> dict[str, Any]:
    metadata = {"display_phone_number": "39000000001", "phone_number_id": NUMBER}
    change = {"field": field, "value": {"metadata": metadata, **value}}
    entry = {"id": "7000000009", "changes": [change]}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def whatsapp_message(kind: str, said: Any, **fields: Any) -> dict[str, Any]:
    usual = {
        "from": PHONE,
        "from_user_id": WHATSAPP_USER,
        "id": "wamid.1",
        "timestamp": str(AT_S),
        "type": kind,
        kind: said,
    }
    given = {name: it for name, it in {**usual, **fields}.items() if it is not None}
    return whatsapp(contacts=[whatsapp_contact()], messages=[given])


def whatsapp_contact(**fields: Any) -> dict[str, Any]:
    profile = {"name": "Bruna Sala", "username": "@bruna.s"}
    return {"profile": profile, "wa_id": PHONE, "user_id": WHATSAPP_USER, **fields}


def telegram_message(**fields: Any) -> dict[str, Any]:
    user = {"id": CHAT, "first_name": "Jonas", "last_name": "Berg", "username": "jb"}
    chat = {"id": CHAT, "type": "private", "first_name": "Jonas"}
    return {"message_id": 12, "from": user, "chat": chat, "date": AT_S, **fields}


def telegram(kind: str = "message", **fields: Any) -> dict[str, Any]:
    return {"update_id": 1, kind: telegram_message(**fields)}


def post(**fields: Any) -> dict[str, Any]:
    usual = {
        "id_str": "77",
        "id": 78,  # rounded, as a careless number is
        "text": "@shop is anyone there?",
        "created_at": "Mon Mar 02 09:30:00 +0000 2026",
        "timestamp_ms": str(AT_MS + 455),
        "user": {
            "id_str": USER,
            "name": "Rosa Neri",
            "screen_name": "rosan",
            "followers_count": 41,
        },
    }
    return {**usual, **fields}


def account_activity(kind: str, item: Any, **outer: Any) -> dict[str, Any]:
    return {"for_user_id": ACCOUNT, kind: [item], **outer}


def activity(kind: str, payload: Any, **data: Any) -> dict[str, Any]:
    envelope = {"event_uuid": "-5", "filter": {"user_id": ACCOUNT}}
    return {"data": {**envelope, "event_type": kind, "payload": payload, **data}}


def direct_message(
    sender: str = USER, to: str = ACCOUNT, **data: Any
) -> dict[str, Any]:
    return {
        "type": "message_create",
        "id": "88",
        "created_timestamp": str(AT_MS),
        "message_create": {
            "sender_id": sender,
            "target": {"recipient_id": to},
            "message_data": {"text": "Fish &amp; chips?", **data},
        },
    }


def contact(**fields: Any) -> dict[str, Any]:
    usual = {
        "id": "call-1",
        "channel": "phone",
        "occurred_at": "2026-03-02T09:30:00Z",
        "author": {"id": "c-9", "name": "Rosa Neri"},
    }
    return {**usual, **fields}


def outbound(**fields: Any) -> Outbound:
    usual = {
        "key": "k-1",
        "channel": "facebook",
        "account": PAGE,
        "person": PERSON,
        "visibility": "private",
        "text": "We are on it.",
    }
    return Outbound(**{**usual, **fields})


def events(channel: str, body: Any) -> list[Event]:
    chosen = CHANNELS[channel]
    return [chosen.normalise(piece, RECEIVED) for piece in chosen.split(body)]


def event(channel: str, body: Any) -> Event:
    (only,) = events(channel, body)
    return only


def brief(one: Event) -> Iterator[Any]:
    """Give what a case is made of: kind, direction, person, words."""
    yield from (one.kind, one.direction, one.person, one.text)
