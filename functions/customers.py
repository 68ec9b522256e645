"""One history of a customer: who he is and every contact, newest first."""

from typing import Any

from functions.casebook import passed_over
from functions.http import Request
from functions.views import card_view, customer_view, timeline_view
from shared.domain.log import PREFIX, in_order
from shared.domain.state import Person
from shared.errors import BadInput, NotFound
from shared.ports import Card, Ports


def show_customer(customer: str, request: Request, ports: Ports) -> dict[str, Any]:  # noqa: ARG001 - every handler takes the request
    """The customer's card, with his present case."""
    card = _card(customer, ports)
    case = card.person.case
    return {**customer_view(card), "case": card_view(card, case) if case else None}


def show_history(customer: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Every contact and action, newest first, one page."""
    _card(customer, ports)
    cursor = request.cursor
    if cursor is not None and not cursor.startswith(PREFIX):
        raise BadInput("Give 'cursor' as the 'next' of the page before.")
    page = ports.log.page(customer, cursor, request.limit)
    # What came later, on earlier pages, may have edited or deleted a message,
    # or be the echo of one; what came before says whether it was flushed.
    log = ports.log.read(customer) if page.items else []
    known = {e.key: e for e in in_order(log)}
    shown = [known[e.key] for e in page.items if e.key in known]
    flushed = passed_over(log, ports, Person(id=customer))
    items = timeline_view(shown, known.values(), flushed)
    return {"items": items, "next": page.next}


def _card(customer: str, ports: Ports) -> Card:
    card = ports.log.cards([customer])[customer]
    if card.version == 0:
        raise NotFound(f"There is no customer {customer!r}.")
    return card
