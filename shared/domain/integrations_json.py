"""The JSON of the ``integrations`` settings: read with errors that name the field."""

import re
from typing import Any

from shared.domain.calendar_json import read_fields
from shared.domain.fields import read_choice, read_flag, read_list, read_name, read_text
from shared.domain.integrations import (
    EVENT_TYPES,
    CardSource,
    Integrations,
    Subscriber,
)
from shared.errors import BadInput

MOST_SUBSCRIBERS = 10
LONGEST_URL = 1024
URL = re.compile("https?://[!-~]+")  # http is for the local stack alone
_PLACES = ("{channel}", "{user}")


def read_integrations(value: Any) -> Integrations:
    """Read who is told and who is asked; what is left out is nobody.

    ``{"subscribers": {"crm": {"url": "https://crm.example/events", "events":
    ["case.opened"], "active": true}}, "card": {"url":
    "https://crm.example/card?channel={channel}&user={user}", "attributes":
    ["tier"]}}``. ``events`` and ``attributes`` left out or null are all.

    Raises:
        BadInput: names the field.

    """
    known = read_fields(value, "integrations", ("subscribers", "card"))
    named = read_fields(known.get("subscribers", {}), "subscribers")
    if len(named) > MOST_SUBSCRIBERS:
        raise BadInput(f"subscribers has more than {MOST_SUBSCRIBERS} values.")
    subscribers = {
        read_name(name, f"subscribers: the name {name!r}"): _subscriber(
            one, f"subscribers.{name}"
        )
        for name, one in named.items()
    }
    card = known.get("card")
    return Integrations(
        subscribers=subscribers, card=None if card is None else _card(card)
    )


def write_integrations(found: Integrations) -> dict[str, Any]:
    """Say them in full, the way `read_integrations` reads them."""
    return {
        "subscribers": {
            name: {"url": it.url, "events": _listed(it.events), "active": it.active}
            for name, it in found.subscribers.items()
        },
        "card": None
        if found.card is None
        else {"url": found.card.url, "attributes": _listed(found.card.attributes)},
    }


def _subscriber(value: Any, field: str) -> Subscriber:
    known = read_fields(value, field, ("url", "events", "active"))
    events = known.get("events")
    return Subscriber(
        url=_url(known.get("url"), f"{field}.url"),
        events=None if events is None else _events(events, f"{field}.events"),
        active=read_flag(known.get("active", True), f"{field}.active"),
    )


def _events(value: Any, field: str) -> frozenset[str]:
    return frozenset(
        read_list(value, field, lambda it, at: read_choice(it, at, EVENT_TYPES))
    )


def _card(value: Any) -> CardSource:
    known = read_fields(value, "card", ("url", "attributes"))
    url = _url(known.get("url"), "card.url")
    if not all(place in url for place in _PLACES):
        raise BadInput("card.url must have {channel} and {user} in it.")
    host = url.partition("://")[2].partition("/")[0]
    if "{" in host:
        raise BadInput("card.url must name its host without placeholders.")
    names = known.get("attributes")
    wanted = None if names is None else read_list(names, "card.attributes", read_text)
    return CardSource(url=url, attributes=None if wanted is None else frozenset(wanted))


def _url(value: Any, field: str) -> str:
    """Read an address; whether it may be called is seen where it is put."""
    fits = isinstance(value, str) and len(value) <= LONGEST_URL
    if fits and URL.fullmatch(value):
        return str(value)
    raise BadInput(f"{field} must be an address like https://crm.example/events.")


def _listed(names: frozenset[str] | None) -> list[str] | None:
    return None if names is None else sorted(names)
