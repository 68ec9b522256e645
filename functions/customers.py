"""One customer over his channels: who he is, every contact, what hangs together."""

import re
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from functions.http import Request
from functions.linking import Found, find, link, put_attributes, unlink
from functions.paging import fitting, page_of
from functions.seeing import must_see, seen, viewer
from functions.views import (
    card_view,
    contacts_view,
    customer_view,
    habits_view,
    identity_view,
    readings_view,
    related_view,
    timeline_view,
)
from shared.domain import survey_course
from shared.domain.cases import Step
from shared.domain.customers import (
    HOWS,
    customer_id,
    handle_key,
    reached,
    read_attributes,
)
from shared.domain.habits import habits
from shared.domain.log import Entry, in_order
from shared.domain.stretches import told
from shared.errors import BadInput
from shared.kpis.history import History
from shared.kpis.resolutions import time_spent
from shared.ports import Page, Ports

# Added to a key it is a bound just behind it, so that the key itself is included.
_BEHIND = "!"

# So many entries before and after a page tell what its messages were part of.
AROUND = 100
# Entries of a log that are read for a card: about a second.
MOST_READ = 2_000
_MESSAGES = ("message_received", "message_sent", "message_edited")

_CURSOR = re.compile(
    r"(LOG#\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z#.+)@(u[0-9a-f]{19})", re.DOTALL
)
_LONGEST = 1023  # bytes of a key that DynamoDB takes with _BEHIND after it

Place = tuple[str, str]  # in a merged history: an entry's key, its customer's id


class Near(NamedTuple):
    """What is read of a log for a page, and what that tells of surveys besides."""

    older: Page
    newer: Sequence[Entry]
    derived: Sequence[Entry]


def show_customer(customer: str, request: Request, ports: Ports) -> dict[str, Any]:  # noqa: ARG001 - every handler takes the request
    """Who a customer is, named by his id or by any of his persons."""
    found = find(customer, ports)
    case = found.card.person.case
    return {
        **_known(found),
        **_told(found, ports),
        "id": found.customer.name,
        "case": card_view(found.card, case) if case else None,
        "open_cases": related_view(found.cards.values()),
    }


def card_of(person: str, ports: Ports) -> dict[str, Any]:
    """What a case shows of its customer: his card but his cases, under this person.

    Raises:
        NotFound: nobody has ever written under this id.
        Conflict: he was linked anew all the time.

    """
    found = find(person, ports)
    return {**_known(found), **_told(found, ports)}


def _known(found: Found) -> dict[str, Any]:
    """What a customer's cards and links tell of him."""
    hangs = reached(found.customer)
    return {
        **customer_view(found.card),
        "contacts": contacts_view(found.cards.values()),
        "identities": [
            identity_view(found.cards[p], hangs.get(p)) for p in found.customer.persons
        ],
        "attributes": found.customer.known(),
    }


