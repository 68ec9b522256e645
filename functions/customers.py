"""One customer over his channels: who he is, every contact, what hangs together."""

from collections.abc import Mapping, Sequence
from typing import Any

from functions.casebook import passed_over
from functions.http import Request
from functions.linking import find, link, put_attributes, unlink
from functions.views import (
    customer_view,
    identity_view,
    profile_view,
    readings_view,
    timeline_view,
)
from shared.domain.cases import Step, replay
from shared.domain.customers import (
    HOWS,
    customer_id,
    handle_key,
    reached,
    read_attributes,
)
from shared.domain.habits import habits
from shared.domain.log import PREFIX, Entry, in_order
from shared.domain.state import Person
from shared.errors import BadInput
from shared.kpis.history import History
from shared.kpis.resolutions import time_spent
from shared.ports import Ports

# Added to a key it is a bound just behind it, so that the key itself is included.
_BEHIND = "!"

Place = tuple[str, str]  # in a merged history: an entry's key, its customer's id


def show_customer(customer: str, request: Request, ports: Ports) -> dict[str, Any]:  # noqa: ARG001 - every handler takes the request
    """Who a customer is, named by his id or by any of his persons."""
    found = find(customer, ports)
    shown, now = found.customer, ports.clock.now()
    hangs = reached(shown)
    histories = {person: _history(person, ports) for person in found.cards}
    logs = {person: history.steps for person, history in histories.items()}
    return {
        **profile_view(found.card, found.cards.values(), habits(logs, now)),
        "time_spent_s": sum(map(time_spent, histories.values())),
        "id": shown.name,
        "identities": [
            identity_view(found.cards[p], hangs.get(p)) for p in shown.persons
        ],
        "attributes": shown.known(),
    }


def find_customers(request: Request, ports: Ports) -> dict[str, Any]:
    """Who goes by a handle on a channel now, upper or lower case."""
    channel, handle = (request.query.get(n, "") for n in ("channel", "handle"))
    if not channel.strip() or not handle.strip():
        raise BadInput("Give both 'channel' and 'handle'.")
    key = handle_key(channel, handle)
    cards = ports.log.cards(ports.customers.by_handle(key))
    # He may go by another one since.
    present = [c for c in cards.values() if handle_key(channel, c.handle or "") == key]
    return {"items": [customer_view(card) for card in present], "next": None}


def link_identity(customer: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Make an identity, with all who are one with it, one with a customer."""
    how = request.body.get("how", "hand")
    if how not in HOWS:
        raise BadInput(f"Give 'how' as one of {', '.join(HOWS)}.")
    person = f"{request.text('channel')}:{request.text('user')}"
    link(person, customer, how, request.caller, ports)
    return show_customer(customer, request, ports)


def unlink_identity(
    customer: str, channel: str, user: str, request: Request, ports: Ports
) -> dict[str, Any]:
    """Take an identity out again, with those who came with it."""
    unlink(f"{channel}:{user}", customer, request.caller, ports)
    return show_customer(customer, request, ports)


def put_customer_attributes(
    customer: str, request: Request, ports: Ports
) -> dict[str, Any]:
    """Replace what the CRM says of a customer; routing rules may ask for it."""
    values = read_attributes(request.body)
    put_attributes(customer, values, request.caller, ports)
    return show_customer(customer, request, ports)


def show_history(customer: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Every contact and action on all his channels, newest first, one page."""
    persons = find(customer, ports).customer.persons
    until = _place(request.cursor)
    places: list[tuple[Place, str]] = []
    for person in persons:
        # One more than asked for tells whether there is more, and one may be
        # of the very instant and id at which the last page ended.
        bound = until[0] + _BEHIND if until else None
        page = ports.log.page(person, bound, request.limit + 2)
        mine = ((e.key, customer_id(person)) for e in page.items)
        places += [(p, person) for p in mine if until is None or p < until]
    places.sort(reverse=True)
    shown = places[: request.limit]
    views = _views(shown, ports)
    last = shown[-1][0] if len(places) > len(shown) else None
    return {
        "items": [views[place] for place, _ in shown if place in views],
        "next": "@".join(last) if last else None,
    }


def _views(
    shown: Sequence[tuple[Place, str]], ports: Ports
) -> dict[Place, dict[str, Any]]:
    """The entries at these places, as the history shows them."""
    views = {}
    for person in {person for _, person in shown}:
        keys = {place[0] for place, mine in shown if mine == person}
        # What came later, on earlier pages, may have edited or deleted a message,
        # or be the echo of one: a page is shown in the light of all of it.
        known = in_order(ports.log.read(person, min(keys)))
        # What was understood again is shown with its message.
        entries = [e for e in known if e.key in keys and e.kind != "understood"]
        steps = _steps(person, entries, ports)
        entries = [steps[e.key].read if e.key in steps else e for e in entries]
        flushed = passed_over(steps.values(), ports)
        readings = readings_view(steps.values())
        shown_as = timeline_view(entries, known, flushed, readings)
        for entry, view in zip(entries, shown_as, strict=True):
            views[entry.key, customer_id(person)] = {"person": person, **view}
    return views


def _steps(person: str, entries: Sequence[Entry], ports: Ports) -> Mapping[str, Step]:
    """How messages among these were taken, by key; what came before them decides."""
    if not any(e.kind == "message_received" for e in entries):
        return {}
    steps = replay(Person(id=person), ports.log.read(person), ports.settings)
    return {s.entry.key: s for s in steps}


def _place(cursor: str | None) -> Place | None:
    """Read a cursor: the place of the last entry of the page before.

    Raises:
        BadInput: it is none of ours.

    """
    if cursor is None:
        return None
    key, found, tag = cursor.rpartition("@")
    if not found or not key.startswith(PREFIX):
        raise BadInput("Give 'cursor' as the 'next' of the page before.")
    return key, tag


def _history(person: str, ports: Ports) -> History:
    """All that one of his identities ever did, under its own name."""
    return History(person, ports.log.read(person), ports.settings, str)
