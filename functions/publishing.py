"""From the table's stream to the queue of events, one message a subscriber.

The log is the outbox: what a function has written is published although it died
before it could do anything else. Whoever has no subscribers pays for a look at
rules that are kept for a minute, and nothing is read of any record.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from chalice.app import DynamoDBEvent, DynamoDBRecord

from functions.views import card_view
from shared.domain.events import Event, of_card, of_customer, of_entry
from shared.domain.integrations import Integrations
from shared.domain.posts import Post, to_body
from shared.observability import logger
from shared.ports import Card, Ports
from shared.ports_events import Change


def publish_event(event: DynamoDBEvent, ports: Ports) -> None:
    """Queue what a batch of the stream tells to who wants it.

    What cannot be understood is set aside with its reason: repeated, it would hold
    up all that comes behind it for a day.

    Raises:
        StoreUnavailable: the whole batch comes again.

    """
    rules = ports.settings.newest.integrations
    if not any(one.active for one in rules.subscribers.values()):
        return
    found: list[tuple[DynamoDBRecord, Event]] = []
    for record in event:
        with _set_aside(record, ports):
            change = ports.changes.read(record.old_image, record.new_image)
            found += [(record, told) for told in _events(change, rules)]
    lacking = {told.person for _, told in found if _lacks_case(told)}
    cards = ports.log.cards(lacking) if lacking else {}
    bodies: list[str] = []
    for record, told in found:
        with _set_aside(record, ports):
            bodies += _bodies(_with_case(told, cards), rules, ports.clock.now())
    if bodies:
        ports.posts.send(bodies)


@contextmanager
def _set_aside(record: DynamoDBRecord, ports: Ports) -> Iterator[None]:
    """Go on with the next record; note where this one is, and nothing of its words."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - whatever it is, others must go on
        logger.exception("A change of the table could not be published.")
        reason = type(error).__name__
        said = {"keys": record.keys, "at": record.sequence_number, "reason": reason}
        ports.posts.set_aside(json.dumps(said))


def _bodies(event: Event, rules: Integrations, now: datetime) -> list[str]:
    """A message for each who wants the event."""
    names = rules.wanting(event.type)
    posts = (Post(event=event, subscriber=n, since=now, due=now) for n in names)
    return [to_body(post) for post in posts]


def _events(change: Change | None, rules: Integrations) -> Iterator[Event]:
    """What a change tells that somebody wants to know."""
    if change is None:
        return
    for event in _told(change):
        if not rules.wanting(event.type):
            continue
        if change.cards is not None and event.case is not None:
            event = _showing(event, change.cards[1])  # noqa: PLW2901 - same event
        yield event


def _told(change: Change) -> Iterator[Event]:
    if change.entry is not None:
        yield from of_entry(change.person, change.entry)
    if change.cards is not None:
        old, new = change.cards
        yield from of_card(old.person if old else None, new.person)
    if change.customers is not None:
        yield from of_customer(*change.customers)


def _lacks_case(event: Event) -> bool:
    """Whether it is told by an entry, which does not say how the case stands."""
    return event.case is not None and "case" not in event.about


def _with_case(event: Event, cards: Mapping[str, Card]) -> Event:
    """The event with the case as its card has it now, unless it has one already."""
    if not _lacks_case(event):
        return event
    card = cards[event.person]
    case = card.person.case
    is_it = case is not None and case.answers_to(event.case or "")
    return _showing(event, card) if is_it else event


def _showing(event: Event, card: Card) -> Event:
    """The event with its case, but for who the customer is: names are read later."""
    case = card.person.case
    assert case is not None  # noqa: S101 - the event is about it
    shown = {k: v for k, v in card_view(card, case).items() if k != "customer"}
    about = {**event.about, "case": {**shown, "version": card.version}}
    return replace(event, about=about)