def _told(found: Found, ports: Ports) -> dict[str, Any]:
    """What his logs tell of him: of long ones what came last, and not how long it took.

    Whoever has been writing for years must still be shown, and in time.
    """
    now = ports.clock.now()
    newest = {p: ports.log.page(p, None, MOST_READ) for p in found.cards}
    if any(page.next is not None for page in newest.values()):
        lately = {
            person: _lately(person, page, ports) for person, page in newest.items()
        }
        return {**habits_view(habits(lately, now)), "time_spent_s": None}
    histories = {
        person: History(person, in_order(page.items), ports.settings, str)
        for person, page in newest.items()
    }
    logs = {person: history.steps for person, history in histories.items()}
    return {
        **habits_view(habits(logs, now)),
        "time_spent_s": sum(map(time_spent, histories.values())),
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
    agent = viewer(request.caller, request.roles, ports)
    shown = sorted(seen(present, agent, ports), key=lambda card: card.person.id)
    return page_of([customer_view(card) for card in shown], request, "id")


def link_identity(customer: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Make an identity, with all who are one with it, one with a customer.

    An agent must see both; the other one has been looked at by functions/gate.py.
    """
    how = request.body.get("how", HOWS[0])
    person = f"{request.body['channel']}:{request.body['user']}"
    agent = viewer(request.caller, request.roles, ports)
    if agent is not None:
        must_see(agent, person, ports)
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
    """Every contact and action on all his channels, newest first, one page.

    A page costs the same however long his logs are: see ``_views``.
    """
    persons = find(customer, ports).customer.persons
    until = _place(request.cursor)
    near: dict[str, Near] = {}
    places: list[tuple[Place, str]] = []
    for person in persons:
        # One more than asked for tells whether there is more, and one may be
        # of the very instant and id at which the last page ended.
        bound, most = until[0] + _BEHIND if until else None, request.limit + 2
        older = ports.log.page(person, bound, most + AROUND)
        newer = ports.log.following(person, until[0], AROUND) if until else []
        near[person] = Near(older, newer, _of_surveys(person, older, newer, ports))
        listed = (*older.items[:most], *near[person].derived)
        mine = ((e.key, customer_id(person)) for e in listed)
        places += [(p, person) for p in mine if until is None or p < until]
    places.sort(reverse=True)
    shown = places[: request.limit]
    views: dict[Place, dict[str, Any]] = {}
    for person in {person for _, person in shown}:
        keys = {place[0] for place, mine in shown if mine == person}
        views |= _views(person, keys, near[person], ports)
    shown = shown[: fitting([views.get(place) for place, _ in shown])]
    last = shown[-1][0] if len(places) > len(shown) else None
    return {
        "items": [views[place] for place, _ in shown if place in views],
        "next": "@".join(last) if last else None,
    }


def _of_surveys(
    person: str, older: Page, newer: Sequence[Entry], ports: Ports
) -> list[Entry]:
    """What the entries around a page tell of surveys without an entry of its own.

    Where more than ``AROUND`` of them lie between a question and that it arrived,
    or expired, only the case's timeline tells of it.
    """
    known = in_order((*older.items, *newer))
    if not any(e.kind in survey_course.DECIDED for e in known):
        return []
    stretch = told(person, known, ports.settings, whole=older.next is None)
    channel = person.partition(":")[0]
    steps, now = list(stretch.steps.values()), ports.clock.now()
    return survey_course.shown(channel, steps, now)


def _views(
    person: str, keys: Collection[str], near_page: Near, ports: Ports
) -> dict[Place, dict[str, Any]]:
    """The entries with these keys as the history shows them.

    A page is shown in the light of what stands around it: before it the talk in
    which its messages were heard or flushed, after it what became of them, an
    echo of ours or a receipt. What corrects a message is found wherever it is.
    """
    older, newer, derived = near_page
    near = {e.key: e for e in (*older.items, *newer)}
    messages = (e for e in near.values() if e.key in keys and e.kind in _MESSAGES)
    names = {name for e in messages for name in (e.id, e.target) if name}
    near |= {e.key: e for e in ports.log.corrections(person, names)}
    known = in_order(near.values())
    stretch = told(person, known, ports.settings, whole=older.next is None)
    # What was understood again is shown with its message.
    entries = [e for e in known if e.key in keys and e.kind != "understood"]
    entries = [stretch.steps[e.key].read for e in entries]
    entries += [e for e in derived if e.key in keys]
    readings = readings_view(stretch.steps.values())
    shown = timeline_view(entries, known, stretch.flushed, readings)
    return {
        (entry.key, customer_id(person)): {"person": person, **view}
        for entry, view in zip(entries, shown, strict=True)
    }


def _place(cursor: str | None) -> Place | None:
    """Read the plain place of a cursor: that of the last entry of the page before.

    It is only ever a bound within the logs of the customer whom the path names, so
    that what is newer than a page does not move it.

    Raises:
        BadInput: it is none of ours.

    """
    if cursor is None:
        return None
    found = _CURSOR.fullmatch(cursor)
    if found is None or len(found[1].encode()) > _LONGEST:
        raise BadInput("Give 'cursor' as the 'next' of the page before.")
    return found[1], found[2]


def _lately(person: str, newest: Page, ports: Ports) -> list[Step]:
    """How the newest of one of his logs was taken."""
    entries, is_whole = in_order(newest.items), newest.next is None
    return list(told(person, entries, ports.settings, whole=is_whole).steps.values())
