"""What is posted of an event: its words and names are read only now.

So nothing of a customer lies in queues and dead letters, and what was erased, or
deleted by who wrote it, is not told any more.
"""

import json
from typing import Any

from functions.surroundings import customers
from functions.views import customer_view, timeline_view
from shared.domain.customers import Customer
from shared.domain.events import Event
from shared.domain.log import Entry
from shared.domain.times import to_text
from shared.ports import Card, Ports


def payload(event: Event, ports: Ports) -> bytes:
    """The body that is signed and posted: ``{"id", "type", "occurred_at", "data"}``."""
    card = ports.log.cards([event.person])[event.person]
    data: dict[str, Any] = {**event.about}
    if event.case is not None and "case" not in data:
        data["case"] = {"id": event.case}
    if event.entry is not None:
        data |= _message(event, card, ports)
    if event.type == "customer.updated":
        data["customer"] = _customer(card, ports)
    else:
        data["customer"] = customer_view(card)
    body = {
        "id": event.id,
        "type": event.type,
        "occurred_at": to_text(event.at),
        "data": data,
    }
    return json.dumps(body, ensure_ascii=False).encode()


def _message(event: Event, card: Card, ports: Ports) -> dict[str, Any]:
    """The message, and the case that the customer has had since before it."""
    key = event.entry or ""
    found = ports.log.following(event.person, key, 1)
    entry = next((e for e in found if e.key == key), None)
    case, since = card.person.case, card.person.since
    return {
        "case": case.id if case is not None and since and key >= since else None,
        "message": _shown(entry, event.person, ports) if entry else None,
    }


def _shown(entry: Entry, person: str, ports: Ports) -> dict[str, Any]:
    known = [entry, *ports.log.corrections(person, [entry.id])]
    (view,) = timeline_view([entry], known)
    return view


def _customer(card: Card, ports: Ports) -> dict[str, Any]:
    """A customer with all his identities and what the CRM has told of him."""
    one = card.customer
    found = customers([one], ports).get(one) if one else None
    customer = found or Customer(persons=(card.person.id,))
    cards = ports.log.cards(customer.persons)
    return {
        "id": customer.name,
        "identities": [customer_view(cards[person]) for person in customer.persons],
        "attributes": customer.known(),
    }
